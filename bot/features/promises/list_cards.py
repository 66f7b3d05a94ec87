"""Cards that list blockers and promises, and the digest's lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.features.promises import cards, phrases
from bot.features.promises.model import Blocker, Promise
from bot.kernel.cards import Action, Button, Card, Line, Paragraph, Said, Select, Text, say
from bot.kernel.days import day_text
from bot.kernel.people import Locale, Person
from bot.kernel.reader import Reader
from bot.kernel.text import shorten

SHOWN = 9


@dataclass(frozen=True, slots=True)
class Row:
    """A blocker with who raised it and how its promise stands."""

    blocker: Blocker
    promise: Promise
    author: Person
    owner: Person | None


def mine(rows: Sequence[Row], others: Sequence[Row], reader: Reader) -> Card:
    """What a person is stuck with, and what others wait for from them; each can be opened."""
    locale = reader.locale
    if not rows and not others:
        return say(phrases.LIST_NONE.text(locale))
    stuck = [Paragraph((Text("· "), *_row(row, reader))) for row in rows[:SHOWN]]
    asked = [Paragraph((Text("· "), *_row_of(row, reader))) for row in others[:SHOWN]]
    options = [_option(row.blocker.what, row, locale, "show") for row in rows[:SHOWN]]
    options += [_option(row.promise.what, row, locale, "open") for row in others[: SHOWN - len(options)]]
    blocks = [
        *([Paragraph((Text(phrases.LIST_MINE.text(locale)),)), *stuck] if stuck else []),
        *([Paragraph((Text(phrases.LIST_OTHERS.text(locale)),)), *asked] if asked else []),
    ]
    return Card((*blocks, Select(phrases.LIST_OPEN.text(locale), tuple(options))), phrases.LIST_TITLE.text(locale))


def team(name: str, rows: Sequence[Row], solved: int, first: date, last: date, reader: Reader) -> Card:
    """The list behind a digest's numbers; what nobody has in hand can be claimed."""
    locale = reader.locale
    lines = [Paragraph((Text("· "), *_row_of(row, reader))) for row in rows]
    free = [row for row in rows if row.owner is None][:SHOWN]
    options = tuple(
        Button(
            f"{phrases.CLAIM.text(locale)} {shorten(row.blocker.what, cards.LABEL)}",
            Action("promises.claim", {"id": row.blocker.id}),
        )
        for row in free
    )
    done = phrases.LIST_SOLVED.line(locale, first=day_text(first, locale), last=day_text(last, locale), count=solved)
    nothing = [] if rows else [Paragraph((Text(phrases.LIST_NONE.text(locale)),))]
    choice = (Select(phrases.LIST_OPEN.text(locale), options),) if options else ()
    return Card((*lines, *nothing, Paragraph(done), *choice), phrases.LIST_TEAM.text(locale, team=name))


def show(row: Row, reader: Reader) -> Card:
    """One blocker, for the person it stops."""
    locale = reader.locale
    solved = cards.button(phrases.SOLVED, locale, "solved", row.blocker.id, words=("solved",))
    if row.promise.secret:
        return say(_row(row, reader), solved)
    helping = phrases.SOMEBODY_ELSE if row.owner else phrases.FIND_HELP
    return say(_row(row, reader), solved, cards.button(helping, locale, "replace", row.promise.id, takes="@"))


def one(promise: Promise, reader: Reader, author: Person) -> Card:
    """One promise, for who gave it."""
    when = reader.moment(promise.deadline) if promise.deadline else ""
    accepted = cards.wording(promise).accepted
    line = accepted.line(reader.locale, when=when, name=Said(author.name), what=cards.what_of(promise))
    return say(line, *cards.after_due(promise, reader.locale))


def digest_row(solved: int, items: Sequence[Line], open: int, locale: Locale) -> Line:
    line = phrases.DIGEST_ROW.line(locale, solved=solved, open=open)
    for index, item in enumerate(items):
        joint = phrases.DIGEST_AFTER if index == 0 else phrases.DIGEST_BETWEEN
        line = (*line, *joint.line(locale), *item)
    return line


def digest_item(row: Row, reader: Reader, days: int) -> Line:
    """`@王磊 接口文档(今天到期)`, or how many days it has been open where no day was given."""
    who = Said(f"@{row.owner.name}" if row.owner else row.author.name)
    return phrases.DIGEST_ITEM.line(reader.locale, who=who, what=Said(row.blocker.what), when=_when(row, reader, days))


def _when(row: Row, reader: Reader, days: int) -> str:
    due = row.promise.deadline if row.owner else None
    if due is None:
        return phrases.DIGEST_DAY.text(reader.locale, count=days)
    day = reader.local(due).date()
    if day == reader.today:
        return phrases.DIGEST_TODAY.text(reader.locale)
    phrase = phrases.DIGEST_LATE if day < reader.today else phrases.DIGEST_DUE
    return phrase.text(reader.locale, when=day_text(day, reader.locale, reader.today))


def need(row: Row, locale: Locale) -> Line:
    return phrases.DIGEST_NEED.line(locale, name=Said(row.author.name), what=Said(row.blocker.what))


def _row(row: Row, reader: Reader) -> Line:
    what = row.blocker.secret or Said(row.blocker.what)
    return phrases.LIST_ROW.line(reader.locale, what=what, now=cards.standing(row.promise, reader, row.owner))


def _row_of(row: Row, reader: Reader) -> Line:
    now = cards.standing(row.promise, reader, row.owner)
    what = row.blocker.secret or Said(row.blocker.what)
    return phrases.LIST_ROW_OF.line(reader.locale, name=Said(row.author.name), what=what, now=now)


def _option(what: str, row: Row, locale: Locale, action: str) -> Button:
    label = shorten(what, cards.LABEL) or phrases.SOLVED.text(locale)
    id = row.blocker.id if action == "show" else row.promise.id
    return Button(label, Action(f"promises.{action}", {"id": id}))
