"""Which week a digest tells, when it is due, and what a line's button is called: pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from bot.kernel.attention import HOURS
from bot.kernel.calendar import Calendar
from bot.kernel.timers import local_instant

AT = time(9, 30)
LINES = 12
"""With the heading: what is read at a glance (product.md, row "Digest")."""
LABEL = 16
"""Columns of a button's label; a Chinese character takes two."""
_HOLIDAY_WEEKS = 5
_LABEL_ENDS = re.compile(r"[:,(0-9—–🟢🟡🔴「@/]")


@dataclass(frozen=True, slots=True)
class Week:
    """A Monday to Sunday and its working days."""

    first: date
    last: date
    workdays: tuple[date, ...]


def week_of(day: date, calendar: Calendar) -> Week:
    monday = day - timedelta(day.weekday())
    sunday = monday + timedelta(6)
    return Week(monday, sunday, calendar.workdays(monday, sunday))


def told_week(today: date, calendar: Calendar) -> Week:
    """The week before; behind a week without a working day the one before that, which nobody has told yet."""
    week = week_of(today - timedelta(7), calendar)
    for _ in range(_HOLIDAY_WEEKS):
        if week.workdays:
            break
        week = week_of(week.first - timedelta(7), calendar)
    return week


def is_due(now: datetime, zone: str, since: datetime, calendar: Calendar) -> bool:
    """Whether a team's digest should be out: from the week's first working day, 09:30, within hours.

    Later in the week it is made up for, if the bot slept; a team followed only since later waits for the next.
    """
    local = now.astimezone(ZoneInfo(zone))
    first = calendar.first_workday_of_week(local.date())
    if first is None or not calendar.works(local.date()) or not AT <= local.time() <= HOURS[1]:
        return False
    return since <= local_instant(datetime.combine(first, AT), zone) <= now


def was_there(week: Week, joined: date | None, since: datetime, zone: str) -> bool:
    """Whether a team whose first member joined on that day was there for a check-in of the week.

    Of the week's last working day only what it began with counts: by 9:30 its people are asked.
    """
    if joined is None or not week.workdays:
        return False
    last = week.workdays[-1]
    return joined < last or (joined == last and since <= local_instant(datetime.combine(last, AT), zone))


def label_of(text: str, number: int) -> str:
    """What a line's button is called: the words it begins with, up to its first number or mark."""
    words = _LABEL_ENDS.split(text.strip("·📌 "), maxsplit=1)[0].strip()
    columns = accumulate(1 + (east_asian_width(char) in "WF") for char in words)
    return words[: sum(column <= LABEL for column in columns)].strip() or str(number)


def split_days(days: Sequence[date]) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The working days on ordinary weekdays, and those worked on a weekend in exchange."""
    return tuple(d for d in days if d.weekday() < 5), tuple(d for d in days if d.weekday() >= 5)
