"""What happened, for other features to hear: the published language between features. It grows on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

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
class CheckInSkipped:
    """Somebody chose not to answer a check-in today; it does not count as missed."""

    occurrence: str
    person: PersonId
    team: TeamId
    day: date


@dataclass(frozen=True, slots=True)
class AnswersWithdrawn:
    """Answers that were given were taken back by their person."""

    occurrence: str
    person: PersonId
    team: TeamId
    day: date


@dataclass(frozen=True, slots=True)
class BlockerRaised:
    """Somebody is stuck: `text` as they wrote it, with the people mentioned in it as (name, person) in order.

    `private`: only for the manager.
    """

    id: str
    person: PersonId
    team: TeamId
    text: str
    day: date
    mentions: tuple[tuple[str, PersonId], ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True)
class BlockerInHand:
    """Somebody promised to clear the blocker `id` by `until`; told again when the day moves."""

    id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class BlockerSolved:
    """The blocker `id` is out of the way. `withdrawn`: its words were taken back or changed, so nobody solved it."""

    id: str
    person: PersonId
    helper: PersonId | None = None
    withdrawn: bool = False


class Ladder(StrEnum):
    """How far reminders go."""

    ONCE = "once"
    """One friendly word before it is due, nothing after: a check-in."""
    FULL = "full"
    """Before it is due, then the owner on the first late workday, owner and manager on the second."""


@dataclass(frozen=True, slots=True)
class ObligationOpened:
    """Somebody owes something by an instant. Opened again under its id it moves (new `due`) or changes its words.

    `what` names it in the owner's language, `buttons` are the presses of the feature that opened it, shown on
    each reminder; `late_buttons`, if any, take their place once it is late. Reminders are always direct, never in
    a group. `remind` is when the word before it is due goes (an instant already past: at once); None for none.
    `towards`: to whom it is owed, if to a person.
    """

    id: str
    owner: PersonId
    due: datetime
    what: str
    buttons: tuple[Button, ...]
    ladder: Ladder = Ladder.FULL
    remind: datetime | None = None
    towards: PersonId | None = None
    late_buttons: tuple[Button, ...] = ()


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
class UserGone:
    """A platform's directory no longer has this person's account."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class PlatformTroubled:
    """A platform does not work as it should, or works again: as the event `Troubled` says it."""

    platform: str
    subject: str
    zh: str
    en: str
    over: bool


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
    | CheckInSkipped
    | AnswersWithdrawn
    | BlockerRaised
    | BlockerInHand
    | BlockerSolved
    | ObligationOpened
    | ObligationMet
    | MetricRecorded
    | KudosGiven
    | AbsenceChanged
    | PersonJoined
    | PersonLeft
    | UserGone
    | PlatformTroubled
    | GroupJoined
)
