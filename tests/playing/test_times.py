"""Times as transcripts write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.playing.times import parse_when, resolve

SHANGHAI = ZoneInfo("Asia/Shanghai")
THURSDAY = datetime(2026, 9, 17, 9, 30, tzinfo=SHANGHAI)


class Weeks:
    def next_workday(self, after: date) -> date:
        return next(day for n in range(1, 9) if (day := after + timedelta(n)).weekday() < 5)


def meant(text: str, now: datetime = THURSDAY) -> str:
    instant = resolve(parse_when(text), now.astimezone(UTC), "Asia/Shanghai", Weeks())
    return f"{instant.astimezone(SHANGHAI):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-18 00:20", "09-18 00:20"),
        ("until 18:00", "09-17 18:00"),
        ("18:00", "09-17 18:00"),
        ("Thu 09:31", "09-17 09:31"),
        ("Thu 09:30", "09-24 09:30"),
        ("周五 9:40", "09-18 09:40"),
        ("星期日 09:40", "09-20 09:40"),
        ("Monday 09:00", "09-21 09:00"),
        ("until Mon 09:00", "09-21 09:00"),
        ("next day 09:00", "09-18 09:00"),
        ("+26h", "09-18 11:30"),
        ("+1d2h5m", "09-18 11:35"),
        ("-1h", "09-17 08:30"),
        ("Thu 09:00 Europe/Berlin", "09-17 15:00"),
    ],
)
def test_a_moment_is_the_next_of_its_kind(text: str, moment: str) -> None:
    assert meant(text) == moment


def test_the_next_workday_is_asked_of_the_calendar() -> None:
    assert meant("next workday 09:30") == "09-18 09:30"
    assert meant("next workday 09:30", THURSDAY + timedelta(1)) == "09-21 09:30"


@pytest.mark.parametrize("text", ["until 09:30", "2026-09-17 09:00", "2026-01-01 00:00"])
def test_a_moment_gone_by_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it is Thu 2026-09-17 09:30 already; name a later time, or"):
        meant(text)
