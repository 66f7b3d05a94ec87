"""The days of a leave or a holiday as people type them: one day, a range, or a day and how many."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.kernel.calendar import Calendar
from bot.kernel.said_days import SaidDay, Today, Weekday, number, said_days
from bot.kernel.when import LIMIT, fold


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included, as they were typed: `last` may lie before. `rest`: the other words."""

    first: date
    last: date
    rest: str


_TO = r"\s*(?:到|至|[-~—–]+|(?<![a-z])(?:to|till?|until|through)(?![a-z]))\s*"
_RANGE = re.compile(rf"{_TO}|\s+")
_ONLY_DAY = re.compile(rf"{_TO}([0-9]{{1,2}})\s?[日号]?(?![0-9/月.])")
_COUNT = re.compile(
    r"\s*(?:起|开始|for|共)?\s*([0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s?(?:个?工作日|天|(?:working )?days?)"
)
_WEEK = re.compile(r"(下下|下|本|这)个?(?:周|星期|礼拜)(?![一二三四五六日天末0-9])|(?<![a-z])(this|next) week(?![a-z])")
_JOINING = re.compile(rf"^(?:{_TO}|\s*(?:从|起|from|on)\s*)$")

_HYPHEN = re.compile(r"(/[0-9]{1,2})-(?=[0-9]{1,2}/)")
"""Between two days it is a range; elsewhere digits joined by it are one number or one date."""
_EDGES = " ,。.:;\n"


def days_of(text: str, today: date, now: datetime, calendar: Calendar) -> Days | None:
    """The days a text names; None if it names none, or one that does not exist such as 2/30.

    A count of days (`周一起 3 天`) counts working days; `下周` is its working days.
    """
    folded = _HYPHEN.sub(r"\1~", fold(text[:LIMIT]))
    if week := _WEEK.search(folded):
        return _week(week, text, today, calendar)
    found = list(_ordered(said_days(folded, Today(today, now, calendar))))[:2]
    named = [_day(each) for each in found]
    first, last = (named[0], named[-1]) if named else (None, None)
    if first is None or last is None:
        return None
    spans = [(each.start, each.end) for each in found]
    if len(found) == 2 and not _RANGE.fullmatch(folded, found[0].end, found[1].start):
        return None
    if len(found) == 1 and (only := _ONLY_DAY.match(folded, found[0].end)):
        try:
            last = first.replace(day=int(only[1]))
        except ValueError:
            return None
        spans.append(only.span())
    elif len(found) == 1 and (count := _COUNT.match(folded, found[0].end)):
        last = calendar.add_workdays(first, max(0, number(count[1]) - 1))
        spans.append(count.span())
    if isinstance(found[-1].meant, Weekday) and last < first:
        last += timedelta(7)
    return Days(first, last, _rest(text, spans))


def _week(match: re.Match[str], text: str, today: date, calendar: Calendar) -> Days | None:
    ahead = {"下": 1, "下下": 2, "next": 1}.get(match[1] or match[2], 0)
    monday = today - timedelta(today.weekday()) + timedelta(weeks=ahead)
    worked = calendar.workdays(max(monday, today), monday + timedelta(6))
    return Days(worked[0], worked[-1], _rest(text, [match.span()])) if worked else None


def _ordered(found: Iterator[SaidDay]) -> Iterator[SaidDay]:
    """In the order of the text; where two readings overlap the longer one counts."""
    end = 0
    for each in sorted(found, key=lambda said: (said.start, -said.end)):
        if each.start >= end:
            end = each.end
            yield each


def _day(said: SaidDay) -> date | None:
    match said.meant:
        case Weekday(day):
            return day
        case datetime():
            return None
        case date():
            return said.meant
        case _:
            return None


def _rest(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """What stands around the days, without the words that join them."""
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    pieces = [text[begin:end] for begin, end in zip([0, *ends], [*starts, len(text)], strict=True)]
    return " ".join(kept for piece in pieces if not _JOINING.match(fold(piece)) and (kept := piece.strip(_EDGES)))
