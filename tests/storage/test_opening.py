"""Opening a database that cannot be had: one sentence with the place and the remedy, and nothing left open."""

import asyncio
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.kernel.secret import StorageUrl
from bot.ports.storage import Storage
from storage import AlreadyRunning, Database, StorageError
from tests.contracts.storage.kinds import TABLES, Thing


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "master.key"


def opened(url: str | StorageUrl, key: Path | None, exclusive: bool = True) -> str:
    """What opening says; empty if it opens."""

    async def attempt() -> str:
        database = Database(url, TABLES, key, exclusive=exclusive)
        try:
            await database.open()
        except StorageError as error:
            return str(error)
        await database.close()
        return ""

    return asyncio.run(attempt())


@pytest.mark.parametrize("url", ["mysql://user:secret@host/db", "sqlite:/one/slash", "hepai.db", ""])
def test_an_unknown_kind_of_url_is_refused_without_its_password(url: str, key: Path) -> None:
    with pytest.raises(StorageError, match="Write sqlite:///path") as refused:
        Database(url, TABLES, key)
    assert "secret" not in str(refused.value)


def test_an_unreachable_postgresql_is_named_without_its_password(key: Path, tmp_path: Path) -> None:
    url = StorageUrl(f"postgresql://user:secret@/hepai?host={tmp_path}")
    said = opened(url, key)
    assert said.startswith(f"postgresql://user:***@/hepai?host={tmp_path}: PostgreSQL is not to be had (")
    assert "secret" not in said


def test_a_wrong_option_of_postgresql_is_named(key: Path) -> None:
    assert "colour" in opened("postgresql://user@host/hepai?colour=red", key)


def test_a_missing_folder_is_made_for_its_owner_only(tmp_path: Path, key: Path) -> None:
    file = tmp_path / "a" / "b" / "hepai.db"
    assert opened(f"sqlite:///{file}", key) == ""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, key: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"
    assert opened(f"sqlite:///{folder}/hepai.db", key).startswith(f"{folder}: cannot be made (")


def test_a_folder_that_may_not_be_written_is_named(key: Path) -> None:
    # Not even root may make a file here.
    said = opened("sqlite:////proc/hepai.db", key)
    assert re.match(r"/proc(/hepai.db(.lock)?)?: .*(may not be|cannot be) (written|made)", said)


def test_a_folder_is_no_database(tmp_path: Path, key: Path) -> None:
    assert opened(f"sqlite:///{tmp_path}", key) == f"{tmp_path}: is a folder. Name a file for the database."


def test_another_file_is_no_database_and_stays_as_it_is(tmp_path: Path, key: Path) -> None:
    file = tmp_path / "data" / "letter.txt"
    file.parent.mkdir()
    file.write_text("Dear Ann, " * 500)
    assert opened(f"sqlite:///{file}", key).startswith(f"{file}: is not a database of ours.")
    assert file.read_text() == "Dear Ann, " * 500


def test_a_database_of_another_program_is_left_alone(tmp_path: Path, key: Path) -> None:
    file = tmp_path / "data" / "other.db"
    file.parent.mkdir()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE person (wholly TEXT, different TEXT)")
    other.close()
    assert "Move it away, or name another" in opened(f"sqlite:///{file}", key)


def test_a_second_process_is_kept_out_until_the_first_ends(tmp_path: Path, key: Path) -> None:
    file = tmp_path / "data" / "hepai.db"
    holding = f"""
import asyncio, pathlib
from storage import Database
database = Database("sqlite:///{file}", {{}}, pathlib.Path("{key}"))
asyncio.run(database.open())
print("open", flush=True)
input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        with pytest.raises(AlreadyRunning, match=rf"{file}: is in use by another process \({first.pid}\)"):
            asyncio.run(Database(f"sqlite:///{file}", {}, key).open())
        first.kill()
    assert opened(f"sqlite:///{file}", key) == ""


async def test_whoever_only_looks_in_is_let_in_beside_a_running_bot(tmp_path: Path, key: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'hepai.db'}"
    running, looking = Database(url, TABLES, key), Database(url, TABLES, key, exclusive=False)

    async def names(storage: Storage) -> list[str]:
        return await storage.transact(lambda tx: [thing.id for thing in tx.records.find(Thing)])

    await running.open()
    await looking.open()
    await running.transact(lambda tx: tx.records.save([Thing("a")]))
    await looking.transact(lambda tx: tx.records.save([Thing("b")]))
    assert await names(running) == await names(looking) == ["a", "b"]
    await looking.close()
    await running.close()


def test_looking_in_makes_no_database(tmp_path: Path, key: Path) -> None:
    file = tmp_path / "data" / "hepai.db"
    assert "there is no database yet" in opened(f"sqlite:///{file}", key, exclusive=False)
    assert not file.parent.exists()


def test_a_failed_opening_lets_go_of_the_lock(tmp_path: Path, key: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'hepai.db'}"
    assert "name the file of the master key" in opened(url, None)
    assert opened(url, key) == ""
