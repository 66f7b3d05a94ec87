"""When something is wrong for long enough, and when its manager may hear: pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.features.red_flags.model import MOOD, Level, metric_key
from bot.kernel.attention import HOURS, LUNCH
from bot.kernel.questions import parse_number
from bot.kernel.timers import local_instant

NEEDED = 3
"""Working days in a row that raise a flag."""
RED_AFTER = 5
"""Working days in a row that make it red."""
UNANSWERED_RED = 3
"""Working days without an answer that make it red."""
WINDOW = 10
"""Working days looked back on: a value three weeks old says nothing about this week."""
MOOD_LINE = Decimal(2)
"""Of five."""
HEAD_START = timedelta(hours=2)
"""Working hours between the person's message and the manager's."""
LONGEST_NAME = 20

OpenOn = Callable[[date], bool]


def low_row(values: Mapping[date, Decimal], days: Sequence[date], metric: str, line: Decimal) -> tuple[date, ...]:
    """The newest unbroken row of days on the wrong side of the line, oldest first.

    `days`: working days, oldest first. A day without a value is grey: it neither counts nor breaks the row.
    A metric is low below its line, a mood at its line too.
    """
    row: list[date] = []
    for day in reversed(days):
        value = values.get(day)
        if value is None:
            continue
        if not (value < line or (metric == MOOD and value == line)):
            break
        row.append(day)
    return tuple(reversed(row))


def level_of(days: int) -> Level | None:
    """Which flag so many days in a row deserve."""
    return Level.RED if days >= RED_AFTER else Level.YELLOW if days >= NEEDED else None


def after_answer(missed: Iterable[date], answered: date) -> tuple[date, ...]:
    """The misses that still stand in a row once a day was answered, be it late: only later ones."""
    return tuple(day for day in missed if day > answered)


def since(days: Iterable[date], closed: date | None) -> tuple[date, ...]:
    """Days that may raise a flag again after an earlier one of the same rule was closed on a day."""
    return tuple(day for day in days if closed is None or day >= closed)


def working_hours_after(start: datetime, hours: timedelta, zone: str, open_on: OpenOn) -> datetime:
    """The instant so many working hours later, lunch and days off left out."""
    left = hours
    day = start.astimezone(ZoneInfo(zone)).date()
    while True:
        if open_on(day):
            for begin, end in ((HOURS[0], LUNCH[0]), (LUNCH[1], HOURS[1])):
                first, last = (local_instant(datetime.combine(day, each), zone) for each in (begin, end))
                first = max(first, start)
                if first + left <= last:
                    return first + left
                left -= max(timedelta(), last - first)
        day += timedelta(1)


def evening(now: datetime, zone: str, at: time = time(18)) -> datetime:
    """Today's hour by which a wrong value may be corrected; tomorrow's once it has passed."""
    day = now.astimezone(ZoneInfo(zone)).date()
    today = local_instant(datetime.combine(day, at), zone)
    return today if today > now else local_instant(datetime.combine(day + timedelta(1), at), zone)


def shown_number(value: Decimal) -> str:
    return format(value.normalize(), "f")


@dataclass(frozen=True, slots=True)
class Entry:
    """`有效通话 52 9/14 CRM`, taken apart."""

    metric: str
    value: Decimal
    rest: str


_ENTRY = re.compile(
    r"(?P<name>[^\d\n]*[^\d\s.,+:=-])\s*[:=]?\s*(?P<number>-?[\d,]+(?:\.\d+)?)(?![\d/月])(?P<rest>.*)", re.DOTALL
)


def entry_of(text: str) -> Entry | None:
    """A metric's name, a number, and what follows; None if it is not that."""
    match = _ENTRY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    value = parse_number(match["number"]) if match else None
    if match is None or value is None or len(match["name"].strip()) > LONGEST_NAME:
        return None
    return Entry(match["name"].strip(), value, match["rest"].strip())


def metric_meant(name: str, known: Mapping[str, str]) -> str | None:
    """The key of the metric called so, or of the only one whose name holds these words. `known`: name by key."""
    key = metric_key(name)
    if key in known:
        return key
    holding = [each for each in known if key and key in each]
    return holding[0] if len(holding) == 1 else None
