"""The bot's side of the adapter: what it was handed, and what it was told. No core, no database."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.dingtalk import PLATFORM, DingTalk, build
from bot.kernel.cards import Card
from bot.kernel.events import Event
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Envelope, Receipt
from tests.fakes.dingtalk import CLIENT_ID, CLIENT_SECRET, FakeDingTalk
from tests.fakes.dingtalk.company import CORP

NOW = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
MIN, LEI, BOSS = "user0102", "user0415", "manager4713"
ROOM = "cidTeamA/+xQ=="


class Desk:
    """`refuses`: nothing can be stored. `storing` is awaited before anything is."""

    def __init__(self) -> None:
        self.moment = NOW
        self.envelopes: list[Envelope] = []
        self.notes: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.writes = 0
        self.troubles: list[str] = []
        self.refuses = False
        self.storing: Callable[[], Awaitable[None]] | None = None

    def now(self) -> datetime:
        return self.moment

    async def standing(self, key: DeliveryKey) -> Sequence[Card]:
        return ()

    async def note(self, name: str) -> str:
        return self.notes.get(name, "")

    async def put_note(self, name: str, text: str, lasts: timedelta | None = None) -> None:
        self.notes[name] = text

    async def count(self, name: str, by: int) -> int:
        self.writes += 1
        self.counts[name] += by
        return self.counts[name]

    def sends(self) -> bool:
        return True

    async def trouble(self, subject: str, zh: str, en: str, over: bool = False) -> None:
        assert zh
        assert en
        if over and subject in self.troubles:
            self.troubles.remove(subject)
        elif not over and subject not in self.troubles:
            self.troubles.append(subject)

    async def accept(self, envelope: Envelope) -> bool:
        if self.storing:
            await self.storing()
        if self.refuses:
            raise OSError("the disk is full")
        if any(each.dedupe == envelope.dedupe for each in self.envelopes):
            return False
        self.envelopes.append(envelope)
        return True


def settings(fake: FakeDingTalk, **changes: object) -> dict[str, object]:
    return {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "corp_id": CORP,
        "api_url": fake.url,
        "old_api_url": fake.url,
        "pause_ms": 1,
        **changes,
    }


class Bot:
    """An adapter, its desk, and the fake it is connected to."""

    def __init__(self, fake: FakeDingTalk, **changes: object) -> None:
        self.desk = Desk()
        self.fake = fake
        self.adapter: DingTalk = build(settings(fake, **changes), self.desk)
        self._run: asyncio.Task[None] | None = None

    @property
    def events(self) -> list[Event]:
        return [event for envelope in self.desk.envelopes for event in self.adapter.decode(envelope)]

    async def connect(self) -> None:
        self._run = asyncio.create_task(self.adapter.run(self.desk.accept))
        while self.adapter.health():
            if self._run.done():
                await self._run
            await asyncio.sleep(0)

    async def disconnect(self) -> None:
        run, self._run = self._run, None
        if run:
            run.cancel()
            await asyncio.wait([run])

    async def close(self) -> None:
        await self.disconnect()
        await self.adapter.close()

    async def send(self, card: Card, to: UserRef | ChatRef | None = None, key: str = "k1", **more: Any) -> Receipt:
        return await self.adapter.send(Delivery(DeliveryKey(key), to or person(MIN), (card,), **more))

    def wires(self) -> list[Mapping[str, Any]]:
        return [message.wire for message in self.fake.messages]


def person(user: str) -> UserRef:
    return UserRef(PLATFORM, CORP, user)


def group(room: str = ROOM) -> ChatRef:
    return ChatRef(PLATFORM, CORP, room, direct=False)


def mentions(*users: str) -> dict[PersonId, UserRef]:
    return {PersonId(user): person(user) for user in users}


@asynccontextmanager
async def company(fake: FakeDingTalk) -> AsyncIterator[FakeDingTalk]:
    """The fake at work, with a few people and a group."""
    fake.hire(BOSS, "陈经理", department="华东销售")
    fake.hire(MIN, "赵敏", department="华东销售", manager=BOSS, job_number="0102")
    fake.hire(LEI, "王磊", department="研发", manager=BOSS)
    fake.found(ROOM, "华东组", [MIN, LEI, BOSS])
    await fake.start()
    try:
        yield fake
    finally:
        await fake.stop()
