"""The bot's clock as the page shows and moves it: what a request to move means, and the clock as JSON."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.playground.answers import Problem
from adapters.playground.limits import FURTHEST
from bot.kernel.calendar import Day
from bot.kernel.timers import local_instant

DayOf = Callable[[date], Day]

_STEP = re.compile(r"\+([0-9]{1,4})(m|h|d)")
_NEXT = re.compile(
    r"next (?:(workday|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: |$))?([0-9]{1,2}:[0-9]{2})?"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_MORNING = time(9, 30)
_REAL = timedelta(minutes=1)


def destination(by: str, now: datetime, real: datetime, zone: str, day_of: DayOf | None) -> datetime:
    """The instant meant: `+1h`, `+30m`, `+2d`, `next 09:30`, `next monday`, `next workday 09:30`, `now`, or an
    ISO date and time, local if it has no offset. A day without a time means 09:30. A `Problem` for anything else.
    """
    words = by.strip().lower()
    if words == "now":
        return real
    if step := _STEP.fullmatch(words):
        return _near(now + int(step[1]) * _UNITS[step[2]], now)
    upcoming = _NEXT.fullmatch(words)
    if upcoming and (upcoming[1] or upcoming[2]):
        return _next(upcoming[1] or "", upcoming[2], now, zone, day_of)
    return _near(_iso(by.strip().removeprefix("to "), zone), now)


def _next(day: str, at: str | None, now: datetime, zone: str, day_of: DayOf | None) -> datetime:
    try:
        moment = time.fromisoformat(at.zfill(5)) if at else _MORNING
    except ValueError:
        raise _unclear() from None
    today = now.astimezone(ZoneInfo(zone)).date()
    for offset in range(FURTHEST.days):
        candidate = today + timedelta(offset)
        instant = local_instant(datetime.combine(candidate, moment), zone)
        if instant > now and _fits(day, candidate, day_of):
            return instant
    raise _unclear()


def _fits(day: str, candidate: date, day_of: DayOf | None) -> bool:
    if day == "workday":
        return day_of(candidate).works if day_of else candidate.weekday() < 5
    return not day or _DAYS[candidate.weekday()] == day


def _iso(text: str, zone: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else local_instant(instant, zone)
    except (ValueError, OverflowError):
        raise _unclear() from None


def _near(instant: datetime, now: datetime) -> datetime:
    if abs(instant - now) > FURTHEST:
        raise Problem(400, "too_far", f"The clock moves at most {FURTHEST.days} days at once.")
    return instant


def _unclear() -> Problem:
    ways = "+1h, +30m, +2d, next 09:30, next monday, next workday 09:30, now, or an ISO time"
    return Problem(400, "unclear_time", f'The field "by" must be {ways}.')


def face(now: datetime, real: datetime, zone: str, day_of: DayOf | None, moving: bool) -> dict[str, Any]:
    """The clock as the page shows it."""
    local = now.astimezone(ZoneInfo(zone))
    day = day_of(local.date()) if day_of else None
    return {
        "now": now.astimezone(UTC).isoformat(),
        "local": local.isoformat(),
        "zone": zone,
        "works": day.works if day else local.weekday() < 5,
        "holiday": day.holiday if day else "",
        "swapped": day.swapped if day else False,
        "moved": abs(now - real) > _REAL,
        "moving": moving,
    }
