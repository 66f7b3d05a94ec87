"""How days are written for a reader."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.kernel.people import Locale

_WEEKDAYS = {
    Locale.ZH: ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    Locale.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date, locale: Locale, today: date | None = None) -> str:
    """`9/24` or `24 Sep`; with the year where it is not that of `today`."""
    other_year = today is not None and day.year != today.year
    if locale is Locale.ZH:
        return f"{day.year}/{day.month}/{day.day}" if other_year else f"{day.month}/{day.day}"
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if other_year else "")


def weekday_text(day: date, locale: Locale) -> str:
    return _WEEKDAYS[locale][day.weekday()]


def dated_text(day: date, locale: Locale, today: date | None = None) -> str:
    """`9/24(周四)` or `Thu 24 Sep`."""
    if locale is Locale.ZH:
        return f"{day_text(day, locale, today)}({weekday_text(day, locale)})"
    return f"{weekday_text(day, locale)} {day_text(day, locale, today)}"


def range_text(first: date, last: date, locale: Locale, today: date | None = None) -> str:
    """`9/14–9/18` or `14–18 Sep`, or the single day. A year that both share is written once."""
    if first == last:
        return day_text(first, locale, today)
    shared = first if first.year == last.year else today
    if locale is Locale.ZH:
        return f"{day_text(first, locale, today)}–{day_text(last, locale, shared)}"
    alike = (first.year, first.month) == (last.year, last.month)
    begin = str(first.day) if alike else day_text(first, locale, last if shared is first else today)
    return f"{begin}–{day_text(last, locale, today)}"


def runs(days: Sequence[date]) -> tuple[tuple[date, date], ...]:
    """Sorted days as stretches without a gap: the first and last day of each."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)
