"""Promises that fall due while their owner is away: who waits hears of it on the first day."""

from collections.abc import Iterator
from dataclasses import replace

from bot.features.promises import cards, phrases, rules
from bot.features.promises.closing import closed, gone
from bot.features.promises.model import LIVE, Promise, State
from bot.features.promises.opening import back_on, in_hand, leave_over, watch_leave
from bot.features.promises.parties import person
from bot.kernel.cards import Said
from bot.kernel.effects import Effect, Save
from bot.kernel.facts import AbsenceChanged
from bot.kernel.features import Effects, OneOf, PersonTurn, Turn
from bot.kernel.intents import Press, Wake
from bot.kernel.reader import Reader


def changed(turn: Turn, fact: AbsenceChanged) -> Iterator[Effect]:
    """Leave entered, changed or revoked: look at everything its person owes."""
    for promise in turn.reads.find(Promise, owner=fact.person, state=OneOf(LIVE)):
        yield from _looked_at(turn, promise)


def begins(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """The first day of a leave, as it stands this morning."""
    promise = turn.reads.get(Promise, wake.args["id"])
    if promise and promise.state in LIVE:
        yield from _looked_at(turn, promise)


def _looked_at(turn: Turn, promise: Promise) -> Iterator[Effect]:
    watched, effects = watch_leave(turn, promise)
    if watched != promise:
        yield Save(watched)
    yield from effects


def wait(turn: PersonTurn, press: Press) -> Effects:
    """The author waits: the day moves to the owner's first day back."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    owner = person(turn, promise.owner) if promise else None
    if promise is None or owner is None or promise.towards != turn.person.id or promise.state not in LIVE:
        return gone(turn, press)
    absence = leave_over(turn, promise, owner)
    if absence is None:
        return gone(turn, press)
    due = rules.day_end(back_on(turn, absence), owner.timezone)
    state = State.ASKED if promise.state is State.ASKED else State.ACCEPTED
    waiting = replace(promise, due=due, proposal=None, judge=None, state=state)
    return _waiting(turn, promise, waiting, press)


def _waiting(turn: PersonTurn, before: Promise, promise: Promise, press: Press) -> Iterator[Effect]:
    owner = person(turn, promise.owner)
    if owner is None or promise.due is None:
        return
    kept = replace(promise, leave_card=cards.NO_CARD)
    effects: list[Effect] = []
    if kept.state is State.ACCEPTED:
        kept, effects = in_hand(turn, kept, owner)
    yield Save(kept)
    when = Reader.of(turn.person, turn.now).moment(promise.due)
    yield turn.answer(
        cards.sentence(phrases.WAITS, turn.locale, what=cards.what_of(promise), when=when, name=Said(owner.name))
    )
    yield from closed(turn, press, before)
    yield from effects
