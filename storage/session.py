"""One connection and its transaction. Statements are written once, for SQLite and PostgreSQL alike.

In a statement `:name` stands for a value and `IN :names` for any of many. It is handed to the driver as text:
the layers above a driver cost several times what the database does (see the benchmark).
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

_MANY = re.compile(r"\bIN :(\w+)")
Row = tuple[Any, ...]


class Session(ABC):
    """Runs statements inside one transaction at a time. Used by one thread at a time."""

    begin: str
    schema_lock = ""
    """What lets only one process change the schema, until its transaction ends."""
    skip_locked = ""
    """What keeps a claim from waiting for another process that claims as well."""
    several_clocks = False
    """Whether others write here by clocks of their own."""
    news = False
    """Whether this transaction stored something for other processes to do."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._depth = 0

    @abstractmethod
    def _execute(self, text: str, values: Mapping[str, Any]) -> Any:
        """A cursor that has run the statement."""

    @abstractmethod
    def _many(self, text: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """How many rows changed in all."""

    @abstractmethod
    def _translate(self, text: str) -> str:
        """The statement in the driver's way of naming values."""

    @abstractmethod
    def _listed(self, values: Sequence[Any]) -> Any:
        """Many values as one that `IN` takes."""

    @abstractmethod
    def changes(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> Sequence[bool]:
        """Run a statement for each row; whether it changed anything, each."""

    @abstractmethod
    def real_now(self) -> str:
        """The real time, which leases are measured by: one clock for all who share the database."""

    def keep_others_off(self, names: Sequence[str]) -> Sequence[str]:
        """Those of the names that nobody else keeps; kept by this session from now on, outside any transaction."""
        return names

    def join(self, alone: bool) -> bool:
        """Come in among those who work side by side, or alone when they have all gone. False if it takes too long."""
        return True

    def let_go(self) -> None:  # noqa: B027 - most keep nobody off
        """Of all that this session keeps."""

    def commit(self) -> None:
        self.control("COMMIT")

    @abstractmethod
    def tables(self) -> set[str]:
        """The names of all tables there are."""

    @contextmanager
    def changing_schema(self) -> Iterator[None]:
        """A transaction in which tables are made: all of them or none."""
        self.control("BEGIN")
        try:
            if self.schema_lock:
                self.control(self.schema_lock)
            yield
            self.control("COMMIT")
        except BaseException:
            self.rollback()
            raise

    @abstractmethod
    def close(self) -> None: ...

    def rollback(self) -> None:
        self.control("ROLLBACK")

    def tidy(self) -> None:  # noqa: B027 - most have nothing to do
        """Outside a transaction: leave nothing of what was blanked in logs beside the data."""

    def control(self, text: str) -> None:
        """Begin, commit, roll back, or make tables."""
        self._execute(text, {})

    def rows(self, statement: str, **values: Any) -> list[Row]:
        found: list[Row] = self._run(statement, values).fetchall()
        return found

    def row(self, statement: str, **values: Any) -> Row | None:
        found: Row | None = self._run(statement, values).fetchone()
        return found

    def run(self, statement: str, **values: Any) -> int:
        """How many rows it changed."""
        changed: int = self._run(statement, values).rowcount
        return changed

    def many(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """One statement for many rows; how many it changed in all."""
        if not rows:
            return 0
        if len(rows) == 1:
            changed: int = self._run(statement, rows[0]).rowcount
            return changed
        return self._many(self._prepared(statement)[0], rows)

    def later(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """One statement for many rows, at the latest before the next one that answers: nobody asks what it changed."""
        self.many(statement, rows)

    def flush(self) -> None:  # noqa: B027 - most leave nothing for later
        """Do what was left for later: for whoever commits past this session."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What was done inside is undone when an exception leaves it; the exception goes on."""
        self._depth += 1
        name = f"inner_{self._depth}"
        self.control(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self.control(f"ROLLBACK TO SAVEPOINT {name}")
            raise
        finally:
            self.control(f"RELEASE SAVEPOINT {name}")
            self._depth -= 1

    def _run(self, statement: str, values: Mapping[str, Any]) -> Any:
        text, many = self._prepared(statement)
        if many:
            values = {**values, **{name: self._listed(values[name]) for name in many}}
        return self._execute(text, values)

    def _prepared(self, statement: str) -> tuple[str, tuple[str, ...]]:
        known = self._known.get(statement)
        if known is None:
            known = self._known[statement] = (self._translate(statement), tuple(_MANY.findall(statement)))
        return known


def quoted(name: str) -> str:
    """A table's or column's name, whatever word it is."""
    return '"' + name.replace('"', '""') + '"'


def as_json(values: Sequence[Any]) -> str:
    return json.dumps(list(values))


def with_any(text: str, form: str) -> str:
    """`IN :names` written as a database understands it."""
    return _MANY.sub(form, text)
