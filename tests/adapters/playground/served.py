"""A playground served on a free port, with a fake bot behind it: what it accepts is kept, its clock is a value."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from adapters.playground import Company, Playground, Room, Settings, User, build
from bot.kernel.cards import Card
from bot.kernel.events import Event
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Envelope, Receipt
from bot.runtime.web import Web

ZHAO, WANG, CHEN = User("zhaomin", "赵敏", "销售"), User("wanglei", "王磊", "研发"), User("chen", "陈经理", "销售")
ZHANGS = (User("zhangwei", "张伟", "销售"), User("zhangwei2", "张伟", "财务"))
EAST = Room("east", "华东组", ("zhaomin", "wanglei", "zhangwei", "zhangwei2"))
COMPANY = Company((ZHAO, WANG, CHEN, *ZHANGS), (EAST,))
NOW = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)


@dataclass
class FakeBot:
    """Controls and the way in, as values."""

    time: datetime = NOW
    taken: list[Envelope] = field(default_factory=list)
    settled: int = 0
    failing: bool = False
    arrived: Callable[[datetime], Awaitable[None]] | None = None
    taking: Callable[[Envelope], Awaitable[None]] | None = None

    def now(self) -> datetime:
        return self.time

    async def advance(self, to: datetime) -> None:
        self.time = to
        if self.arrived:
            await self.arrived(to)

    async def settle(self) -> None:
        self.settled += 1

    async def accept(self, envelope: Envelope) -> bool:
        if self.failing:
            raise OSError("disk full")
        if self.taking:
            await self.taking(envelope)
        self.taken.append(envelope)
        return True


class Wall:
    def now(self) -> datetime:
        return NOW


class Site:
    """The served page, and short ways to use its API."""

    def __init__(self, playground: Playground, bot: FakeBot, port: int, http: aiohttp.ClientSession) -> None:
        self.running: asyncio.Task[None] | None = None
        self.playground = playground
        self.bot = bot
        self.port = port
        self.base = f"http://127.0.0.1:{port}"
        self.http = http
        self._keys = 0

    async def post(self, path: str, headers: dict[str, str] | None = None, **body: Any) -> tuple[int, dict[str, Any]]:
        fields = {name.rstrip("_"): value for name, value in body.items()}
        async with self.http.post(f"{self.base}/api/{path}", json=fields, headers=headers) as response:
            return response.status, await response.json()

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        fields = {name.rstrip("_"): value for name, value in query.items()}
        async with self.http.get(f"{self.base}/api/{path}", params=fields) as response:
            assert response.status == 200, await response.text()
            value: dict[str, Any] = await response.json()
            return value

    async def messages(self, who: str, chat: str = "hepai", after: int = 0) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.get(f"chats/{chat}", as_=who, after=str(after)))["messages"]
        return found

    async def bot_says(self, to: UserRef | ChatRef, card: Card, key: str = "", **more: Any) -> Receipt:
        """As the outbox does it: fitted, under a key of its own."""
        self._keys += 1
        pages = fit(card, self.playground.capabilities(True)).pages
        return await self.playground.send(Delivery(DeliveryKey(key or f"key-{self._keys}"), to, pages, **more))

    async def stop(self) -> None:
        """End `run`, as an orderly stop does."""
        if self.running:
            self.running.cancel()
            await asyncio.gather(self.running, return_exceptions=True)

    def events(self) -> list[Event]:
        """What the bot would understand of all it was given."""
        return [event for envelope in self.bot.taken for event in self.playground.decode(envelope)]


@asynccontextmanager
async def serving(settings: Settings, bot: FakeBot, company: Company = COMPANY) -> AsyncIterator[Site]:
    playground = build(settings, bot, company, Wall())
    web = Web([playground], settings.host, 0, lambda: asyncio.sleep(0, ""))
    port = await web.start()
    running = asyncio.create_task(playground.run(bot.accept))
    async with aiohttp.ClientSession(headers={"X-Hepai": "1"}) as http:
        try:
            async with http.get(f"http://127.0.0.1:{port}/api/state"):
                pass
            site = Site(playground, bot, port, http)
            site.running = running
            yield site
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await web.stop()
            await playground.close()
