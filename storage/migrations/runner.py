"""Runs the steps on a database, all of them in one transaction. Loads Alembic, so it is imported when needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event

from storage import migrations
from storage.engine import SCHEMA_LOCK, Engine

_DRIVERS: Final = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """A transaction that Alembic can use.

    SQLite's driver, left to itself, begins none before a change of a table: half a step could stay.
    """
    maker = create_engine(_DRIVERS[engine.dialect], creator=engine.driver, poolclass=NullPool)
    if engine.dialect == "sqlite":
        event.listen(maker, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with maker.begin() as connection:
        if engine.dialect == "postgresql":
            # Two processes that start at once migrate one after the other.
            connection.exec_driver_sql(SCHEMA_LOCK)
        yield connection


def upgrade(engine: Engine, folder: Path | None = None) -> None:
    """Take every step the database has not taken."""
    with connected(engine) as connection:
        take(connection, "head", folder)


def take(connection: Connection, revision: str, folder: Path | None = None) -> None:
    """Take every step up to this one that was not taken, in the transaction that is open."""
    folder = folder or migrations.VERSIONS
    script = ScriptDirectory(str(folder.parent), version_locations=[str(folder)])

    def steps(here: Any, context: Any) -> Any:
        return script._upgrade_revs(revision, here)

    run(script, connection, steps)


def run(script: ScriptDirectory, connection: Connection, steps: Callable[[Any, Any], Any]) -> None:
    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True, transaction_per_migration=False)
        environment.run_migrations()
