"""A company in a database, and all that a database holds, read past everything of ours: for the tests of backups."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from bot.app import tables_of
from bot.company import install
from bot.features import FEATURES
from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey, PersonId, Platform
from bot.kernel.people import Note, UserRef
from bot.kernel.timers import Timer
from bot.ports.outbox import Outgoing
from bot.ports.storage import Transaction
from bot.runtime.readings import Pinyin
from bot.sample import sample_company
from storage import Database

NOW = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)
_ALL = 'SELECT * FROM "{}"'
ANN = UserRef(Platform("desk"), "acme", "ann")


def opened(url: str, key: Path) -> Database:
    return Database(url, tables_of(FEATURES), key)


async def use(url: str, key: Path, work: Any) -> Any:
    database = opened(url, key)
    await database.open()
    try:
        return await database.transact(work)
    finally:
        await database.close()


def letter(name: str) -> Outgoing:
    return Outgoing(DeliveryKey(name), f"lane {name}", ANN, say(f"给 {name} 的话 🎉"), NOW, PersonId("ann"), "toy.rule")


def live(tx: Transaction) -> None:
    """A company, and something in every table that is not a feature's."""
    install(tx, sample_company(), Platform("desk"), "acme", Pinyin(), lambda *_: (), NOW)
    tx.records.save([Note("code:abc", "admin", "2999-01-01T00:00:00+00:00"), Note("desk:quota", "17")])
    tx.outbox.put([letter("one"), letter("two")])
    tx.outbox.merge(DeliveryKey("one"), letter("three"))
    tx.timers.arm([Timer("timer", NOW, "toy.wake")])


def rows(url: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """All that a database holds, read past everything of ours."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            database.row_factory = sqlite3.Row
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: _sorted(map(dict, database.execute(_ALL.format(name)))) for name in names}
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        names = [str(each["tablename"]) for each in tables]
        return {name: _sorted(connection.execute(_ALL.format(name).encode()).fetchall()) for name in names}


def members(file: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(file) as archive:
        yield from (archive.read(name) for name in archive.namelist())


def _sorted(found: Any) -> Sequence[Mapping[str, Any]]:
    plain = [{name: int(value) if isinstance(value, bool) else value for name, value in row.items()} for row in found]
    return sorted(plain, key=lambda row: json.dumps(row, sort_keys=True))
