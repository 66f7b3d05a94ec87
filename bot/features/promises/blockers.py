"""Blockers over time: asked about a day later, solved, claimed by a colleague, told to the manager alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.features.promises import asks, cards, phrases
from bot.features.promises.answering import yours
from bot.features.promises.asking import advance
from bot.features.promises.closing import closed, gone
from bot.features.promises.keeping import met
from bot.features.promises.model import LIVE, NOBODY, Blocker, BlockerState, Promise, State
from bot.features.promises.opening import in_hand, no_obligation
from bot.features.promises.parties import person, tell
from bot.kernel.cards import Action, Button, Card, Said, say
from bot.kernel.effects import Effect, Revise, Save, Tell, Timing
from bot.kernel.facts import AnswersGiven, BlockerSolved, PersonLeft
from bot.kernel.features import Effects, OneOf, PersonTurn, Turn
from bot.kernel.intents import Press
from bot.kernel.people import Locale, Person
from bot.kernel.reader import Reader

QUESTION = "blocker"
"""The name of the check-in question whose empty answer means: nothing is in the way."""


def answers(turn: Turn, fact: AnswersGiven) -> Iterator[Effect]:
    """No blocker today, while an older one is open and in nobody's hands: ask once a day whether it is solved."""
    author = person(turn, fact.person)
    if author is None or fact.answers.get(QUESTION) != "":
        return
    for blocker in turn.reads.find(Blocker, person=fact.person, state=BlockerState.OPEN):
        promise = turn.reads.get(Promise, blocker.promise)
        waits = promise is not None and promise.state in LIVE
        if blocker.day >= fact.day or waits or (blocker.asked_on and blocker.asked_on >= fact.day):
            continue
        yield Save(replace(blocker, asked_on=fact.day))
        card = still(blocker, Reader.of(author, turn.now))
        yield tell(turn, author, card, f"still/{blocker.id}", phrases.STILL_WHY, timing=Timing.FIXED)
        return


def still(blocker: Blocker, reader: Reader) -> Card:
    yesterday = blocker.day == reader.today - timedelta(days=1)
    phrase = phrases.STILL_YESTERDAY if yesterday else phrases.STILL
    line = phrase.line(reader.locale, day=reader.day(blocker.raised_at), what=blocker.secret or Said(blocker.what))
    return say(line, *solved_or_not(blocker, reader.locale))


def solved_or_not(blocker: Blocker, locale: Locale) -> tuple[Button, Button]:
    return (
        cards.button(phrases.SOLVED, locale, "solved", blocker.id, words=("solved", "好了")),
        Button(phrases.NOT_YET.text(locale), Action("promises.still_open", {"id": blocker.id})),
    )


def still_open(turn: PersonTurn, press: Press) -> Effects:
    """Not solved: it stays, with the way to find help."""
    blocker = _own(turn, press)
    promise = turn.reads.get(Promise, blocker.promise) if blocker else None
    if blocker is None or promise is None:
        return gone(turn, press)
    listens = cards.listening("replace", promise.id) if not promise.secret else None
    said = say(phrases.STILL_OPEN.line(turn.locale), listens=listens)
    return [turn.answer(said), *closed(turn, press, promise)]


def solved(turn: PersonTurn, press: Press) -> Effects:
    """Out of the way, says who was stuck; whoever had it in hand is thanked and reminded no more."""
    blocker = _own(turn, press)
    promise = turn.reads.get(Promise, blocker.promise) if blocker else None
    if blocker is None or promise is None:
        return gone(turn, press)
    return _solved(turn, blocker, promise, press)


def _solved(turn: PersonTurn, blocker: Blocker, promise: Promise, press: Press) -> Iterator[Effect]:
    helper = person(turn, promise.owner) if promise.state in LIVE else None
    if promise.state in (State.ACCEPTED, State.COUNTERED, State.JUDGED):
        yield from met(turn, promise)
    else:
        yield from _over(turn, blocker, promise)
    yield turn.answer(cards.solved(promise, turn.locale, helper))
    yield from closed(turn, press, promise)
    if helper:
        what = cards.what_of(promise)
        told = cards.sentence(phrases.SOLVED_TOLD, helper.locale, name=Said(turn.person.name), what=what)
        if promise.state is State.ASKED:
            yield Revise(promise.card, told)
        else:
            yield tell(turn, helper, told, "solved", phrases.SOLVED_WHY)


def _over(turn: Turn, blocker: Blocker, promise: Promise) -> Iterator[Effect]:
    yield Save(replace(promise, state=State.DROPPED, closed_at=turn.now))
    yield from no_obligation(promise)
    yield Save(replace(blocker, state=BlockerState.SOLVED, solved_at=turn.now))
    yield Tell(BlockerSolved(blocker.id, blocker.person))


