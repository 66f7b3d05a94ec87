"""What red flags are made of: baselines, values, open blockers, missed check-ins; and the flag itself."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.kernel.cards import Private
from bot.kernel.ids import DeliveryKey, PersonId, TeamId, derive
from bot.kernel.text import squash

MOOD = "mood"
"""The metric that check-ins record moods under."""
TYPED = "typed"
"""The source of a value that somebody typed in; shown in the reader's language."""
CHECKIN = "checkin"
"""The source of a number answered in a check-in."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The line a team agreed on for a metric. `metric` is its key, `name` how it is shown; None: no longer watched."""

    id: str
    team: TeamId
    metric: str
    name: str
    line: Decimal | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A day's value of a person's metric. None is grey: it could not be read, and is never zero."""

    id: str
    person: PersonId
    metric: str
    day: date
    value: Private | None
    source: str

    @property
    def number(self) -> Decimal | None:
        """The value; None where it is grey, or unreadable since its owner's key is gone."""
        return Decimal(self.value.text) if self.value and self.value.text else None


@dataclass(frozen=True, slots=True)
class OpenBlocker:
    """A blocker somebody raised; `solved` once it is out of the way, `in_hand` up to a day promised for it."""

    id: str
    person: PersonId
    team: TeamId
    text: Private
    since: date
    solved: bool = False
    in_hand: date | None = None


@dataclass(frozen=True, slots=True)
class Misses:
    """The check-in days without an answer since the last one answered. `id` is the person."""

    id: PersonId
    team: TeamId
    days: tuple[date, ...]


class Rule(StrEnum):
    """What raises a flag."""

    METRIC = "metric"
    MOOD = "mood"
    BLOCKER = "blocker"
    MISSED = "missed"


class Level(StrEnum):
    YELLOW = "yellow"
    RED = "red"


class Stage(StrEnum):
    """How far a flag is."""

    ASKED = "asked"
    """The person has been told; nobody else knows."""
    RAISED = "raised"
    """Somebody answers for it."""
    CLOSED = "closed"


UNSENT = DeliveryKey("")
OPEN = (Stage.ASKED, Stage.RAISED)


class Outcome(StrEnum):
    """How a flag was closed."""

    TALKED = "talked"
    RESOURCES = "resources"
    FALSE_ALARM = "false alarm"
    CLEARED = "cleared"
    """The cause is gone: a corrected value, an answer, a solved blocker."""
    DECLINED = "declined"
    """The person does not want a talk about their mood."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One alert about one person, from the first word to them until it is closed.

    `about`: the metric's key or the blocker's id. `days` raised it; `shown` are their numbers or words.
    `asked`, `told`, `reminder`, `closure`: the messages to the person, to who answers for it, and back.
    `addressee` answers for it, `instead_of` should have; `told_on` is the addressee's day.
    """

    id: str
    rule: Rule
    about: str
    name: str
    person: PersonId
    team: TeamId
    raised_on: date
    days: tuple[date, ...]
    shown: Private
    asked: DeliveryKey
    line: str = ""
    source: str = ""
    level: Level = Level.YELLOW
    stage: Stage = Stage.ASKED
    note: Private | None = None
    disputed: bool = False
    wants_help: bool = False
    held_until: datetime | None = None
    told: DeliveryKey = UNSENT
    told_on: date | None = None
    addressee: PersonId | None = None
    instead_of: PersonId | None = None
    reminder: DeliveryKey = UNSENT
    outcome: Outcome | None = None
    words: Private | None = None
    closure: DeliveryKey = UNSENT
    closed_on: date | None = None
    answered: bool = False


_ALIASES = {"有效通话": "calls", "通话": "calls", "有效通话分钟": "calls", "call minutes": "calls"}
"""The number that the sales check-in asks for, by the names people give it."""


def metric_key(name: str) -> str:
    """One key however the name is written."""
    key = squash(name)
    return _ALIASES.get(key, key)


def baseline_id(team: TeamId, metric: str) -> str:
    return derive("baseline", team, metric)


def reading_id(person: PersonId, metric: str, day: date) -> str:
    return derive("reading", person, metric, day.isoformat())
