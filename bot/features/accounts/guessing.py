"""Guessing a code leads nowhere: five wrong ones an hour of one person, twenty of one company, then no answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.features.accounts.codes import noted
from bot.kernel.effects import Effect, Save
from bot.kernel.features import PersonTurn
from bot.kernel.people import Note

OF_ONE, OF_ALL = 5, 20
HOUR = timedelta(hours=1)


def tired(turn: PersonTurn) -> bool:
    """Whether even the right code is refused now."""
    mine, ours = _names(turn)
    return _count(turn, mine) >= OF_ONE or _count(turn, ours) >= OF_ALL


def missed(turn: PersonTurn) -> Iterator[Effect]:
    """One wrong code more. The hour counts from the first."""
    for name in _names(turn):
        count = _count(turn, name)
        known = turn.reads.get(Note, name) if count else None
        until = known.until if known else (turn.now + HOUR).astimezone(UTC).isoformat()
        yield Save(Note(name, str(count + 1), until))


def _names(turn: PersonTurn) -> tuple[str, str]:
    where = turn.chat.ref
    return noted(f"wrong:{turn.person.id}"), noted(f"wrong:{where.platform}:{where.tenant}")


def _count(turn: PersonTurn, name: str) -> int:
    note = turn.reads.get(Note, name)
    return int(note.text) if note and datetime.fromisoformat(note.until) > turn.now else 0
