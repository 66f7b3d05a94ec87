"""The one who is asked answers: accepts, names another day, or says whose it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.features.promises import asks, cards, phrases
from bot.features.promises.asking import advance, said
from bot.features.promises.closing import closed, gone, silenced
from bot.features.promises.milestones import reschedule
from bot.features.promises.model import NOBODY, Blocker, Kind, Promise, State
from bot.features.promises.opening import in_hand, no_obligation
from bot.features.promises.parties import judge_for, named, owner_and_author, person, tell
from bot.features.promises.reading import beyond_label
from bot.features.promises.rules import Unfit, unfit
from bot.kernel.cards import Line, Said
from bot.kernel.effects import Effect, Save, Timing
from bot.kernel.features import Effects, PersonTurn
from bot.kernel.intents import Press
from bot.kernel.people import Person
from bot.kernel.reader import Reader
from bot.kernel.routing import elsewhere
from bot.kernel.when import NoTime, When, parse_when


def accept(turn: PersonTurn, press: Press) -> Effects:
    """Yes, by the day that was wished."""
    promise = yours(turn, press, State.ASKED)
    if promise is None:
        return gone(turn, press)
    if promise.due is None:
        return [turn.answer(asks.move_when(promise, turn.locale))]
    if promise.due <= turn.now:
        passed = phrases.WISH_PASSED.line(turn.locale, when=Reader.of(turn.person, turn.now).moment(promise.due))
        return [turn.answer(asks.move_when(promise, turn.locale, first=passed))]
    return accepted(turn, promise, promise.due, press)


def accepted(turn: PersonTurn, promise: Promise, due: datetime, press: Press) -> Iterator[Effect]:
    """It is agreed: both know, and nudges remembers."""
    parties = owner_and_author(turn, promise)
    if parties is None:
        yield from gone(turn, press)
        return
    owner, author = parties
    agreed = replace(promise, state=State.ACCEPTED, due=due, proposal=None, card=cards.NO_CARD)
    words = cards.wording(agreed)
    what = cards.what_of(agreed)
    mine, theirs = Reader.of(owner, turn.now), Reader.of(author, turn.now)
    card = cards.sentence(words.accepted_told, author.locale, when=theirs.moment(due), name=Said(owner.name), what=what)
    told = tell(turn, author, card, "accepted", phrases.ACCEPTED_WHY)
    agreed, effects = in_hand(turn, replace(agreed, told=told.key), owner)
    yield Save(agreed)
    yield turn.answer(
        cards.sentence(words.accepted, owner.locale, when=mine.moment(due), name=Said(author.name), what=what)
    )
    yield told
    yield from closed(turn, press, promise)
    yield from effects


def move(turn: PersonTurn, press: Press) -> Effects:
    """Another day. The other side may object; a milestone of one's own has its own rule."""
    promise = yours(turn, press, State.ASKED, State.COUNTERED, State.ACCEPTED)
    if promise is None:
        return gone(turn, press)
    text = press.text or press.args.get("text", "")
    when = parse_when(beyond_label(text), turn.now, turn.person.timezone, turn.calendar, promise.deadline)
    if when is None and text and (effects := elsewhere(turn, press)) is not None:
        return effects
    if not isinstance(when, When):
        again = asks.move_when(promise, turn.locale, when if isinstance(when, NoTime) else None)
        return [turn.answer(again), *silenced(turn, press)]
    if promise.kind is Kind.MILESTONE and promise.state is State.ACCEPTED:
        return reschedule(turn, promise, when.instant, when.rest, press)
    if promise.state is State.ASKED and (promise.due is None or when.instant <= promise.due):
        return accepted(turn, promise, when.instant, press)
    return _counter(turn, promise, when.instant, press)


def _counter(turn: PersonTurn, promise: Promise, to: datetime, press: Press) -> Iterator[Effect]:
    parties = owner_and_author(turn, promise)
    if parties is None:
        yield from gone(turn, press)
        return
    owner, author = parties
    proposed = replace(promise, state=State.COUNTERED, proposal=to)
    judge = judge_for(turn, author, owner)
    card = cards.countered(proposed, Reader.of(author, turn.now), owner, judge)
    post = tell(turn, author, card, "countered", phrases.COUNTERED_WHY, timing=Timing.DUE_TODAY)
    proposed, effects = in_hand(turn, replace(proposed, card=post.key), owner)
    when = Reader.of(owner, turn.now).moment(to)
    yield Save(proposed)
    yield post
    yield turn.answer(cards.sentence(phrases.COUNTERED, owner.locale, name=Said(author.name), when=when))
    yield from closed(turn, press, promise)
    yield from effects


def pass_on(turn: PersonTurn, press: Press) -> Effects:
    """Not theirs: the request goes to whom they name, and never back."""
    promise = yours(turn, press, State.ASKED)
    author = person(turn, promise.towards) if promise else None
    if promise is None or author is None or promise.secret:
        return gone(turn, press)
    found = named(turn, press, "pass", promise.id)
    if found is None and press.text and (effects := elsewhere(turn, press)) is not None:
        return effects
    if found is None:
        first = phrases.WHO_AGAIN.line(turn.locale) if press.text else None
        return [turn.answer(asks.pass_to(promise, turn.locale, first)), *silenced(turn, press)]
    if not isinstance(found, Person):
        return [turn.answer(found)]
    reason = unfit(promise, found.id, found.active)
    if reason:
        again = asks.pass_to(promise, turn.locale, _unfit(reason, found, author, turn))
        return [turn.answer(again), *silenced(turn, press)]
    return _passed(turn, promise, found, author, press)


