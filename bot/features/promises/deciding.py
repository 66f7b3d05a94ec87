"""Two days for one thing: the author agrees, or a manager of their choice decides."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.features.promises import asks, cards, phrases
from bot.features.promises.closing import closed, gone, silenced
from bot.features.promises.model import Promise, State
from bot.features.promises.opening import in_hand
from bot.features.promises.parties import judge_for, owner_and_author, soon, tell
from bot.features.promises.reading import beyond_label
from bot.kernel.cards import Said
from bot.kernel.effects import Effect, Save, Timing
from bot.kernel.features import Effects, PersonTurn
from bot.kernel.intents import Press
from bot.kernel.people import Person
from bot.kernel.reader import Reader
from bot.kernel.when import NoTime, When, parse_when


def agree(turn: PersonTurn, press: Press) -> Effects:
    """The author is fine with the other day. Its owner was told it stands unless somebody objects."""
    promise = _countered(turn, press)
    if promise is None or promise.proposal is None:
        return gone(turn, press)
    return _agreed(turn, promise, promise.proposal, press)


def _agreed(turn: PersonTurn, promise: Promise, due: datetime, press: Press) -> Iterator[Effect]:
    yield Save(replace(promise, state=State.ACCEPTED, due=due, proposal=None, card=cards.NO_CARD))
    when = Reader.of(turn.person, turn.now).moment(due)
    yield turn.answer(cards.sentence(phrases.AGREED, turn.locale, when=when))
    yield from closed(turn, press, promise)


def refuse(turn: PersonTurn, press: Press) -> Effects:
    """The author is not: a manager sees both days."""
    promise = _countered(turn, press)
    parties = owner_and_author(turn, promise) if promise else None
    if promise is None or parties is None:
        return gone(turn, press)
    owner, author = parties
    judge = judge_for(turn, author, owner)
    if judge is None:
        return gone(turn, press)
    return _sent(turn, promise, owner, judge, press)


def _sent(turn: PersonTurn, promise: Promise, owner: Person, judge: Person, press: Press) -> Iterator[Effect]:
    author = turn.person
    card = cards.judge(promise, Reader.of(judge, turn.now), author, owner)
    post = tell(turn, judge, card, "judge", phrases.JUDGE_WHY, name=author.name, timing=soon(turn, promise.due))
    yield Save(replace(promise, state=State.JUDGED, judge=judge.id, card=post.key))
    yield post
    yield turn.answer(cards.sentence(phrases.SENT_TO_JUDGE, turn.locale, name=Said(judge.name)))
    told = phrases.JUDGE_TOLD_OWNER.line(
        owner.locale,
        author=Said(author.name),
        judge=Said(judge.name),
        what=cards.what_of(promise),
        wish=Reader.of(owner, turn.now).moment(promise.due) if promise.due else "",
    )
    yield tell(turn, owner, cards.sentences([told]), "disputed", phrases.OWNER_WHY)
    yield from closed(turn, press, promise)


def decide(turn: PersonTurn, press: Press) -> Effects:
    """The manager takes one of the days, or names a third."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    if promise is None or promise.judge != turn.person.id or promise.state is not State.JUDGED:
        return gone(turn, press)
    days = {"proposal": promise.proposal, "wish": promise.due}
    due = days.get(press.args.get("day", ""))
    if due is not None:
        return _decided(turn, promise, due, press)
    zone = turn.person.timezone
    when = parse_when(beyond_label(press.text), turn.now, zone, turn.calendar, promise.due)
    if isinstance(when, When):
        return _decided(turn, promise, when.instant, press)
    again = asks.decide_when(promise, turn.locale, when if isinstance(when, NoTime) else None)
    return [turn.answer(again), *silenced(turn, press)]


def _decided(turn: PersonTurn, promise: Promise, due: datetime, press: Press) -> Iterator[Effect]:
    parties = owner_and_author(turn, promise)
    if parties is None:
        yield from gone(turn, press)
        return
    owner, author = parties
    settled = replace(promise, state=State.ACCEPTED, due=due, proposal=None, judge=None, card=cards.NO_CARD)
    settled, effects = in_hand(turn, settled, owner)
    yield Save(settled)
    when = Reader.of(turn.person, turn.now).moment(due)
    yield turn.answer(cards.sentence(phrases.JUDGED, turn.locale, when=when))
    for each in (owner, author):
        told = phrases.JUDGED_TOLD.line(
            each.locale,
            judge=Said(turn.person.name),
            what=cards.what_of(promise),
            when=Reader.of(each, turn.now).moment(due),
        )
        yield tell(turn, each, cards.sentences([told]), "judged", phrases.JUDGED_WHY, timing=Timing.DUE_TODAY)
    yield from closed(turn, press, promise)
    yield from effects


def _countered(turn: PersonTurn, press: Press) -> Promise | None:
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    mine = promise is not None and promise.towards == turn.person.id and promise.state is State.COUNTERED
    return promise if mine else None
