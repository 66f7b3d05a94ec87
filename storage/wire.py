"""Statements straight to libpq, prepared once a connection: a third of what the same costs through a cursor.

psycopg connects, and knows the errors; https://www.psycopg.org/psycopg3/docs/api/pq.html
"""

import select
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import NoneType
from typing import Any, Final

import psycopg
from psycopg import pq
from psycopg.errors import error_from_result

from storage.session import Row

_FINE: Final = frozenset((pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK))
_AT_ONCE: Final = 100
"""Statements sent before their answers are read: few enough for both to fit between the two programs."""


def _text(value: str) -> bytes:
    if "\0" in value:
        raise psycopg.DataError("PostgreSQL's text cannot hold NUL")
    return value.encode()


def _element(value: Any) -> str:
    return '"' + str(value).replace("\\", r"\\").replace('"', r"\"") + '"'


_OUT: Final[Mapping[type, Callable[[Any], bytes | None]]] = {
    str: _text,
    int: lambda value: b"%d" % value,
    bool: lambda value: b"t" if value else b"f",
    float: lambda value: repr(value).encode(),
    NoneType: lambda _: None,
    list: lambda values: _text("{" + ",".join(map(_element, values)) + "}"),
}
_TYPES: Final[Mapping[type, int]] = {int: 20, bool: 16, float: 701}
"""PostgreSQL's numbers of the types that are said; the others it finds out by itself."""
_IN: Final[Mapping[int, Callable[[bytes], Any]]] = {
    16: lambda raw: raw == b"t",
    **dict.fromkeys((20, 21, 23), int),
    **dict.fromkeys((700, 701), float),
}


Statement = tuple[str, Sequence[Any]]
"""Its text, and the values for $1, $2 and so on."""


@dataclass(slots=True)
class _Prepared:
    name: bytes
    columns: Sequence[Callable[[bytes], Any]] | None = None


class Answer:
    """Rows, or how many were changed."""

    def __init__(self, result: Any, columns: Sequence[Callable[[bytes], Any]]) -> None:
        self._result, self._columns = result, columns
        self.rowcount: int = result.command_tuples or 0

    def fetchone(self) -> Row | None:
        return self._row(0) if self._result.ntuples else None

    def fetchall(self) -> list[Row]:
        return [self._row(number) for number in range(self._result.ntuples)]

    def _row(self, number: int) -> Row:
        value = self._result.get_value
        return tuple(
            None if (raw := value(number, place)) is None else read(raw) for place, read in enumerate(self._columns)
        )


class Wire:
    """One connection. In a statement `$1` stands for the first value."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._pg = connection.pgconn
        self._known: dict[tuple[Any, ...], _Prepared] = {}

    def control(self, text: str) -> None:
        """A statement without values."""
        self._check(self._pg.exec_(text.encode()))

    def run(self, text: str, values: Sequence[Any]) -> Answer:
        prepared = self._known_by(text, values)
        return self._answer(self._pg.exec_prepared(prepared.name, _packed(values)), prepared)

    def run_all(self, statements: Sequence[Statement]) -> Sequence[Answer]:
        """Several, in their order, without waiting for each. One that fails leaves those behind it undone."""
        ready = [(self._known_by(text, values), values) for text, values in statements]
        self._pg.enter_pipeline_mode()
        try:
            left, answers = iter(ready), list[Answer]()
            while some := list(islice(left, _AT_ONCE)):
                answers += self._exchange(some)
            return answers
        finally:
            if self._pg.status == pq.ConnStatus.OK:
                self._pg.exit_pipeline_mode()

    def _exchange(self, some: Sequence[tuple[_Prepared, Sequence[Any]]]) -> Sequence[Answer]:
        for prepared, values in some:
            self._pg.send_query_prepared(prepared.name, _packed(values))
        self._pg.pipeline_sync()
        results = [self._next() for _ in some]
        self._next()  # the end of what was sent together
        return [self._answer(result, prepared) for (prepared, _), result in zip(some, results, strict=True)]

    def _next(self) -> Any:
        self._wait()
        result = self._pg.get_result()
        if result is None or self._pg.status != pq.ConnStatus.OK:
            self._lost()
        assert result is not None  # noqa: S101 - it is not lost
        if result.status != pq.ExecStatus.PIPELINE_SYNC:
            self._pg.get_result()  # the end of this statement's answer
        return result

    def _wait(self) -> None:
        """Until the next answer is there. `get_result` would wait as well, but hold every thread of this process up."""
        while self._pg.is_busy():
            unsent = self._pg.flush()
            line = select.poll()
            line.register(self._pg.socket, select.POLLIN | (select.POLLOUT if unsent else 0))
            line.poll()
            self._pg.consume_input()

    def _known_by(self, text: str, values: Sequence[Any]) -> _Prepared:
        kinds = tuple(map(type, values))
        return self._known.get((text, kinds)) or self._prepare(text, kinds)

    def _prepare(self, text: str, kinds: tuple[type, ...]) -> _Prepared:
        prepared = _Prepared(b"hepai%d" % len(self._known))
        types = [_TYPES.get(kind, 0) for kind in kinds]
        self._check(self._pg.prepare(prepared.name, text.encode(), types))
        self._known[text, kinds] = prepared
        return prepared

    def _answer(self, result: Any, prepared: _Prepared) -> Answer:
        self._check(result)
        if prepared.columns is None:
            prepared.columns = [_IN.get(result.ftype(place), bytes.decode) for place in range(result.nfields)]
        return Answer(result, prepared.columns)

    def _check(self, result: Any) -> None:
        if result.status in _FINE:
            return
        if self._pg.status != pq.ConnStatus.OK:
            self._lost()
        raise error_from_result(result)

    def _lost(self) -> None:
        raise psycopg.OperationalError(self._pg.get_error_message() or "the connection was lost")


def _packed(values: Sequence[Any]) -> Any:
    try:
        return [_OUT[type(value)](value) for value in values]
    except KeyError as kind:
        raise TypeError(f"no way to hand a {kind} to PostgreSQL") from None
