"""Who is on stage: the company a header describes, and how a transcript calls its people and rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.company import Company, Group
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.people import Locale, Membership, Person, Team
from bot.playing.script import Header, PersonSpec, PlayError
from bot.sample import sample_company

FOUNDED = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Cast:
    """The company, and the names by which a transcript knows its people (`who`) and its rooms."""

    company: Company
    people: Mapping[str, PersonId]
    rooms: Mapping[str, str]

    def person(self, who: str) -> PersonId:
        if who in self.people:
            return self.people[who]
        alike = [name for name in self.people if name.startswith(f"{who}·")]
        advice = f"say which: {', '.join(alike)}" if alike else f"there are {', '.join(self.people)}"
        raise PlayError(f"no such person: {who}; {advice}")

    def who(self, id: str) -> str:
        return next((who for who, person in self.people.items() if person == id), id)

    def room(self, title: str) -> str:
        if title not in self.rooms:
            raise PlayError(
                f"no such room: #{title}; there is {', '.join(f'#{each}' for each in self.rooms) or 'none'}"
            )
        return self.rooms[title]

    def title(self, id: str) -> str:
        return next((title for title, room in self.rooms.items() if room == id), id)

    def with_room(self, title: str, id: str) -> "Cast":
        """The cast once there is a further room; one that was there keeps its id."""
        return replace(self, rooms={title: id, **self.rooms})


def cast_of(header: Header) -> Cast:
    """The sample company or an empty one, with the header's people changed or added."""
    company = sample_company() if header.company == "sample" else Company()
    if header.locale:
        company = _speaking(company, Locale(header.locale))
    known = {_called(person, company.people): person for person in company.people}
    for spec in header.people:
        if alike := [who for who in known if who.startswith(f"{spec.who}·")]:
            raise PlayError(f"{spec.who}: two have this name; say which: {', '.join(alike)}")
        known[spec.who] = _person(spec, known.get(spec.who), header)
    ids = {who: person.id for who, person in known.items()}
    known = {who: _related(person, spec_of(header, who), ids) for who, person in known.items()}
    company = _with_teams(replace(company, people=tuple(known.values())), header, ids)
    return Cast(company, ids, {group.title: group.id for group in company.groups})


def spec_of(header: Header, who: str) -> PersonSpec:
    return next((spec for spec in header.people if spec.who == who), PersonSpec(who))


def _speaking(company: Company, locale: Locale) -> Company:
    return replace(
        company,
        people=tuple(replace(each, locale=locale) for each in company.people),
        teams=tuple(replace(each, locale=locale) for each in company.teams),
    )


def _called(person: Person, people: Sequence[Person]) -> str:
    """The name alone, or with the department where two have it."""
    namesakes = sum(each.name == person.name for each in people)
    return person.name if namesakes == 1 else f"{person.name}·{person.department}"


def _person(spec: PersonSpec, known: Person | None, header: Header) -> Person:
    department = spec.who.partition("·")[2]
    base = known or Person(
        PersonId(spec.who), spec.name, header.zone, Locale(header.locale or "zh"), department, joined=FOUNDED
    )
    return replace(
        base,
        timezone=spec.tz or base.timezone,
        locale=Locale(spec.locale or base.locale),
        department=spec.department or base.department,
        staff_no=spec.staff or base.staff_no,
        joined=date.fromisoformat(spec.joined) if spec.joined else base.joined,
        admin=spec.admin or base.admin,
        active=not spec.left,
    )


def _related(person: Person, spec: PersonSpec, ids: Mapping[str, PersonId]) -> Person:
    for name in (spec.manager, spec.delegate):
        if name not in ("", "none", *ids):
            raise PlayError(f"{spec.who}: no such person {name}; name them in @people as well")
    manager = person.manager if not spec.manager else ids.get(spec.manager)
    delegate = person.delegate if not spec.delegate else ids.get(spec.delegate)
    return replace(person, manager=manager, delegate=delegate)


def _with_teams(company: Company, header: Header, ids: Mapping[str, PersonId]) -> Company:
    """Those with `team=` join it; a team not there yet is founded under their manager, with a room of its name."""
    for spec in (each for each in header.people if each.team):
        person = next(each for each in company.people if each.id == ids[spec.who])
        team = next((each for each in company.teams if each.name == spec.team), None)
        if team is None:
            team = Team(TeamId(spec.team), spec.team, header.zone, Locale(header.locale or "zh"), person.manager)
            present = tuple(p.id for p in company.people if p.id == team.manager or p.admin)
            group = Group(spec.team, spec.team, present, team.id)
            company = replace(company, teams=(*company.teams, team), groups=(*company.groups, group))
        joined = Membership(f"{team.id}/{person.id}", team.id, person.id, person.joined or FOUNDED)
        groups = tuple(
            replace(each, members=tuple(dict.fromkeys((*each.members, person.id)))) if each.team == team.id else each
            for each in company.groups
        )
        kept = tuple(each for each in company.memberships if each.id != joined.id)
        company = replace(company, memberships=(*kept, joined), groups=groups)
    return company
