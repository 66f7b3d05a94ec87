"""Messages out as rows: what turns put, what a sender claims and settles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.kernel.cards import Card
from bot.kernel.features import Standing
from bot.kernel.ids import DeliveryKey, PersonId, Platform
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Priority, Receipt, Spent
from bot.ports.backlog import OutboxBacklog


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent at `due`. `lane` orders it among the messages to one person or chat.

    `person`: the direct recipient, None for a group. `rule` is empty for an answer, so it is no push.
    `thread`: the message in whose thread it answers. `place`: which of its fan-out it is, from 0: among fan-outs of
    one minute lower places go first. `words`: for the blanks in the card, without any private words in it; those who
    get copies of one card share the object.
    """

    key: DeliveryKey
    lane: str
    to: UserRef | ChatRef
    card: Card
    due: datetime
    person: PersonId | None = None
    rule: str = ""
    reason: str = ""
    thread: str = ""
    priority: Priority = Priority.ANSWER
    place: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """An outbox row being sent under a lease. `token` must be named when it is settled.

    `uncertain`: an earlier try may have reached the platform. `revises`: the receipt to change, else None.
    `must` and `thread` as in Delivery. `parts`: the keys of the messages that were merged in it; a change has none.
    """

    seq: int
    token: int
    key: DeliveryKey
    to: UserRef | ChatRef
    cards: tuple[Card, ...]
    due: datetime
    reason: str
    attempts: int
    uncertain: bool
    revises: Receipt | None
    must: bool = True
    thread: str = ""
    priority: Priority = Priority.ANSWER
    parts: tuple[DeliveryKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A push to a person, sent or waiting."""

    key: DeliveryKey
    due: datetime
    waiting: bool


@dataclass(frozen=True, slots=True)
class Buried:
    """A delivery given up: where it should have gone and why it did not. Never its text."""

    seq: int
    key: DeliveryKey
    lane: str
    platform: Platform
    due: datetime
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Used:
    """What a try used of the platform's limits: so many calls. It was over so many seconds of real time ago."""

    calls: int = 1
    ago: float = 0.0


NOTHING = Used(0)
REMEMBERED = timedelta(hours=1, minutes=1)
"""For how long that is known: the longest window of any platform's limit, and a little."""


class Outbox(Protocol):
    """Messages as rows. A row once put is sent, buried or withdrawn: nothing else ends it."""

    def put(self, messages: Sequence[Outgoing]) -> None:
        """Add each unless its key is known."""

    def bury_unaddressed(self, key: DeliveryKey, lane: str, card: Card, due: datetime, error: str) -> None:
        """Keep a message that has nowhere to go, so that it is reported and not lost."""

    def merge(self, into: DeliveryKey, message: Outgoing) -> bool:
        """Add the message as a further part of one that waits; it goes at the earlier of both times.

        Its key then means that part; of reasons that differ each has its line. False if the first no longer waits,
        or a try may have reached the platform.
        """

    def revise(self, of: DeliveryKey, card: Card, now: datetime, key: DeliveryKey, answers: str = "") -> bool:
        """Change a part: in place while it waits, by a further row (`key`) once sent. False if unknown.

        `answers`: the lane in which this change is the only answer to what somebody just did.
        """

    def withdraw(self, key: DeliveryKey) -> None:
        """Take back a part that waits; sent ones stay."""

    def planned(self, people: Sequence[PersonId], since: datetime) -> Mapping[PersonId, Sequence[Planned]]:
        """Each person's pushes due at or after `since`, waiting or sent, merged ones counted once.

        People without any are left out. One query, whatever the number of people.
        """

    def standing(self, lane: str, limit: int) -> Sequence[Standing]:
        """The newest cards of a lane that can be answered or were pushed, as they stand now, newest first.

        Waiting ones are left out unless a try may have reached the platform.
        """

    def claim(
        self, platform: Platform, now: datetime, limit: int, many: int | None = None, term: int = 0
    ) -> Sequence[Claimed]:
        """Due rows whose lane has nothing older unsettled, under a lease of 30 s of real time.

        Higher priorities first; at most `many` of the lowest. `term`: the sender's, see Leases. What was claimed
        under an earlier term is claimed again at once, and so is what a lease has run out for.
        """

    def settle(self, receipts: Sequence[tuple[Claimed, Receipt]], now: datetime, used: Sequence[Used] = ()) -> int:
        """Sent. Rows whose token has moved on are left alone; how many were settled.

        `used`: by each; one call just now if not said.
        """

    def give_back(self, claimed: Sequence[Claimed]) -> None:
        """None of these was begun: they wait again, as before they were claimed."""

    def spent(self, platform: Platform) -> Sequence[Spent]:
        """What was used of a platform's limits lately (REMEMBERED), by whoever sent, try by try."""

    def drop_pointless(self, now: datetime) -> int:
        """Withdraw what waits and has become pointless, of a merged message those parts. How many there were."""

    def fold_late(self, platform: Platform, now: datetime, late: timedelta) -> int:
        """Pushes to one person that wait for a platform and are late become one message. How many went into others."""

    def postpone(
        self,
        claimed: Claimed,
        until: datetime,
        error: str,
        uncertain: bool = False,
        used: Used = NOTHING,
        aside: bool = False,
    ) -> None:
        """Try again then. `uncertain`: this try may have reached the platform.

        What waits longer holds up its lane. A change put `aside` leaves it: from then on it only goes before and after
        other changes of the same message.
        """

    def bury(self, claimed: Claimed, error: str, used: Used = NOTHING) -> None: ...

    def buried(self) -> Sequence[Buried]: ...

    def resend(self, seqs: Sequence[int], now: datetime) -> int:
        """Buried rows wait again. How many there were."""

    def arrives(self, key: DeliveryKey) -> datetime | None:
        """When the message of a row or part key went, or will be tried next; None if it is in no such state."""

    def standing_by_key(self, key: DeliveryKey) -> Standing | None:
        """The message that a row or part key belongs to, as it stands now."""

    def next_due(self, platform: Platform | None = None) -> datetime | None:
        """When the earliest waiting row may be tried; None if none waits. Rows being sent count as due.

        Of one platform, or of all: rows of a platform that is not served wait for ever.
        """

    def purge(self, before: datetime) -> None:
        """Blank the words of what was sent before; keys and receipts stay."""

    def backlog(self, now: datetime) -> OutboxBacklog:
        """Asked by every scrape of the metrics: cheap, one look at an index of what waits."""
