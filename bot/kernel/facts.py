"""What happened, for other features to hear: the published language between features. It grows on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bot.kernel.cards import Button, Private
from bot.kernel.ids import ChatId, PersonId, TeamId


@dataclass(frozen=True, slots=True)
class AnswersGiven:
    """A check-in was answered, or answered anew (`revised`). `answers` by question name, private ones left out."""

    occurrence: str
    person: PersonId
    team: TeamId
    day: date
    answers: Mapping[str, str]
    late: bool = False
    revised: bool = False
    private: tuple[tuple[str, Private], ...] = ()
    """Answers for the person alone or the manager alone, by question name (the mood, a 私-answer)."""


@dataclass(frozen=True, slots=True)
class AnswersMissed:
    """A check-in closed without an answer; skipped and excused ones tell nothing."""

    occurrence: str
    person: PersonId
    team: TeamId
    day: date


@dataclass(frozen=True, slots=True)
class BlockerRaised:
    """Somebody is stuck. `wanted_by` None: no time was given. `helper` None: nobody was named."""

    id: str
    person: PersonId
    team: TeamId
    text: str
    day: date
    helper: PersonId | None = None
    wanted_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class BlockerSolved:
    """The blocker `id` is out of the way."""

    id: str
    person: PersonId
    helper: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ObligationOpened:
    """Somebody owes something by an instant. Opening it again moves it (new `due`) or changes its words.

    `buttons` are the feature's own presses, shown on each reminder. `public` is never shown in a group:
    reminders are direct. `escalates`: whether the owner's manager hears of it on the second late workday.
    """

    id: str
    owner: PersonId
    due: datetime
    what: str
    buttons: tuple[Button, ...]
    escalates: bool = True
    warn: datetime | None = None
    """A friendly word before it is due, in working hours; None for none."""
    towards: PersonId | None = None
    """To whom it is owed, if to a person."""


@dataclass(frozen=True, slots=True)
class ObligationMet:
    """Done, dropped or excused: no reminder any more."""

    id: str


@dataclass(frozen=True, slots=True)
class MetricRecorded:
    """A day's value of a person's metric. None: could not be read, which is grey, never zero."""

    person: PersonId
    metric: str
    day: date
    value: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class KudosGiven:
    """Thanks reached somebody."""

    id: str
    giver: PersonId
    receiver: PersonId
    points: int
    private: bool


@dataclass(frozen=True, slots=True)
class AbsenceChanged:
    """A person's leave was entered, changed or revoked."""

    person: PersonId
    first: date
    last: date
    cancelled: bool


@dataclass(frozen=True, slots=True)
class PersonJoined:
    """A person became part of a team."""

    person: PersonId
    team: TeamId


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """A person left the company."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class GroupJoined:
    """The bot was added to a group."""

    chat: ChatId
    title: str
    by: PersonId
    members: tuple[PersonId, ...] = field(default_factory=tuple)


Fact = (
    AnswersGiven
    | AnswersMissed
    | BlockerRaised
    | BlockerSolved
    | ObligationOpened
    | ObligationMet
    | MetricRecorded
    | KudosGiven
    | AbsenceChanged
    | PersonJoined
    | PersonLeft
    | GroupJoined
)
