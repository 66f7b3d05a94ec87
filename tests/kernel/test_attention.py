"""When an unasked message may reach a person."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.attention import HOURS, LUNCH, SLOTS, is_quiet, same_slot, when
from bot.kernel.effects import Timing

ZONE = "Asia/Shanghai"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """September 2026 in Shanghai: the 17th is a Thursday."""
    return datetime(2026, 9, day, hour, minute, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def away(first: int, last: int) -> Callable[[date], bool]:
    return lambda day: weekday(day) and not first <= day.day <= last


def slot(now: datetime, *planned: datetime, limit: int = 3, timing: Timing = Timing.SLOT) -> datetime:
    return when(timing, now, ZONE, weekday, planned, limit)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (at(17, 0), at(17, 9, 40)),
        (at(17, 9, 30), at(17, 9, 40)),
        (at(17, 9, 40), at(17, 9, 40)),
        (at(17, 9, 41), at(17, 11, 40)),
        (at(17, 11, 40), at(17, 11, 40)),
        (at(17, 12, 0), at(17, 14, 10)),
        (at(17, 14, 11), at(18, 9, 40)),
        (at(18, 17), at(21, 9, 40)),
    ],
)
def test_a_message_waits_for_the_end_of_the_next_slot(now: datetime, goes: datetime) -> None:
    assert slot(now) == goes


def test_a_slot_lasts_through_its_last_minute() -> None:
    late = at(17, 9, 40) + timedelta(seconds=30)
    assert slot(late) == late
    assert slot(late, at(17, 9, 40), limit=1) == late, "and what comes then is of the same slot"
    assert same_slot(at(17, 9, 40), late, ZONE)


def test_a_full_day_sends_on_to_the_next() -> None:
    full = (at(17, 9, 30), at(17, 11, 40), at(17, 13, 45))
    assert slot(at(17, 11, 50), *full) == at(18, 9, 40)
    assert slot(at(17, 11, 50), *full, limit=4) == at(17, 14, 10)


def test_a_slot_that_holds_one_already_is_joined_even_on_a_full_day() -> None:
    full = (at(17, 9, 30), at(17, 11, 20), at(17, 14, 10))
    assert slot(at(17, 9, 35), *full) == at(17, 9, 40)
    assert slot(at(17, 9, 50), *full) == at(17, 11, 40)


def test_messages_of_other_days_do_not_fill_today() -> None:
    others = (at(16, 9, 40), at(16, 11, 40), at(18, 9, 40), at(18, 11, 40))
    assert slot(at(17, 9, 35), *others) == at(17, 9, 40)


def test_who_asked_for_one_a_day_gets_one_a_day() -> None:
    assert slot(at(17, 10), at(17, 9, 40), limit=1) == at(18, 9, 40)


def test_what_others_wait_to_hear_goes_in_the_next_slot_of_a_full_day_too() -> None:
    full = (at(17, 9, 30), at(17, 11, 40), at(17, 13, 45))
    assert slot(at(17, 11, 50), *full, timing=Timing.NEXT_SLOT) == at(17, 14, 10)
    assert slot(at(18, 15), timing=Timing.NEXT_SLOT) == at(21, 9, 40), "but not at the weekend"


def test_leave_is_waited_out() -> None:
    goes = when(Timing.SLOT, at(17, 10), ZONE, away(17, 22))
    assert goes == at(23, 9, 40)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (at(17, 8, 59), at(17, 9)),
        (at(17, 9), at(17, 9)),
        (at(17, 12, 4), at(17, 12, 4)),
        (at(17, 12, 5), at(17, 13, 30)),
        (at(17, 13, 30), at(17, 13, 30)),
        (at(17, 18, 30), at(17, 18, 30)),
        (at(17, 18, 31), at(18, 9)),
        (at(18, 20), at(21, 9)),
        (at(19, 12), at(21, 9)),
    ],
)
def test_a_promise_due_today_goes_at_once_within_working_hours(now: datetime, goes: datetime) -> None:
    assert when(Timing.DUE_TODAY, now, ZONE, weekday) == goes
    assert is_quiet(now, ZONE, weekday) == (now != goes)


def test_a_prompt_goes_at_its_own_hour_whatever_the_day_holds() -> None:
    full = [at(17, 9, 30)] * 5
    assert when(Timing.FIXED, at(19, 23), ZONE, weekday, full, 1) == at(19, 23)


def test_a_slot_is_shared_within_its_minutes_of_one_day() -> None:
    assert same_slot(at(17, 9, 30), at(17, 9, 40), ZONE)
    assert not same_slot(at(17, 9, 29), at(17, 9, 40), ZONE)
    assert not same_slot(at(17, 9, 40), at(17, 11, 40), ZONE)
    assert not same_slot(at(17, 9, 40), at(18, 9, 40), ZONE)


def test_slots_are_the_readers_own() -> None:
    assert same_slot(at(17, 21, 30), at(17, 21, 40), "America/New_York")
    assert when(Timing.SLOT, at(17, 21), "America/New_York", weekday) == at(17, 21, 40)


INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
ZONES = st.sampled_from(sorted(available_timezones()))


@st.composite
def planned_around(draw: st.DrawFn) -> tuple[datetime, list[datetime]]:
    now = draw(INSTANTS)
    return now, [now + timedelta(minutes=each) for each in draw(st.lists(st.integers(-1440, 4320), max_size=8))]


@given(plan=planned_around(), zone=ZONES, limit=st.integers(1, 5), timing=st.sampled_from(Timing))
def test_a_message_is_never_early_and_never_at_a_quiet_hour(
    plan: tuple[datetime, list[datetime]], zone: str, limit: int, timing: Timing
) -> None:
    now, planned = plan
    goes = when(timing, now, zone, weekday, planned, limit)
    assert goes >= now
    if timing is Timing.FIXED:
        return
    local = goes.astimezone(ZoneInfo(zone))
    assert weekday(local.date())
    assert HOURS[0] <= _minute(local.time()) <= HOURS[1]
    assert not LUNCH[0] <= _minute(local.time()) < LUNCH[1]


@given(plan=planned_around(), zone=ZONES, limit=st.integers(1, 4))
def test_sec_107_no_day_ever_gets_more_messages_than_its_limit(
    plan: tuple[datetime, list[datetime]], zone: str, limit: int
) -> None:
    """Ten messages one after the other: each joins a slot or finds a day with room."""
    now, _ = plan
    sent: list[datetime] = []
    for _ in range(10):
        sent.append(when(Timing.SLOT, now, zone, weekday, sent, limit))
    days = {instant.astimezone(ZoneInfo(zone)).date() for instant in sent}
    for day in days:
        assert len({each for each in sent if each.astimezone(ZoneInfo(zone)).date() == day}) <= limit


def _minute(wall: time) -> time:
    return wall.replace(second=0, microsecond=0)


def test_the_slots_lie_within_working_hours() -> None:
    for each in SLOTS:
        assert HOURS[0] <= each.first < each.last <= HOURS[1]
        assert each.last <= LUNCH[0] or each.first >= LUNCH[1]
