"""Who is asked, who reads what was kept for a manager, who may change a check-in."""

from collections.abc import Sequence
from datetime import date

from bot.features.checkins.model import CheckIn
from bot.kernel.features import Reads
from bot.kernel.ids import PersonId
from bot.kernel.organisation import is_over, members_among, members_of, responsible_for, some_members_of
from bot.kernel.people import Person, Team


def participants(reads: Reads, checkin: CheckIn, day: date) -> tuple[Person, ...]:
    """The people a check-in asks on a day, in the order they joined the team."""
    if checkin.trial:
        found = (reads.get(Person, each) for each in checkin.people)
        return tuple(each for each in found if each and each.active)
    members = members_of(reads, checkin.team, day)
    return tuple(each for each in members if each.id in checkin.people) if checkin.people else members


def some_participants(
    reads: Reads, checkin: CheckIn, day: date, after: str, most: int
) -> tuple[tuple[Person, ...], str]:
    """A few of them, by membership, and from where to go on; empty at the end."""
    found, rest = some_members_of(reads, checkin.team, day, after, most)
    return tuple(each for each in found if not checkin.people or each.id in checkin.people), rest


def participants_among(reads: Reads, checkin: CheckIn, day: date, people: Sequence[PersonId]) -> tuple[Person, ...]:
    """Those of some people whom a check-in asks on a day."""
    found = members_among(reads, checkin.team, people, day)
    return tuple(each for each in found if not checkin.people or each.id in checkin.people)


def manager_of(reads: Reads, person: Person, day: date) -> Person | None:
    """The one person named to somebody as their reader: their manager; without one whoever answers for them."""
    manager = reads.get(Person, person.manager) if person.manager else None
    if manager and manager.active:
        return manager
    responsible = responsible_for(reads, person, day)
    return responsible.person if responsible else None


def may_change(reads: Reads, actor: Person, team: Team | None, members: Sequence[Person]) -> bool:
    """An administrator, the team's manager or somebody above, or a manager of its members."""
    if actor.admin or (team and team.manager == actor.id):
        return True
    manager = reads.get(Person, team.manager) if team and team.manager else None
    if manager and is_over(reads, actor, manager):
        return True
    return any(is_over(reads, actor, each) for each in members if each.id != actor.id)


def who_may_change(reads: Reads, team: Team | None) -> tuple[Person, ...]:
    """The people to name in a refusal: administrators, then the team's manager."""
    admins = [each for each in reads.find(Person, admin=True) if each.active]
    manager = reads.get(Person, team.manager) if team and team.manager else None
    found = {each.id: each for each in (*admins, *((manager,) if manager and manager.active else ()))}
    return tuple(found.values())
