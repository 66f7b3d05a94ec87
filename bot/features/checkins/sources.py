"""Which message gave which answers: what a later edit or recall of that message is about."""

from collections.abc import Iterable, Iterator

from bot.features.checkins.lookup import Share, share_of
from bot.features.checkins.model import Source, source_id
from bot.kernel.effects import Effect, Save
from bot.kernel.features import PersonTurn


def remember(turn: PersonTurn, share: Share, names: Iterable[str]) -> Iterator[Effect]:
    """These questions were answered by the message of this turn; a press or a form has none."""
    if turn.ref and turn.direct:
        id, me = source_id(turn.chat.id, turn.ref), turn.person.id
        given, silent = share.participation, turn.capabilities.silent_edits
        yield Save(Source(id, given.id, given.occurrence, me, turn.chat.id, turn.ref, tuple(names), silent))


def share_said(turn: PersonTurn, ref: str) -> tuple[Source, Share] | None:
    """The answers that this message of the person gave."""
    source = turn.reads.get(Source, source_id(turn.chat.id, ref))
    share = share_of(turn, source.participation) if source else None
    return (source, share) if source and share and source.person == turn.person.id else None
