"""Days as people say them, in Chinese and English: where they stand in a text and which date they mean."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.kernel.calendar import Calendar


class Reason(StrEnum):
    """Why words that look like a time name none."""

    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_TIME = "no_such_time"
    PAST = "past"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Today:
    """From where days are counted: the speaker's date, the instant, and the working days."""

    day: date
    now: datetime
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday named alone: `day` or, once that has passed, the same day a week later."""

    day: date


Meant = date | datetime | Weekday | Reason


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day at `start:end` of a text."""

    start: int
    end: int
    meant: Meant


def said_days(text: str, today: Today) -> Iterator[SaidDay]:
    """Every day named in a folded text (see `when.fold`), overlapping ones included."""
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            meant = read(match, today)
            if meant is not None:
                yield SaidDay(match.start(), match.end(), meant)


def number(said: str) -> int:
    """A small whole number in digits, Chinese or English; 0 if it is none."""
    if said.isascii() and said.isdigit():
        return int(said)
    if said in _ENGLISH:
        return _ENGLISH.index(said)
    before, ten, after = said.rpartition("十")
    if not ten:
        return _CHINESE.get(said, 0)
    return (_CHINESE.get(before, 0) if before else 1) * 10 + (_CHINESE.get(after, 0) if after else 0)


MOST_WORKDAYS = 130
"""Half a year: further ahead people name a date."""
_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH_COUNT = "a|an|" + "|".join(_ENGLISH[1:])
_COUNT = "[0-9]{1,4}|[一二两三四五六七八九十]{1,3}"
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_SHORT_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_DAY_WORD = "(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_WEEK = "(?:周|星期|礼拜)"


def weekday_of(word: str) -> int | None:
    """Monday is 0. A full English name, its first three letters, or a usual short form."""
    for index, name in enumerate(_DAYS):
        if word in (name, name[:3]):
            return index
    return _SHORT_DAYS.get(word)


def _month_of(word: str) -> int | None:
    for index, name in enumerate(_MONTHS, start=1):
        if word in (name, name[:3]) or (index == 9 and word == "sept"):
            return index
    return None


def _date(year: int, month: int, day: int) -> Meant:
    try:
        return date(year, month, day)
    except ValueError:
        return Reason.NO_SUCH_DAY


def _in_year(month: int, day: int, today: Today) -> Meant:
    """Without a year the nearest: half a year back is meant as next year's."""
    meant = _date(today.day.year, month, day)
    leap_only = meant is Reason.NO_SUCH_DAY and (month, day) == (2, 29)
    if leap_only or (isinstance(meant, date) and (today.day - meant).days > 183):
        return _date(today.day.year + 1, month, day)
    return meant


def _full(match: re.Match[str], today: Today) -> Meant:
    return _date(int(match[1]), int(match[2]), int(match[3]))


def _month_day(match: re.Match[str], today: Today) -> Meant:
    return _in_year(int(match[1]), int(match[2]), today)


def _english_date(match: re.Match[str], today: Today) -> Meant | None:
    parts = match.groupdict()
    month = _month_of(parts["month"])
    if month is None:
        return None
    if parts["year"]:
        return _date(int(parts["year"]), month, int(parts["day"]))
    return _in_year(month, int(parts["day"]), today)


def _day_of_month(match: re.Match[str], today: Today) -> Meant:
    year, month, day = today.day.year, today.day.month, int(match[2])
    if match[1].startswith("下") if match[1] else day < today.day.day:
        year, month = _next_month(today.day)
    return _date(year, month, day)


def _next_month(day: date) -> tuple[int, int]:
    return (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)


def _near(match: re.Match[str], today: Today) -> Meant:
    return today.day + timedelta(_NEAR[match[0]])


_NEAR = {
    **dict.fromkeys(("今天", "今日", "今", "today", "tonight", "eod", "end of day", "cob"), 0),
    **dict.fromkeys(("明天", "明日", "明", "tomorrow", "tmr"), 1),
    **dict.fromkeys(("后天", "the day after tomorrow", "day after tomorrow"), 2),
    "大后天": 3,
    **dict.fromkeys(("昨天", "yesterday"), -1),
}


def _later(match: re.Match[str], today: Today) -> Meant:
    said, unit = match[1], match[2].replace(" ", "")
    count = 1 if said in ("a", "an") else number(said)
    if unit in ("小时", "个小时", "钟头", "个钟头", "hour", "hours", "hr", "hrs"):
        return today.now + timedelta(hours=count)
    if unit in ("分钟", "minute", "minutes", "min", "mins"):
        return today.now + timedelta(minutes=count)
    if count > 3660:
        return Reason.TOO_FAR
    if unit in ("工作日", "个工作日", "workday", "workdays", "workingday", "workingdays", "businessdays"):
        return today.calendar.add_workdays(today.day, count) if count <= MOST_WORKDAYS else Reason.TOO_FAR
    if unit in ("周", "个星期", "星期", "个礼拜", "week", "weeks"):
        return today.day + timedelta(weeks=count)
    return today.day + timedelta(days=count)


def _half_hour(match: re.Match[str], today: Today) -> Meant:
    return today.now + timedelta(minutes=30)


def _weekday(match: re.Match[str], today: Today) -> Meant:
    return _of_week(match[1] or "", "一二三四五六日天".index(match[2]) % 7 if match[2] != "天" else 6, today)


def _english_weekday(match: re.Match[str], today: Today) -> Meant | None:
    wanted = weekday_of(match[2])
    led = match[1] or match.string[: match.start()].rstrip().endswith(("by", "on", "before", "until", "till", "due"))
    if wanted is None or (match[2] in ("sat", "sun") and not led):
        return None
    return _of_week(match[1] or "", wanted, today)


