"""What the sent journal changes in a restored outbox, message by message; and the journal's own files."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.app import tables_of
from bot.features import FEATURES
from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey, Platform
from bot.ports.storage import Transaction
from storage import Database, SentJournal
from storage.backup import restore, write
from storage.journal import said_since
from storage.older import is_older
from tests.contracts.storage.letters import DESK, asking, claim, later, letter, push, put, send, standing

Restored = Callable[..., Awaitable[Database]]
YEAR = 365 * 24 * 60
DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def keys(*names: str) -> list[DeliveryKey]:
    return [DeliveryKey(name) for name in names]


@pytest.fixture
async def database(storage_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(storage_url, tables_of(FEATURES), tmp_path / "keys" / "master.key")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def restored(database: Database, storage_url: str, tmp_path: Path) -> Restored:
    """The same database, backed up and restored after these keys were said."""

    async def again(*said: str, hold: bool = False) -> Database:
        write(storage_url, tmp_path / "one.zip")
        await database.close()
        journal = SentJournal(tmp_path / "sent", pytest.fail)
        journal.note(keys(*said))
        journal.close()
        restore(tmp_path / "one.zip", storage_url, [tmp_path / "sent"], replace=True, hold=hold)
        await database.open()
        return database

    return again


async def test_what_was_said_is_sent_and_the_rest_of_a_merged_message_goes(
    database: Database, restored: Restored
) -> None:
    await put(database, letter("said", "a"), letter("unsaid", "b"), push("first", "c"), letter("under way", "d"))
    assert await database.transact(lambda tx: tx.outbox.merge(DeliveryKey("first"), push("second", "c")))
    assert [each.key for each in await claim(database, limit=1, platform=DESK)] == ["said"]
    again = await restored("said", "second")
    assert sorted(await send(again)) == ["text of first", "text of under way", "text of unsaid"]


async def test_what_was_due_is_asked_for_before_it_is_sent_and_what_is_not_yet_due_is_as_it_was(
    database: Database, restored: Restored
) -> None:
    pointless = letter("pointless", "c", card=replace(say("too late"), until=later(5)))
    await put(database, letter("due", "a"), letter("future", "b", 100 * YEAR), pointless)
    again = await restored()
    assert {each.key: each.uncertain for each in await claim(again, 101 * YEAR)} == {"due": True, "future": False}


async def test_what_was_due_may_be_held_back_for_an_operator(database: Database, restored: Restored) -> None:
    await put(database, letter("due", "a"), letter("future", "b", 100 * YEAR))
    again = await restored(hold=True)
    assert [each.key for each in await again.transact(lambda tx: tx.outbox.buried())] == ["due"]
    assert await send(again, 101 * YEAR) == ["text of future"]


async def test_what_was_said_is_not_put_again_but_stands_and_can_be_answered(
    database: Database, restored: Restored
) -> None:
    again = await restored("asked", "part")
    await put(again, letter("asked", card=asking("how are you?")), push("into"))
    assert not await again.transact(lambda tx: tx.outbox.merge(DeliveryKey("into"), push("part")))
    await put(again, push("part"), *(letter(f"{n}", f"lane {n}", platform=Platform("other")) for n in range(12)))
    assert [each.parts[0][0] for each in await standing(again) if each.parts[0][0] == "asked"] == ["asked"]
    assert await send(again) == ["text of into"]
    # Its receipt is gone: a change that is an answer goes as a message, any other is left out.
    for key, lane in (("quiet", ""), ("answer", "ann")):
        await again.transact(partial(_revised, of="asked", key=key, lane=lane))
        assert await send(again, 1) == (["thanks"] if lane else [])
    in_time = datetime.now(UTC) + timedelta(minutes=1)
    await again.transact(lambda tx: tx.outbox.purge(in_time))
    assert await standing(again) == [], "its words are blanked as those of any message that was sent"


def _revised(tx: Transaction, of: str, key: str, lane: str) -> None:
    assert tx.outbox.revise(DeliveryKey(of), say("thanks"), later(1), DeliveryKey(key), lane)


async def test_an_older_copy_put_back_by_hand_is_noticed(database: Database, storage_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    journal = SentJournal(folder, pytest.fail)
    await put(database, letter("known"))
    assert not is_older(storage_url, folder), "nothing was noted yet"
    journal.note(keys("known"))
    assert not is_older(storage_url, folder)
    journal.note(keys("gone", "gone-too"))
    assert is_older(storage_url, folder)
    await put(database, letter("gone-too"))
    assert not is_older(storage_url, folder)
    journal.close()


def test_a_journal_is_read_by_instant_and_old_files_go(tmp_path: Path) -> None:
    now = [DAY]
    journal = SentJournal(tmp_path, pytest.fail, lambda: now[0])
    journal.note(keys("one", "two"))
    now[0] += timedelta(days=1)
    journal.note(keys("three"))
    journal.close()
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600, 0o600]
    with next(tmp_path.glob("sent-2026-11-23-*")).open("a") as file:
        file.write("2026-11-23T09:30:00.000000+00:00 torn\ntorn as well")
    (tmp_path / "of somebody else.log").touch()
    assert dict(said_since(tmp_path, DAY)).keys() == {"one", "two", "three", "torn"}
    assert dict(said_since(tmp_path, DAY + timedelta(hours=1))).keys() == {"three", "torn"}
    now[0] += timedelta(days=35)
    journal.note(keys("four"))
    journal.close()
    assert dict(said_since(tmp_path, DAY)).keys() == {"three", "torn", "four"}


def test_a_journal_that_cannot_be_written_tells_once_and_catches_up(tmp_path: Path) -> None:
    now, told = [DAY], list[str]()
    folder = tmp_path / "sent"
    folder.touch()
    journal = SentJournal(folder, told.append, lambda: now[0])
    for name in ("one", "two"):
        journal.note(keys(name))
    assert len(told) == 1
    assert "until then a restore may repeat" in told[0]
    folder.unlink()
    journal.note(keys("three"))
    journal.close()
    assert dict(said_since(folder, DAY)).keys() == {"one", "two", "three"}