def _passed(turn: PersonTurn, promise: Promise, to: Person, author: Person, press: Press) -> Iterator[Effect]:
    handed = replace(promise, owner=to.id, trail=(*promise.trail, turn.person.id))
    if handed.due and handed.due <= turn.now:
        handed = replace(handed, due=None, their_date=True)
    handed, effects = advance(turn, handed, author, passed_by=turn.person)
    yield Save(handed)
    yield from with_helper(turn, handed)
    yield from effects
    names = {"name": Said(turn.person.name), "to": Said(to.name), "what": cards.what_of(promise)}
    told = cards.sentence(phrases.PASSED_TOLD, author.locale, **names)
    yield tell(turn, author, told, "passed", phrases.PASSED_WHY)
    said = cards.sentence(phrases.PASSED_ON, turn.locale, name=Said(to.name), author=Said(author.name))
    yield turn.answer(said)
    yield from closed(turn, press, promise)


def unknown(turn: PersonTurn, press: Press) -> Effects:
    """Not theirs, and they do not know whose: the author looks for somebody else."""
    promise = yours(turn, press, State.ASKED)
    author = person(turn, promise.towards) if promise else None
    if promise is None or author is None or promise.secret:
        return gone(turn, press)
    return _returned(turn, promise, author, press)


def _returned(turn: PersonTurn, promise: Promise, author: Person, press: Press) -> Iterator[Effect]:
    free = replace(promise, owner=NOBODY, trail=(*promise.trail, turn.person.id))
    name, what = Said(turn.person.name), cards.what_of(promise)
    first = phrases.WHO_AFTER_NO.line(author.locale, name=name, what=what)
    free, effects = advance(turn, free, author, first=first)
    yield Save(free)
    yield from with_helper(turn, free)
    yield from effects
    yield turn.answer(cards.sentence(phrases.PASSED_BACK, turn.locale, name=Said(author.name)))
    yield from closed(turn, press, promise)


def replace_owner(turn: PersonTurn, press: Press) -> Effects:
    """The author asks somebody else instead: of a helper on leave, or whose day does not suit."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    if promise is None or promise.towards != turn.person.id or promise.state not in _REPLACEABLE or promise.secret:
        return gone(turn, press)
    found = named(turn, press, "replace", promise.id)
    if isinstance(found, Person) and (reason := unfit(promise, found.id, found.active)) is None:
        return _replaced(turn, promise, found, press)
    if found is not None and not isinstance(found, Person):
        return [turn.answer(found)]
    if found is None and press.text and (effects := elsewhere(turn, press)) is not None:
        return effects
    first = _unfit(reason, found, turn.person, turn) if isinstance(found, Person) and reason else None
    if found is None and press.text:
        first = phrases.WHO_AGAIN.line(turn.locale)
    return [turn.answer(asks.replace_with(promise, turn.locale, first)), *silenced(turn, press)]


_REPLACEABLE = (State.ASKED, State.COUNTERED, State.ACCEPTED, State.DRAFT)


def _replaced(turn: PersonTurn, promise: Promise, to: Person, press: Press) -> Iterator[Effect]:
    ask = said(turn, press, promise)
    wished = ask.when.instant if isinstance(ask.when, When) else promise.due
    handed = replace(
        promise,
        owner=to.id,
        due=wished if wished and wished > turn.now else None,
        trail=(*promise.trail, *((promise.owner,) if promise.owner else ())),
        proposal=None,
        judge=None,
        leave_card=cards.NO_CARD,
    )
    fault = ask.when if isinstance(ask.when, NoTime) else None
    handed = replace(handed, due=None) if fault else handed
    handed, effects = advance(turn, handed, turn.person, fault)
    yield Save(handed)
    yield from with_helper(turn, handed)
    yield from no_obligation(promise)
    yield from effects
    yield from closed(turn, press, promise)


def with_helper(turn: PersonTurn, promise: Promise) -> Iterator[Effect]:
    """The blocker knows who is asked now."""
    blocker = turn.reads.get(Blocker, promise.blocker) if promise.blocker else None
    if blocker and blocker.helper != promise.owner:
        yield Save(replace(blocker, helper=promise.owner))


def yours(turn: PersonTurn, press: Press, *states: State) -> Promise | None:
    """The promise of a press, if it is the presser's to keep and in one of these states."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    mine = promise is not None and promise.owner == turn.person.id and promise.state in states
    return promise if mine else None


def _unfit(reason: Unfit, named: Person, author: Person, turn: PersonTurn) -> Line:
    phrase = {
        Unfit.AUTHOR: phrases.UNFIT_AUTHOR,
        Unfit.OWNER: phrases.UNFIT_OWNER,
        Unfit.SAID_NO: phrases.UNFIT_SAID_NO,
        Unfit.GONE: phrases.UNFIT_GONE,
        Unfit.TOO_OFTEN: phrases.UNFIT_TOO_OFTEN,
    }[reason]
    return phrase.line(turn.locale, name=Said(named.name), author=Said(author.name))
