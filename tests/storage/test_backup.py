"""Backups: one form for both databases, whole or refused, restored in one piece."""

import asyncio
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.kernel.ids import PersonId
from bot.kernel.people import RESTORED, Chat, Locale, Person
from bot.kernel.timers import Timer
from bot.ports.storage import Transaction
from storage import AlreadyRunning, StorageError, migrations, status
from storage.backup import look, restore, verify, write
from tests.storage.house import NOW, letter, live, members, opened, rows, use
from tests.support.postgres import Postgres


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "master.key"


@pytest.fixture
def other(request: pytest.FixtureRequest, tmp_path: Path, storage_url: str) -> Iterator[str]:
    """A new database of the other kind."""
    server: Postgres = request.getfixturevalue("postgres")
    if not storage_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'other' / 'hepai.db'}"
        return
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.mark.postgres
async def test_a_company_moves_to_the_other_database_with_all_it_knows(
    storage_url: str, other: str, key: Path, tmp_path: Path
) -> None:
    await use(storage_url, key, live)
    file = tmp_path / "backups" / "one.zip"
    written = write(storage_url, file)
    assert verify(file) == look(file) == written
    assert written.tables["person"].rows > 5
    master = key.read_bytes()  # noqa: ASYNC240 - a test waits for its files
    assert not any(master in member for member in members(file))
    restore(file, other)
    before, after = rows(storage_url), rows(other)
    # What was due is doubtful now: nothing says whether it went out.
    doubtful = [{**row, "uncertain": 1} for row in before["outbox"]]
    assert [row["id"] for row in after["note"] if row not in before["note"]] == [RESTORED]
    assert after == {**before, "outbox": doubtful, "note": after["note"]}

    def more(tx: Transaction) -> None:
        person = Person(PersonId("new"), "新人", "Asia/Shanghai", Locale.ZH)
        tx.records.save([person])
        tx.outbox.put([letter("four")])
        assert [each.id for each in tx.records.find(Person)][-1] == "new", "numbering goes on behind the highest"
        assert len(tx.records.find(Chat)) == written.tables["chat"].rows

    await use(other, key, more)
    assert len(rows(other)["outbox"]) == len(before["outbox"]) + 1


async def test_a_backup_beside_writers_is_one_still_picture(storage_url: str, key: Path, tmp_path: Path) -> None:
    """Each transaction writes a message and a timer: as many of one as of the other are in it."""
    database = opened(storage_url, key)
    await database.open()
    done = threading.Event()

    async def talk() -> int:
        number = 0
        while not done.is_set():
            number += 1
            name = f"m{number}"

            def work(tx: Transaction, name: str = name) -> None:
                tx.outbox.put([letter(name)])
                tx.timers.arm([Timer(name, NOW, "toy.wake")])

            await database.transact(work)
        return number

    talking = asyncio.create_task(talk())
    try:
        found = [await asyncio.to_thread(write, storage_url, tmp_path / f"{number}.zip") for number in range(3)]
    finally:
        done.set()
        spoken = await talking
        await database.close()
    assert all(each.tables["outbox"].rows == each.tables["timer"].rows for each in found)
    assert 0 < found[1].tables["outbox"].rows < found[2].tables["outbox"].rows <= spoken


async def test_what_is_no_whole_backup_of_ours_is_refused_and_changes_nothing(key: Path, tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'a' / 'hepai.db'}", tmp_path / "good.zip"
    await use(url, key, live)
    write(url, file)
    good = file.read_bytes()
    half, strange, flipped, newer = (
        tmp_path / name for name in ("half.zip", "strange.zip", "flipped.zip", "newer.zip")
    )
    half.write_bytes(good[: len(good) // 2])
    _rewritten(file, strange, "manifest.json", lambda text: "{}")
    _rewritten(file, flipped, "person.jsonl", lambda text: text.replace("true", "false", 1).replace(",1,", ",0,", 1))
    _rewritten(file, newer, "manifest.json", lambda text: text.replace('"revision": "', '"revision": "9'))
    target = tmp_path / "b" / "hepai.db"
    for bad, why in (
        (half, "damaged"),
        (strange, "no backup"),
        (flipped, "person is not as"),
        (newer, "newer version"),
    ):
        with pytest.raises(StorageError, match=why):
            restore(bad, f"sqlite:///{target}")
    with pytest.raises(StorageError, match="there is no such backup"):
        look(tmp_path / "nowhere.zip")
    with pytest.raises(StorageError, match="a backup is being restored here, or that was broken off"):
        await use(f"sqlite:///{target}", key, live)
    restore(file, f"sqlite:///{target}")
    with pytest.raises(StorageError, match="is not empty"):
        restore(file, f"sqlite:///{target}")
    with pytest.raises(StorageError, match="is there already"):
        write(url, file)


def _rewritten(file: Path, into: Path, name: str, change: Any) -> None:
    """The backup with one of its members changed, and every checksum of the archive itself right."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(into, "w") as new:
        for each in old.namelist():
            text = old.read(each).decode()
            new.writestr(each, change(text) if each == name else text)


async def test_a_database_in_use_is_not_replaced_and_one_that_rests_is(
    storage_url: str, key: Path, tmp_path: Path
) -> None:
    file = tmp_path / "one.zip"
    await use(storage_url, key, live)
    write(storage_url, file)
    database = opened(storage_url, key)
    await database.open()
    try:
        with pytest.raises(AlreadyRunning):
            await asyncio.to_thread(restore, file, storage_url, replace=True)
        await database.transact(lambda tx: tx.outbox.put([letter("later")]))
    finally:
        await database.close()
    await asyncio.to_thread(restore, file, storage_url, replace=True)
    assert {row["key"] for row in rows(storage_url)["outbox"]} == {"one", "two"}


async def test_a_backup_of_an_older_program_is_brought_up_to_date(
    storage_url: str, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await use(storage_url, key, live)
    file, steps = tmp_path / "old.zip", tmp_path / "steps"
    write(storage_url, file)
    shutil.copytree(migrations.VERSIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    newest = migrations.newest()
    (steps / "v9000_more.py").write_text(STEP.format(before=newest))
    monkeypatch.setattr(migrations, "VERSIONS", steps)
    restore(file, storage_url, replace=True)
    assert [each.id for each in status(storage_url).applied][-1] == "9000"
    assert {row["motto"] for row in rows(storage_url)["team"]} == {"together"}


STEP = '''"""More."""

import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{before}"


def upgrade() -> None:
    with op.batch_alter_table("team") as team:
        team.add_column(sa.Column("motto", sa.String(), nullable=False, server_default="together"))
'''
