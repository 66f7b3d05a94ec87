"""One attention budget over all features: when an unasked message may reach a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.kernel.effects import Timing
from bot.kernel.timers import local_instant


@dataclass(frozen=True, slots=True)
class Slot:
    """A short window in which what has gathered is told at once, at its end; it lasts through its last minute."""

    first: time
    last: time


SLOTS = (Slot(time(9, 30), time(9, 40)), Slot(time(11, 0), time(11, 40)), Slot(time(14, 0), time(14, 10)))
"""Three batches a day left people calmer than messages as they come, and than none (product.md, E12)."""

HOURS = (time(9, 0), time(18, 30))
LUNCH = (time(12, 5), time(13, 30))
_LAST_MINUTE = timedelta(seconds=59)


def when(
    timing: Timing,
    now: datetime,
    zone: str,
    open_on: Callable[[date], bool],
    planned: Sequence[datetime] = (),
    limit: int = 3,
) -> datetime:
    """The instant a push may go, never before `now`.

    `open_on(day)`: a working day on which the person is not away. `planned`: when this person's pushes of today
    and later go or went. A slot that already holds one is joined, so it costs nothing; a day with `limit`
    messages is full, except for what is timed NEXT_SLOT.
    """
    if timing is Timing.FIXED:
        return now
    if timing is Timing.DUE_TODAY:
        return _within_hours(now, zone, open_on)
    day = now.astimezone(ZoneInfo(zone)).date()
    taken = {instant.astimezone(ZoneInfo(zone)) for instant in planned}
    while True:
        if open_on(day):
            today = [local for local in taken if local.date() == day]
            for slot in SLOTS:
                end = local_instant(datetime.combine(day, slot.last), zone)
                joins = any(_within(slot, local) for local in today)
                lasts = end + _LAST_MINUTE >= now
                if lasts and (joins or len(today) < limit or timing is Timing.NEXT_SLOT):
                    return max(end, now)
        day += timedelta(days=1)


def same_slot(one: datetime, other: datetime, zone: str) -> bool:
    """Whether two instants fall in one slot of one local day, and so in one message."""
    first, second = one.astimezone(ZoneInfo(zone)), other.astimezone(ZoneInfo(zone))
    return first.date() == second.date() and any(_within(slot, first) and _within(slot, second) for slot in SLOTS)


def _within(slot: Slot, local: datetime) -> bool:
    return slot.first <= local.time().replace(second=0, microsecond=0) <= slot.last


def is_quiet(now: datetime, zone: str, open_on: Callable[[date], bool]) -> bool:
    """Outside hours, at lunch, or on a day off."""
    return _within_hours(now, zone, open_on) != now


def _within_hours(now: datetime, zone: str, open_on: Callable[[date], bool]) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    if open_on(local.date()):
        if local.time() < HOURS[0]:
            return local_instant(datetime.combine(local.date(), HOURS[0]), zone)
        if LUNCH[0] <= local.time() < LUNCH[1]:
            return local_instant(datetime.combine(local.date(), LUNCH[1]), zone)
        if local.time() <= HOURS[1]:
            return now.astimezone(UTC)
    day = local.date() + timedelta(days=1)
    while not open_on(day):
        day += timedelta(days=1)
    return local_instant(datetime.combine(day, HOURS[0]), zone)
