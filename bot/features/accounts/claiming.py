"""The first administrator: a code that the bot prints at its start, typed to it in chat."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.features.accounts import cards, phrases
from bot.features.accounts.codes import code_in, found, fresh, kept, spent
from bot.features.accounts.guessing import missed, tired
from bot.features.accounts.showing import shown
from bot.kernel.effects import Effect, Save
from bot.kernel.features import PersonTurn, Reads
from bot.kernel.intents import Words
from bot.kernel.people import Note, Person

PURPOSE = "claim"
LASTS = timedelta(hours=24)


def offer(reads: Reads, now: datetime) -> tuple[str, Note] | None:
    """A code for the operator's eyes, and what to keep of it; None where there is an administrator."""
    if any(each.active for each in reads.find(Person, admin=True)):
        return None
    code = fresh()
    return code, kept(code, PURPOSE, "admin", now, LASTS)


def claim(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`管理员 ABCD-EFGH`."""
    code = code_in(words.text)
    if code and not turn.direct:
        yield from shown(turn, code, PURPOSE)
        return
    if code and tired(turn):
        yield turn.answer(cards.lines(phrases.CODE_TIRED.text(turn.locale)))
        return
    note = found(turn.reads, code, PURPOSE, turn.now) if code else None
    if note is None:
        yield from missed(turn) if code else ()
        yield turn.answer(cards.lines((phrases.CLAIM_BAD if code else phrases.CLAIM_HOW).text(turn.locale)))
        return
    yield Save(spent(note))
    yield Save(replace(turn.person, admin=True))
    yield turn.answer(cards.lines(phrases.CLAIM_DONE.text(turn.locale), phrases.CLAIM_NEXT.text(turn.locale)))