def _of_week(which: str, wanted: int, today: Today) -> Meant:
    this_week = today.day - timedelta(today.day.weekday()) + timedelta(wanted)
    if which.startswith(("下", "next")):
        return this_week + timedelta(weeks=which.count("下") or 1)
    if which.startswith(("上", "last")):
        return this_week - timedelta(weeks=1)
    if which.startswith(("本", "这", "this")):
        return this_week
    return Weekday(this_week if this_week >= today.day else this_week + timedelta(weeks=1))


def _week_end(match: re.Match[str], today: Today) -> Meant:
    ahead = match[0].startswith(("下", "next"))
    monday = today.day - timedelta(today.day.weekday()) + timedelta(weeks=1 if ahead else 0)
    worked = today.calendar.workdays(max(monday, today.day), monday + timedelta(6))
    return worked[-1] if worked else max(monday + timedelta(4), today.day)


def _month_end(match: re.Match[str], today: Today) -> Meant:
    if match.re.groups and match[1]:
        return _end_of_named_month(int(match[1]), today)
    this = (today.day.year, today.day.month)
    if match[0].startswith(("下", "next")):
        return _last_workday(*_next_month(today.day), today)
    end = _last_workday(*this, today)
    return end if end >= today.day else _last_workday(*_next_month(today.day), today)


def _end_of_named_month(month: int, today: Today) -> Meant:
    if not 1 <= month <= 12:
        return Reason.NO_SUCH_DAY
    return _last_workday(today.day.year + (month < today.day.month), month, today)


def _year_end(match: re.Match[str], today: Today) -> Meant:
    return _last_workday(today.day.year, 12, today)


def _last_workday(year: int, month: int, today: Today) -> date:
    last = date(year, month, monthrange(year, month)[1])
    worked = today.calendar.workdays(last.replace(day=1), last)
    return worked[-1] if worked else last


_NOT_IN_NUMBER = r"(?<![0-9/.:\-])"
_NO_LETTER = "(?![a-z])"
_ORDINAL = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = "(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})"
_YEAR = r"(?:,?\s(?P<year>[0-9]{4}))?(?![0-9:])"

_Reader = Callable[[re.Match[str], Today], Meant | None]


def _compiled(*rows: tuple[str, _Reader]) -> Sequence[tuple[re.Pattern[str], _Reader]]:
    return tuple((re.compile(pattern), read) for pattern, read in rows)


_PATTERNS = _compiled(
    (rf"{_NOT_IN_NUMBER}([0-9]{{4}})[-/.年]\s?([0-9]{{1,2}})[-/.月]\s?([0-9]{{1,2}})[日号]?(?![0-9])", _full),
    (rf"{_NOT_IN_NUMBER}([0-9]{{1,2}})/([0-9]{{1,2}})(?![0-9/])", _month_day),
    (r"(?<![0-9年])([0-9]{1,2})\s?月\s?([0-9]{1,2})\s?[日号]?(?![0-9])", _month_day),
    (
        r"(?:(本月|这个?月|下个?月)|(?<![0-9月]))([0-9]{1,2})\s?号(?=$|[\s,。;、!?()前之以要交给上下晚早中截])",
        _day_of_month,
    ),
    (rf"(?<![a-z]){_MONTH}\.?\s?{_ORDINAL}{_NO_LETTER}{_YEAR}", _english_date),
    (rf"(?<![0-9a-z]){_ORDINAL}\s(?:of\s)?{_MONTH}{_NO_LETTER}{_YEAR}", _english_date),
    (r"今[天日]|明[天日]|大?后天|昨天|[今明](?=[早晚])", _near),
    (
        r"(?<![a-z])(?:(?:the )?day after tomorrow|today|tonight|tomorrow|tmr|yesterday|eod|end of day|cob)(?![a-z])",
        _near,
    ),
    (
        rf"({_COUNT})\s?(个?工作日|天|日|周|个?星期|个礼拜|个?小时|个?钟头|分钟)(?:之后|以后|后|之内|以内|内)",
        _later,
    ),
    ("半个?小时(?:之后|以后|后|之内|以内|内)|(?<![a-z])(?:in|within) half an hour", _half_hour),
    (
        rf"(?<![a-z])(?:in|within) ([0-9]{{1,4}}|{_ENGLISH_COUNT}) "
        "(working days?|workdays?|business days?|days?|weeks?|hours?|hrs?|minutes?|mins?)(?![a-z])",
        _later,
    ),
    (rf"(?<![每一两二三四五六七八九十0-9])(本|这个?|下{{1,3}}个?|上个?)?{_WEEK}([一二三四五六日天])", _weekday),
    (rf"(?<![a-z])((?:next|this|coming|last) )?({_DAY_WORD})(?![a-z])", _english_weekday),
    (rf"(?:本|这个?|下个?){_WEEK}(?:内|末|底|之内)?(?![一二三四五六日天0-9])|(?<![本这下上个])周末", _week_end),
    (r"(?<![a-z])(?:this week|next week|end of (?:the )?week|eow)(?![a-z])", _week_end),
    (r"(?:本|这个?|下个?|(?<![0-9])([0-9]{1,2}))?月[底末]", _month_end),
    (r"(?<![a-z])(?:next month.?s end|end of (?:the )?month|month.end|eom)(?![a-z])", _month_end),
    (r"年底|(?<![a-z])(?:end of (?:the )?year|eoy)(?![a-z])", _year_end),
)
