"""When timers fire: across zones, clock changes and sleep."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.timers import Daily, Lateness, Timer, fire, local_instant, next_at

NEW_YORK, SHANGHAI, LORD_HOWE = "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"
ZONES = st.sampled_from(sorted(available_timezones()))
TIMES = st.times(max_value=time(23, 59)).map(lambda each: each.replace(second=0, microsecond=0))
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def daily(hour: int, minute: int = 0, zone: str = SHANGHAI) -> Daily:
    return Daily(time(hour, minute), zone)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_half_past_nine_is_half_past_nine_on_both_sides_of_a_clock_change() -> None:
    friday = next_at(daily(9, 30, NEW_YORK), utc(10, 30, 0))
    monday = next_at(daily(9, 30, NEW_YORK), utc(11, 2, 0))
    assert (friday, monday) == (utc(10, 30, 13, 30), utc(11, 2, 14, 30))


def test_a_time_that_spring_skips_fires_later_by_the_gap() -> None:
    assert next_at(daily(2, 30, NEW_YORK), utc(3, 8, 5)) == utc(3, 8, 7, 30), "03:30 summer time"


def test_a_time_that_comes_twice_in_autumn_fires_at_the_first() -> None:
    first = next_at(daily(1, 30, NEW_YORK), utc(11, 1, 4))
    assert first == utc(11, 1, 5, 30)
    assert next_at(daily(1, 30, NEW_YORK), first) == utc(11, 2, 6, 30), "not again an hour later"


def test_a_change_of_half_an_hour_is_no_different() -> None:
    assert next_at(daily(2, 15, LORD_HOWE), utc(10, 3, 12)) == utc(10, 3, 15, 45), "02:45 summer time"


@given(at=TIMES, zone=ZONES, start=INSTANTS)
def test_everywhere_each_local_day_has_one_occurrence(at: time, zone: str, start: datetime) -> None:
    recurrence, instants = Daily(at, zone), [start]
    for _ in range(30):
        instants.append(next_at(recurrence, instants[-1]))
    fired = instants[1:]
    days = [_day_meant(each, at, zone) for each in fired]
    assert fired == sorted(set(fired))
    assert max(Counter(days).values()) == 1
    assert all(later - earlier <= timedelta(days=1) for earlier, later in pairwise(days))


def _day_meant(instant: datetime, at: time, zone: str) -> date:
    """The local day for which an instant stands: a time in a gap may move past midnight."""
    local = instant.astimezone(ZoneInfo(zone)).date()
    candidates = [local - timedelta(days=1), local, local + timedelta(days=1)]
    return next(day for day in candidates if local_instant(datetime.combine(day, at), zone) == instant)


@given(at=TIMES, zone=ZONES, now=INSTANTS)
def test_the_next_occurrence_lies_ahead_within_two_days(at: time, zone: str, now: datetime) -> None:
    following = next_at(Daily(at, zone), now)
    assert now < following <= now + timedelta(days=2, hours=3)


def test_a_timer_without_recurrence_is_gone_once_fired() -> None:
    timer = Timer("once", utc(9, 17, 1, 30), "some.action")
    firing = fire(timer, utc(9, 17, 1, 30))
    assert firing.scheduled_for == timer.due
    assert firing.rearmed is None


def test_a_recurring_timer_moves_to_its_next_occurrence() -> None:
    timer = Timer("daily", utc(9, 17, 1, 30), "some.action", recurrence=daily(9, 30))
    firing = fire(timer, utc(9, 17, 1, 31))
    assert firing.scheduled_for == utc(9, 17, 1, 30)
    assert firing.rearmed is not None
    assert firing.rearmed.due == utc(9, 18, 1, 30)


def test_a_week_of_sleep_fires_once_for_the_latest_occurrence() -> None:
    timer = Timer("daily", utc(9, 10, 1, 30), "some.action", recurrence=daily(9, 30))
    firing = fire(timer, utc(9, 17, 2, 0))
    assert firing.scheduled_for == utc(9, 17, 1, 30)
    assert firing.rearmed is not None
    assert firing.rearmed.due == utc(9, 18, 1, 30)


def test_an_occurrence_beyond_its_grace_is_skipped_where_lateness_says_so() -> None:
    skipping = Timer(
        "daily",
        utc(9, 17, 1, 30),
        "some.action",
        recurrence=daily(9, 30),
        grace=timedelta(hours=1),
        lateness=Lateness.SKIP,
    )
    in_time, too_late = fire(skipping, utc(9, 17, 2, 30)), fire(skipping, utc(9, 17, 2, 31))
    assert in_time.scheduled_for == skipping.due
    assert too_late.scheduled_for is None
    assert too_late.rearmed is not None
    assert too_late.rearmed.due == utc(9, 18, 1, 30), "skipped or not, the next one is armed"


def test_without_a_skip_even_the_stalest_is_fired_once() -> None:
    timer = Timer("once", utc(9, 17, 1, 30), "some.action", grace=timedelta(0))
    assert fire(timer, utc(9, 30, 1, 30)).scheduled_for == timer.due


@given(
    at=TIMES,
    zone=ZONES,
    start=INSTANTS,
    steps=st.lists(st.integers(-180, 4000), min_size=1, max_size=40),
    lateness=st.sampled_from(Lateness),
)
def test_however_the_clock_jumps_no_occurrence_fires_twice(
    at: time, zone: str, start: datetime, steps: list[int], lateness: Lateness
) -> None:
    """Minutes forward and back, with sleep in between: as the ticker does it, on whatever is due."""
    timer = Timer(
        "daily", next_at(Daily(at, zone), start), "some.action", recurrence=Daily(at, zone), lateness=lateness
    )
    now, fired = start, list[datetime]()
    for minutes in steps:
        now += timedelta(minutes=minutes)
        if timer.due <= now:
            firing = fire(timer, now)
            assert firing.rearmed is not None
            assert firing.rearmed.due > now
            fired += [firing.scheduled_for] if firing.scheduled_for else []
            timer = firing.rearmed
    assert fired == sorted(set(fired))
