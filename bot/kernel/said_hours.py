"""Times of day as people say them, in Chinese and English: where they stand in a text and what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.kernel.said_days import Reason, number


@dataclass(frozen=True, slots=True)
class SaidHour:
    """A time at `start:end` of a text, as the span since midnight. `part`: a part of the day, not an hour."""

    start: int
    end: int
    meant: timedelta | Reason
    part: bool = False


def said_hours(text: str) -> Iterator[SaidHour]:
    """Every time of day in a folded text; where two overlap the longer comes first."""
    found = [*_clocks(text), *_parts(text)]
    yield from sorted(found, key=lambda each: each.start - each.end)


_PARTS = {
    **dict.fromkeys(("凌晨",), 6),
    **dict.fromkeys(("清晨",), 9),
    **dict.fromkeys(("早上", "早晨", "早"), 10),
    **dict.fromkeys(("上午", "中午", "morning", "noon", "midday"), 12),
    **dict.fromkeys(("下午", "傍晚", "afternoon"), 18),
    **dict.fromkeys(("晚上", "晚", "evening", "tonight"), 21),
    **dict.fromkeys(("夜里",), 23),
    **dict.fromkeys(("midnight",), 24),
}
"""A part of the day stands for its end: 周四上午 is before noon on Thursday."""
_AFTERNOON = ("下午", "傍晚", "晚上", "晚", "夜里", "pm")
_MORNING = ("凌晨", "清晨", "早上", "早晨", "上午", "早", "am")
_ZH_PART = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|早|晚"

_COLON = re.compile(rf"(?:({_ZH_PART})\s?)?(?<![0-9:/])([0-9]{{1,2}}):([0-9]{{2}})(?![0-9:])\s?(am|pm)?(?![a-z])")
_DIAN = re.compile(
    rf"(?:({_ZH_PART})\s?)?(?<![0-9])([0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}})[点时](?!间)"
    r"(半|一刻|三刻|[0-9]{1,2}分?|钟|整)?"
)
_AM_PM = re.compile(r"(?<![0-9:])([0-9]{1,2})\s?(am|pm)(?![a-z])")
_ZH_ALONE = re.compile(
    "(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|(?<=[今明天日一二三四五六])[早晚])(?!餐|会)"
)
_EN_ALONE = re.compile(
    "(?<![a-z])(?:in the )?(morning|noon|midday|afternoon|evening|tonight|midnight)(?![a-z])",
)
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}


def _clocks(text: str) -> Iterator[SaidHour]:
    for match in _COLON.finditer(text):
        exact = match[2].startswith("0") or len(match[2]) == 2
        meant = _time(int(match[2]), int(match[3]), match[1] or match[4] or "", exact)
        yield SaidHour(match.start(), match.end(), meant)
    for match in _DIAN.finditer(text):
        tail = match[3] or ""
        minutes = _QUARTERS.get(tail) or (int(tail.rstrip("分")) if tail[:1].isdigit() else 0)
        yield SaidHour(match.start(), match.end(), _time(number(match[2]), minutes, match[1] or "", exact=False))
    for match in _AM_PM.finditer(text):
        yield SaidHour(match.start(), match.end(), _time(int(match[1]), 0, match[2], exact=False))


def _parts(text: str) -> Iterator[SaidHour]:
    for match in _ZH_ALONE.finditer(text):
        yield SaidHour(match.start(), match.end(), timedelta(hours=_PARTS[match[0]]), part=True)
    for match in _EN_ALONE.finditer(text):
        yield SaidHour(match.start(), match.end(), timedelta(hours=_PARTS[match[1]]), part=True)


def _time(hour: int, minute: int, part: str, exact: bool) -> timedelta | Reason:
    """`exact`: written as on a clock, so 03:00 is at night; a bare 3点 is in working hours."""
    if part in _AFTERNOON and hour < 12:
        hour += 12
    elif (part in _MORNING and hour == 12) or (part in ("晚上", "夜里", "晚") and hour == 12):
        hour = 0 if part in _MORNING else 24
    elif (part == "中午" and hour < 3) or (not part and not exact and 1 <= hour <= 6):
        hour += 12
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return Reason.NO_SUCH_TIME
    return timedelta(hours=hour, minutes=minute)
