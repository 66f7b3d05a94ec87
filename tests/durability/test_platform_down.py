"""One platform is down from morning to evening while another works: what waits, what is dropped, what goes in one."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, tables_of
from bot.features import FEATURES
from bot.kernel.events import Event
from bot.kernel.ids import Platform
from bot.kernel.people import Locale, Profile, UserRef
from bot.ports.adapter import Delivery, Envelope, Receipt, Unavailable
from bot.runtime.clocks import FrozenClock
from bot.sample import sample_company
from storage import Database
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform, envelope

OTHER = Platform("other")
MORNING = NOW.replace(hour=0, minute=30)
"""08:30 in Shanghai, an hour before the check-in of everybody."""
EVENING = timedelta(hours=9, minutes=30)
"""18:00."""


@dataclass
class Line(ToyPlatform):
    """A platform that may be down; counts how often it was tried."""

    down: bool = False
    tries: int = 0

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        return [_from(self.platform, event) for event in super().decode(envelope)]

    async def send(self, delivery: Delivery) -> Receipt:
        self.tries += 1
        if self.down:
            raise Unavailable("503")
        return await super().send(delivery)


def _from(platform: Platform, event: Any) -> Event:
    moved: Event = replace(
        event, sender=replace(event.sender, platform=platform), chat=replace(event.chat, platform=platform)
    )
    return moved


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def other() -> Line:
    profile = Profile(UserRef(OTHER, TENANT, "zoe"), "Zoë", "Europe/Berlin", Locale.EN)
    return Line(OTHER, profiles={"zoe": profile})


@pytest.fixture
async def app(tmp_path: Path, line: Line, other: Line) -> AsyncIterator[App]:
    url = f"sqlite:///{tmp_path / 'data' / 'hepai.db'}"
    storage = Database(url, tables_of(FEATURES), tmp_path / "keys" / "master.key")
    made = App(storage, lambda _: [line, other], FrozenClock(MORNING))
    await made.start(beating=False)
    await made.install(sample_company(), PLATFORM, TENANT)
    yield made
    await made.stop()


async def test_after_a_day_without_the_platform_people_hear_what_still_matters_once(
    app: App, line: Line, other: Line
) -> None:
    line.down = True
    await _says(app, "1", "zhaomin", "里程碑 写完方案 明天 18:00")
    await _says(app, "5", "zhaomin", "里程碑 交完报告 明天 18:00")
    await _says(app, "2", "zhaomin", "@陈经理 赞 @陈经理 1 一早就帮我改合同", room="east")
    await app.advance(MORNING + timedelta(hours=5))
    await _says(app, "3", "wanglei", "@陈经理 赞 @陈经理 1 午后陪我见客户", room="east")
    await app.runtime.accept(replace(envelope("4", "zoe", "help"), source=OTHER))
    await app.settle()
    assert other.texts("zoe"), "the other platform goes on"
    assert (other.tries, line.texts()) == (len(other.sent), [])
    await app.advance(MORNING + EVENING)
    waiting = await app.storage.transact(lambda tx: tx.outbox.next_due(PLATFORM))
    assert waiting is not None
    tries = line.tries

    line.down = False
    await app.advance(MORNING + EVENING + timedelta(minutes=10))
    everything = " ".join(line.texts())
    assert "早上好" not in everything, "the question of 09:30 is nobody's business at 18:00"
    assert "12:00 前" not in everything, "nor is its reminder"
    first, second, _, *late = line.texts("zhaomin")
    assert "「写完方案」9/18(周五) 前" in first, "an answer goes, however late"
    assert "「交完报告」9/18(周五) 前" in second, "in order"
    assert len(late) == 1, "what was told at 16:00 is late, and one message"
    assert "「写完方案」" in late[0]
    assert "「交完报告」" in late[0]
    assert line.texts("chen") == ["你收到赵敏的感谢(+1)。 你收到王磊的感谢(+1)。"]
    lanes = len({each.to for each in line.sent}) + 6
    assert tries < lanes * (12 * 10 + 10), "each lane every five minutes at most, after some quicker tries"


async def _says(app: App, number: str, who: str, text: str, room: str = "") -> None:
    await app.runtime.accept(envelope(number, who, text.removeprefix("@陈经理 "), room))
    await app.settle()
