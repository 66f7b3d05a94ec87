"""SIGKILL in the middle of a backup, and of a restore: nothing passes for whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from storage import StorageError
from storage.backup import restore, write
from tests.storage.house import live, rows, use

DYING = """
import os, signal, sys
from pathlib import Path
from storage.backup import drivers, restore, write
what, url, file, replace = sys.argv[1:]
place = drivers._Sqlite if url.startswith("sqlite") else drivers._Postgres
old, left = getattr(place, what), 20

def dying(self, *values):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return old(self, *values)

setattr(place, what, dying)
write(url, Path(file)) if what == "rows" else restore(Path(file), url, replace=replace == "yes")
"""


def die(what: str, url: str, file: Path, replace: str = "no") -> None:
    died = subprocess.run([sys.executable, "-c", DYING, what, url, str(file), replace], check=False, env={**os.environ})
    assert died.returncode == -signal.SIGKILL


async def test_killed_in_the_middle_nothing_passes_for_whole(storage_url: str, tmp_path: Path) -> None:
    key = tmp_path / "keys" / "master.key"
    await use(storage_url, key, live)
    folder = tmp_path / "backups"
    file = folder / "one.zip"
    die("rows", storage_url, file)
    assert [each.suffix for each in folder.iterdir()] == [".unfinished"]
    os.utime(next(folder.iterdir()), (0, 0))
    write(storage_url, file)
    assert [each.name for each in folder.iterdir()] == ["one.zip"], "a later one clears up"
    before = rows(storage_url)
    die("fill", storage_url, file, "yes")
    assert rows(storage_url) == before, "what was to be replaced is what it was"
    empty = (
        f"sqlite:///{tmp_path / 'empty' / 'hepai.db'}" if storage_url.startswith("sqlite") else _emptied(storage_url)
    )
    die("fill", empty, file)
    with pytest.raises(StorageError, match="run `restore` once more"):
        await use(empty, key, live)
    restore(file, empty)
    assert rows(empty)["person"] == before["person"]


def _emptied(url: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url
