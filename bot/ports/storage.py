"""What storage promises: one transaction over records, people, inbox, outbox and timers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.kernel.features import Reads
from bot.kernel.ids import ChatId, PersonId
from bot.kernel.people import Chat, ChatRef, UserRef
from bot.kernel.timers import Timer
from bot.ports.adapter import Envelope
from bot.ports.backlog import InboxBacklog
from bot.ports.outbox import Outbox

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

    def id_of(self, ref: ChatRef) -> ChatId:
        """Of our chat for theirs, whether or not it was seen."""

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
