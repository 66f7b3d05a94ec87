"""Dated commitments: made with one sentence, moved once with a reason, a second time with the manager's word."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.features.promises import asks, cards, phrases
from bot.features.promises.asking import advance
from bot.features.promises.closing import closed, gone
from bot.features.promises.model import LIVE, Kind, Promise, State
from bot.features.promises.opening import in_hand, no_obligation
from bot.features.promises.parties import person, soon, team_of, tell
from bot.features.promises.reading import TITLE, without_mentions
from bot.kernel.cards import Said
from bot.kernel.effects import Effect, Revise, Save, Timing
from bot.kernel.features import Effects, PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.organisation import responsible_for
from bot.kernel.people import Person
from bot.kernel.reader import Reader
from bot.kernel.text import shorten
from bot.kernel.when import NoTime, When, parse_when


def names_a_day(turn: PersonTurn, words: Words) -> bool:
    """While a question waits, `commit the fix` is an answer to it; `commit the fix Wed` is a commitment."""
    return not turn.asked or parse_when(words.text, turn.now, turn.person.timezone, turn.calendar) is not None


def commit(turn: PersonTurn, words: Words) -> Effects:
    """`里程碑 方案定稿 周三 18:00`: one's own, or asked of the first other person mentioned."""
    mentions = [(name, each.id) for name, each in words.mentions]
    text = without_mentions(words.text, mentions)
    owner = next((each for _, each in words.mentions if each.id != turn.person.id and each.active), turn.person)
    when = parse_when(text, turn.now, turn.person.timezone, turn.calendar)
    what = shorten(when.rest if when else text, TITLE)
    if not what:
        return [turn.answer(cards.sentence(phrases.COMMIT_HOW, turn.locale))]
    draft = Promise(
        id=turn.key("promise"),
        kind=Kind.MILESTONE,
        owner=owner.id,
        towards=None if owner.id == turn.person.id else turn.person.id,
        team=team_of(turn, owner),
        what=what,
        due=when.instant if isinstance(when, When) else None,
        state=State.DRAFT,
        opened_at=turn.now,
    )
    return _drafted(turn, draft, when if isinstance(when, NoTime) else None)


def _drafted(turn: PersonTurn, draft: Promise, fault: NoTime | None) -> Iterator[Effect]:
    draft, effects = advance(turn, draft, turn.person, fault)
    yield Save(draft)
    yield from effects


def cancel(turn: PersonTurn, press: Press) -> Effects:
    """Taken back by who wanted it, while nobody waits for it."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    open = promise is not None and promise.state in (State.DRAFT, *LIVE)
    if promise is None or promise.author != turn.person.id or not open or _late(turn, promise):
        return gone(turn, press)
    return _cancelled(turn, promise, press)


def _late(turn: PersonTurn, promise: Promise) -> bool:
    """A commitment of one's own does not vanish once it is due."""
    return promise.towards is None and promise.due is not None and promise.due <= turn.now


def _cancelled(turn: PersonTurn, promise: Promise, press: Press) -> Iterator[Effect]:
    what = cards.what_of(promise)
    yield Save(replace(promise, state=State.DROPPED, closed_at=turn.now))
    yield from no_obligation(promise)
    said = cards.sentence(phrases.CANCELLED, turn.locale, what=what)
    yield turn.answer(said)
    yield from closed(turn, press, promise)
    owner = person(turn, promise.owner)
    if owner and promise.towards and promise.state in LIVE:
        told = cards.sentence(phrases.CANCELLED_TOLD, owner.locale, name=Said(turn.person.name), what=what)
        if promise.state is State.ASKED:
            yield Revise(promise.card, told)
        else:
            yield tell(turn, owner, told, "cancelled", phrases.OWNER_WHY)


