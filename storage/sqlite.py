"""SQLite: one file, one connection, one process."""

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

import orjson

from storage.errors import AlreadyRunning, StorageError
from storage.session import Session, with_any
from storage.values import text_of

_NAME = re.compile(r"(?<!:):([a-z_]\w*)")
PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    # Acknowledged means on disk.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Deleted and blanked words are overwritten in the file, not only forgotten.
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    # 32 MB: with the default 2 MB a fan-out writes pages out before it commits, and takes twice the time.
    "PRAGMA cache_size = -32768",
    # 16 MB of log: with the default 4 MB nearly every commit of a fan-out also waits for the file itself to be synced.
    "PRAGMA wal_autocheckpoint = 4000",
)


class SqliteSession(Session):
    begin = "BEGIN IMMEDIATE"

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self.connection = connection
        self._numbered: dict[str, tuple[str, Callable[[Mapping[str, Any]], Any]]] = {}

    def _execute(self, text: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
        return self.connection.execute(text, values)

    def _many(self, text: str, rows: Sequence[Mapping[str, Any]]) -> int:
        numbered, values = self._by_place(text)
        return self.connection.executemany(numbered, map(values, rows)).rowcount

    def _by_place(self, text: str) -> tuple[str, Callable[[Mapping[str, Any]], Any]]:
        """The statement with its values numbered, and what takes them from a row: found by name, each costs double."""
        if text not in self._numbered:
            names = tuple(dict.fromkeys(_NAME.findall(text)))
            numbered = _NAME.sub(lambda found: f"?{names.index(found[1]) + 1}", text)
            self._numbered[text] = numbered, itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
        return self._numbered[text]

    def _translate(self, text: str) -> str:
        return with_any(text, r"IN (SELECT value FROM json_each(:\1))")

    def _listed(self, values: Sequence[Any]) -> str:
        # A tenth of what the standard library takes: a fan-out asks for thousands of ids, several times.
        return orjson.dumps(list(values)).decode()

    def changes(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> Sequence[bool]:
        return [self._run(statement, row).rowcount > 0 for row in rows]

    def real_now(self) -> str:
        return text_of(datetime.now(UTC))

    def tables(self) -> set[str]:
        return {name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def rollback(self) -> None:
        # A full disk or a broken one has already ended the transaction.
        if self.connection.in_transaction:
            self.control("ROLLBACK")

    def tidy(self) -> None:
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.connection.close()


class SqliteEngine:
    """The database in a file, or in memory without one."""

    dialect = "sqlite"
    # One writer there is; a second connection would only wait for it.
    connections = 1
    numbers_itself = False
    shared = False

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.shown = f"sqlite:///{file}" if file else "sqlite://"

    def connect(self) -> SqliteSession:
        connection: sqlite3.Connection | None = None
        if self.file and not self.file.exists():
            _make_private(self.file)
        try:
            connection = sqlite3.connect(
                self.file or ":memory:", isolation_level=None, check_same_thread=False, cached_statements=512
            )
            for pragma in PRAGMAS:
                connection.execute(pragma)
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.Error as error:
            if connection:
                connection.close()
            if told := trouble(self.file, error):
                raise told from None
            raise
        return SqliteSession(connection)

    def driver(self) -> Any:
        return self.connect().connection

    def exists(self) -> bool:
        return self.file is not None and self.file.exists()

    def lock(self) -> Callable[[], None]:
        if self.file is None:
            return lambda: None
        prepare_folder(self.file)
        return lock(self.file)

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        # There is nobody else.
        return lambda: None

    def explain(self, error: Exception) -> StorageError | None:
        return trouble(self.file, error) if isinstance(error, sqlite3.Error) else None


def trouble(path: Path | None, error: sqlite3.Error) -> StorageError | None:
    """What SQLite's complaint means for whoever runs the bot; None if it is about our own statements."""
    said = str(error).lower()
    for words, sentence in _SENTENCES:
        if words in said:
            return StorageError(sentence.format(path=path, folder=path.parent if path else "", said=error))
    return None


_SENTENCES = (
    ("not a database", "{path}: is not a database of ours. Name another file, or move this one away."),
    ("malformed", "{path}: is damaged ({said}). Restore the last backup."),
    ("is full", "{path}: the disk is full. Free some space, then start again; nothing acknowledged is lost."),
    ("readonly", "{path}: may not be written. Give this user the right to write the file and its folder {folder}."),
    ("unable to open", "{path}: cannot be opened. Check that {folder} may be written and {path} is a file."),
    ("locked", "{path}: another program holds the database. Close it, then start again."),
    ("disk i/o", "{path}: the disk failed ({said}). Check the disk and its free space, then start again."),
)


def prepare_folder(path: Path) -> None:
    """The folder of a database file, made if it is missing, and sure to be writable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(
            f"{path.parent}: cannot be made ({error.strerror}). Make this folder, or name another."
        ) from None
    if path.is_dir():
        raise StorageError(f"{path}: is a folder. Name a file for the database.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StorageError(f"{path.parent}: may not be written. Give this user the right, or name another folder.")


def _make_private(path: Path) -> None:
    """An empty file that only its owner may read; SQLite gives its log the same rights."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StorageError(f"{path}: cannot be made ({error.strerror}). Name a place this user may write.") from None


def lock(path: Path) -> Callable[[], None]:
    """Keep every other process out until the returned function is called or this process ends, however it ends."""
    file = _open_lock(path.with_name(path.name + ".lock"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        owner = file.read(20).strip()
        file.close()
        raise AlreadyRunning(
            f"{path}: is in use by another process{f' ({owner})' if owner else ''}. Stop that one first."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file.close


def _open_lock(path: Path) -> IO[str]:
    try:
        return open(path, "a+", encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror}). Give this user the right.") from None
