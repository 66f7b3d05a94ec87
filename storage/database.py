"""The database of one program: opened once, then one function at a time in one transaction each."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from bot.kernel.secret import StorageUrl
from bot.ports import storage as port
from storage import masterkey
from storage.errors import KeyProblem, StorageError
from storage.keys import KeyCache, master_for
from storage.masterkey import MasterKey
from storage.migrating import ensure
from storage.place import Place, telling
from storage.schema import Tables, schema_of
from storage.session import Session
from storage.transaction import Transaction
from storage.urls import engine_for

T = TypeVar("T")


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
        self._schema = schema_of(tables)
        self._key_file = master_key_file
        self._exclusive = exclusive
        self._pool: ThreadPoolExecutor | None = None
        self._idle: SimpleQueue[Place] = SimpleQueue()
        self._unlock: Callable[[], None] = lambda: None
        self._deafen: list[Callable[[], None]] = []
        self.shared = self._engine.shared

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
        for deafen in self._deafen:
            await asyncio.to_thread(deafen)
        self._deafen.clear()
        await asyncio.to_thread(pool.shutdown)
        while not self._idle.empty():
            self._idle.get().close()
        self._unlock()
        self._unlock = lambda: None

    async def transact(self, work: Callable[[port.Transaction], T]) -> T:
        """Run the work in one transaction. Cancelled while it runs, it still commits: ask by key, not by outcome."""
        return await self._in_thread(lambda: self._at_a_place(lambda place: place.transact(work)))

    async def take_turns(
        self,
        pick: Callable[[port.Transaction], Sequence[port.Pending]],
        touches: Callable[[port.Transaction, Sequence[port.Pending]], port.Touches],
        work: Callable[[port.Transaction, Sequence[port.Pending]], T],
        most: int,
    ) -> T | None:
        """See the port."""
        return await self._in_thread(
            lambda: self._at_a_place(lambda place: place.take_turns(pick, touches, work, most))
        )

    def listen(self, heard: Callable[[], None]) -> None:
        """See the port."""
        loop = asyncio.get_running_loop()

        def tell() -> None:
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(heard)

        self._deafen.append(self._engine.listen(tell))

    async def tidy(self) -> None:
        """After a purge: nothing of what was blanked stays in a log beside the database."""
        await self._in_thread(lambda: self._at_a_place(Place.tidy))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._pool is None:
            raise StorageError(f"{self._engine.shown}: the database is not open.")
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def _open(self) -> None:
        engine = self._engine
        if self._exclusive:
            self._unlock = engine.lock()
        elif not engine.exists():
            raise StorageError(f"{engine.shown}: there is no database yet. Start the bot once: it makes one.")
        first = engine.connect()
        try:
            with telling(engine):
                ensure(engine, first, self._schema, may_change=self._exclusive)
                if self._exclusive and not engine.shared:
                    # The lock says that whoever had them is gone.
                    first.run("UPDATE lease SET until = ''")
                master = self._master_key(first)
        except Exception:
            first.close()
            raise
        keys = KeyCache(self._engine.shared)
        shelves = self._schema.shelves(engine.numbers_itself)

        def make(session: Session) -> Transaction:
            return Transaction(session, master, keys, shelves)

        for number in range(engine.connections):
            self._idle.put(Place(engine, make, first if number == 0 else None))

    def _master_key(self, session: Session) -> MasterKey:
        in_memory = self._engine.dialect == "sqlite" and self._engine.file is None
        if self._key_file is None:
            if not in_memory:
                raise KeyProblem(f"{self._engine.shown}: name the file of the master key in [keys] file.")
            return masterkey.ephemeral()
        if self._engine.file:
            masterkey.refuse_beside_data(self._key_file, self._engine.file.parent)
        return master_for(session, self._key_file)

    def _at_a_place(self, work: Callable[[Place], T]) -> T:
        place = self._idle.get()
        try:
            return work(place)
        finally:
            self._idle.put(place)
