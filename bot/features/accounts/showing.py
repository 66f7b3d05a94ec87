"""A code that was typed where others read it is good for nothing any more."""

from collections.abc import Iterator

from bot.features.accounts import cards, phrases
from bot.features.accounts.codes import found, spent
from bot.kernel.effects import Effect, Save
from bot.kernel.features import PersonTurn


def shown(turn: PersonTurn, code: str, purpose: str) -> Iterator[Effect]:
    """Void whatever it was for; who typed it is told alone."""
    note = found(turn.reads, code, purpose, turn.now)
    if note:
        yield Save(spent(note))
    yield turn.answer(cards.lines(phrases.CODE_SHOWN.text(turn.locale)))
