"""Who belongs where, who is away, and who answers for whom: questions every feature asks of the same records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.kernel.features import OneOf, Page, Reads
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.people import Absence, Membership, Person, Team


def teams_of(reads: Reads, person: PersonId, day: date) -> tuple[Team, ...]:
    """The teams a person belongs to on a day, oldest membership first."""
    found = (reads.get(Team, each.team) for each in reads.find(Membership, person=person) if _lasts(each, day))
    return tuple(team for team in found if team is not None)


def members_of(reads: Reads, team: TeamId, day: date) -> tuple[Person, ...]:
    """The active people of a team on a day, in the order they joined it."""
    return _active(reads, [each.person for each in reads.find(Membership, team=team) if _lasts(each, day)])


def some_members_of(reads: Reads, team: TeamId, day: date, after: str, most: int) -> tuple[tuple[Person, ...], str]:
    """Of the memberships behind the id `after` so many: their active people on a day, and the id to go on from.

    That is empty at the end.
    """
    found = reads.find(Membership, team=team, id=Page(after, most))
    ids = [each.person for each in found if _lasts(each, day)]
    return _active(reads, ids), found[-1].id if len(found) == most else ""


def members_among(reads: Reads, team: TeamId, people: Sequence[PersonId], day: date) -> tuple[Person, ...]:
    """Those of some people who are members of a team on a day, and active."""
    found = reads.find(Membership, person=OneOf(people)) if people else ()
    return _active(reads, [each.person for each in found if each.team == team and _lasts(each, day)])


def _active(reads: Reads, ids: Sequence[PersonId]) -> tuple[Person, ...]:
    people = {person.id: person for person in reads.find(Person, id=OneOf(ids))} if ids else {}
    return tuple(people[each] for each in ids if each in people and people[each].active)


def ended(reads: Reads, person: PersonId, day: date) -> tuple[Membership, ...]:
    """A person's memberships that go on, as they are if the day is the first no longer in the team."""
    going_on = (each for each in reads.find(Membership, person=person) if each.until is None or each.until > day)
    return tuple(replace(each, until=max(day, each.since)) for each in going_on)


def is_away(reads: Reads, person: PersonId, day: date) -> bool:
    return absence_of(reads, person, day) is not None


def absence_of(reads: Reads, person: PersonId, day: date) -> Absence | None:
    return next((each for each in reads.find(Absence, person=person) if each.covers(day)), None)


def away_on(reads: Reads, people: Sequence[PersonId], day: date) -> Mapping[PersonId, Absence]:
    """Of these people, those away on a day, asked for all at once."""
    found = reads.find(Absence, person=OneOf(people)) if people else ()
    return {each.person: each for each in found if each.covers(day)}


def is_over(reads: Reads, actor: Person, subject: Person) -> bool:
    """Whether the actor manages the subject, directly or from further up."""
    return any(above.id == actor.id for above in _upwards(reads, subject))


def leads(reads: Reads, actor: Person, subject: Person, day: date) -> bool:
    """Whether the actor may decide for the subject: an administrator, somebody above, the manager of a team."""
    return (
        actor.admin
        or is_over(reads, actor, subject)
        or any(team.manager == actor.id for team in teams_of(reads, subject.id, day))
    )


def answers_for(reads: Reads, actor: Person, subject: Person, day: date) -> bool:
    """Whether what concerns the subject is still the actor's to answer: by their place, or standing in today."""
    if leads(reads, actor, subject, day):
        return True
    today = responsible_for(reads, subject, day)
    return today is not None and today.person.id == actor.id


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a person today, and who should have but is away or gone (`instead_of`)."""

    person: Person
    instead_of: Person | None = None


def responsible_for(reads: Reads, subject: Person, day: date) -> Responsible | None:
    """The manager; away or gone, their delegate; else the next above; at last an administrator.

    Never the subject themself, whatever circle the managers form. None in a company without anybody else.
    """
    skipped: Person | None = None
    for above in _upwards(reads, subject):
        delegate = reads.get(Person, above.delegate) if above.delegate else None
        for candidate in (above, delegate):
            if candidate and candidate.id != subject.id and candidate.active and not is_away(reads, candidate.id, day):
                return Responsible(candidate, skipped if candidate.id != above.id or skipped else None)
            skipped = skipped or candidate
    admins = [each for each in reads.find(Person, admin=True) if each.active and each.id != subject.id]
    present = [each for each in admins if not is_away(reads, each.id, day)]
    if not admins:
        return None
    chosen = (present or admins)[0]
    return Responsible(chosen, skipped if skipped and skipped.id != chosen.id else None)


def _upwards(reads: Reads, subject: Person) -> Sequence[Person]:
    chain: list[Person] = []
    seen = {subject.id}
    above = subject.manager
    while above and above not in seen:
        seen.add(above)
        person = reads.get(Person, above)
        if person is None:
            break
        chain.append(person)
        above = person.manager
    return chain


def _lasts(membership: Membership, day: date) -> bool:
    return membership.since <= day and (membership.until is None or day < membership.until)
