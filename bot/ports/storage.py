"""What storage promises: one transaction over records, people, inbox, outbox and timers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.kernel.cards import Card
from bot.kernel.features import Reads, Standing
from bot.kernel.ids import ChatId, DeliveryKey, PersonId, Platform
from bot.kernel.people import Chat, ChatRef, UserRef
from bot.kernel.timers import Timer
from bot.ports.adapter import Envelope, Priority, Receipt, Spent
from bot.ports.backlog import InboxBacklog, OutboxBacklog

T = TypeVar("T")


class Records(Reads, Protocol):
    """Declared records, unscoped; the runtime scopes them by viewer before a feature sees them."""

    def save(self, records: Iterable[Any]) -> None:
        """Insert or replace by id, many of a kind in one statement."""


class Directory(Protocol):
    """Which platform user is which person, and which platform chat is which chat."""

    def person_of(self, user: UserRef) -> PersonId | None: ...

    def people_of(self, users: Collection[UserRef]) -> Mapping[UserRef, PersonId]:
        """Of many users at once; strangers are left out."""

    def link(self, user: UserRef, person: PersonId) -> None:
        """This user is this person; a person may have several users."""

    def accounts_of(self, person: PersonId) -> Sequence[UserRef]:
        """Every user of this person, the one last used at the end."""

    def unlink(self, user: UserRef) -> None:
        """This user is nobody any more."""

    def adopt(self, person: PersonId, into: PersonId) -> None:
        """All users of `person` are users of `into`."""

    def used(self, user: UserRef, at: datetime) -> None:
        """The person wrote from here: unasked messages follow."""

    def users_of(self, people: Sequence[PersonId]) -> Mapping[PersonId, UserRef]:
        """The user each person last used; people without any are left out."""

    def chat_of(self, ref: ChatRef, title: str = "") -> Chat:
        """Our chat for theirs, created at first sight; a non-empty title is kept."""

    def chat(self, id: ChatId) -> Chat | None: ...


@dataclass(frozen=True, slots=True)
class Pending:
    """An inbox row to handle. `seq` is its place in the order of arrival."""

    seq: int
    envelope: Envelope
    attempts: int


@dataclass(frozen=True, slots=True)
class Parked:
    """An event set aside: how often it was tried and what went wrong, never its text."""

    seq: int
    source: str
    dedupe: str
    received: datetime
    attempts: int
    error: str


class Inbox(Protocol):
    def accept(self, envelopes: Sequence[Envelope]) -> Sequence[bool]:
        """Store each unless its (source, dedupe) is known; True where it was new."""

    def waiting(self, now: datetime, limit: int) -> Sequence[Pending]:
        """Rows to handle, oldest first. Behind a row that waits for its retry, its lane waits too.

        Where one lane alone would fill the limit, every lane gets its share of it.
        """

    def handled(self, seqs: Sequence[int]) -> int:
        """Done: the payload is blanked in this same transaction, the dedupe key stays. How many still waited."""

    def retry(self, seq: int, at: datetime, error: str) -> None: ...

    def park(self, seq: int, error: str) -> None:
        """Set aside with its payload; the lane goes on."""

    def parked(self) -> Sequence[Parked]: ...

    def replay(self, seqs: Sequence[int], now: datetime) -> int:
        """Parked rows wait again, from attempt 0. How many there were."""

    def next_retry(self) -> datetime | None:
        """When the earliest waiting row may be handled; None if none waits."""

    def purge(self, keys_before: datetime, parked_before: datetime) -> None: ...

    def backlog(self) -> InboxBacklog:
        """Asked by every scrape of the metrics: cheap."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent at `due`. `lane` orders it among the messages to one person or chat.

    `person`: the direct recipient, None for a group. `rule` is empty for an answer, so it is no push.
    `thread`: the message in whose thread it answers. `place`: which of its fan-out it is, from 0: among fan-outs of
    one minute lower places go first.
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

        Waiting ones that were not yet sent are left out.
        """

    def claim(
        self, platform: Platform, now: datetime, limit: int, many: int | None = None, term: int = 0
    ) -> Sequence[Claimed]:
        """Due rows whose lane has nothing older unsettled, under a lease of 30 s of real time.

        Higher priorities first; at most `many` of the lowest. `term`: the sender's, see Leases. What was claimed
        under an earlier term is claimed again at once, and so is what a lease has run out for.
        """

    def settle(self, receipts: Sequence[tuple[Claimed, Receipt]], now: datetime, calls: Sequence[int] = ()) -> int:
        """Sent. Rows whose token has moved on are left alone; how many were settled.

        `calls`: what each used of the platform's limits; one if not said.
        """

    def spent(self, platform: Platform, within: timedelta) -> Sequence[Spent]:
        """What was used of a platform's limits within so much real time, by whoever sent."""

    def drop_pointless(self, now: datetime) -> int:
        """Withdraw what waits and has become pointless, of a merged message those parts. How many there were."""

    def fold_late(self, platform: Platform, now: datetime, late: timedelta) -> int:
        """Pushes to one person that wait for a platform and are late become one message. How many went into others."""

    def postpone(self, claimed: Claimed, until: datetime, error: str, uncertain: bool = False, calls: int = 0) -> None:
        """Try again then. `uncertain`: this try may have reached the platform. What waits longer holds up its lane."""

    def bury(self, claimed: Claimed, error: str, calls: int = 0) -> None: ...

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


