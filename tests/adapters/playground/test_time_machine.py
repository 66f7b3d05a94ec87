"""What a request to move the clock means, and how the clock is shown."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playground.answers import Problem
from adapters.playground.time_machine import destination, face
from bot.kernel.calendar import Day
from tests.adapters.playground.served import Site

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 17, 10, 0, tzinfo=SHANGHAI)  # a Thursday
WALL = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
UNCLEAR = (
    "",
    "soon",
    "next",
    "next week",
    "+",
    "+1y",
    "+h",
    "-1h",
    "next 25:00",
    "next 09:75",
    "2026-13-01",
    "+99999h",
    "9999-12-31T23:59:59",
    "0001-01-01",
)


def day_of(day: date) -> Day:
    """Friday 25 September is off, Sunday the 20th is worked."""
    if day == date(2026, 9, 25):
        return Day(False, "中秋节")
    return Day(True, swapped=True) if day == date(2026, 9, 20) else Day(day.weekday() < 5)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("+1h", "2026-09-17 11:00"),
        ("+30m", "2026-09-17 10:30"),
        ("+2d", "2026-09-19 10:00"),
        ("next 09:30", "2026-09-18 09:30"),
        ("next 9:30", "2026-09-18 09:30"),
        ("next 10:00", "2026-09-18 10:00"),
        ("next 10:01", "2026-09-17 10:01"),
        ("next monday", "2026-09-21 09:30"),
        ("Next Monday 08:00", "2026-09-21 08:00"),
        ("next thursday", "2026-09-24 09:30"),
        ("next saturday 12:00", "2026-09-19 12:00"),
        ("next workday 09:30", "2026-09-18 09:30"),
        ("2026-10-01T09:00", "2026-10-01 09:00"),
        ("to 2026-10-01T09:00", "2026-10-01 09:00"),
        ("2026-10-01T01:00:00Z", "2026-10-01 09:00"),
        ("2026-09-10", "2026-09-10 00:00"),
    ],
)
def test_where_the_clock_goes(by: str, expected: str) -> None:
    found = destination(by, NOW, WALL, "Asia/Shanghai", day_of)
    assert found.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") == expected


def test_now_is_the_time_on_the_wall() -> None:
    assert destination("now", NOW, WALL, "Asia/Shanghai", day_of) == WALL


def test_the_next_working_day_knows_holidays_and_swapped_days() -> None:
    friday = datetime(2026, 9, 18, 12, 0, tzinfo=SHANGHAI)
    sunday = destination("next workday 09:30", friday, WALL, "Asia/Shanghai", day_of)
    assert sunday.astimezone(SHANGHAI).date() == date(2026, 9, 20)
    thursday = datetime(2026, 9, 24, 12, 0, tzinfo=SHANGHAI)
    monday = destination("next workday 09:30", thursday, WALL, "Asia/Shanghai", day_of)
    assert monday.astimezone(SHANGHAI).date() == date(2026, 9, 28)


@pytest.mark.parametrize("by", UNCLEAR)
def test_what_is_unclear_or_too_far_is_refused_with_the_ways_there_are(by: str) -> None:
    with pytest.raises(Problem) as refused:
        destination(by, NOW, WALL, "Asia/Shanghai", day_of)
    assert refused.value.status == 400


@given(st.text(max_size=40))
def test_no_text_breaks_it(by: str) -> None:
    with suppress(Problem):
        assert destination(by, NOW, WALL, "Asia/Shanghai", day_of).tzinfo


@given(st.integers(0, 366 * 24 * 60), st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Berlin"]))
def test_the_next_half_past_nine_is_later_and_at_most_a_day_and_an_hour_away(minutes: int, zone: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = destination("next 09:30", now, WALL, zone, None)
    assert now < found <= now + timedelta(hours=25)
    assert found.astimezone(ZoneInfo(zone)).strftime("%H:%M") == "09:30"


def test_the_face_says_what_kind_of_day_it_is() -> None:
    holiday = face(datetime(2026, 9, 25, 4, 0, tzinfo=UTC), WALL, "Asia/Shanghai", day_of, moving=True)
    assert holiday["local"] == "2026-09-25T12:00:00+08:00"
    assert (holiday["works"], holiday["holiday"], holiday["moved"], holiday["moving"]) == (False, "中秋节", True, True)
    assert face(WALL, WALL, "Asia/Shanghai", None, moving=False)["moved"] is False


async def test_the_clock_of_the_bot_is_moved_and_the_bot_comes_to_rest(site: Site) -> None:
    status, answered = await site.post("advance", by="+1h")
    assert status == 200
    assert answered["settled"]
    assert answered["clock"]["local"] == "2026-09-17T10:00:00+08:00"
    assert site.bot.settled == 1


async def test_two_moves_at_once_are_one_and_a_refusal(site: Site) -> None:
    refused: list[int] = []

    async def meanwhile(_: datetime) -> None:
        site.bot.arrived = None
        refused.append((await site.post("advance", by="+1h"))[0])
        assert (await site.get("state"))["clock"]["moving"]

    site.bot.arrived = meanwhile
    assert (await site.post("advance", by="+1h"))[0] == 200
    assert refused == [409]
    assert not (await site.get("state"))["clock"]["moving"]


async def test_a_move_that_fails_lets_the_next_one_go(site: Site) -> None:
    async def broken(_: datetime) -> None:
        raise RuntimeError("no")

    site.bot.arrived = broken
    assert (await site.post("advance", by="+1h"))[0] == 500
    site.bot.arrived = None
    assert (await site.post("advance", by="+1h"))[0] == 200
