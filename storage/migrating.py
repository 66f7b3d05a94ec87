"""Bringing a database to the newest schema, at start or by hand, and saying where it stands."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bot.kernel.secret import StorageUrl
from storage.engine import Engine
from storage.errors import StorageError
from storage.migrations import Revision, newest, revisions
from storage.schema import Schema
from storage.session import Session
from storage.urls import engine_for

_MAKE_VERSION: Final = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
_NOTE_VERSION: Final = "INSERT INTO alembic_version (version_num) VALUES (:id)"
_VERSION: Final = "SELECT version_num FROM alembic_version"
RESTORING: Final = "restoring"
"""Stands for the version of a database that is being made of a backup: newer than any, so that no bot starts on it."""


@dataclass(frozen=True, slots=True)
class Status:
    """Which steps a database has taken, and which are still before it."""

    applied: Sequence[Revision]
    pending: Sequence[Revision]


def status(url: str | StorageUrl) -> Status:
    """Where the database stands. Looking changes nothing and makes no file."""
    engine = engine_for(url)
    if not engine.exists():
        return Status((), revisions())
    with _session(engine) as session:
        here = _version(session) or ""
    _refuse_newer(engine, here)
    return Status(
        tuple(each for each in revisions() if each.id <= here), tuple(each for each in revisions() if each.id > here)
    )


def upgrade(url: str | StorageUrl) -> Status:
    """Take the pending steps; gives the status from before. Raises AlreadyRunning beside a running bot on SQLite."""
    before = status(url)
    engine = engine_for(url)
    unlock = engine.lock()
    try:
        _migrate(engine)
    finally:
        unlock()
    return before


def ensure(engine: Engine, session: Session, schema: Schema, may_change: bool) -> None:
    """The newest schema: made at once where there is none, reached step by step where there is an older one."""
    here, wanted = _version(session), newest()
    if here == wanted:
        return
    _refuse_newer(engine, here or "")
    if not may_change and wanted:
        raise StorageError(f"{engine.shown}: has an older schema. Start the bot, or run: hepai migrate")
    if here is None:
        _create(engine, session, schema, wanted)
    if (_version(session) or "") < wanted:
        _migrate(engine)


def _create(engine: Engine, session: Session, schema: Schema, version: str) -> None:
    with session.changing_schema():
        if _version(session) is not None:
            return  # another process was quicker
        if version and session.tables() & schema.metadata.tables.keys():
            raise StorageError(
                f"{engine.shown}: was made by an unfinished version of this program. Move it away, or name another."
            )
        for statement in schema.statements(engine.dialect):
            session.control(statement)
        if version:
            session.control(_MAKE_VERSION)
            session.run(_NOTE_VERSION, id=version)


def _migrate(engine: Engine) -> None:
    from storage.migrations import runner  # loads Alembic: most starts do without

    runner.upgrade(engine)


def _version(session: Session) -> str | None:
    """The id of the last step taken; None where no schema was noted."""
    if "alembic_version" not in session.tables():
        return None
    found = session.row(_VERSION)
    return str(found[0]) if found else ""


def version_in(session: Session) -> str:
    """The id of the last step taken, or RESTORING; empty where no schema was noted."""
    return _version(session) or ""


def mark(session: Session) -> None:
    """No bot starts on this empty database until it was restored."""
    with session.changing_schema():
        if _version(session) is None:
            session.control(_MAKE_VERSION)
        if not _version(session):
            session.run(_NOTE_VERSION, id=RESTORING)


def version_of(engine: Engine, session: Session) -> str:
    """The id of the last step taken. Raises StorageError where there is no schema, or one of a newer program."""
    here = _version(session) or ""
    if not here:
        raise StorageError(f"{engine.shown}: there is nothing in it yet. Start the bot once: it makes the tables.")
    _refuse_newer(engine, here)
    return here


def _refuse_newer(engine: Engine, here: str) -> None:
    if here == RESTORING:
        raise StorageError(
            f"{engine.shown}: a backup is being restored here, or that was broken off. Wait for its end, or run "
            "`restore` once more: it begins anew."
        )
    if here > newest():
        raise StorageError(f"{engine.shown}: was written by a newer version of this program. Update the program.")


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    session = engine.connect()
    try:
        yield session
    finally:
        session.close()