class Timers(Protocol):
    def arm(self, timers: Sequence[Timer]) -> None:
        """Set, replacing timers with the same key."""

    def disarm(self, keys: Sequence[str]) -> None: ...

    def due(self, now: datetime, limit: int) -> Sequence[Timer]:
        """Timers due at or before now, earliest first; of those due at one instant, the one armed first."""

    def next_due(self) -> datetime | None: ...

    def get(self, key: str) -> Timer | None: ...


class Leases(Protocol):
    """What only one process may do at a time: a name, who has it, until when, and a term that grows at each change."""

    def hold(self, names: Sequence[str], holder: str, lasts: timedelta) -> Mapping[str, int]:
        """The names that `holder` has from now on for so much real time, newly or still, each with its term.

        A name that was let go, or ran out, is free for whoever comes first.
        """

    def let_go(self, holder: str) -> None:
        """Free at once, for whoever comes next."""


Touches = Mapping[int, Collection[str] | None]
"""By the number of a waiting row: what its turn touches (a chat, a person, a team), None for everything."""


class Transaction(Protocol):
    """All of these change together or not at all. Valid only inside `Storage.transact`."""

    @property
    def records(self) -> Records: ...

    @property
    def directory(self) -> Directory: ...

    @property
    def inbox(self) -> Inbox: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def timers(self) -> Timers: ...

    @property
    def leases(self) -> Leases: ...

    def savepoint(self) -> AbstractContextManager[None]:
        """An exception that leaves the block undoes what was done inside, and propagates out of it."""

    def erase(self, person: PersonId) -> None:
        """Destroy the person's data key: their private words read as empty from now on, in backups too."""


class Storage(Protocol):
    """`transact` runs one function in one transaction, in a storage thread. The function may run again
    after a serialisation failure, so it must have no effect but through the transaction."""

    shared: bool
    """Whether other processes may work on the same database."""

    async def open(self) -> None:
        """Migrate to the newest schema and take the single-process lock where the database needs one."""

    async def close(self) -> None: ...

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        """Cancelled while it runs, the work still commits. Raises what the work raised, having undone it all."""

    async def take_turns(
        self,
        pick: Callable[[Transaction], Sequence[Pending]],
        touches: Callable[[Transaction, Sequence[Pending]], Touches],
        work: Callable[[Transaction, Sequence[Pending]], T],
        most: int,
    ) -> T | None:
        """Pick rows, keep every other process off what they touch, run the work on those of them that were free.

        In the order picked: a row behind one that is not free, and touches the same, is left out too. At most so
        many rows. None if there are none, or others hold all of them. What is kept is let go after the work however
        it ends, and by the database itself when this process dies. Where only one process works, all rows are free.
        """

    def listen(self, heard: Callable[[], None]) -> None:
        """Call this, in the running loop, when another process has stored something to do. Until `close`."""

    async def tidy(self) -> None:
        """After a purge: what was blanked or deleted is overwritten beside the database too, where there is a log."""