def reschedule(turn: PersonTurn, promise: Promise, to: datetime, reason: str, press: Press) -> Effects:
    """Move one's milestone: the first time with a reason, again only with the manager's word."""
    quiet = closed(turn, press, promise)
    waiting = person(turn, promise.judge) if promise.proposal else None
    if waiting:
        return [turn.answer(cards.sentence(phrases.MOVE_WAITS, turn.locale, name=Said(waiting.name))), *quiet]
    if not reason:
        return [turn.answer(asks.reason_for(promise, Reader.of(turn.person, turn.now), to)), *quiet]
    reason = shorten(reason, TITLE)
    responsible = responsible_for(turn.reads, turn.person, turn.today(turn.person.timezone))
    if promise.moves and responsible:
        return [*quiet, *_ask_manager(turn, replace(promise, proposal=to, reason=reason), responsible.person)]
    return [*quiet, *_moved(turn, replace(promise, due=to, reason=reason, moves=promise.moves + 1))]


def reason(turn: PersonTurn, press: Press) -> Effects:
    """The sentence that was asked for."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    to = datetime.fromisoformat(press.args.get("to", turn.now.isoformat()))
    if promise is None or promise.owner != turn.person.id or promise.state is not State.ACCEPTED or to <= turn.now:
        return gone(turn, press)
    return reschedule(turn, promise, to, press.text, press)


def _moved(turn: PersonTurn, promise: Promise) -> Iterator[Effect]:
    promise, effects = in_hand(turn, promise, turn.person)
    due = promise.due or turn.now
    what = cards.what_of(promise)
    yield Save(promise)
    when = Reader.of(turn.person, turn.now).moment(due)
    yield turn.answer(cards.sentence(phrases.MOVED, turn.locale, what=what, when=when))
    yield from effects
    author = person(turn, promise.towards)
    if author:
        told = phrases.MOVED_TOLD.line(
            author.locale,
            name=Said(turn.person.name),
            what=what,
            when=Reader.of(author, turn.now).moment(due),
            reason=Said(promise.reason),
        )
        yield tell(turn, author, cards.sentences([told]), "moved", phrases.MOVED_WHY)


def _ask_manager(turn: PersonTurn, promise: Promise, manager: Person) -> Iterator[Effect]:
    card = cards.approval(promise, Reader.of(manager, turn.now), turn.person)
    post = tell(
        turn,
        manager,
        card,
        "approval",
        phrases.MOVE_APPROVAL_WHY,
        name=turn.person.name,
        timing=soon(turn, promise.due),
    )
    yield Save(replace(promise, judge=manager.id, card=post.key))
    yield post
    when = Reader.of(turn.person, turn.now).moment(promise.due) if promise.due else ""
    yield turn.answer(cards.sentence(phrases.MOVE_ASKED, turn.locale, name=Said(manager.name), when=when))


def approve(turn: PersonTurn, press: Press) -> Effects:
    return _ruled(turn, press, agreed=True)


def reject(turn: PersonTurn, press: Press) -> Effects:
    return _ruled(turn, press, agreed=False)


def _ruled(turn: PersonTurn, press: Press, agreed: bool) -> Iterator[Effect]:
    """The manager's word on a further move."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    owner = person(turn, promise.owner) if promise else None
    asked = promise is not None and promise.judge == turn.person.id and promise.state is State.ACCEPTED
    if promise is None or owner is None or not asked or promise.proposal is None:
        yield from gone(turn, press)
        return
    due = promise.proposal if agreed else promise.due
    ruled = replace(promise, due=due, proposal=None, judge=None, moves=promise.moves + agreed, card=cards.NO_CARD)
    ruled, effects = in_hand(turn, ruled, owner)
    reader = Reader.of(owner, turn.now)
    told = cards.rejected(ruled, reader, turn.person)
    if agreed:
        when = reader.moment(promise.proposal)
        line = phrases.APPROVED_TOLD.line(
            owner.locale, name=Said(turn.person.name), what=cards.what_of(ruled), when=when
        )
        told = cards.sentences([line])
    post = tell(turn, owner, told, "ruled", phrases.APPROVED_WHY, timing=Timing.DUE_TODAY)
    yield Save(ruled if agreed else replace(ruled, card=post.key))
    yield post
    said = cards.sentence(phrases.APPROVED, turn.locale, name=Said(owner.name))
    yield turn.answer(said)
    yield from closed(turn, press, promise)
    yield from effects if agreed else ()
