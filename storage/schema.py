"""The schema as the program wants it: the tables of all kinds, and our own."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import MetaData, Table
from sqlalchemy.dialects import registry
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from storage.shelves import Shelf, shelved
from storage.tables import OWN, TABLES

Tables = Mapping[type, type[SQLModel]]


class Schema:
    """All tables of one program, apart from any others that were declared in this process."""

    def __init__(self, tables: Tables) -> None:
        self.metadata = MetaData()
        self._tables: dict[type, Table] = {
            kind: shelved(kind, row, self.metadata) for kind, row in (TABLES | dict(tables)).items()
        }
        for row in OWN:
            row.__table__.to_metadata(self.metadata)  # type: ignore[attr-defined]
        for table in self.metadata.tables.values():
            for column in table.columns:
                # SQLModel's own text type would be named in every migration.
                column.type = getattr(column.type, "impl_instance", column.type)

    def shelves(self, numbers_itself: bool) -> Mapping[type, Shelf]:
        return {kind: Shelf(kind, table, numbers_itself) for kind, table in self._tables.items()}

    def statements(self, dialect: str) -> tuple[str, ...]:
        """What makes all tables that are not there yet."""
        return _statements(self.metadata, dialect)


def schema_of(tables: Tables) -> Schema:
    """The schema of these tables: described once, which takes longer than to open a database with it."""
    return _described(frozenset(tables.items()))


@lru_cache(maxsize=8)
def _described(tables: frozenset[tuple[type, type[SQLModel]]]) -> Schema:
    return Schema(dict(sorted(tables, key=lambda each: each[0].__name__)))


@lru_cache(maxsize=8)
def _statements(metadata: MetaData, name: str) -> tuple[str, ...]:
    dialect = registry.load(name)()
    made: list[str] = []
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table, if_not_exists=True).compile(dialect=dialect)))
        made += [str(CreateIndex(each, if_not_exists=True).compile(dialect=dialect)) for each in table.indexes]
    return tuple(made)
