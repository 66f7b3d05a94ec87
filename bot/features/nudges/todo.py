"""The list of what a person owes and is owed, and the way into one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.features.nudges import cards
from bot.features.nudges.cards import Row
from bot.features.nudges.handlers import owner_of
from bot.features.nudges.model import Obligation, State
from bot.kernel.cards import Card
from bot.kernel.effects import Effect, Save
from bot.kernel.facts import Ladder
from bot.kernel.features import PersonTurn, shown
from bot.kernel.ids import PersonId
from bot.kernel.intents import Press, Words
from bot.kernel.people import Person
from bot.kernel.reader import Reader


def todo(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """Whatever is open, by date; always in the direct chat."""
    me = turn.person.id
    mine = [each for each in turn.reads.find(Obligation, owner=me, state=State.OPEN) if _stands(each, turn.now)]
    theirs = [each for each in turn.reads.find(Obligation, towards=me, state=State.OPEN) if each.owner != me]
    listed = cards.todo(
        [_row(turn, each, each.towards) for each in _by_date(mine)],
        [_row(turn, each, each.owner) for each in _by_date(theirs)],
        Reader.of(turn.person, turn.now),
    )
    yield turn.answer(listed)


def page(turn: PersonTurn) -> Sequence[Card]:
    """The same, on a person's own page."""
    return shown(todo(turn, Words("")))


def open_one(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Show one thing owed with its buttons; it closes with the reminders."""
    owed = turn.reads.get(Obligation, press.args.get("id", ""))
    if owed is None or owed.owner != turn.person.id or owed.state is State.CLOSED:
        yield turn.answer(cards.gone(turn.locale))
        return
    answer = turn.answer(cards.one(owed, Reader.of(turn.person, turn.now)))
    yield answer
    yield Save(replace(owed, reminders=(*owed.reminders, answer.key)))


def _stands(owed: Obligation, now: datetime) -> bool:
    """What is reminded of only once is not held against anybody afterwards."""
    return owed.ladder is Ladder.FULL or owed.due > now


def _by_date(owed: Sequence[Obligation]) -> Sequence[Obligation]:
    return sorted(owed, key=lambda each: each.due)


def _row(turn: PersonTurn, owed: Obligation, other: PersonId | None) -> Row:
    owner = turn.reads.get(Person, owed.owner)
    named = turn.reads.get(Person, other) if other and other != turn.person.id else None
    late = owner_of(turn, owner).late_days(owed.due, turn.now) if owner else 0
    return Row(owed, named.name if named else "", late)
