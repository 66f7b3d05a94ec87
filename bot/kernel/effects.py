"""What a handler wants done. It yields these and holds nothing it could send or write with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.kernel.cards import Card
from bot.kernel.facts import Fact
from bot.kernel.ids import ChatId, DeliveryKey, PersonId
from bot.kernel.people import Address
from bot.kernel.timers import Timer


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody wrote or pressed just now: the reply goes at once and costs no attention."""


class Timing(StrEnum):
    """When an unasked message to a person may go."""

    FIXED = "fixed"
    """At its own hour: a prompt the team agreed on."""
    SLOT = "slot"
    """In the next slot, merged with what else waits there."""
    NEXT_SLOT = "next slot"
    """In the next slot however full the day is: what must be known before somebody else hears of it."""
    DUE_TODAY = "due today"
    """A promise due today: at once within working hours, outside the slots."""


@dataclass(frozen=True, slots=True)
class Push:
    """Nobody asked for this message. `rule` names what caused it; `reason` says it in the reader's language.

    `until`: from then on it is pointless; what could not be sent before is dropped. None: it never becomes so. Set
    for what asks or reminds of something that has an end; what tells somebody something is told however late.
    `place`: which of its fan-out it is, from 0: where many wait, small teams do not wait for a big one's last.
    """

    rule: str
    reason: str
    timing: Timing = Timing.SLOT
    until: datetime | None = None
    place: int = 0


Why = Answering | Push


@dataclass(frozen=True, slots=True)
class Save:
    """Store a record, new or changed, whole."""

    record: Any


@dataclass(frozen=True, slots=True)
class Post:
    """Send a card. `key` is derived with `turn.key(label)`: the same turn run again posts nothing twice.

    A push to a person who is away waits for their return. `words`: for the blanks in the card (bot.kernel.copies).
    """

    to: Address
    card: Card
    key: DeliveryKey
    why: Why = Answering()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revise:
    """Change a card that was posted under `of`; where it cannot be changed, the platform's fit decides."""

    of: DeliveryKey
    card: Card


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Do not send what waits under this key; nothing happens if it was sent."""

    key: DeliveryKey


@dataclass(frozen=True, slots=True)
class Arm:
    """Set a timer, replacing the one with the same key."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class GoOn:
    """More of the same in a turn of its own, right after this one: as if a timer for `action` fired now.

    What concerns thousands is done a few hundred a turn, so that nobody who writes meanwhile waits for all of it.
    """

    action: str
    args: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Disarm:
    key: str


@dataclass(frozen=True, slots=True)
class Reread:
    """Ask the platform for the present words of a person's messages in a chat: they come as edits and recalls.

    Nothing happens where the platform tells of edits by itself.
    """

    chat: ChatId
    person: PersonId
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adopt:
    """Every account of `person` belongs to `into` from now on."""

    person: PersonId
    into: PersonId


@dataclass(frozen=True, slots=True)
class Tell:
    """Let the other features hear a fact."""

    fact: Fact


Effect = Save | Post | Revise | Withdraw | Arm | GoOn | Disarm | Reread | Adopt | Tell
