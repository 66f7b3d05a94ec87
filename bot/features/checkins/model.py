"""What check-ins keep: the definition, one opening of it, each person's share, drafts, private answers, the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache

from bot.kernel.cards import Private
from bot.kernel.ids import ChatId, DeliveryKey, PersonId, TeamId, derive, one_of
from bot.kernel.questions import Answer, Question

NO_CARD = DeliveryKey("")
SEEN = "edited message"
"""The source of a version that came by the edit of a message."""


class Template(StrEnum):
    """Ready-made sets of questions."""

    DEFAULT = "default"
    SALES = "sales"
    RESEARCH = "research"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A recurring set of questions for a team.

    `questions` by language. `weekdays`: 0 for Monday; empty means every working day. `people`: who is asked,
    empty for the whole team. `since`: nothing due before it is asked. `zones`: whose timers stand.
    `trial`: for one person trying it out; nothing of it reaches anybody else.
    """

    id: str
    team: TeamId
    audience: str
    questions: Mapping[str, tuple[Question, ...]]
    since: datetime
    chat: ChatId | None = None
    at: time = time(9, 30)
    window_end: time = time(12)
    weekdays: tuple[int, ...] = ()
    people: tuple[PersonId, ...] = ()
    mood: bool = False
    enabled: bool = True
    zones: tuple[str, ...] = ()
    trial: bool = False


class Phase(StrEnum):
    """How far an occurrence is."""

    OPEN = "open"
    CLOSED = "closed"
    """The window has ended; answers are late."""
    ENDED = "ended"
    """The day is over."""
    UNASKED = "unasked"
    """The bot slept until it was too late to ask."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One opening of a check-in: keyed by the check-in, the local date and the zone. `people`: how many it asked."""

    id: str
    checkin: str
    day: date
    zone: str
    closes: datetime
    phase: Phase = Phase.OPEN
    people: int = 0


class Status(StrEnum):
    """Where a person's share stands."""

    AWAITING = "awaiting"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    EXCUSED = "excused"
    """On leave: never counted."""
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Version:
    """What was answered at one time. Taken back, the words are gone and the trace stays."""

    at: datetime
    answers: tuple[Answer, ...]
    source: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Participation:
    """A person's share in a check-in on a day.

    `plan`: what they said on `plan_day` they would do, the object of the first question. An answer that is not
    for the team stands here empty and its question among `kept`; its words are in a PrivateAnswer.
    `asked`: the card with the open question. `blocker`: the one raised by these answers.
    `source` of the newest version: talk, form, text, or the group message it came from.
    """

    id: str
    occurrence: str
    checkin: str
    team: TeamId
    person: PersonId
    day: date
    zone: str
    status: Status = Status.AWAITING
    plan: str = ""
    plan_day: date | None = None
    answers: tuple[Answer, ...] = ()
    kept: tuple[str, ...] = ()
    mentions: tuple[tuple[str, PersonId], ...] = ()
    blocker: str = ""
    asked: DeliveryKey = NO_CARD
    late: bool = False
    acted_at: datetime | None = None
    snoozed: bool = False
    versions: tuple[Version, ...] = ()

    def value(self, question: str) -> str | None:
        """The answer for the team; None if there is none yet."""
        return next((each.value for each in self.answers if each.name == question), None)


class Audience(StrEnum):
    """Who else reads an answer kept from the team."""

    SELF = "self"
    MANAGER = "manager"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class PrivateAnswer:
    """An answer for the person alone, or for them and the one `reader` named before it was written."""

    id: str
    participation: str
    person: PersonId
    day: date
    question: str
    words: Private
    reader: PersonId | None = None


class Held(StrEnum):
    """Why words wait for their person's decision."""

    CONFIRM = "confirm"
    """Understood from one message, not yet agreed."""
    GROUP = "group"
    """Written in a group."""
    WHICH_DAY = "which day"
    """Written between two check-in days."""
    AHEAD = "ahead"
    """Written for a coming day: offered with its prompt."""
    SENSITIVE = "sensitive"
    """Kept back until the person says who may read it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Words not yet given as answers, by question name; nobody but their person reads them.

    `used`: what the person decided; the words are gone then. Empty while it waits.
    """

    id: str
    person: PersonId
    checkin: str
    day: date
    why: Held
    fields: tuple[tuple[str, Private], ...]
    made_at: datetime
    mentions: tuple[tuple[str, PersonId], ...] = ()
    source: str = "text"
    used: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A message that answered these questions. `reread`: its platform tells nobody of an edit."""

    id: str
    participation: str
    occurrence: str
    person: PersonId
    chat: ChatId
    ref: str
    questions: tuple[str, ...]
    reread: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The card of answers in the team's channel: one a check-in and local date, over all zones.

    `changed`: when an answer in it last changed.
    """

    id: str
    checkin: str
    day: date
    key: DeliveryKey
    posted_at: datetime
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """A check-in being set up for a group. `choices`: the options taken so far, by question of the set-up."""

    id: ChatId
    title: str
    members: tuple[PersonId, ...]
    by: PersonId
    choices: Mapping[str, int] = field(default_factory=dict)
    people: tuple[PersonId, ...] = ()
    at: time | None = None
    card: DeliveryKey = NO_CARD
    signed: bool = False
    """Whether `members` are those who signed up, as the platform does not tell who is in the group."""


@lru_cache(maxsize=64)
def occurrence_id(checkin: str, day: date, zone: str) -> str:
    return derive("occurrence", checkin, day.isoformat(), zone)


@lru_cache(maxsize=2048)
def participation_id(checkin: str, day: date, person: PersonId) -> str:
    """The same whatever zone the person is in: nobody is asked twice for one date."""
    return one_of(_participations(checkin, day), person)


@lru_cache(maxsize=64)
def _participations(checkin: str, day: date) -> str:
    return derive("participation", checkin, day.isoformat())


def source_id(chat: ChatId, ref: str) -> str:
    return derive("source", chat, ref)


def report_id(checkin: str, day: date) -> str:
    return derive("report", checkin, day.isoformat())


def obligation_id(participation: str) -> str:
    return f"checkins:{participation}"
