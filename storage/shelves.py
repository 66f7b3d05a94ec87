"""Where records of one kind are kept: the table declared for it, and the statements over it, written once."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Integer, MetaData, String, Table
from sqlmodel import SQLModel

from storage.session import quoted

SEQ: Final = "seq"
"""The column that storage adds to every table of records: the order in which they were first saved."""
_TESTS: Mapping[str, str] = {
    "is": "{c} = :{f}_is",
    "none": "{c} IS NULL",
    "any": "{c} IN :{f}_any",
    "any or none": "({c} IN :{f}_any OR {c} IS NULL)",
    "from": "{c} >= :{f}_first",
    "to": "{c} < :{f}_end",
    "fromto": "{c} >= :{f}_first AND {c} < :{f}_end",
    "": "{c} IS NOT NULL",
    "page": "{c} > :{f}_after",
}


class Shelf:
    """The statements of one kind. `fields` reads a record's columns off it."""

    def __init__(self, kind: type, table: Table, numbers_itself: bool) -> None:
        self.columns = frozenset(column.name for column in table.columns) - {"body", SEQ}
        self.fields: tuple[tuple[str, Callable[[Any], Any]], ...] = tuple(
            (name, attrgetter(name)) for name in sorted(self.columns)
        )
        self._name = quoted(table.name)
        self.get = f"SELECT body FROM {self._name} WHERE id = :id"  # noqa: S608 - our own table's name
        self.save = self._save(numbers_itself)
        self._searches: dict[tuple[tuple[str, str], ...], str] = {}

    def search(self, shape: tuple[tuple[str, str], ...]) -> str:
        """The statement for a shape of search: which columns, and how each is compared."""
        if shape not in self._searches:
            tests = " AND ".join(_TESTS[test].format(c=quoted(field), f=field) for field, test in shape)
            where = f"WHERE {tests} " if tests else ""
            paged = [f"{quoted(field)} LIMIT :{field}_most" for field, test in shape if test == "page"]
            order = paged[0] if paged else SEQ
            self._searches[shape] = f"SELECT body FROM {self._name} {where}ORDER BY {order}"  # noqa: S608 - ours
        return self._searches[shape]

    def _save(self, numbers_itself: bool) -> str:
        columns = [*(name for name, _ in self.fields), "body"]
        names = [quoted(each) for each in columns]
        values = [f":{each}" for each in columns]
        if not numbers_itself:
            names.append(SEQ)
            values.append(f"(SELECT coalesce(max({SEQ}), 0) + 1 FROM {self._name})")  # noqa: S608 - ours
        changes = ", ".join(f"{quoted(each)} = excluded.{quoted(each)}" for each in columns if each != "id")
        return (
            f"INSERT INTO {self._name} ({', '.join(names)}) VALUES ({', '.join(values)}) "  # noqa: S608 - ours
            f"ON CONFLICT (id) DO UPDATE SET {changes}"
        )


def shelved(kind: type, row: type[SQLModel], into: MetaData) -> Table:
    """The table of a kind as the database has it: as declared, and numbered. Refuses one that cannot serve."""
    declared: Table = row.__table__  # type: ignore[attr-defined]
    known = {field.name for field in fields(kind)}
    for column in declared.columns:
        if column.name != "body" and column.name not in known:
            raise TypeError(f"{declared.name}.{column.name}: {kind.__name__} has no such field")
        if not isinstance(getattr(column.type, "impl_instance", column.type), String | Integer | Boolean):
            raise TypeError(f"{declared.name}.{column.name}: declare it str, int or bool; dates are kept as ISO text")
    if not {"id", "body"} <= set(declared.columns.keys()):
        raise TypeError(f"{declared.name}: a table of records has the columns id and body")
    table = declared.to_metadata(into)
    table.append_column(Column(SEQ, BigInteger().with_variant(Integer(), "sqlite"), Identity(), nullable=False))
    Index(f"ux_{declared.name}_{SEQ}", table.c[SEQ], unique=True)
    return table
