"""The ladder: what is said next about a thing owed, and when. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.features.nudges.model import Obligation, Stage, State
from bot.kernel.calendar import Calendar
from bot.kernel.facts import Ladder
from bot.kernel.timers import local_instant

MORNING = time(9, 25)
"""A little before the first slot, so that what is said there is decided just then and merged."""
AFTER_OWNER = timedelta(minutes=15, seconds=30)
"""The manager's message is decided in the last minute of that slot, when the owner's has gone."""
LAST_SLOT = time(14, 10)
"""A morning's step found later than this (the bot was down) waits for the next morning."""


class Step(StrEnum):
    REMIND = "remind"
    LATE = "late"
    LATE_TWICE = "late twice"
    TELL_MANAGER = "tell manager"


@dataclass(frozen=True, slots=True)
class Next:
    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner's days: their zone, the working days, and the days on which they are away."""

    zone: str
    calendar: Calendar
    away: Callable[[date], bool]

    def day_of(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def at_work(self, day: date) -> bool:
        return self.calendar.works(day) and not self.away(day)

    def days_at_work(self, after: date, count: int) -> date:
        """The `count`-th day at work after a day."""
        day = after
        for _ in range(count):
            day = self.calendar.next_workday(day)
            while self.away(day):
                day = self.calendar.next_workday(day)
        return day

    def morning(self, day: date) -> datetime:
        return local_instant(datetime.combine(day, MORNING), self.zone)

    def late_days(self, due: datetime, now: datetime) -> int:
        """How many working days past its day something is, leave not counted."""
        first = self.day_of(due) + timedelta(days=1)
        return sum(not self.away(day) for day in self.calendar.workdays(first, self.day_of(now)))


def next_step(owed: Obligation, owner: Owner, now: datetime) -> Next | None:
    """What comes next and when, perhaps at an instant already past; None when nothing more is said.

    Leave shifts every step to the return, and at most one message a day is about the same thing.
    """
    if owed.state is State.CLOSED:
        return None
    if owed.stage is Stage.NEW and owed.remind is not None and now < owed.due:
        at = _reminding(owed, owed.remind, owner, now)
        if at < owed.due:
            return Next(Step.REMIND, at)
    if owed.ladder is Ladder.ONCE:
        return None
    match owed.stage:
        case Stage.NEW | Stage.REMINDED:
            return Next(Step.LATE, _late(owed, owner, 1, now))
        case Stage.LATE:
            return Next(Step.LATE_TWICE, _late(owed, owner, 2, now))
        case Stage.LATE_TWICE:
            return Next(Step.TELL_MANAGER, _telling(owed, owner, now))
        case Stage.ESCALATED:
            return None


def _reminding(owed: Obligation, remind: datetime, owner: Owner, now: datetime) -> datetime:
    day = max(owner.day_of(remind), owner.day_of(now))
    if owner.away(day):
        return owner.morning(owner.days_at_work(day, 1))
    if owed.told_on == day:
        return owed.due
    return remind


def _late(owed: Obligation, owner: Owner, count: int, now: datetime) -> datetime:
    day = owner.days_at_work(owner.day_of(owed.due), count)
    if owed.told_on is not None and owed.told_on >= day:
        day = owner.days_at_work(owed.told_on, 1)
    local = now.astimezone(ZoneInfo(owner.zone))
    if day < local.date():
        day = local.date() if owner.at_work(local.date()) else owner.days_at_work(local.date(), 1)
    if day == local.date() and local.time() > LAST_SLOT:
        day = owner.days_at_work(day, 1)
    return owner.morning(day)


def _telling(owed: Obligation, owner: Owner, now: datetime) -> datetime:
    told = owed.told_on or owner.day_of(now)
    return owner.morning(told) + AFTER_OWNER


def next_week(calendar: Calendar, now: datetime, zone: str) -> datetime:
    """The morning of the first working day of a coming week."""
    day = now.astimezone(ZoneInfo(zone)).date()
    monday = day - timedelta(day.weekday())
    first: date | None = None
    while first is None:
        monday += timedelta(weeks=1)
        first = calendar.first_workday_of_week(monday)
    return local_instant(datetime.combine(first, MORNING), zone)
