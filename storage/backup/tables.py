"""Which tables a schema has: found by taking its steps in memory, so that a table of somebody else is never touched."""

from collections.abc import Set

from sqlalchemy import inspect

from storage.migrations import runner
from storage.sqlite import SqliteEngine

VERSION = "alembic_version"
"""The table that says which step was taken last."""


def tables_at(revision: str) -> Set[str]:
    """The tables of a schema, without the one of its version."""
    with runner.connected(SqliteEngine(None)) as connection:
        runner.take(connection, revision)
        return frozenset(inspect(connection).get_table_names()) - {VERSION}
