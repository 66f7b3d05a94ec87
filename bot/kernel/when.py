"""Dates and times as people write them, in Chinese and English, read in the writer's own time zone."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from bot.kernel.calendar import Calendar
from bot.kernel.said_days import Reason, SaidDay, Today, Weekday, said_days
from bot.kernel.said_hours import SaidHour, said_hours
from bot.kernel.timers import local_instant

LIMIT = 500
"""Characters that are looked at; a time named later in a text is not found."""
MOST = 10
"""Days and hours considered in one text: who writes more names no deadline."""
DAY_ENDS = time(18, 0)
"""What a day without an hour means."""
FARTHEST = timedelta(days=731)


class Precision(StrEnum):
    DAY = "day"
    PART = "part of a day"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class When:
    """An instant (aware UTC) and the text without the words that named it."""

    instant: datetime
    rest: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class NoTime:
    """Words (`said`) that name a day or hour which does not exist, has passed, or is years away."""

    reason: Reason
    said: str
    rest: str


def parse_when(
    text: str, now: datetime, zone: str, calendar: Calendar, after: datetime | None = None
) -> When | NoTime | None:
    """The time named in a text; None if there is none.

    A weekday alone means the first one still ahead, and later than `after` where something is moved from there;
    a day without an hour means 18:00; a part of a day means its end.
    Of several the one marked as a deadline (`周三前`, `by Friday`) counts, else a possible one, else the last.
    """
    folded = fold(text[:LIMIT])
    today = Today(now.astimezone(ZoneInfo(zone)).date(), now, calendar)
    hours = list(islice(said_hours(folded), MOST))
    candidates = [_completed(day, hours, folded) for day in islice(said_days(folded, today), MOST)]
    if not candidates:
        candidates = [_Candidate(h.start, h.end, today.day, h) for h in hours]
    read = [(each, _read(each, text, folded, today, zone, max(after or now, now))) for each in candidates]
    if not read:
        return None
    return max(read, key=lambda pair: _rank(pair[0], pair[1], folded))[1]


def fold(text: str) -> str:
    """Full-width and upper-case letters as plain ones, each in its place: positions stay those of the text."""
    return "".join(_folded(char) for char in text)


def _folded(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).lower()
    return plain if len(plain) == 1 else char


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    day: date | datetime | Weekday | Reason
    hour: SaidHour | None = None


_GAP = re.compile(r"[\s,、的]{0,3}(?:at|by|on|of)?\s{0,2}")
_WEEKDAY_NOTE = re.compile(r"\s?\((?:周|星期|礼拜)?[一二三四五六日天]\)|\s?\([a-z]{3,9}\)")
_WEEKDAY_AHEAD = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s{0,2}$|(?:周|星期)[一二三四五六日天],?\s{0,2}$"
)
_MARK_BEFORE = re.compile(r"(?<![a-z])(?:by|before|until|till|due)\s{0,2}$")
_MARK_AFTER = re.compile(r"\s{0,3}(?:之前|以前|前(?![端台面]))")
_LEAD = re.compile(
    r"(?:改到|推到|推迟到|延到|延期到|挪到|(?:(?<=[\s,。;])|^)[在到于]|"
    r"(?<![a-z])(?:due by|due on|due|move to|by|before|until|till|on|at|to))\s{0,3}$"
)
_TRAIL = re.compile(r"\s{0,3}(?:之前|以前|前(?![端台面])|截止|为止|at the latest|or sooner)?")
_EDGES = " \n,，;；、:：。"


def _completed(day: SaidDay, hours: list[SaidHour], folded: str) -> _Candidate:
    """The day with the hour that stands right after or right before it."""
    start, end = day.start, day.end
    if isinstance(day.meant, date):
        note = _WEEKDAY_NOTE.match(folded, end)
        end = note.end() if note else end
        ahead = _WEEKDAY_AHEAD.search(folded, max(0, start - 12), start)
        start = ahead.start() if ahead else start
    if isinstance(day.meant, datetime):
        return _Candidate(start, end, day.meant)
    for hour in hours:
        if hour.start >= end and _GAP.fullmatch(folded, end, hour.start):
            return _Candidate(start, hour.end, day.meant, hour)
        if hour.start == day.start and hour.end >= day.end:
            return _Candidate(start, hour.end, day.meant, hour)
        if hour.end <= start and _GAP.fullmatch(folded, hour.end, start):
            return _Candidate(hour.start, end, day.meant, hour)
    return _Candidate(start, end, day.meant)


def _read(found: _Candidate, text: str, folded: str, today: Today, zone: str, after: datetime) -> When | NoTime:
    rest = _rest(found, text, folded)
    said = text[found.start : found.end]
    meant = _instant(found, today, zone, after)
    if isinstance(meant, Reason):
        return NoTime(meant, said, rest)
    if meant <= today.now:
        return NoTime(Reason.PAST, said, rest)
    if meant - today.now > FARTHEST:
        return NoTime(Reason.TOO_FAR, said, rest)
    return When(meant, rest, _precision(found))


def _instant(found: _Candidate, today: Today, zone: str, after: datetime) -> datetime | Reason:
    match found.day:
        case Reason():
            return found.day
        case datetime():
            return found.day
        case Weekday(day):
            instant = _at(day, found.hour, zone)
            while isinstance(instant, datetime) and instant <= after:
                day += timedelta(weeks=1)
                instant = _at(day, found.hour, zone)
            return instant
        case date():
            instant = _at(found.day, found.hour, zone)
            evening = found.day == today.day and found.hour is None
            if evening and isinstance(instant, datetime) and instant <= today.now:
                return local_instant(datetime.combine(found.day, time(23, 59)), zone)
            return instant


def _at(day: date, hour: SaidHour | None, zone: str) -> datetime | Reason:
    if hour is None:
        return local_instant(datetime.combine(day, DAY_ENDS), zone)
    if isinstance(hour.meant, Reason):
        return hour.meant
    return local_instant(datetime.combine(day, time()) + hour.meant, zone)


def _precision(found: _Candidate) -> Precision:
    if isinstance(found.day, datetime):
        return Precision.TIME
    if found.hour is None:
        return Precision.DAY
    return Precision.PART if found.hour.part else Precision.TIME


def _rest(found: _Candidate, text: str, folded: str) -> str:
    lead = _LEAD.search(folded, max(0, found.start - 12), found.start)
    trail = _TRAIL.match(folded, found.end)
    before = text[: lead.start() if lead else found.start].rstrip(_EDGES)
    after = text[trail.end() if trail else found.end :].lstrip(_EDGES)
    return " ".join(piece for piece in (before, after) if piece)


def _rank(found: _Candidate, read: When | NoTime, folded: str) -> tuple[bool, bool, int, int]:
    marked = bool(
        _MARK_BEFORE.search(folded, max(0, found.start - 10), found.start) or _MARK_AFTER.match(folded, found.end)
    )
    return marked, isinstance(read, When), found.end, found.end - found.start
