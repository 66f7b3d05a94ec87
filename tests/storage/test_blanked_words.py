"""What is blanked or deleted is gone from the file of an SQLite database, and private words never were in it."""

from pathlib import Path

import pytest

from bot.kernel.cards import Private, Said, say
from bot.kernel.ids import DeliveryKey, PersonId
from bot.ports.adapter import Envelope
from bot.ports.storage import Transaction
from storage import Database
from tests.contracts.storage.kinds import TABLES, Thing
from tests.contracts.storage.letters import NOON, claim, later, letter, put, settle

WORDS = "unmistakable"
SECRET = "机密的话"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def database(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'hepai.db'}", TABLES, folder.with_name("keys") / "master.key")


def traces(folder: Path, words: str) -> int:
    """How often the words stand in any file of the folder, the log beside the database too."""
    spelled = (words.encode(), words.encode("unicode_escape"), words.encode("utf-16-le"))
    return sum(file.read_bytes().count(each) for file in folder.iterdir() for each in spelled)


async def test_the_words_of_a_handled_event_are_gone(database: Database, folder: Path) -> None:
    await database.open()
    events = [Envelope("toy", str(n), NOON, {"text": f"{WORDS} {n}"}) for n in range(200)]
    await database.transact(lambda tx: tx.inbox.accept(events))
    assert traces(folder, WORDS) >= 200

    def handle(tx: Transaction) -> None:
        tx.inbox.handled([row.seq for row in tx.inbox.waiting(NOON, 1000)])

    await database.transact(handle)
    await database.tidy()
    assert traces(folder, WORDS) == 0
    await database.close()


async def test_the_words_of_what_was_sent_long_ago_and_of_what_was_withdrawn_are_gone(
    database: Database, folder: Path
) -> None:
    await database.open()
    await put(database, *(letter(f"{n}", f"lane {n}", card=say((Said(f"{WORDS} {n}"),))) for n in range(200)))
    for number in range(100):
        await database.transact(lambda tx, key=DeliveryKey(f"{number}"): tx.outbox.withdraw(key))  # type: ignore[misc] # noqa: B008
    assert await settle(database, *await claim(database)) == 100
    await database.transact(lambda tx: tx.outbox.purge(later(1)))
    await database.tidy()
    assert traces(folder, WORDS) == 0
    await database.close()


async def test_the_words_a_record_had_before_are_gone(database: Database, folder: Path) -> None:
    await database.open()
    await database.transact(lambda tx: tx.records.save([Thing(f"{n}", f"{WORDS} {n}") for n in range(200)]))
    await database.transact(lambda tx: tx.records.save([Thing(f"{n}") for n in range(200)]))
    await database.tidy()
    assert traces(folder, WORDS) == 0
    await database.close()


async def test_private_words_are_never_in_the_file(database: Database, folder: Path) -> None:
    await database.open()
    private = Private(PersonId("ann"), SECRET)
    await database.transact(lambda tx: tx.records.save([Thing("a", secret=private)]))
    await put(database, letter("a", card=say((private,))))
    assert traces(folder, SECRET) == 0
    await database.tidy()
    assert traces(folder, SECRET) == 0
    await database.close()
    assert traces(folder, SECRET) == 0


async def test_every_connection_overwrites_and_waits_for_the_disk(database: Database) -> None:
    await database.open()

    def pragmas(tx: Transaction) -> list[object]:
        session = tx._session  # type: ignore[attr-defined]
        asked = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        return [session.row(f"PRAGMA {name}")[0] for name in asked]

    assert await database.transact(pragmas) == ["wal", 2, 1, 1]
    await database.close()
