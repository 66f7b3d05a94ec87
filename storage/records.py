"""Records of any declared kind: saved whole, found by their columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from bot.kernel.codec import Codec
from bot.kernel.features import OneOf, Page, Span, Where
from storage.session import Session
from storage.shelves import Shelf
from storage.values import stored

R = TypeVar("R")


class Records:
    """Reads remember what was read until something is saved: a turn asks for the same people again and again."""

    def __init__(self, session: Session, codec: Codec, shelves: Mapping[type, Shelf]) -> None:
        self._session = session
        self._codec = codec
        self._shelves = shelves
        self._seen: dict[tuple[type, str], Any] = {}
        self._bodies: dict[tuple[type, str], Any] = {}
        self._last: dict[type, tuple[frozenset[str], list[Any]]] = {}

    def forget(self) -> None:
        """What was read may have changed."""
        self._seen.clear()
        self._bodies.clear()
        self._last.clear()

    def get(self, kind: type[R], id: str) -> R | None:
        place = (kind, id)
        if place not in self._seen:
            found = self._session.row(self._shelf(kind).get, id=id)
            self._seen[place] = self._read(kind, found[0]) if found else None
        known: R | None = self._seen[place]
        return known

    def find(self, kind: type[R], /, **where: Where) -> Sequence[R]:
        shelf = self._shelf(kind)
        values: dict[str, Any] = {}
        shape: list[tuple[str, str]] = []
        for field, wanted in where.items():
            if field not in shelf.columns:
                raise TypeError(f"{kind.__name__}.{field} has no column to be found by; give it one in tables.py")
            match wanted:
                case None:
                    shape.append((field, "none"))
                case Span(first, end):
                    shape.append((field, ("from" if first is not None else "") + ("to" if end is not None else "")))
                    values |= {f"{field}_first": stored(first)} if first is not None else {}
                    values |= {f"{field}_end": stored(end)} if end is not None else {}
                case Page(after, most):
                    shape.append((field, "page"))
                    values |= {f"{field}_after": after, f"{field}_most": most}
                case OneOf(several):
                    shape.append((field, "any or none" if None in several else "any"))
                    values[f"{field}_any"] = [
                        each if each.__class__ is str else stored(each) for each in several if each is not None
                    ]
                case _:
                    shape.append((field, "is"))
                    values[f"{field}_is"] = stored(wanted)
        by_ids = shape == [("id", "any")]
        if by_ids and (again := self._again(kind, values["id_any"])) is not None:
            return again
        found = self._session.rows(shelf.search(tuple(shape)), **values)
        read = self._read
        records = [read(kind, body) for (body,) in found]
        if by_ids:
            # Asked for at once, so that they need not be one by one.
            self._seen |= {(kind, each.id): each for each in records}  # type: ignore[attr-defined]
            self._last[kind] = frozenset(values["id_any"]), records
        return records

    def _again(self, kind: type[R], ids: Sequence[str]) -> list[R] | None:
        """Those of these ids in their order, if all were just asked for; a fan-out asks twice for its people."""
        asked, records = self._last.get(kind, (frozenset(), []))
        wanted = frozenset(ids)
        return [each for each in records if each.id in wanted] if wanted <= asked else None

    def save(self, records: Iterable[Any]) -> None:
        by_kind: dict[type, list[Any]] = {}
        for record in records:
            by_kind.setdefault(type(record), []).append(record)
        for kind, several in by_kind.items():
            shelf = self._shelf(kind)
            self._session.later(shelf.save, [self._row(shelf, each) for each in several])
            self._last.pop(kind, None)
            for each in several:
                self._seen.pop((kind, each.id), None)

    def _read(self, kind: type[R], body: str) -> R:
        """The record in a body; read once in a transaction, however many searches find it."""
        place = (kind, body)
        if place not in self._bodies:
            self._bodies[place] = self._codec.loads(body, kind)
        record: R = self._bodies[place]
        return record

    def _row(self, shelf: Shelf, record: Any) -> dict[str, Any]:
        # Most columns hold plain text, and a fan-out fills seventy thousand.
        row = {name: v if (v := field(record)).__class__ is str else stored(v) for name, field in shelf.fields}
        row["body"] = self._codec.dumps(record)
        return row

    def _shelf(self, kind: type) -> Shelf:
        shelf = self._shelves.get(kind)
        if shelf is None:
            raise TypeError(f"no table keeps {kind.__name__}; declare one in its feature's tables.py")
        return shelf
