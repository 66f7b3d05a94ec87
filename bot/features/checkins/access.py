"""Who may read what of check-ins: default nobody."""

from bot.features.checkins.model import (
    CheckIn,
    Draft,
    Occurrence,
    Participation,
    PrivateAnswer,
    Report,
    Setup,
    Source,
    Status,
)
from bot.kernel.features import Kind, Reads
from bot.kernel.organisation import is_over
from bot.kernel.people import Membership, Person, Team


def _anybody(viewer: Person, record: object, reads: Reads) -> bool:
    """Definitions and instants: the rules are public, and nobody's words are in them."""
    return viewer.active


def _participation(viewer: Person, record: Participation, reads: Reads) -> bool:
    """The person, their managers, administrators; and once it is answered, their team."""
    if viewer.id == record.person or viewer.admin:
        return True
    team = reads.get(Team, record.team)
    if team and team.manager == viewer.id:
        return True
    if record.status is Status.ANSWERED and _in_team(viewer, record, reads):
        return True
    person = reads.get(Person, record.person)
    return person is not None and is_over(reads, viewer, person)


def _in_team(viewer: Person, record: Participation, reads: Reads) -> bool:
    return any(each.team == record.team and each.until is None for each in reads.find(Membership, person=viewer.id))


def _private_answer(viewer: Person, record: PrivateAnswer, reads: Reads) -> bool:
    """The person, and the one reader named before it was written."""
    return viewer.id in (record.person, record.reader)


def _draft(viewer: Person, record: Draft, reads: Reads) -> bool:
    return viewer.id == record.person


def _setup(viewer: Person, record: Setup, reads: Reads) -> bool:
    return viewer.admin or viewer.id == record.by or viewer.id in record.members


def _source(viewer: Person, record: Source, reads: Reads) -> bool:
    return viewer.id == record.person


KINDS = (
    Kind(CheckIn, _anybody),
    Kind(Occurrence, _anybody),
    Kind(Report, _anybody),
    Kind(Participation, _participation),
    Kind(PrivateAnswer, _private_answer),
    Kind(Draft, _draft),
    Kind(Setup, _setup),
    Kind(Source, _source),
)
