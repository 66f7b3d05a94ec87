"""Writing a backup: one still picture of all tables, streamed into a file that is whole or not there.

A bot that runs is not held up. SQLite's log grows meanwhile by what is written, PostgreSQL keeps dead rows as long.
"""

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import IO, Final

from bot import __version__
from bot.kernel.secret import StorageUrl
from storage.backup.archive import MANIFEST, Entry, Manifest, dumps, verify
from storage.backup.drivers import Driver, driver_on, in_groups
from storage.backup.tables import tables_at
from storage.engine import Engine
from storage.errors import StorageError
from storage.files import sync_folder
from storage.migrating import version_of
from storage.place import telling
from storage.urls import engine_for

_LEVEL: Final = 6
_LEFT_BEHIND: Final = timedelta(days=1)
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def write(url: str | StorageUrl, file: Path) -> Manifest:
    """Back a database up into a new file that only its owner may read. Read again to its end before it gets its name.

    Raises StorageError if there is no database, nothing was made of it yet, or the file cannot be written.
    """
    engine = engine_for(url)
    if not engine.exists():
        raise StorageError(f"{engine.shown}: there is no database to back up.")
    if file.exists():
        raise StorageError(f"{file}: is there already. Name a new file.")
    with _draft(file) as draft, telling(engine):
        with closing(driver_on(engine, engine.driver())) as driver, draft.open("wb") as raw:
            manifest = _all(engine, driver, raw)
            os.fsync(raw.fileno())
        if verify(draft) != manifest:
            raise StorageError(f"{file}: was not written as it should be. Check the disk, and try again.")
    return manifest


def _all(engine: Engine, driver: Driver, raw: IO[bytes]) -> Manifest:
    at = datetime.now(UTC)
    driver.picture()
    revision = version_of(engine, driver.session)
    tables: dict[str, Entry] = {}
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for table in sorted(tables_at(revision)):
            with archive.open(f"{table}.jsonl", "w", force_zip64=True) as into:
                tables[table] = _one(driver, table, into)
        manifest = Manifest(at, revision, __version__, tables)
        archive.writestr(MANIFEST, dumps(manifest))
    return manifest


def _one(driver: Driver, table: str, into: IO[bytes]) -> Entry:
    columns = driver.columns(table)
    head = (_JSON.encode(columns) + "\n").encode()
    into.write(head)
    sum, count = sha256(head), 0
    for group in in_groups(driver.rows(table)):
        lines = "".join([_JSON.encode(row) + "\n" for row in group]).encode()
        into.write(lines)
        sum.update(lines)
        count += len(group)
    return Entry(count, sum.hexdigest())


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """A name beside the file to write under; it gets the file's name in the end, and is gone if there was an error."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear(file.parent)
        draft = file.with_name(f".{file.name}.{token_hex(4)}.unfinished")
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            yield draft
            draft.rename(file)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(file.parent)
    except OSError as error:
        raise StorageError(
            f"{file}: cannot be written ({error.strerror}). Check the path, the rights and the free space."
        ) from None


def _clear(folder: Path) -> None:
    """What a backup that was killed left behind."""
    old = (datetime.now(UTC) - _LEFT_BEHIND).timestamp()
    for path in folder.glob(".*.unfinished"):
        with suppress(OSError):
            if path.stat().st_mtime < old:
                path.unlink()
