"""When a person's message, their manager's and the reminder go, in each one's own day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.features.red_flags.rules import HEAD_START, OpenOn, working_hours_after
from bot.kernel.attention import when
from bot.kernel.effects import Timing
from bot.kernel.features import Turn
from bot.kernel.people import Absence, Person
from bot.kernel.timers import local_instant

EARLY = timedelta(minutes=1)
"""Timers come this much before the end of a slot, so that what they post still goes in it."""
REMINDER = time(11, 40)


def presence(turn: Turn, person: Person) -> OpenOn:
    """Whether a day is a working day on which the person is not away."""
    absences = turn.reads.find(Absence, person=person.id)
    return lambda day: turn.calendar.works(day) and not any(each.covers(day) for each in absences)


def next_slot(turn: Turn, person: Person) -> datetime:
    """When a message to the person posted now goes at the earliest."""
    return when(Timing.SLOT, turn.now, person.timezone, presence(turn, person), (), person.pushes)


def head_start_ends(turn: Turn, person: Person, arrives: datetime) -> datetime:
    """When the manager may hear what reached the person at `arrives`."""
    return working_hours_after(arrives, HEAD_START, person.timezone, presence(turn, person))


def next_day_at(turn: Turn, person: Person, after: datetime, at: time = REMINDER) -> datetime:
    """The hour on the next day on which the person works."""
    open_on = presence(turn, person)
    day = after.astimezone(ZoneInfo(person.timezone)).date() + timedelta(1)
    while not open_on(day):
        day += timedelta(1)
    return local_instant(datetime.combine(day, at), person.timezone)


def workdays_between(turn: Turn, person: Person, first: date, last: date) -> tuple[date, ...]:
    """The days from `first` to `last` that count for a person: leave, holidays and weekends do not."""
    absences = turn.reads.find(Absence, person=person.id)
    return tuple(day for day in turn.calendar.workdays(first, last) if not any(each.covers(day) for each in absences))
