"""Timers as data: when the next occurrence is, and what to do when the bot was asleep."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Lateness(StrEnum):
    """What becomes of an occurrence found later than its grace."""

    SKIP = "skip"
    """It is not fired; the next one is armed."""
    FIRE = "fire"
    """It is fired, once, however many were missed: its handler looks at the hour."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at a local time. In a DST gap it moves later, in an overlap the first of the two counts."""

    at: time
    zone: str


@dataclass(frozen=True, slots=True)
class Timer:
    """Due work, unique by key; arming again replaces it. `due` is aware UTC."""

    key: str
    due: datetime
    action: str
    args: Mapping[str, str] = field(default_factory=dict)
    recurrence: Daily | None = None
    grace: timedelta = timedelta(hours=2)
    lateness: Lateness = Lateness.FIRE


@dataclass(frozen=True, slots=True)
class Firing:
    """What a due timer gives: the instant it stands for (None if skipped), and the timer re-armed or gone."""

    scheduled_for: datetime | None
    rearmed: Timer | None


def fire(timer: Timer, now: datetime) -> Firing:
    """Fire a due timer once. Missed repetitions fold into the latest: catching up never makes a burst."""
    if timer.recurrence is None:
        return Firing(_unless_stale(timer, timer.due, now), None)
    latest, following = timer.due, next_at(timer.recurrence, timer.due)
    while following <= now:
        latest, following = following, next_at(timer.recurrence, following)
    return Firing(_unless_stale(timer, latest, now), replace(timer, due=following))


def _unless_stale(timer: Timer, scheduled_for: datetime, now: datetime) -> datetime | None:
    stale = now - scheduled_for > timer.grace
    return None if stale and timer.lateness is Lateness.SKIP else scheduled_for


def next_at(recurrence: Daily, after: datetime) -> datetime:
    """The first instant of the recurrence strictly after `after`."""
    day = after.astimezone(ZoneInfo(recurrence.zone)).date() - timedelta(days=1)
    while True:
        instant = local_instant(datetime.combine(day, recurrence.at), recurrence.zone)
        if instant > after:
            return instant
        day += timedelta(days=1)


def local_instant(wall: datetime, zone: str) -> datetime:
    """The UTC instant of a naive local time: the first in an overlap; a time in a gap moves later by the gap."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
