"""What the handlers of kudos look up: people by name, what a giver has left, a gift whole, a team's channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.features.kudos.cards import Gift
from bot.features.kudos.ledger import Purse, purse_of, week_of, zone_of
from bot.features.kudos.model import Kudos
from bot.features.kudos.rules import newest_first
from bot.kernel.features import OneOf, PersonTurn, Reads, Span, Turn
from bot.kernel.ids import ChatId, PersonId
from bot.kernel.names import Candidates, Doubt, Resolution, arranged, resolve
from bot.kernel.organisation import members_of, teams_of
from bot.kernel.people import Locale, Person, Team
from bot.kernel.timers import local_instant

RECENT = timedelta(days=90)
"""How far back "worked with recently" looks."""


def purse(turn: Turn, giver: Person) -> Purse:
    return purse_of(turn.reads, giver.id, week(turn, giver))


def week(turn: Turn, giver: Person) -> str:
    return week_of(turn.now, zone_of(turn.reads, giver, turn.now))


def people(reads: Reads, ids: Sequence[PersonId]) -> tuple[Person, ...]:
    """The people with these ids, in their order."""
    found = {person.id: person for person in reads.find(Person, id=OneOf(ids))} if ids else {}
    return tuple(found[each] for each in ids if each in found)


def name(turn: Turn, query: str) -> Resolution:
    return resolve(query, turn.reads, turn.readings)


def nearest_first(turn: PersonTurn, meant: Candidates) -> Candidates:
    """The candidates, those first with whom this person exchanged thanks lately, then those of their teams."""
    me, since = turn.person.id, Span(turn.now - RECENT)
    mine = (*turn.reads.find(Kudos, giver=me, given_at=since), *turn.reads.find(Kudos, receiver=me, given_at=since))
    known = [each.receiver if each.giver == me else each.giver for each in newest_first(mine)]
    today = turn.today(turn.person.timezone)
    my_teams = {team.id for team in teams_of(turn.reads, me, today)}
    near = [p.id for p in meant.people if my_teams & {team.id for team in teams_of(turn.reads, p.id, today)}]
    return Candidates(arranged(meant.people, [*known, *near]), meant.why)


def gift_of(turn: Turn, gift: str) -> Gift | None:
    """All kudos of one message, if this reader may see them."""
    kudos = tuple(turn.reads.find(Kudos, gift=gift)) if gift else ()
    giver = turn.reads.get(Person, kudos[0].giver) if kudos else None
    receivers = people(turn.reads, [each.receiver for each in kudos])
    return Gift(kudos, giver, told_apart(turn, receivers)) if giver else None


def told_apart(turn: Turn, people: Sequence[Person]) -> tuple[Person, ...]:
    """The people as they are named to others: one with a namesake goes by name and department."""
    return tuple(_distinct(turn, person) for person in people)


def _distinct(turn: Turn, person: Person) -> Person:
    match name(turn, person.name):
        case Candidates(_, Doubt.SAME_NAME) if person.department:
            return replace(person, name=f"{person.name}·{person.department}")
        case _:
            return person


def echoes_of(reads: Reads, gift: str) -> tuple[Person, ...]:
    """Who joined in thanking, in the order they did."""
    joined = sorted((each for each in reads.find(Kudos, echoes=gift) if each.stands), key=lambda each: each.given_at)
    return people(reads, list(dict.fromkeys(each.giver for each in joined)))


def channel(turn: PersonTurn, receivers: Sequence[Person]) -> ChatId | None:
    """Where thanks written in a direct chat are posted: the giver's team, rather one that a receiver is in."""
    today = turn.today(turn.person.timezone)
    teams = [team for team in teams_of(turn.reads, turn.person.id, today) if team.chat]
    wanted = {person.id for person in receivers}
    shared = [team for team in teams if wanted & {each.id for each in members_of(turn.reads, team.id, today)}]
    return next((team.chat for team in (*shared, *teams)), None)


def language_of(reads: Reads, chat: ChatId, otherwise: Locale) -> Locale:
    """The language of a group: its team's, where it is a team's channel."""
    return next((team.locale for team in reads.find(Team, chat=chat)), otherwise)


def midnight(day: date, zone: str) -> datetime:
    return local_instant(datetime.combine(day, time(0)), zone)


def days(first: date, last: date, zone: str) -> Span:
    """The instants of the days from the first to the last, both included."""
    return Span(midnight(first, zone), midnight(last + timedelta(1), zone))