def heard_solved(turn: Turn, fact: BlockerSolved) -> Iterator[Effect]:
    """Another feature says so, or an answer was taken back."""
    blocker = turn.reads.get(Blocker, fact.id)
    if blocker is None or blocker.state is not BlockerState.OPEN:
        return
    state = BlockerState.WITHDRAWN if fact.withdrawn else BlockerState.SOLVED
    yield Save(replace(blocker, state=state, solved_at=None if fact.withdrawn else turn.now))
    promise = turn.reads.get(Promise, blocker.promise)
    helper = person(turn, promise.owner) if promise else None
    author = person(turn, blocker.person)
    if promise is None or promise.state not in (State.DRAFT, *LIVE):
        return
    yield Save(replace(promise, state=State.DROPPED, closed_at=turn.now))
    yield from no_obligation(promise)
    if helper and author and promise.state in LIVE:
        told = cards.sentence(
            phrases.CANCELLED_TOLD, helper.locale, name=Said(author.name), what=cards.what_of(promise)
        )
        yield Revise(promise.card, told) if promise.card else tell(turn, helper, told, "over", phrases.OWNER_WHY)


def claim(turn: PersonTurn, press: Press) -> Effects:
    """A colleague offers to help with something nobody has in hand."""
    blocker = turn.reads.get(Blocker, press.args.get("id", ""))
    promise = turn.reads.get(Promise, blocker.promise) if blocker else None
    if blocker is None or promise is None or blocker.secret or blocker.state is not BlockerState.OPEN:
        return gone(turn, press)
    if blocker.person == turn.person.id:
        return [turn.answer(cards.sentence(phrases.CLAIM_OWN, turn.locale))]
    if promise.state in LIVE:
        now = cards.standing(promise, Reader.of(turn.person, turn.now), person(turn, promise.owner))
        return [turn.answer(cards.sentence(phrases.CLAIM_TAKEN, turn.locale, now=now))]
    return _claimed(turn, blocker, promise)


def _claimed(turn: PersonTurn, blocker: Blocker, promise: Promise) -> Iterator[Effect]:
    due = promise.due if promise.due and promise.due > turn.now else None
    taken = replace(promise, owner=turn.person.id, due=due, state=State.ASKED, closed_at=None, their_date=True)
    author = person(turn, blocker.person)
    yield Save(replace(blocker, helper=turn.person.id))
    if due is None or author is None:
        answer = turn.answer(asks.move_when(taken, turn.locale))
        yield Save(replace(taken, card=answer.key))
        yield answer
        return
    taken, effects = in_hand(turn, replace(taken, state=State.ACCEPTED), turn.person)
    yield Save(taken)
    said = phrases.ACCEPTED.line(
        turn.locale,
        when=Reader.of(turn.person, turn.now).moment(due),
        name=Said(author.name),
        what=cards.what_of(taken),
    )
    yield turn.answer(cards.sentences([said]))
    told = phrases.CLAIMED_TOLD.line(
        author.locale,
        name=Said(turn.person.name),
        what=cards.what_of(taken),
        when=Reader.of(author, turn.now).moment(due),
    )
    yield tell(turn, author, cards.sentences([told]), "claimed", phrases.ACCEPTED_WHY)
    yield from effects


def talked(turn: PersonTurn, press: Press) -> Effects:
    """The manager has talked with the author of a private blocker: the author says whether it is solved."""
    promise = yours(turn, press, State.ASKED)
    blocker = turn.reads.get(Blocker, promise.blocker) if promise else None
    author = person(turn, promise.towards) if promise else None
    if promise is None or blocker is None or author is None or not promise.secret:
        return gone(turn, press)
    return _talked(turn, promise, blocker, author, press)


def _talked(turn: PersonTurn, promise: Promise, blocker: Blocker, author: Person, press: Press) -> Iterator[Effect]:
    yield Save(replace(promise, state=State.DRAFT, owner=NOBODY, card=cards.NO_CARD))
    yield turn.answer(cards.sentence(phrases.PRIVATE_KEPT, turn.locale))
    yield from closed(turn, press, promise)
    line = phrases.PRIVATE_TALKED.line(author.locale, name=Said(turn.person.name), what=cards.what_of(promise))
    card = say(line, *solved_or_not(blocker, author.locale))
    yield tell(turn, author, card, "talked", phrases.GIVEN_WHY)


def left(turn: Turn, fact: PersonLeft) -> Iterator[Effect]:
    """Somebody left: what waited for them is over, what they had in hand goes back to who waits."""
    for blocker in turn.reads.find(Blocker, person=fact.person, state=BlockerState.OPEN):
        yield Tell(BlockerSolved(blocker.id, blocker.person, withdrawn=True))
    owned = turn.reads.find(Promise, owner=fact.person, state=OneOf((State.DRAFT, *LIVE)))
    leaver = person(turn, fact.person)
    for promise in owned:
        author = person(turn, promise.towards)
        if author is None or leaver is None or not author.active:
            yield Save(replace(promise, state=State.DROPPED, closed_at=turn.now))
            yield from no_obligation(promise)
            continue
        free = replace(promise, owner=NOBODY, proposal=None, judge=None, trail=(*promise.trail, leaver.id))
        what = cards.what_of(promise)
        first = phrases.WHO_AFTER_LEFT.line(author.locale, name=Said(leaver.name), what=what)
        free, effects = advance(turn, free, author, first=first)
        yield Save(free)
        yield from no_obligation(promise)
        yield from effects


def _own(turn: PersonTurn, press: Press) -> Blocker | None:
    blocker = turn.reads.get(Blocker, press.args.get("id", ""))
    mine = blocker is not None and blocker.person == turn.person.id and blocker.state is BlockerState.OPEN
    return blocker if mine else None
