"""Making a database of a backup: in one transaction, so that it is all there or not at all.

An empty database is marked first, in a commit of its own: killed in the middle, it is no empty database that a bot
could begin anew on, but one that says what to do. One that is replaced stays what it was until the commit.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import Connection, MetaData

from bot.kernel.people import RESTORED, Note
from bot.kernel.secret import StorageUrl
from bot.ports.adapter import Envelope
from storage.backup.aftermath import AS_THEY_ARE, Aftermath, settle
from storage.backup.archive import Manifest, damaged, manifest_of, opened, table_of
from storage.backup.drivers import Driver, driver_on
from storage.backup.tables import VERSION, tables_at
from storage.engine import Engine
from storage.errors import StorageError
from storage.inbox import Inbox
from storage.migrating import RESTORING, mark, version_in
from storage.migrations import newest, runner
from storage.place import telling
from storage.records import Records
from storage.session import quoted
from storage.shelves import Shelf, shelved
from storage.tables import NoteRow
from storage.urls import engine_for
from storage.values import text_of


@dataclass(frozen=True, slots=True)
class Restored:
    """`now`: the instant up to which everything since `manifest.at` is gone."""

    manifest: Manifest
    now: datetime
    after: Aftermath


def restore(
    file: Path,
    url: str | StorageUrl,
    journals: Sequence[Path] = (),
    *,
    replace: bool = False,
    hold: bool = False,
    void: Sequence[str] = (),
    tell: Callable[[datetime, datetime], Sequence[Envelope]] = lambda since, until: (),
) -> Restored:
    """Make the database at `url` of a backup, brought to this program's schema.

    `journals`: folders of sent journals; what they say was sent is sent. `replace`: drop what is there. `hold`: what
    was due before now, and is in no journal, is set aside for an operator instead of being sent. `void`: notes whose
    ids begin so are dropped. `tell`: events for the bot's next start, by the instants between which all is gone.

    Raises StorageError, having changed nothing, if the backup is damaged or of a newer program, or if something is
    there already; AlreadyRunning while a bot works on it.
    """
    with opened(file) as archive:
        manifest = manifest_of(file, archive)
        engine = engine_for(url)
        unlock = engine.lock()
        try:
            with telling(engine):
                there = _there(engine, replace)
                now = datetime.now(UTC)
                with runner.connected(engine) as connection:
                    driver = driver_on(engine, connection.connection.driver_connection)
                    driver.refuse_others(engine.shown)
                    _clear(driver, there)
                    _fill(file, archive, manifest, connection, driver)
                    after = settle(driver.session, manifest.at, now, journals, hold, void)
                    Inbox(driver.session).accept(tell(manifest.at, now))
                    _leave_note(engine, driver, now)
                    driver.refuse_others(engine.shown)
                _tidy(engine)
        finally:
            unlock()
    return Restored(manifest, now, after)


def _there(engine: Engine, replace: bool) -> Sequence[str]:
    """The tables to drop first. An empty database is marked as being restored."""
    session = engine.connect()
    try:
        here = version_in(session)
        if here == RESTORING or not here:
            if strange := session.tables() & tables_at(newest()):
                raise StorageError(
                    f"{engine.shown}: has a table {min(strange)} of somebody else. Name another database."
                )
            mark(session)
            return (VERSION,)
        if not replace:
            raise StorageError(
                f"{engine.shown}: is not empty. Name an empty database, or say --replace to drop this one."
            )
        if here > newest():
            raise StorageError(f"{engine.shown}: was written by a newer version of this program. Update the program.")
        return (VERSION, *sorted(session.tables() & tables_at(here)))
    finally:
        session.close()


def _clear(driver: Driver, there: Sequence[str]) -> None:
    for table in there:
        driver.session.control(f"DROP TABLE {quoted(table)}")


def _fill(file: Path, archive: ZipFile, manifest: Manifest, connection: Connection, driver: Driver) -> None:
    """The schema as it was, the rows as they were, then the steps since."""
    runner.take(connection, manifest.revision)
    known = driver.session.tables() & manifest.tables.keys()
    if missing := tables_at(manifest.revision) ^ known:
        raise damaged(file, f"{min(missing)} is missing or strange")
    indexes = driver.indexes(manifest.tables)
    for name in indexes:
        driver.session.control(f"DROP INDEX {quoted(name)}")
    for table in manifest.tables:
        columns, rows = table_of(file, archive, manifest, table)
        if set(columns) != set(driver.columns(table)):
            raise damaged(file, f"{table} has other columns")
        driver.fill(table, columns, rows)
    for statement in indexes.values():
        driver.session.control(statement)
    runner.take(connection, "head")
    driver.count_on(tables_at(newest()))


def _leave_note(engine: Engine, driver: Driver, now: datetime) -> None:
    shelf = Shelf(Note, shelved(Note, NoteRow, MetaData()), engine.numbers_itself)
    Records(driver.session, AS_THEY_ARE, {Note: shelf}).save([Note(RESTORED, text_of(now))])
    driver.session.flush()


def _tidy(engine: Engine) -> None:
    """What was dropped stays in no log beside the database. A failure changes nothing of what was restored."""
    session: Any = None
    with suppress(Exception):
        session = engine.connect()
        session.tidy()
    if session:
        session.close()
