"""Days, windows and hours: pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.checkins import hours, rules
from bot.features.checkins.model import Template
from bot.features.checkins.templates import default_checkin
from bot.kernel.calendar import Calendar
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.people import Locale, Team
from bot.runtime.almanac import ChineseAlmanac

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
CALENDAR = Calendar(ChineseAlmanac())
SINCE = datetime(2026, 9, 1, tzinfo=UTC)
DAILY = default_checkin(Team(TeamId("east"), "华东组", SHANGHAI, Locale.ZH), None, SINCE)
RESEARCH = default_checkin(Team(TeamId("lab"), "研发", SHANGHAI, Locale.ZH), None, SINCE, template=Template.RESEARCH)


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (date(2026, 9, 18), True),
        (date(2026, 9, 19), False),
        (date(2026, 9, 20), True),
        (date(2026, 9, 25), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),
    ],
)
def test_working_days_are_asked_about(day: date, asked: bool) -> None:
    assert rules.is_day(DAILY, day, CALENDAR) is asked


def test_research_is_asked_on_three_days_and_never_on_a_day_off() -> None:
    week = [date(2026, 9, 14) + timedelta(days=n) for n in range(14)]
    assert [day.day for day in week if rules.is_day(RESEARCH, day, CALENDAR)] == [14, 16, 18, 21, 23]
    assert rules.previous_day(RESEARCH, date(2026, 9, 28), CALENDAR) == date(2026, 9, 23)


def test_the_hour_is_local_across_a_change_of_the_clocks() -> None:
    friday, monday = (rules.opens(DAILY, date(2026, *day), NEW_YORK) for day in ((10, 30), (11, 2)))
    assert (friday, monday) == (datetime(2026, 10, 30, 13, 30, tzinfo=UTC), datetime(2026, 11, 2, 14, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("slept", "hour"), [(0, time(12)), (30, time(12, 30)), (100, time(13, 40)), (300, time(14)), (-60, time(12))]
)
def test_a_window_is_stretched_by_a_sleep_up_to_two(slept: int, hour: time) -> None:
    end = rules.closes(DAILY, date(2026, 9, 17), SHANGHAI, timedelta(minutes=slept))
    assert end == datetime.combine(date(2026, 9, 17), hour, UTC) - timedelta(hours=8)


def test_a_window_that_ends_later_than_two_keeps_its_end() -> None:
    late = replace(DAILY, at=time(15), window_end=time(17, 30))
    end = rules.closes(late, date(2026, 9, 17), SHANGHAI, timedelta(hours=4))
    assert end == datetime(2026, 9, 17, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "again"), [("01:40", "06:00"), ("05:29", "06:00"), ("05:40", "07:40"), ("08:00", "10:00"), ("08:10", None)]
)
def test_asked_again_at_two_or_two_hours_on_but_not_in_the_evening(now: str, again: str | None) -> None:
    instant = datetime.fromisoformat(f"2026-09-17T{now}:00+00:00")
    wanted = datetime.fromisoformat(f"2026-09-17T{again}:00+00:00") if again else None
    assert rules.ask_again_at(instant, SHANGHAI) == wanted


def test_a_start_looks_back_for_what_was_slept_through_but_not_before_the_definition() -> None:
    now = datetime(2026, 9, 17, 3, 10, tzinfo=UTC)
    (timer,) = rules.standing_timers(DAILY, [SHANGHAI], rules.asleep_since(DAILY, now))
    assert timer.due <= now
    new = replace(DAILY, since=now - timedelta(minutes=5))
    (timer,) = rules.standing_timers(new, [SHANGHAI], rules.asleep_since(new, now))
    assert timer.due > now


@given(st.text(min_size=1, max_size=20))
def test_everybody_is_asked_about_their_mood_once_a_week(person: str) -> None:
    week = [date(2026, 9, 14) + timedelta(days=n) for n in range(5)]
    assert sum(rules.asks_mood(PersonId(person), day) for day in week) == 1


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("10:00", time(10)),
        ("10 点半", time(10, 30)),
        ("到 8 点", time(8)),
        ("下午 3 点", time(15)),
        ("9", time(9)),
        ("9am", time(9)),
        ("25:00", None),
        ("05:59", None),
        ("20:01", None),
        ("一大早", None),
        ("", None),
        ("9" * 300, None),
    ],
)
def test_an_hour_as_people_write_it(text: str, at: time | None) -> None:
    assert hours.hour_in(text) == at


@pytest.mark.parametrize(("at", "end"), [(time(9, 30), time(12)), (time(10, 30), time(12)), (time(11), time(13, 30))])
def test_noon_ends_the_window_unless_that_is_too_soon(at: time, end: time) -> None:
    assert hours.window_end(at) == end
