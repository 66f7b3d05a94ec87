"""Whether and when to try again: a decision as data, pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.adapter import NotOurs, Refused, Unavailable

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)
SEND_FOR = timedelta(hours=24)
"""A message that could not be sent for a day is given up, kept and reported."""


@dataclass(frozen=True, slots=True)
class At:
    """Try again at this instant."""

    instant: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Not again by itself; an operator may."""


def next_turn(attempts: int, allowed: int, now: datetime) -> At | GiveUp:
    """After the n-th failure of an event (counted from one)."""
    return GiveUp() if attempts >= allowed else At(now + _pause(attempts))


def next_send(error: Exception, attempts: int, due: datetime, now: datetime) -> At | GiveUp:
    """After the n-th failure of a delivery. Only what is refused for good, or a day late, is given up."""
    if isinstance(error, NotOurs):
        return At(now)
    if isinstance(error, Refused) or now - due > SEND_FOR:
        return GiveUp()
    asked = error.retry_after if isinstance(error, Unavailable) else None
    return At(now + (asked or _pause(attempts)))


def _pause(attempts: int) -> timedelta:
    doubled: timedelta = FIRST_PAUSE * 2 ** max(0, min(attempts, 12) - 1)
    return min(LONGEST_PAUSE, doubled)
