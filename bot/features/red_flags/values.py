"""A person's values of a metric, and the newest row of low ones among their working days."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.features.red_flags import timing
from bot.features.red_flags.flags import latest
from bot.features.red_flags.model import MOOD, Baseline, Flag, Reading, Rule
from bot.features.red_flags.rules import WINDOW, low_row, since
from bot.kernel.features import Span, Turn
from bot.kernel.people import Person


@dataclass(frozen=True, slots=True)
class Row:
    """Low days in a row, oldest first, their values, and where those came from."""

    days: tuple[date, ...]
    values: tuple[Decimal, ...]
    source: str


def row_of(turn: Turn, person: Person, metric: str, line: Decimal, today: date, changed: Reading | None = None) -> Row:
    """The newest row of low working days before `today`, since an earlier flag of the same metric was closed.

    `changed`: a value to be counted that is not saved yet.
    """
    rule = Rule.MOOD if metric == MOOD else Rule.METRIC
    first = today - timedelta(days=WINDOW * 3)
    readings = _readings(turn, person, metric, first, today) | ({changed.day: changed} if changed else {})
    if not readings:
        return Row((), (), "")
    days = timing.workdays_between(turn, person, first, today - timedelta(1))[-WINDOW:]
    counted = since(days, latest(turn, person.id, rule, metric))
    values = {day: number for day, each in readings.items() if (number := each.number) is not None}
    low = low_row(values, counted, metric, line)
    sources = dict.fromkeys(readings[day].source for day in low)
    return Row(low, tuple(values[day] for day in low), "、".join(sources))


def line_of(turn: Turn, flag: Flag) -> Decimal | None:
    """The line a metric's flag is measured by, as the team has it now."""
    baselines = turn.reads.find(Baseline, team=flag.team)
    return next((each.line for each in baselines if each.metric == flag.about), None)


def _readings(turn: Turn, person: Person, metric: str, first: date, end: date) -> dict[date, Reading]:
    found = turn.reads.find(Reading, person=person.id, metric=metric, day=Span(first, end))
    return {each.day: each for each in found}
