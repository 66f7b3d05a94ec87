"""Cards of nudges: values in, Card out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.features.nudges import phrases
from bot.features.nudges.model import Obligation
from bot.kernel.cards import Action, Button, Buttons, Card, Line, Paragraph, Said, Select, Text, Tone, say
from bot.kernel.facts import Ladder
from bot.kernel.people import Locale, Person
from bot.kernel.phrases import Phrase
from bot.kernel.reader import Reader
from bot.kernel.text import shorten

SHOWN = 9
"""Things listed at most, so that each has one digit."""
LABEL = 20


def before(owed: Obligation, reader: Reader, whom: str = "") -> Card:
    """The word before it is due."""
    ahead = (reader.local(owed.due).date() - reader.today).days
    once = phrases.TODAY_ONCE if owed.ladder is Ladder.ONCE else phrases.DUE_TODAY
    phrase = {0: once, 1: phrases.DUE_TOMORROW}.get(ahead, phrases.DUE_ON)
    return say(phrase.line(reader.locale, **_values(owed, reader, whom)), *owed.buttons)


def late(owed: Obligation, reader: Reader, whom: str = "") -> Card:
    yesterday = reader.local(owed.due).date() == reader.today - timedelta(days=1)
    phrase = phrases.LATE_YESTERDAY if yesterday else phrases.LATE_SINCE
    return say(phrase.line(reader.locale, **_values(owed, reader, whom)), *buttons(owed))


def late_twice(owed: Obligation, reader: Reader, count: int, manager: Person | None, whom: str = "") -> Card:
    values = {**_values(owed, reader, whom), "count": count}
    if manager is None:
        return say(phrases.LATE_TWICE_ALONE.line(reader.locale, **values), *buttons(owed))
    line = phrases.LATE_TWICE.line(reader.locale, **values, manager=Said(manager.name))
    return say(line, *buttons(owed))


def for_manager(owed: Obligation, reader: Reader, owner: Person, count: int, instead_of: Person | None) -> Card:
    said = phrases.MANAGER.line(
        reader.locale, name=Said(owner.name), what=Said(owed.what), count=count, day=reader.day(owed.due)
    )
    first = [phrases.INSTEAD.line(reader.locale, name=Said(instead_of.name))] if instead_of else []
    return Card(tuple(Paragraph(line) for line in [*first, said]), tone=Tone.WARNING)


def weekly(counts: Sequence[tuple[str, int]], locale: Locale) -> Card:
    """How much is late in each team: counts, no names of people."""
    return Card(
        tuple(
            Paragraph((phrases.WEEKLY_ONE if count == 1 else phrases.WEEKLY).line(locale, team=Said(team), count=count))
            for team, count in counts
        )
    )


def outcome(owed: Obligation, moved: Obligation | None, reader: Reader, owner: Person | None = None) -> Card:
    """What a reminder turns into: settled, or moved to another day. `owner` is named for anybody else."""
    whose = phrases.OF.line(reader.locale, name=Said(owner.name)) if owner else ()
    if moved:
        return say((*whose, *phrases.MOVED.line(reader.locale, **_values(moved, reader))))
    return say((*whose, *phrases.DONE.line(reader.locale, what=_what(owed, reader.locale))))


def gone(locale: Locale) -> Card:
    return say(phrases.GONE.text(locale))


@dataclass(frozen=True, slots=True)
class Row:
    """A thing owed as listed. `other`: who is at the other end; `late`: working days past its day."""

    owed: Obligation
    other: str
    late: int


def todo(mine: Sequence[Row], theirs: Sequence[Row], reader: Reader) -> Card:
    """What a person owes and what is owed to them, by date, and a way into each of their own."""
    if not mine and not theirs:
        return say(phrases.TODO_NONE.text(reader.locale))
    blocks = [
        *_listed(phrases.TODO_MINE.text(reader.locale), phrases.TODO_ROW_TO, mine, reader),
        *_listed(phrases.TODO_THEIRS.text(reader.locale), phrases.TODO_ROW_FROM, theirs, reader),
    ]
    options = tuple(
        Button(shorten(row.owed.what, LABEL), Action("nudges.open", {"id": row.owed.id})) for row in mine[:SHOWN]
    )
    choice = (Select(phrases.TODO_OPEN.text(reader.locale), options),) if options else ()
    return Card((*blocks, *choice), phrases.TODO_TITLE.text(reader.locale))


def one(owed: Obligation, reader: Reader) -> Card:
    """One thing owed, with what can be done about it."""
    line = phrases.TODO_ROW.line(reader.locale, **_values(owed, reader))
    return Card((Paragraph(line), Buttons(buttons(owed))))


def buttons(owed: Obligation) -> tuple[Button, ...]:
    return owed.late_buttons or owed.buttons


def _listed(first: str, with_other: Phrase, rows: Sequence[Row], reader: Reader) -> list[Paragraph]:
    if not rows:
        return []
    shown = [Paragraph((Text("· "), *_row(row, with_other, reader))) for row in rows[:SHOWN]]
    left = len(rows) - SHOWN
    more = [Paragraph((Text(phrases.TODO_MORE.text(reader.locale, count=left)),))] if left > 0 else []
    return [Paragraph((Text(first),)), *shown, *more]


def _row(row: Row, with_other: Phrase, reader: Reader) -> Line:
    values = _values(row.owed, reader)
    line = (
        with_other.line(reader.locale, **values, name=Said(row.other))
        if row.other
        else phrases.TODO_ROW.line(reader.locale, **values)
    )
    late = phrases.TODO_LATE_ONE if row.late == 1 else phrases.TODO_LATE
    return (*line, *(late.line(reader.locale, count=row.late) if row.late else ()))


def _values(owed: Obligation, reader: Reader, whom: str = "") -> dict[str, str | Line]:
    return {
        "what": _what(owed, reader.locale, whom),
        "day": reader.day(owed.due),
        "time": reader.time(owed.due),
        "moment": reader.moment(owed.due),
    }


def _what(owed: Obligation, locale: Locale, whom: str = "") -> Line:
    if whom:
        return phrases.QUOTED_FOR.line(locale, what=Said(owed.what), name=Said(whom))
    return phrases.QUOTED.line(locale, what=Said(owed.what))
