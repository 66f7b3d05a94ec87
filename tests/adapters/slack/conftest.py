"""The adapter between a fake Slack and a host that only notes what it is told: no core, no database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack import Slack, build
from bot.kernel.cards import Card
from bot.kernel.events import Event
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Envelope
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, TEAM, FakeSlack

NOW = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
ANN, BOB, CAT = "U0ANN00001", "U0BOB00002", "U0CAT00003"
ROOM = "C0GENERAL1"


class Desk:
    """The bot's side: what it was handed, and what it was told. `refuses`: nothing can be stored."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.cards: dict[str, Sequence[Card]] = {}
        self.troubles: list[str] = []
        self.refuses = False
        self.storing: Callable[[], Awaitable[None]] | None = None

    def now(self) -> datetime:
        return NOW

    async def standing(self, key: DeliveryKey) -> Sequence[Card]:
        return self.cards.get(key, ())

    async def note(self, name: str) -> str:
        return ""

    async def put_note(self, name: str, text: str, lasts: timedelta | None = None) -> None:
        return None

    async def count(self, name: str, by: int) -> int:
        return by

    def sends(self) -> bool:
        return True

    async def trouble(self, subject: str, zh: str, en: str, over: bool = False) -> None:
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


class Office:
    """A fake Slack, the adapter, and the desk behind it."""

    def __init__(self, fake: FakeSlack, desk: Desk, adapter: Slack) -> None:
        self.fake = fake
        self.desk = desk
        self.adapter = adapter

    @property
    def events(self) -> list[Event]:
        """What everything stored so far means."""
        return [event for envelope in self.desk.envelopes for event in self.adapter.decode(envelope)]

    def calls(self, method: str) -> list[Mapping[str, object]]:
        return [each.params for each in self.fake.calls if each.method == method]

    async def until(self, reached: Callable[[], bool], seconds: float = 10.0) -> None:
        """Look again until it is so: nothing here says when."""
        async with asyncio.timeout(seconds):
            while not reached():  # noqa: ASYNC110 - nothing tells when a fake's state changes
                await asyncio.sleep(0.01)


def person(id: str) -> UserRef:
    return UserRef(Slack.platform, TEAM, id)


def direct(id: str) -> ChatRef:
    return ChatRef(Slack.platform, TEAM, id, direct=True)


def room(id: str = ROOM) -> ChatRef:
    return ChatRef(Slack.platform, TEAM, id, direct=False)


def delivery(
    *pages: Card, to: UserRef | ChatRef | None = None, key: str = "k1", reason: str = "", thread: str = ""
) -> Delivery:
    return Delivery(DeliveryKey(key), to or person(ANN), pages, reason, thread=thread)


def peopled() -> FakeSlack:
    fake = FakeSlack(lambda: NOW, limits=False)
    fake.hire(ANN, "Ann", timezone="Europe/Berlin", locale="en", department="Sales", manager=BOB)
    fake.hire(BOB, "王磊")
    fake.hire(CAT, "Cat", timezone="America/New_York", locale="en")
    fake.found(ROOM, "general", [ANN, BOB])
    return fake


def settings(fake: FakeSlack, **more: object) -> dict[str, object]:
    return {
        "bot_token": BOT_TOKEN,
        "app_token": APP_TOKEN,
        "signing_secret": SIGNING_SECRET,
        "base_url": f"{fake.url}/api",
        "rates": "none",
        **more,
    }


@asynccontextmanager
async def opened(fake: FakeSlack, **more: object) -> AsyncIterator[Office]:
    """Running and connected."""
    desk = Desk()
    office = Office(fake, desk, build(settings(fake, **more), desk))
    running = asyncio.ensure_future(office.adapter.run(desk.accept))
    try:
        await office.until(lambda: office.adapter.health() == "" or running.done())
        yield office
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await office.adapter.close()


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    slack = peopled()
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
async def office(fake: FakeSlack) -> AsyncIterator[Office]:
    async with opened(fake) as running:
        yield running
    assert fake.alarms == [], "nothing a real Slack would not forgive"
