"""Which days are worked, by region: China's published calendar, or plain weeks.

A year whose holidays are not published yet never raises: it falls back to the fixed days off and the weekday.
The lunar holidays (春节, 清明, 端午, 中秋) and the 调休 days of such a year are not guessed; an administrator
is asked to enter them.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from bot.kernel.calendar import Almanac, Day

REGION_CHINA = "CN"

_ENGLISH: Mapping[str, str] = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明": "Qingming Festival",
    "劳动节": "Labour Day",
    "端午": "Dragon Boat Festival",
    "国庆节": "National Day",
    "中秋": "Mid-Autumn Festival",
}
_FIXED: Mapping[tuple[int, int], str] = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
"""Statutory days off that fall on the same date every year, as of 2025 (国务院令第 795 号)."""


def almanac_for(region: str) -> Almanac:
    """The almanac of a settings region: `CN`, or anything else for plain weeks."""
    return ChineseAlmanac() if region == REGION_CHINA else PlainAlmanac()


class PlainAlmanac:
    """Monday to Friday. There is nothing to publish, so every year is known."""

    def day(self, day: date) -> Day:
        return Day(works=day.weekday() < 5)

    def knows(self, year: int) -> bool:
        return True


class ChineseAlmanac:
    """The calendar of the State Council with its swapped workdays, as packaged in `chinesecalendar`."""

    def day(self, day: date) -> Day:
        return _chinese(day)

    def knows(self, year: int) -> bool:
        return year in _published()[2]


@lru_cache(maxsize=2048)
def _chinese(day: date) -> Day:
    off, swapped, years = _published()
    if day.year not in years:
        return _named(off=day.weekday() >= 5 or (day.month, day.day) in _FIXED, name=_fixed_name(day))
    if day in swapped:
        return Day(True, swapped[day], swapped=True, english=_ENGLISH.get(swapped[day], ""))
    return _named(off=day in off or day.weekday() >= 5, name=off.get(day, ""))


def _fixed_name(day: date) -> str:
    return _FIXED.get((day.month, day.day), "")


def _named(off: bool, name: str) -> Day:
    return Day(not off, name, english=_ENGLISH.get(name, ""))


@cache
def _published() -> tuple[Mapping[date, str], Mapping[date, str], frozenset[int]]:
    """Days off and swapped workdays by date with their holiday's name, and the years covered."""
    from chinese_calendar import Holiday, constants

    chinese = {each.value: each.chinese for each in Holiday}
    off = {day: chinese[name] for day, name in constants.holidays.items()}
    swapped = {day: chinese[name] for day, name in constants.workdays.items()}
    return off, swapped, frozenset(day.year for day in off)
