"""The ladder as a rule: what comes next, and that it is never too much."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.features.nudges.model import Obligation, Stage, State
from bot.features.nudges.rules import AFTER_OWNER, Owner, Step, next_step, next_week
from bot.kernel.calendar import Calendar
from bot.kernel.facts import Ladder
from bot.kernel.ids import PersonId
from bot.runtime.almanac import REGION_CHINA, almanac_for
from tests.features.red_flags.living import at

CALENDAR = Calendar(almanac_for(REGION_CHINA))
SHANGHAI = "Asia/Shanghai"
OPENED = at(14, 10)


WEDNESDAY, TUESDAY_AFTERNOON = at(16, 18), at(15, 16)


def plan(
    due: datetime = WEDNESDAY, remind: datetime | None = TUESDAY_AFTERNOON, ladder: Ladder = Ladder.FULL
) -> Obligation:
    return Obligation("plan", PersonId("min"), due, "方案", (), (), ladder, remind, None, OPENED)


def away(*days: int, zone: str = SHANGHAI) -> Owner:
    return Owner(zone, CALENDAR, lambda day: (day.year, day.month) == (2026, 9) and day.day in days)


AFTER = {
    Step.REMIND: Stage.REMINDED,
    Step.LATE: Stage.LATE,
    Step.LATE_TWICE: Stage.LATE_TWICE,
    Step.TELL_MANAGER: Stage.ESCALATED,
}


def climbed(
    owed: Obligation, owner: Owner, now: datetime, naps: Sequence[timedelta] = ()
) -> list[tuple[Step, datetime]]:
    """Every step and when it is taken: looked at when it is due, or later by the naps the bot takes."""
    taken: list[tuple[Step, datetime]] = []
    late = iter(naps)
    while following := next_step(owed, owner, now):
        if following.at > now:
            now = following.at + next(late, timedelta(0))
            continue
        taken.append((following.step, now))
        told = owed.told_on if following.step is Step.TELL_MANAGER else owner.day_of(now)
        owed = replace(owed, stage=AFTER[following.step], told_on=told)
        now += AFTER_OWNER
    return taken


def said(steps: list[tuple[Step, datetime]]) -> list[str]:
    return [f"{step.value} {when.astimezone(ZoneInfo(SHANGHAI)):%d %H:%M}" for step, when in steps]


def test_the_owner_hears_before_then_late_then_twice_and_last_the_manager() -> None:
    assert said(climbed(plan(), away(), OPENED)) == [
        "remind 15 16:00",
        "late 17 09:25",
        "late twice 18 09:25",
        "tell manager 18 09:40",
    ]


def test_a_check_in_is_reminded_of_once_and_never_after() -> None:
    once = plan(at(14, 12), at(14, 11), Ladder.ONCE)
    assert said(climbed(once, away(), OPENED)) == ["remind 14 11:00"]
    assert next_step(replace(once, stage=Stage.REMINDED), away(), at(15, 10)) is None


def test_a_check_in_found_after_its_hour_is_not_reminded_of() -> None:
    assert next_step(plan(at(14, 12), at(14, 11), Ladder.ONCE), away(), at(14, 12, 1)) is None


def test_leave_shifts_every_step_to_the_days_at_work() -> None:
    assert said(climbed(plan(), away(15, 16, 17), OPENED)) == [
        "late 18 09:25",
        "late twice 20 09:25",
        "tell manager 20 09:40",
    ]


def test_a_reminder_that_leave_shifts_still_comes_if_it_comes_in_time() -> None:
    assert said(climbed(plan(), away(15), OPENED))[0] == "remind 16 09:25"


def test_weekends_and_holidays_are_no_late_days() -> None:
    thursday_before_the_holiday = plan(at(24, 18), None)
    assert said(climbed(thursday_before_the_holiday, away(), OPENED))[:2] == ["late 28 09:25", "late twice 29 09:25"]


def test_a_late_step_found_in_the_afternoon_waits_for_the_morning() -> None:
    assert said(climbed(plan(remind=None), away(), at(17, 14, 11)))[0] == "late 18 09:25"
    assert next_step(plan(remind=None), away(), at(17, 11)) is not None
    assert said(climbed(plan(remind=None), away(), at(17, 11)))[0] == "late 17 11:00"


def test_what_is_closed_says_nothing() -> None:
    assert next_step(replace(plan(), state=State.CLOSED), away(), at(20, 10)) is None


def test_late_days_count_days_at_work_after_the_due_day() -> None:
    days = [away(18).late_days(at(16, 18), at(day, 9)) for day in (16, 17, 18, 19, 20, 21)]
    assert days == [0, 1, 1, 1, 2, 3]


def test_the_weekly_count_comes_on_the_first_working_day_of_a_coming_week() -> None:
    assert next_week(CALENDAR, at(18, 10), SHANGHAI) == at(21, 9, 25)
    assert next_week(CALENDAR, at(28, 10), SHANGHAI) == at(8, 9, 25, month=10), "after the holidays"


OFFSETS = st.integers(-3 * 24 * 60, 14 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def situations(draw: st.DrawFn) -> tuple[Obligation, Owner, list[timedelta]]:
    zone = draw(st.sampled_from([SHANGHAI, "America/New_York", "Asia/Kathmandu", "Pacific/Auckland"]))
    remind = draw(st.one_of(st.none(), OFFSETS))
    absent = draw(st.sets(st.integers(0, 40), max_size=25))
    first = OPENED.date()
    owed = plan(OPENED + draw(OFFSETS), OPENED + remind if remind is not None else None, draw(st.sampled_from(Ladder)))
    owner = Owner(zone, CALENDAR, lambda day: (day - first).days in absent)
    naps = st.integers(0, 60 * 50).map(lambda minutes: timedelta(minutes=minutes))
    return owed, owner, draw(st.lists(naps, max_size=4))


@given(situation=situations())
def test_however_it_comes_the_owner_hears_once_a_day_and_the_manager_last(
    situation: tuple[Obligation, Owner, list[timedelta]],
) -> None:
    owed, owner, naps = situation
    taken = climbed(owed, owner, OPENED, naps)
    steps = [step for step, _ in taken]
    mine = [when for step, when in taken if step is not Step.TELL_MANAGER]
    days = Counter(owner.day_of(when) for when in mine)
    assert max(days.values(), default=0) <= 1
    assert all(step is Step.REMIND for step in steps) or owed.ladder is Ladder.FULL
    assert steps == [step for step in Step if step in steps], "in their order, each once"
    if Step.TELL_MANAGER in steps:
        assert steps[-2:] == [Step.LATE_TWICE, Step.TELL_MANAGER]
        assert taken[-1][1] > taken[-2][1]
    for step, when in taken:
        assert when >= OPENED
        if step in (Step.LATE, Step.LATE_TWICE):
            assert owner.at_work(owner.day_of(when))
            assert owner.day_of(when) > owner.day_of(owed.due)
        if step is Step.REMIND:
            assert when < owed.due


@given(situation=situations(), later=st.integers(0, 60 * 24 * 20).map(lambda minutes: timedelta(minutes=minutes)))
def test_looking_too_early_changes_nothing(
    situation: tuple[Obligation, Owner, list[timedelta]], later: timedelta
) -> None:
    """A wake that comes before its time, such as after leave was entered, finds the same next step or a later one."""
    owed, owner, _ = situation
    following = next_step(owed, owner, OPENED)
    if following and following.at > OPENED:
        looked = min(OPENED + later, following.at)
        assert next_step(owed, owner, looked) == following
