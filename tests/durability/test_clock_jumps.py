"""The machine's clock jumps while the bot runs: nobody is asked twice for a day, and no day is left out in silence."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, tables_of
from bot.features import FEATURES
from bot.runtime.clocks import FrozenClock
from bot.sample import sample_company
from storage import Database
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform

MONDAY = NOW.replace(day=14, hour=0, minute=0)
"""08:00 in Shanghai; the check-in is at 09:30."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def platform() -> ToyPlatform:
    return ToyPlatform()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(MONDAY)


@pytest.fixture
async def app(tmp_path: Path, platform: ToyPlatform, clock: FrozenClock) -> AsyncIterator[App]:
    url = f"sqlite:///{tmp_path / 'data' / 'hepai.db'}"
    storage = Database(url, tables_of(FEATURES), tmp_path / "keys" / "master.key")
    made = App(storage, lambda _: [platform], clock)
    await made.start(beating=False)
    await made.install(sample_company(), PLATFORM, TENANT)
    yield made
    await made.stop()


def _asked(platform: ToyPlatform) -> int:
    """How often 赵敏 was asked the questions of a day."""
    return sum("早上好,赵敏" in text for text in platform.texts("zhaomin"))


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -timedelta(seconds=0.8)], ids=str)
async def test_each_working_day_is_asked_once_whenever_the_clock_jumps(
    app: App, platform: ToyPlatform, clock: FrozenClock, jump: timedelta
) -> None:
    for number, before in enumerate((0, 80, 89, 90, 91, 100)):
        # Each day the jump comes at another moment around 09:30; at night the clock is right again.
        morning = MONDAY + (number + 2 * (number > 4)) * DAY
        clock.set(morning)
        for minute in range(181):
            if minute == before:
                clock.set(clock.now() + jump)
            clock.set(clock.now() + timedelta(minutes=1))
            if minute % 10 == 0 or abs(minute - before) < 3 or abs(minute - 90) < 3:
                await app.settle()
        assert _asked(platform) == number + 1, f"day {number}, jump at minute {before}"
    assert max(Counter(each.key for each in platform.sent).values()) == 1


async def test_a_day_that_was_jumped_over_is_told_of_and_the_next_is_asked(
    app: App, platform: ToyPlatform, clock: FrozenClock
) -> None:
    await app.advance(MONDAY + 2 * HOUR)
    assert _asked(platform) == 1
    # From Monday 10:00 to Tuesday 20:00 in one step: Tuesday's questions are over.
    clock.set(MONDAY + DAY + 12 * HOUR)
    await app.settle()
    assert _asked(platform) == 1
    opened = await app.storage.transact(lambda tx: tx.timers.next_due())
    assert opened is not None
    assert opened > clock.now(), "nothing is left behind that waits for ever"
    await app.advance(MONDAY + 2 * DAY + 2 * HOUR)
    assert _asked(platform) == 2
    # And back to where it was: Tuesday, which was past, is not asked anew.
    clock.set(MONDAY + DAY + HOUR)
    await app.settle()
    await app.advance(MONDAY + 2 * DAY + 2 * HOUR)
    assert _asked(platform) == 2
    await app.advance(MONDAY + 3 * DAY + 2 * HOUR)
    assert _asked(platform) == 3
