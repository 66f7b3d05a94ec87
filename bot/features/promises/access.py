"""Who may read a blocker or a promise: those it concerns, and the team where it is not private."""

from typing import Any

from bot.features.promises.model import Blocker, Promise
from bot.kernel.features import Kind, Reads
from bot.kernel.ids import TeamId
from bot.kernel.organisation import is_over
from bot.kernel.people import Membership, Person, Team


def may_read_blocker(viewer: Person, blocker: Any, reads: Reads) -> bool:
    """Of a private one only its person and the manager who was told."""
    if viewer.id in (blocker.person, blocker.judge):
        return True
    return blocker.secret is None and (
        viewer.id == blocker.helper or _near(viewer, blocker.team, reads) or _above(viewer, blocker.person, reads)
    )


def may_read_promise(viewer: Person, promise: Any, reads: Reads) -> bool:
    if viewer.id in (promise.owner, promise.towards, promise.judge):
        return True
    return promise.secret is None and (
        viewer.id in promise.trail
        or _near(viewer, promise.team, reads)
        or any(_above(viewer, side, reads) for side in (promise.owner, promise.towards) if side)
    )


def _near(viewer: Person, team: TeamId, reads: Reads) -> bool:
    """In the team, or leading it."""
    if not team:
        return False
    found = reads.get(Team, team)
    leads = found is not None and found.manager == viewer.id
    return leads or any(each.team == team and each.until is None for each in reads.find(Membership, person=viewer.id))


def _above(viewer: Person, subject: str, reads: Reads) -> bool:
    person = reads.get(Person, subject)
    return person is not None and is_over(reads, viewer, person)


KINDS = (Kind(Blocker, may_read_blocker), Kind(Promise, may_read_promise))
