"""The bot's side of the adapter for its tests: a desk that notes what it is told, and an office where all is set up."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from adapters.wecom import WeCom, build
from adapters.wecom.link import Timing
from bot.kernel.cards import Card
from bot.kernel.events import Event
from bot.kernel.ids import DeliveryKey, Platform
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Envelope, Receipt
from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.fake import CORP

MORNING = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
ROOM = "wrQoP7CwAbCdEfGh"
PLATFORM = Platform("wecom")
ANN = UserRef(PLATFORM, CORP, "zhaomin")
GROUP = ChatRef(PLATFORM, CORP, ROOM, direct=False)
QUICK = Timing(ping=0.1, silence=0.4, ack=1.0, look=0.03, first_pause=0.01, longest_pause=0.05, refused=0.1, kicked=0.1)
"""So that a link notices within half a second what takes minutes outside."""


class Desk:
    """`refuses`: nothing can be stored. `gate`: what storing waits for. `at`: the bot's time."""

    def __init__(self) -> None:
        self.at = MORNING
        self.envelopes: list[Envelope] = []
        self.cards: dict[str, Sequence[Card]] = {}
        self.notes: dict[str, str] = {}
        self.leads = True
        self.troubles: list[tuple[str, bool]] = []
        self.refuses = False
        self.gate: asyncio.Event | None = None
        self.entered = asyncio.Event()
        self.refused = 0

    def now(self) -> datetime:
        return self.at

    async def standing(self, key: DeliveryKey) -> Sequence[Card]:
        return self.cards.get(key, ())

    async def note(self, name: str) -> str:
        if self.refuses:
            raise OSError("the database is away")
        return self.notes.get(name, "")

    async def put_note(self, name: str, text: str, lasts: timedelta | None = None) -> None:
        if text:
            self.notes[name] = text
        else:
            self.notes.pop(name, None)

    async def count(self, name: str, by: int) -> int:
        return by

    def sends(self) -> bool:
        return self.leads

    async def trouble(self, subject: str, zh: str, en: str, over: bool = False) -> None:
        self.troubles.append((subject, over))

    async def accept(self, envelope: Envelope) -> bool:
        self.entered.set()
        if self.gate:
            await self.gate.wait()
        if self.refuses:
            self.refused += 1
            raise OSError("the disk is full")
        if any(each.dedupe == envelope.dedupe for each in self.envelopes):
            return False
        self.envelopes.append(envelope)
        return True


class Office:
    """A fake WeCom, the adapter behind a port of its own, and the desk."""

    def __init__(self, fake: FakeWeCom, desk: Desk, adapter: WeCom, url: str) -> None:
        self.fake, self.desk, self.adapter, self.url = fake, desk, adapter, url

    @property
    def events(self) -> list[Event]:
        """What everything stored so far means."""
        return [event for envelope in self.desk.envelopes for event in self.adapter.decode(envelope)]

    def sent(self, path: str) -> list[Mapping[str, Any]]:
        """The bodies of the calls that ended with this."""
        return [each.body for each in self.fake.calls if each.path.endswith(path)]

    def shown(self, user: str = "", room: str = "") -> list[Any]:
        return [each for each in self.fake.messages if each.room == room and each.user.lower() == user]

    async def send(self, key: str, *pages: Card, to: UserRef | ChatRef = ANN, **more: Any) -> Receipt:
        return await self.adapter.send(Delivery(DeliveryKey(key), to, pages, **more))


@asynccontextmanager
async def opened(
    fake: FakeWeCom, desk: Desk, timing: Timing = QUICK, running: bool = True, **settings: Any
) -> AsyncIterator[Office]:
    """An adapter at this fake. Settings given as None are left out."""
    table = {**fake.settings(), **settings}
    app = web.Application()
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    adapter = build({name: value for name, value in table.items() if value is not None}, desk, timing)
    app.router.add_routes(adapter.routes())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    fake.callback = f"{url}/wecom/callback"
    task = asyncio.create_task(adapter.run(desk.accept)) if running else None
    try:
        if task and table.get("aibot_id"):
            await fake.link.connected()
        await asyncio.sleep(0)
        yield Office(fake, desk, adapter, url)
    finally:
        if task:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await adapter.close()
        await runner.cleanup()


async def until(condition: Any, seconds: float = 5.0) -> None:
    """Return as soon as it holds; TimeoutError if it never does."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.005)
