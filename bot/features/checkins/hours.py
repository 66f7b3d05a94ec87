"""The time of day at which a team checks in, as people say it."""

import re
from datetime import time, timedelta

from bot.kernel.said_days import Reason
from bot.kernel.said_hours import said_hours
from bot.kernel.when import fold

EARLIEST, LATEST = time(6), time(20)
NOON = time(12)
WINDOW = timedelta(hours=2, minutes=30)
"""How long after its time a check-in stays in time, where noon would be too soon."""

_SPACED = re.compile(r"(?<=[0-9一二两三四五六七八九十])\s+(?=[点时:])")


def hour_in(text: str) -> time | None:
    """The first time of day in a text, from 6:00 to 20:00; a bare number such as 9 is an hour."""
    folded = _SPACED.sub("", fold(text[:40]).strip())
    found = [each.meant for each in said_hours(folded) if not each.part]
    if not found and folded.isascii() and folded.isdigit():
        found = [timedelta(hours=int(folded[:3]))]
    meant = found[0] if found else None
    if meant is None or isinstance(meant, Reason) or meant >= timedelta(days=1):
        return None
    at = _clock(meant)
    return at if EARLIEST <= at <= LATEST else None


def window_end(at: time) -> time:
    """Noon, or later where a check-in is late in the morning or in the afternoon."""
    later = _clock(timedelta(hours=at.hour, minutes=at.minute) + WINDOW)
    return max(NOON, later) if at > time(10, 30) else NOON


def _clock(since_midnight: timedelta) -> time:
    minutes = int(since_midnight.total_seconds()) // 60
    return time(minutes // 60, minutes % 60)
