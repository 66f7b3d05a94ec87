"""A person's own page shows their day, and applause for a colleague's words may become a sentence of thanks."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.app import App, tables_of
from bot.features import FEATURES
from bot.kernel.events import Event, PageOpened, Reacted
from bot.kernel.ids import EventId
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Envelope
from bot.runtime.clocks import FrozenClock
from bot.sample import sample_company
from storage import Database
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform

HOME = ChatRef(PLATFORM, TENANT, "home:zhaomin", direct=True)
ROOM = ChatRef(PLATFORM, TENANT, "east", direct=False)


class Wall(ToyPlatform):
    """Its envelopes carry events as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.events: dict[str, Event] = {}

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        if envelope.dedupe in self.events:
            return [self.events[envelope.dedupe]]
        return super().decode(envelope)


@pytest.fixture
async def wall(storage_url: str, tmp_path: Path) -> AsyncIterator[tuple[App, Wall]]:
    wall = Wall()
    database = Database(storage_url, tables_of(FEATURES), tmp_path / "keys" / "master.key")
    app = App(database, lambda _: [wall], FrozenClock(NOW))
    await app.start(beating=False)
    await app.install(sample_company(), PLATFORM, TENANT)
    await app.settle()
    wall.sent.clear()
    yield app, wall
    await app.stop()


def _user(name: str) -> UserRef:
    return UserRef(PLATFORM, TENANT, name)


async def _happens(app: App, wall: Wall, event: Event) -> None:
    number = event.id.partition(":")[2]
    wall.events[number] = event
    await app.runtime.accept(Envelope(PLATFORM, number, NOW, {}))
    await app.settle()


def _id(number: int) -> EventId:
    return Envelope(PLATFORM, str(number), NOW, {}).event_id


async def test_the_page_is_posted_where_it_was_opened_and_nowhere_else(wall: tuple[App, Wall]) -> None:
    app, platform = wall
    await _happens(app, platform, PageOpened(_id(1), NOW, _user("zhaomin"), HOME))
    (sent,) = platform.sent
    assert sent.to == HOME
    (text,) = platform.texts()
    assert "我的赞" in text or "收到" in text


async def test_applause_offers_to_pass_thanks_on_once_a_day(wall: tuple[App, Wall]) -> None:
    app, platform = wall
    for number in (1, 2):
        clap = Reacted(_id(number), NOW, _user("zhaomin"), ROOM, f"m{number}", "👏", _user("wanglei"))
        await _happens(app, platform, clap)
    assert [text for text in platform.texts("zhaomin") if "点了 👏" in text] == platform.texts()
    assert len(platform.texts()) == 1


@pytest.mark.parametrize(("emoji", "author"), [("👍", "wanglei"), ("👏", "zhaomin")])
async def test_a_thumb_and_applause_for_oneself_are_nobodys_business(
    wall: tuple[App, Wall], emoji: str, author: str
) -> None:
    app, platform = wall
    await _happens(app, platform, Reacted(_id(1), NOW, _user("zhaomin"), ROOM, "m1", emoji, _user(author)))
    assert platform.sent == []
