"""Who may read what: values and flags are for the person and, where it has come to that, for who answers for them."""

from typing import Any

from bot.features.red_flags.model import MOOD, Baseline, Flag, Misses, OpenBlocker, Reading
from bot.kernel.features import Kind, Reads
from bot.kernel.organisation import is_over
from bot.kernel.people import Person


def _anybody(viewer: Person, record: Any, reads: Reads) -> bool:
    """What a team agreed on is no secret."""
    return True


def _own(viewer: Person, record: Any, reads: Reads) -> bool:
    return bool(record.person == viewer.id)


def _reading(viewer: Person, record: Reading, reads: Reads) -> bool:
    if record.person == viewer.id:
        return True
    subject = reads.get(Person, record.person)
    return record.metric != MOOD and subject is not None and is_over(reads, viewer, subject)


def _flag(viewer: Person, record: Flag, reads: Reads) -> bool:
    return viewer.id in (record.person, record.addressee)


def _misses(viewer: Person, record: Misses, reads: Reads) -> bool:
    return record.id == viewer.id


KINDS = (
    Kind(Baseline, _anybody),
    Kind(Reading, _reading),
    Kind(OpenBlocker, _own),
    Kind(Misses, _misses),
    Kind(Flag, _flag),
)
