"""What a backup needs of a database that its bot does not: one still picture to read, and many rows in one go."""

import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, Protocol

from storage.backup.archive import Value
from storage.engine import Engine
from storage.errors import AlreadyRunning
from storage.session import Session, quoted
from storage.sqlite import SqliteSession

_GROUP: Final = 1000
_GONE_WITHIN: Final = 2.0
"""Seconds for which PostgreSQL may list a session that has just ended."""


class Driver(Protocol):
    """One connection, in one transaction of its own or of whoever opened it."""

    session: Session

    def picture(self) -> None:
        """Begin a transaction that sees the database as it is now, whatever is written meanwhile."""

    def columns(self, table: str) -> Sequence[str]: ...

    def rows(self, table: str) -> Iterator[Sequence[Value]]:
        """A few in memory at a time."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Add rows."""

    def indexes(self, tables: Collection[str]) -> Mapping[str, str]:
        """By their names, the statements that make the indexes: filling is quicker without, most of all when large."""

    def count_on(self, tables: Iterable[str]) -> None:
        """What is numbered goes on behind the highest number."""

    def refuse_others(self, shown: str) -> None:
        """Raise AlreadyRunning if another process works on this database."""

    def close(self) -> None: ...


_SQLITE_INDEXES = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.session: Session = SqliteSession(connection)

    def picture(self) -> None:
        # The first statement takes the picture: a bare BEGIN takes none.
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def columns(self, table: str) -> Sequence[str]:
        found = self._connection.execute(f"SELECT * FROM {quoted(table)} LIMIT 0")  # noqa: S608 - a table of ours
        return [each[0] for each in found.description]

    def rows(self, table: str) -> Iterator[Sequence[Value]]:
        return self._connection.execute(f"SELECT * FROM {quoted(table)}")  # noqa: S608 - a table of ours

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        names, marks = ", ".join(map(quoted, columns)), ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608 - ours

    def indexes(self, tables: Collection[str]) -> Mapping[str, str]:
        found = self._connection.execute(_SQLITE_INDEXES).fetchall()
        return {name: sql for table, name, sql in found if table in tables}

    def count_on(self, tables: Iterable[str]) -> None:
        """It looks for the highest number by itself."""

    def refuse_others(self, shown: str) -> None:
        """The lock has said so."""

    def close(self) -> None:
        self._connection.close()


# Those of primary keys belong to their tables.
_INDEXES = """
SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND NOT EXISTS (
  SELECT 1 FROM pg_constraint WHERE conname = indexname AND connamespace = current_schema()::regnamespace)
"""
_COUNT_ON = """
SELECT setval(pg_get_serial_sequence(%s, %s), highest) FROM (SELECT max({column}) AS highest FROM {table}) AS found
WHERE highest IS NOT NULL
"""
_NUMBERED = """
SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
  AND pg_get_serial_sequence(%s, a.attname) IS NOT NULL
"""
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'hepai' AND pid <> pg_backend_pid()
"""


class _Postgres:
    def __init__(self, connection: Any) -> None:
        from storage.postgresql import PostgresSession  # its driver takes a tenth of a second to load

        self._connection = connection
        self.session: Session = PostgresSession(connection)

    def picture(self) -> None:
        self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def columns(self, table: str) -> Sequence[str]:
        found = self._connection.execute(f"SELECT * FROM {quoted(table)} LIMIT 0")  # noqa: S608 - a table of ours
        return [each.name for each in found.description]

    def rows(self, table: str) -> Iterator[Sequence[Value]]:
        with self._connection.cursor(name="backup") as cursor:
            cursor.itersize = _GROUP
            cursor.execute(f"SELECT * FROM {quoted(table)}")  # noqa: S608 - a table of ours
            yield from cursor

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        names = ", ".join(map(quoted, columns))
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {quoted(table)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def indexes(self, tables: Collection[str]) -> Mapping[str, str]:
        return {name: sql for table, name, sql in self._connection.execute(_INDEXES).fetchall() if table in tables}

    def count_on(self, tables: Iterable[str]) -> None:
        for table in tables:
            name = quoted(table)
            for (column,) in self._connection.execute(_NUMBERED, (name, name)).fetchall():
                statement = _COUNT_ON.format(column=quoted(column), table=name)
                self._connection.execute(statement, (name, column))

    def refuse_others(self, shown: str) -> None:
        end = time.monotonic() + _GONE_WITHIN
        while self._connection.execute(_OTHERS).fetchone() != (0,):
            if time.monotonic() > end:
                raise AlreadyRunning(f"{shown}: is in use by another process. Stop every bot on it first.")
            time.sleep(0.05)
            self._connection.execute("SELECT pg_stat_clear_snapshot()")

    def close(self) -> None:
        self._connection.close()


def driver_on(engine: Engine, connection: Any) -> Driver:
    """On a connection of the driver itself, see Engine.driver."""
    return _Sqlite(connection) if engine.dialect == "sqlite" else _Postgres(connection)


def in_groups(rows: Iterator[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    while group := list(islice(rows, _GROUP)):
        yield group
