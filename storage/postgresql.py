"""PostgreSQL through psycopg: a few connections, each a session."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Any

import psycopg

from storage.engine import SCHEMA_LOCK, Again
from storage.errors import StorageError
from storage.listening import CHANNEL, Listener
from storage.session import Session, with_any
from storage.wire import Answer, Statement, Wire

_NAME = re.compile(r"(?<!:):([a-z_]\w*)")
_CLASHES = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
)
_OUTSIDE = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.ReadOnlySqlTransaction,
)
_ALONE, _AMONG = "SELECT pg_advisory_lock(20260917)", "SELECT pg_advisory_lock_shared(20260917)"
_KEEP = "SELECT number FROM unnest(CAST(:numbers AS BIGINT[])) AS number WHERE pg_try_advisory_lock(number)"
_TELL = f"SELECT pg_notify('{CHANNEL}', :teller)"
_REAL_NOW = """SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


# A machine that is gone without a word is noticed, here and there, within about ten seconds.
_ALIVE: Any = {"connect_timeout": 10, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
_MANNERS = """
SET application_name = 'hepai'; SET lock_timeout = '10s'; SET tcp_keepalives_idle = 5;
SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3
"""


class PostgresSession(Session):
    # Reads see one still picture; two who change one row do so one after the other, or one starts anew.
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ"
    schema_lock = SCHEMA_LOCK
    skip_locked = "FOR UPDATE SKIP LOCKED"
    several_clocks = True

    def __init__(self, connection: psycopg.Connection[Any], teller: str = "") -> None:
        super().__init__()
        self.connection = connection
        self.teller = teller
        self._wire = Wire(connection)
        self._orders: dict[str, tuple[str, ...]] = {}
        self._later: list[Statement] = []

    def _execute(self, text: str, values: Mapping[str, Any]) -> Answer:
        statement = (text, self._ordered(text, values))
        with _clashing():
            return self._wire.run_all([*self._taken(), statement])[-1] if self._later else self._wire.run(*statement)

    def later(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        text, _ = self._prepared(statement)
        self._later += [(text, self._ordered(text, row)) for row in rows]

    def flush(self) -> None:
        if before := self._taken():
            with _clashing():
                self._wire.run_all(before)

    def _taken(self) -> Sequence[Statement]:
        """What was left for later; nothing is any more."""
        taken, self._later = self._later, []
        return taken

    def _many(self, text: str, rows: Sequence[Mapping[str, Any]]) -> int:
        return sum(answer.rowcount for answer in self._answers(text, rows))

    def _answers(self, text: str, rows: Sequence[Mapping[str, Any]]) -> Sequence[Answer]:
        before = self._taken()
        with _clashing():
            return self._wire.run_all([*before, *((text, self._ordered(text, row)) for row in rows)])[len(before) :]

    def _translate(self, text: str) -> str:
        plain = with_any(text, r"= ANY(:\1)")
        names = tuple(dict.fromkeys(_NAME.findall(plain)))
        numbered = _NAME.sub(lambda found: f"${names.index(found[1]) + 1}", plain)
        self._orders[numbered] = names
        return numbered

    def _ordered(self, text: str, values: Mapping[str, Any]) -> Sequence[Any]:
        return [values[name] for name in self._orders[text]]

    def _listed(self, values: Sequence[Any]) -> list[Any]:
        return list(values)

    def changes(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> Sequence[bool]:
        if len(rows) == 1:
            return [self.run(statement, **rows[0]) > 0]
        return [answer.rowcount > 0 for answer in self._answers(self._prepared(statement)[0], rows)]

    def control(self, text: str) -> None:
        before = self._taken()
        with _clashing():
            # What was left for later is undone before it is done.
            if before and not text.startswith("ROLLBACK"):
                self._wire.run_all(before)
            self._wire.control(text)

    def real_now(self) -> str:
        found = self.row(_REAL_NOW)
        return str(found[0]) if found else ""

    def keep_others_off(self, names: Sequence[str]) -> Sequence[str]:
        numbers = {_number(name): name for name in names}
        return [numbers[number] for (number,) in self.rows(_KEEP, numbers=list(numbers))]

    def join(self, alone: bool) -> bool:
        try:
            self._wire.control(_ALONE if alone else _AMONG)
        except psycopg.errors.LockNotAvailable:
            return False
        return True

    def let_go(self) -> None:
        self._wire.control("SELECT pg_advisory_unlock_all()")

    def commit(self) -> None:
        if self.news:
            self.run(_TELL, teller=self.teller)
        super().commit()

    def tables(self) -> set[str]:
        return {name for (name,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}

    def close(self) -> None:
        self.connection.close()


class PostgresEngine:
    """The database at a URL that psycopg understands; `shown` is the URL without its password."""

    dialect = "postgresql"
    connections = 4
    numbers_itself = True
    shared = True
    file: Path | None = None

    def __init__(self, url: str, shown: str) -> None:
        self._url = url
        self.shown = shown
        self._teller = token_hex(8)

    def connect(self) -> PostgresSession:
        return PostgresSession(self._connect(), self._teller)

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            connection = psycopg.connect(self._url, autocommit=True, **_ALIVE)
            connection.execute(_MANNERS)
            return connection
        except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
            raise trouble(self.shown, error) from None

    def driver(self) -> Any:
        connection = self.connect().connection
        # SQLAlchemy expects a driver that begins by itself.
        connection.autocommit = False
        return connection

    def exists(self) -> bool:
        return True

    def lock(self) -> Callable[[], None]:
        # Several may share it: claims are fenced, and what only one may do is leased.
        return lambda: None

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        listener = Listener(self._connect, self._teller, heard)
        listener.start()
        return listener.stop

    def explain(self, error: Exception) -> StorageError | None:
        return trouble(self.shown, error) if isinstance(error, _OUTSIDE) else None


@contextmanager
def _clashing() -> Iterator[None]:
    try:
        yield
    except _CLASHES as clash:
        raise Again from clash


def _number(name: str) -> int:
    """A lock's number for a name: two names meet in one number less often than a disk fails."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def trouble(shown: str, error: Exception) -> StorageError:
    """What PostgreSQL's complaint means for whoever runs the bot."""
    first = str(error).strip().splitlines()
    said = first[0] if first else type(error).__name__
    return StorageError(f"{shown}: PostgreSQL is not to be had ({said}). Check that it runs, the URL and the rights.")
