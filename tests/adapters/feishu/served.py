"""The adapter against the fake, with no core behind it: what it accepted is kept in a list."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.feishu import Feishu
from adapters.feishu.settings import PLATFORM, read
from bot.kernel.cards import Card
from bot.kernel.events import Event
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Envelope, Receipt
from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu.state import GROUP_TALK, SCOPES, TENANT

ANN, BEN = "ou_ann", "ou_ben"
TEAM = "oc_team"
SOON = 20.0
"""Seconds of patience, of which a healthy test needs next to none."""


class Hosted:
    """A `Host` that has a clock and nothing to remember."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    async def standing(self, key: DeliveryKey) -> Sequence[Card]:
        return ()

    async def note(self, name: str) -> str:
        return ""

    async def put_note(self, name: str, text: str, lasts: timedelta | None = None) -> None: ...

    async def count(self, name: str, by: int) -> int:
        return by

    def sends(self) -> bool:
        return True

    async def trouble(self, subject: str, zh: str, en: str, over: bool = False) -> None: ...


class Served:
    """One adapter and its platform. `failing`: what accepting an event raises, while it is set."""

    def __init__(self, fake: FakeFeishu, adapter: Feishu, host: Hosted) -> None:
        self.fake, self.adapter, self.host = fake, adapter, host
        self.accepted: list[Envelope] = []
        self.failing: Exception | None = None
        self.slowly = 0.0
        self.together = 1
        """How many events are waited for before any of them is stored."""
        self.in_hand = 0
        self._enough = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    async def accept(self, envelope: Envelope) -> bool:
        self.in_hand += 1
        if self.slowly:
            await asyncio.sleep(self.slowly)
        if self.in_hand >= self.together:
            self._enough.set()
        await self._enough.wait()
        if self.failing is not None:
            raise self.failing
        if envelope.dedupe in {each.dedupe for each in self.accepted}:
            return False
        self.accepted.append(envelope)
        return True

    @property
    def events(self) -> list[Event]:
        return [event for envelope in self.accepted for event in self.adapter.decode(envelope)]

    async def start(self, connections: int = 1) -> None:
        self.running = asyncio.create_task(self.adapter.run(self.accept))
        connected = asyncio.create_task(self.fake.link.connected(connections))
        await asyncio.wait({self.running, connected}, return_when=asyncio.FIRST_COMPLETED)
        if not connected.done():
            connected.cancel()
            self.running.result()
        await connected
        await until(lambda: not self.adapter.health())

    async def stop(self) -> None:
        if self.running is not None:
            self.running.cancel()
            await asyncio.wait([self.running])
            self.running = None

    async def send(self, card: Card, to: UserRef | ChatRef | None = None, key: str = "k1", **more: Any) -> Receipt:
        return await self.adapter.send(Delivery(DeliveryKey(key), to or user(), (card,), **more))

    def called(self, method: str, path: str) -> list[Any]:
        return [each for each in self.fake.calls if each.method == method and path in each.path]


def user(id: str = ANN) -> UserRef:
    return UserRef(PLATFORM, TENANT, id)


def group(id: str = TEAM) -> ChatRef:
    return ChatRef(PLATFORM, TENANT, id, direct=False)


@asynccontextmanager
async def served(
    limits: bool = False, probe: float = 5.0, beat: float = 5.0, clock: Any = None, **settings: object
) -> AsyncIterator[Served]:
    """Two people and a group in which the bot is. `settings` beside those that point at the fake."""
    host = Hosted()
    fake = FakeFeishu(host.now, limits=limits, scopes=SCOPES | {GROUP_TALK})
    fake.link.patience = 60.0
    await fake.start()
    fake.hire(ANN, "Ann", department="销售", leader=BEN)
    fake.hire(BEN, "Ben", locale="en")
    fake.found(TEAM, "Team", [ANN, BEN])
    table = {"app_id": fake.app_id, "app_secret": fake.app_secret, "base_url": fake.url, **settings}
    more = {"clock": clock} if clock else {}
    adapter = Feishu(read(table), host, probe=probe, beat=beat, **more)
    one = Served(fake, adapter, host)
    try:
        yield one
    finally:
        await one.stop()
        await adapter.close()
        await fake.stop()


async def until(true: Any) -> None:
    """Return once it is so; a TimeoutError if that takes long."""
    async with asyncio.timeout(SOON):
        while not true():  # noqa: ASYNC110 - what is waited for happens in another thread
            await asyncio.sleep(0.01)
