"""PostgreSQL through psycopg: a few connections, each a session."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

import psycopg

from storage.engine import SCHEMA_LOCK, Again
from storage.errors import StorageError
from storage.session import Session, with_any

_NAME = re.compile(r":([A-Za-z_]\w*)")
_CLASHES = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
_OUTSIDE = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.ReadOnlySqlTransaction,
)
_BOT = "hepai bot "
_OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
  AND application_name LIKE :pattern AND application_name <> current_setting('application_name')
"""
_REAL_NOW = """SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


class PostgresSession(Session):
    # Reads see one still picture; two who change one row do so one after the other, or one starts anew.
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ"
    schema_lock = SCHEMA_LOCK
    skip_locked = "FOR UPDATE SKIP LOCKED"

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__()
        self.connection = connection

    def _execute(self, text: str, values: Mapping[str, Any]) -> psycopg.Cursor[Any]:
        try:
            return self.connection.execute(text, values)
        except _CLASHES as clash:
            raise Again from clash

    def _many(self, text: str, rows: Sequence[Mapping[str, Any]]) -> int:
        with self.connection.cursor() as cursor:
            try:
                cursor.executemany(text, rows)
            except _CLASHES as clash:
                raise Again from clash
            return cursor.rowcount

    def _translate(self, text: str) -> str:
        return _NAME.sub(r"%(\1)s", with_any(text, r"= ANY(:\1)"))

    def _listed(self, values: Sequence[Any]) -> list[Any]:
        return list(values)

    def changes(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> Sequence[bool]:
        if len(rows) == 1:
            return [self.run(statement, **rows[0]) > 0]
        text, _ = self._prepared(statement)
        try:
            with self.connection.pipeline():
                cursors = [self.connection.execute(text, row) for row in rows]
        except _CLASHES as clash:
            raise Again from clash
        return [cursor.rowcount > 0 for cursor in cursors]

    def real_now(self) -> str:
        found = self._execute(_REAL_NOW, {}).fetchone()
        return str(found[0]) if found else ""

    def alone(self) -> bool:
        # Whoever has just gone is listed for a moment longer.
        for _ in range(10):
            if self.rows(_OTHERS, pattern=f"{_BOT}%") == [(0,)]:
                return True
            time.sleep(0.05)
            self.control("SELECT pg_stat_clear_snapshot()")
        return False

    def tables(self) -> set[str]:
        return {name for (name,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}

    def close(self) -> None:
        self.connection.close()


class PostgresEngine:
    """The database at a URL that psycopg understands; `shown` is the URL without its password."""

    dialect = "postgresql"
    connections = 4
    numbers_itself = True
    file: Path | None = None

    def __init__(self, url: str, shown: str) -> None:
        self._url = url
        self.shown = shown
        self._name = "hepai"

    def connect(self) -> PostgresSession:
        try:
            connection = psycopg.connect(self._url, autocommit=True, connect_timeout=10, application_name=self._name)
        except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
            raise trouble(self.shown, error) from None
        return PostgresSession(connection)

    def driver(self) -> Any:
        connection = self.connect().connection
        # SQLAlchemy expects a driver that begins by itself.
        connection.autocommit = False
        return connection

    def exists(self) -> bool:
        return True

    def lock(self) -> Callable[[], None]:
        # Several may share it: claims are fenced. They know of each other by the names of their connections.
        self._name = _BOT + token_hex(8)
        return lambda: None

    def explain(self, error: Exception) -> StorageError | None:
        return trouble(self.shown, error) if isinstance(error, _OUTSIDE) else None


def trouble(shown: str, error: Exception) -> StorageError:
    """What PostgreSQL's complaint means for whoever runs the bot."""
    first = str(error).strip().splitlines()
    said = first[0] if first else type(error).__name__
    return StorageError(f"{shown}: PostgreSQL is not to be had ({said}). Check that it runs, the URL and the rights.")
