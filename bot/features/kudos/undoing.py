"""`撤回`: thanks taken back while it still makes sense."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.features.kudos import access, cards, phrases
from bot.features.kudos.ledger import reversal
from bot.features.kudos.model import Entry, Kudos, Story
from bot.features.kudos.rules import latest_first, may_undo
from bot.features.kudos.sending import later_key
from bot.kernel.cards import say
from bot.kernel.effects import Disarm, Effect, Revise, Save, Withdraw
from bot.kernel.features import PersonTurn, Span
from bot.kernel.intents import Press, Words

LOOK_BACK = timedelta(days=1)
_WEAKLY = datetime.min.replace(tzinfo=UTC) + timedelta(seconds=1)
"""A claim any other feature's wins against."""


def claims(turn: PersonTurn) -> datetime | None:
    """When the latest thanks were given. Too old to take back, they claim the word only if nobody else does."""
    latest = _latest(turn)
    if latest is None:
        return None
    undone_lately = latest.undone_at is not None and turn.now - latest.given_at <= LOOK_BACK
    return latest.given_at if may_undo(latest, turn.now) or undone_lately else _WEAKLY


def undo(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """Take back the latest thanks."""
    latest = _latest(turn)
    yield from _take_back(turn, access.gift_of(turn, latest.gift) if latest else None)


def undo_pressed(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Take back these thanks."""
    yield from _take_back(turn, access.gift_of(turn, press.args.get("gift", "")))


def _latest(turn: PersonTurn) -> Kudos | None:
    given = turn.reads.find(Kudos, giver=turn.person.id, given_at=Span(turn.now - LOOK_BACK))
    return next(iter(latest_first(given, lambda each: each.given_at)), None)


def _take_back(turn: PersonTurn, gift: cards.Gift | None) -> Iterator[Effect]:
    locale = turn.locale
    if gift is None or gift.giver.id != turn.person.id:
        yield turn.answer(say(phrases.UNDO_NOTHING.line(locale)))
    elif not gift.first.stands:
        yield turn.answer(say(phrases.UNDONE_ALREADY.line(locale)))
    elif not may_undo(gift.first, turn.now):
        yield turn.answer(say(phrases.UNDO_TOO_LATE.line(locale, names=cards.names(locale, gift.receivers))))
    else:
        yield from _undone(turn, gift)


def _undone(turn: PersonTurn, gift: cards.Gift) -> Iterator[Effect]:
    left = access.purse(turn, turn.person).left
    for kudos, receiver in zip(gift.kudos, gift.receivers, strict=True):
        yield Save(replace(kudos, undone_at=turn.now))
        for entry in reversal(turn.reads.find(Entry, kudos=kudos.id), kudos, turn.now):
            yield Save(entry)
            left += entry.points if entry.owner == turn.person.id else 0
        if kudos.told:
            # Sent, it is changed; still waiting, it is taken back and the change goes with it.
            yield Revise(kudos.told, cards.received_undone(receiver.locale, turn.person))
            yield Withdraw(kudos.told)
    yield from _group_undone(turn, gift)
    yield Revise(gift.first.confirmed, say(phrases.CONFIRMED_UNDONE.line(turn.locale)))
    yield Disarm(later_key(gift))
    yield turn.answer(cards.undone(turn.locale, gift, left))


def _group_undone(turn: PersonTurn, gift: cards.Gift) -> Iterator[Effect]:
    first = gift.first
    if first.chat is None:
        return
    locale = access.language_of(turn.reads, first.chat, turn.locale)
    if first.announced:
        yield Revise(first.announced, cards.announcement_undone(locale, turn.person))
    elif (original := access.gift_of(turn, first.echoes)) and original.first.stands:
        joined = tuple(each for each in access.echoes_of(turn.reads, first.echoes) if each.id != turn.person.id)
        starred = turn.reads.get(Story, first.echoes) is not None
        yield Revise(original.first.announced, cards.announcement(locale, original, joined, starred))
