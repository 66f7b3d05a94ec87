"""Finding the share a person means: the one of a card, of today, of another day; or a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.features.checkins import rules
from bot.features.checkins.model import (
    NO_CARD,
    CheckIn,
    Occurrence,
    Participation,
    Status,
    occurrence_id,
    participation_id,
)
from bot.features.checkins.templates import TODAY
from bot.kernel.dialogs import Session
from bot.kernel.features import PersonTurn, Turn
from bot.kernel.ids import DeliveryKey
from bot.kernel.organisation import teams_of
from bot.kernel.people import Locale, Person
from bot.kernel.questions import Question


@dataclass(frozen=True, slots=True)
class Share:
    """A person's share in a check-in on a day, with its questions in their language."""

    checkin: CheckIn
    participation: Participation
    locale: Locale
    questions: tuple[Question, ...]

    @classmethod
    def of(cls, checkin: CheckIn, participation: Participation, locale: Locale) -> "Share":
        return cls(checkin, participation, locale, rules.questions_for(checkin, participation, locale))

    @property
    def session(self) -> Session:
        return Session(self.questions, self.participation.answers)

    def question(self, name: str) -> Question | None:
        return next((each for each in self.questions if each.name == name), None)

    def number(self, name: str) -> int:
        """The place of a question, counted from one."""
        return [each.name for each in self.questions].index(name) + 1

    def now(self, participation: Participation) -> "Share":
        return replace(self, participation=participation)


def share_of(turn: PersonTurn, participation: str) -> Share | None:
    """The share a card speaks of, if this person may see it."""
    found = turn.reads.get(Participation, participation)
    checkin = turn.reads.get(CheckIn, found.checkin) if found else None
    return Share.of(checkin, found, turn.locale) if found and checkin else None


def share_on(turn: PersonTurn, checkin: CheckIn, day: date) -> Share:
    """This person's share on a day, theirs so far or a new one."""
    found = turn.reads.get(Participation, participation_id(checkin.id, day, turn.person.id))
    return Share.of(checkin, found or _new(turn, checkin, day), turn.locale)


def _new(turn: PersonTurn, checkin: CheckIn, day: date) -> Participation:
    before = rules.previous_day(checkin, day, turn.calendar)
    last = turn.reads.get(Participation, participation_id(checkin.id, before, turn.person.id))
    return new_participation(checkin, turn.person, day, turn.person.timezone, last)


def new_participation(
    checkin: CheckIn,
    person: Person,
    day: date,
    zone: str,
    last: Participation | None,
    asked: DeliveryKey = NO_CARD,
) -> Participation:
    """A share not yet answered; what was planned in the `last` one is what the first question asks about.

    `asked`: the card that asks it.
    """
    plan = last.value(TODAY) if last and last.status is Status.ANSWERED else None
    return Participation(
        id=participation_id(checkin.id, day, person.id),
        occurrence=occurrence_id(checkin.id, day, zone),
        checkin=checkin.id,
        team=checkin.team,
        person=person.id,
        day=day,
        zone=zone,
        plan=plan or "",
        plan_day=last.day if last and plan else None,
        asked=asked,
    )


def checkins_of(turn: PersonTurn) -> Sequence[CheckIn]:
    """The running check-ins that ask this person."""
    today = turn.today(turn.person.timezone)
    teams = teams_of(turn.reads, turn.person.id, today)
    return [
        each
        for team in teams
        for each in turn.reads.find(CheckIn, team=team.id)
        if each.enabled and not each.trial and (not each.people or turn.person.id in each.people)
    ]


def shares_today(turn: PersonTurn) -> Sequence[Share]:
    """This person's shares of today: open ones first, then the one acted on last."""
    today = turn.today(turn.person.timezone)
    found = turn.reads.find(Participation, person=turn.person.id, day=today)
    shares = [share for each in found if (share := share_of(turn, each.id))]
    newest = sorted(shares, key=lambda share: _acted(share.participation), reverse=True)
    return sorted(newest, key=lambda share: rules.settled(share.participation.status))


def _acted(participation: Participation) -> str:
    return participation.acted_at.isoformat() if participation.acted_at else ""


def share_now(turn: PersonTurn) -> Share | None:
    """The share a person can answer now: one of today, or a new one of a day on which they are asked."""
    shares = shares_today(turn)
    if shares:
        return shares[0]
    today = turn.today(turn.person.timezone)
    due = [each for each in checkins_of(turn) if rules.is_day(each, today, turn.calendar)]
    return share_on(turn, due[0], today) if due else None


def is_late(turn: Turn, share: Share) -> bool:
    occurrence = turn.reads.get(Occurrence, share.participation.occurrence)
    return rules.is_late(occurrence, share.checkin, share.participation, turn.now)
