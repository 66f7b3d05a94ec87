"""Decisions of promises: when to remind, who may not be asked again. Pure."""

from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.features.promises.model import Kind, Promise
from bot.kernel.calendar import Calendar
from bot.kernel.ids import PersonId
from bot.kernel.timers import local_instant
from bot.kernel.when import DAY_ENDS

AHEAD = timedelta(hours=4)
LEAST = timedelta(hours=2)
"""A word later than this before the hour would be no help any more: it goes the working day before."""
OPENS = time(9, 0)
EVENING_BEFORE = time(16, 0)
LONGEST_TRAIL = 5


def remind_at(kind: Kind, due: datetime, now: datetime, zone: str, calendar: Calendar) -> datetime | None:
    """When the owner is reminded: four hours ahead for help, the working day before for a milestone.

    Always within working hours; None where that has passed: who agreed just now needs no reminder.
    """
    before = _afternoon_before(due, zone, calendar)
    at = before if kind is Kind.MILESTONE else _hours_ahead(due, zone, calendar) or before
    return at if at > now else None


def _hours_ahead(due: datetime, zone: str, calendar: Calendar) -> datetime | None:
    day = due.astimezone(ZoneInfo(zone)).date()
    opening = local_instant(datetime.combine(day, OPENS), zone)
    at = max(due - AHEAD, opening)
    return at if calendar.works(day) and due - at >= LEAST else None


def _afternoon_before(due: datetime, zone: str, calendar: Calendar) -> datetime:
    day = calendar.previous_workday(due.astimezone(ZoneInfo(zone)).date())
    return local_instant(datetime.combine(day, EVENING_BEFORE), zone)


def day_end(day: date, zone: str) -> datetime:
    return local_instant(datetime.combine(day, DAY_ENDS), zone)


class Unfit(Enum):
    """Why a request cannot go to somebody."""

    AUTHOR = auto()
    OWNER = auto()
    SAID_NO = auto()
    GONE = auto()
    TOO_OFTEN = auto()


def unfit(promise: Promise, to: PersonId, active: bool) -> Unfit | None:
    """A request never returns to who passed it on, and does not wander for ever."""
    if to == promise.towards:
        return Unfit.AUTHOR
    if to == promise.owner:
        return Unfit.OWNER
    if to in promise.trail:
        return Unfit.SAID_NO
    if not active:
        return Unfit.GONE
    return Unfit.TOO_OFTEN if len(promise.trail) >= LONGEST_TRAIL else None
