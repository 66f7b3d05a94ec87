"""The database of one program: opened once, then one function at a time in one transaction each."""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from bot.ports import storage as port
from bot.secret import StorageUrl
from storage import masterkey
from storage.engine import Again, Engine
from storage.errors import KeyProblem, StorageError
from storage.keys import KeyCache, master_for
from storage.masterkey import MasterKey
from storage.migrating import ensure
from storage.schema import Schema, Tables
from storage.session import Session
from storage.transaction import Transaction
from storage.urls import engine_for

T = TypeVar("T")

_ATTEMPTS = 12


class Database:
    """Storage on SQLite or PostgreSQL, by the URL.

    `tables`: the rows of every feature's records; the kernel's own kinds are added. `master_key_file` is made
    at the first start; only a database in memory does without. `exclusive=False` looks in beside a running bot:
    it takes no lock and changes no schema.
    """

    def __init__(
        self,
        url: str | StorageUrl,
        tables: Tables,
        master_key_file: Path | None = None,
        *,
        exclusive: bool = True,
    ) -> None:
        self._engine = engine_for(url)
        self._schema = Schema(tables)
        self._key_file = master_key_file
        self._exclusive = exclusive
        self._keys = KeyCache()
        self._pool: ThreadPoolExecutor | None = None
        self._idle: SimpleQueue[_Place] = SimpleQueue()
        self._unlock: Callable[[], None] = lambda: None

    async def open(self) -> None:
        """Lock, migrate, check the master key. Raises a StorageError, having let go of everything."""
        self._pool = ThreadPoolExecutor(self._engine.connections, thread_name_prefix="storage")
        try:
            await self._in_thread(self._open)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Finish what runs, then close every connection. Closing twice is harmless."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        await asyncio.to_thread(pool.shutdown)
        while not self._idle.empty():
            self._idle.get().close()
        self._unlock()
        self._unlock = lambda: None

    async def transact(self, work: Callable[[port.Transaction], T]) -> T:
        """Run the work in one transaction. Cancelled while it runs, it still commits: ask by key, not by outcome."""
        return await self._in_thread(lambda: self._transact(work))

    async def tidy(self) -> None:
        def overwrite() -> None:
            place = self._idle.get()
            try:
                place.tidy()
            finally:
                self._idle.put(place)

        await self._in_thread(overwrite)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._pool is None:
            raise StorageError(f"{self._engine.shown}: the database is not open.")
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def _open(self) -> None:
        engine = self._engine
        if self._exclusive:
            self._unlock = engine.lock()
        first = engine.connect()
        try:
            ensure(engine, first, self._schema, may_change=self._exclusive)
            master = self._master_key(first)
        except BaseException as error:
            first.close()
            raise _explained(engine, error) from error
        shelves = self._schema.shelves(engine.numbers_itself)

        def make(session: Session) -> Transaction:
            return Transaction(session, master, self._keys, shelves)

        for number in range(engine.connections):
            self._idle.put(_Place(engine, make, first if number == 0 else None))

    def _master_key(self, session: Session) -> MasterKey:
        in_memory = self._engine.dialect == "sqlite" and self._engine.file is None
        if self._key_file is None:
            if not in_memory:
                raise KeyProblem(f"{self._engine.shown}: name the file of the master key in [keys] file.")
            return masterkey.ephemeral()
        if self._engine.file:
            masterkey.refuse_beside_data(self._key_file, self._engine.file.parent)
        return master_for(session, self._key_file)

    def _transact(self, work: Callable[[port.Transaction], T]) -> T:
        place = self._idle.get()
        try:
            return place.transact(work)
        finally:
            self._idle.put(place)


class _Place:
    """Where transactions run one after another: a session, opened when it is first needed and when it broke."""

    def __init__(self, engine: Engine, make: Callable[[Session], Transaction], session: Session | None) -> None:
        self._engine = engine
        self._make = make
        self._open: tuple[Session, Transaction] | None = (session, make(session)) if session else None

    def transact(self, work: Callable[[port.Transaction], T]) -> T:
        for attempt in range(_ATTEMPTS):
            try:
                return self._once(work)
            except Again:
                time.sleep(random.uniform(0, 0.01 * 2 ** min(attempt, 6)))  # noqa: S311 - no secret
        raise StorageError(f"{self._engine.shown}: too many at once changed the same rows. Try again.")

    def _once(self, work: Callable[[port.Transaction], T]) -> T:
        session, transaction = self._ready()
        try:
            session.control(session.begin)
            result = work(transaction)
            session.control("COMMIT")
        except BaseException as error:
            self._undo(session, transaction)
            raise _explained(self._engine, error) from error
        transaction.committed()
        return result

    def _ready(self) -> tuple[Session, Transaction]:
        if self._open is None:
            session = self._engine.connect()
            self._open = (session, self._make(session))
        return self._open

    def _undo(self, session: Session, transaction: Transaction) -> None:
        transaction.undone()
        try:
            session.control("ROLLBACK")
        except Exception:
            # The connection is gone and the transaction with it.
            session.close()
            self._open = None

    def tidy(self) -> None:
        self._ready()[0].tidy()

    def close(self) -> None:
        if self._open:
            self._open[0].close()
            self._open = None


def _explained(engine: Engine, error: BaseException) -> BaseException:
    """The world's failure as a sentence; our own bugs as they are."""
    return (engine.explain(error) if isinstance(error, Exception) else None) or error
