"""A promise on its way: on track, stuck, given, and not there yet after all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.features.promises import asks, cards, phrases
from bot.features.promises.answering import move, yours
from bot.features.promises.closing import closed, gone
from bot.features.promises.model import Blocker, BlockerState, Promise, State
from bot.features.promises.opening import no_obligation, obligation
from bot.features.promises.parties import owner_and_author, person, team_of, tell
from bot.features.promises.reading import TITLE, titled
from bot.kernel.cards import Said
from bot.kernel.effects import Effect, Revise, Save, Tell, Timing
from bot.kernel.facts import BlockerRaised, BlockerSolved
from bot.kernel.features import Effects, OneOf, PersonTurn, Turn
from bot.kernel.intents import Press, Words
from bot.kernel.people import Person
from bot.kernel.reader import Reader
from bot.kernel.text import shorten, squash

IN_HAND = (State.ACCEPTED, State.COUNTERED, State.JUDGED)


def fine(turn: PersonTurn, press: Press) -> Effects:
    """On track: the reminder is answered and nothing changes."""
    promise = yours(turn, press, *IN_HAND)
    if promise is None or promise.deadline is None:
        return gone(turn, press)
    when = Reader.of(turn.person, turn.now).moment(promise.deadline)
    said = cards.sentence(phrases.FINE_SAID, turn.locale, what=cards.what_of(promise), when=when)
    return [Revise(press.source, said) if press.source else turn.answer(said)]


def done(turn: PersonTurn, press: Press) -> Effects:
    """Given, says the owner: it is over, and who waited may say that it is not."""
    promise = yours(turn, press, *IN_HAND)
    parties = owner_and_author(turn, promise) if promise else None
    if promise is None or parties is None:
        return gone(turn, press)
    return _done(turn, promise, *parties, press)


def _done(turn: PersonTurn, promise: Promise, owner: Person, author: Person, press: Press) -> Iterator[Effect]:
    yield from met(turn, promise)
    told = promise.towards is not None
    what = cards.what_of(promise)
    yield turn.answer(cards.sentence(cards.wording(promise).done_said, turn.locale, what=what, name=Said(author.name)))
    if told:
        card = cards.given(promise, author.locale, owner)
        yield tell(turn, author, card, "given", phrases.GIVEN_WHY, timing=Timing.DUE_TODAY)
    yield from closed(turn, press, promise)


DONE_WORDS = frozenset(
    "完成 已完成 完成了 做完了 搞定 搞定了 已给 给了 done finished".split()  # noqa: SIM905 - readable
)


def said_done(turn: PersonTurn, words: Words) -> Effects | None:
    """`已完成` where no card asks for it: of the one thing in hand, or one of several."""
    if not turn.direct or squash(words.text) not in DONE_WORDS:
        return None
    held = _in_hand(turn)
    if not held:
        return None
    if len(held) > 1:
        return [turn.answer(asks.which_promise(held, turn.locale, phrases.DONE_WHICH, "done"))]
    return done(turn, Press("promises.done", {"id": held[0].id}))


def reschedule(turn: PersonTurn, words: Words) -> Effects:
    """`改期 周五 等客户回复`: of the one thing in hand, or one of several."""
    held = _in_hand(turn)
    if not held:
        return [turn.answer(cards.sentence(phrases.MOVE_NONE, turn.locale))]
    text = shorten(words.text, TITLE)
    if len(held) > 1:
        return [turn.answer(asks.which_promise(held, turn.locale, phrases.MOVE_WHICH, "move", text))]
    return move(turn, Press("promises.move", {"id": held[0].id}, text=text))


def _in_hand(turn: PersonTurn) -> Sequence[Promise]:
    return turn.reads.find(Promise, owner=turn.person.id, state=OneOf(IN_HAND))


def met(turn: Turn, promise: Promise) -> Iterator[Effect]:
    """Kept: no reminder any more, and its blocker, if there was one, is out of the way."""
    yield Save(replace(promise, state=State.MET, closed_at=turn.now))
    yield from no_obligation(promise)
    blocker = turn.reads.get(Blocker, promise.blocker) if promise.blocker else None
    if blocker and blocker.state is BlockerState.OPEN:
        yield Save(replace(blocker, state=BlockerState.SOLVED, solved_at=turn.now))
        yield Tell(BlockerSolved(blocker.id, blocker.person, promise.owner or None))


def reopen(turn: PersonTurn, press: Press) -> Effects:
    """Not there yet, says who waited: the promise stands again, and so does the blocker."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    owner = person(turn, promise.owner) if promise else None
    if promise is None or owner is None or promise.towards != turn.person.id or promise.state is not State.MET:
        return gone(turn, press)
    return _reopened(turn, promise, owner, press)


def _reopened(turn: PersonTurn, promise: Promise, owner: Person, press: Press) -> Iterator[Effect]:
    again = replace(promise, state=State.ACCEPTED, closed_at=None)
    card = cards.again(again, owner.locale, turn.person)
    post = tell(turn, owner, card, "again", phrases.REOPENED_WHY, name=turn.person.name, timing=Timing.DUE_TODAY)
    yield Save(replace(again, card=post.key))
    yield post
    yield turn.answer(cards.sentence(phrases.REOPENED, turn.locale, name=Said(owner.name)))
    yield from closed(turn, press, promise)
    yield from obligation(turn, again, owner)
    blocker = turn.reads.get(Blocker, promise.blocker) if promise.blocker else None
    if blocker and blocker.state is BlockerState.SOLVED:
        yield Save(replace(blocker, state=BlockerState.OPEN, solved_at=None))
        yield Tell(
            BlockerRaised(
                id=blocker.id,
                person=blocker.person,
                team=blocker.team,
                text=blocker.text,
                day=blocker.day,
                private=blocker.secret is not None,
            )
        )


def stuck(turn: PersonTurn, press: Press) -> Effects:
    """Something is in the owner's own way: a blocker of theirs, and who waits for them knows."""
    promise = yours(turn, press, *IN_HAND)
    if promise is None:
        return gone(turn, press)
    text = shorten(press.text, TITLE)
    if not titled(text) and not press.mentions:
        return [turn.answer(asks.stuck_where(promise, turn.locale))]
    return _stuck(turn, promise, text, press)


def _stuck(turn: PersonTurn, promise: Promise, text: str, press: Press) -> Iterator[Effect]:
    yield turn.answer(cards.sentence(phrases.STUCK_SAID, turn.locale, text=Said(text)))
    yield from closed(turn, press, promise)
    author = person(turn, promise.towards)
    if author:
        told = phrases.STUCK_TOLD.line(
            author.locale, name=Said(turn.person.name), what=cards.what_of(promise), text=Said(text)
        )
        yield tell(turn, author, cards.sentences([told]), "stuck", phrases.STUCK_WHY)
    yield Tell(
        BlockerRaised(
            id=turn.key("blocker"),
            person=turn.person.id,
            team=promise.team or team_of(turn, turn.person),
            text=text,
            day=turn.today(turn.person.timezone),
            mentions=tuple((name, each.id) for name, each in press.mentions),
        )
    )
