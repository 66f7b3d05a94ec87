"""One transaction: the six ports over one session."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.kernel.codec import Codec
from bot.kernel.ids import PersonId
from bot.ports import storage as port
from bot.ports.outbox import Outbox as OutboxPort
from storage.directory import Directory
from storage.inbox import Inbox
from storage.keys import KeyCache, Keys
from storage.leases import Leases
from storage.masterkey import MasterKey
from storage.records import Records
from storage.sending import Outbox
from storage.session import Session
from storage.shelves import Shelf
from storage.timers import Timers


class Transaction:
    """Kept as long as its session, one transaction after another: what it holds is made once."""

    def __init__(self, session: Session, master: MasterKey, cache: KeyCache, shelves: Mapping[type, Shelf]) -> None:
        self._session = session
        self._keys = Keys(session, master, cache)
        codec = Codec(self._keys.seal, self._keys.unseal)
        self._records = Records(session, codec, shelves)
        self.records: port.Records = self._records
        self._directory = Directory(session, self._records)
        self.directory: port.Directory = self._directory
        self.inbox: port.Inbox = Inbox(session)
        self._outbox = Outbox(session, codec)
        self.outbox: OutboxPort = self._outbox
        self.timers: port.Timers = Timers(session, codec)
        self.leases: port.Leases = Leases(session)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        with self._session.savepoint():
            try:
                yield
            except BaseException:
                self._keys.partly_undone()
                self._forget()
                raise

    def erase(self, person: PersonId) -> None:
        self._keys.erase(person)
        self._forget()

    def committed(self) -> None:
        """Nothing remembered outlives its transaction, but the keys that are now stored."""
        self._keys.committed()
        self._forget()

    def undone(self) -> None:
        self._keys.undone()
        self._forget()

    def _forget(self) -> None:
        self._records.forget()
        self._directory.forget()
        self._outbox.forget()
