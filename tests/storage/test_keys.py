"""Data keys in memory: as many as there is room for, and none for long that another process may have destroyed."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.kernel.cards import Private
from bot.kernel.ids import PersonId
from storage import Database, keys
from storage.keys import KEPT, KeyCache
from tests.contracts.storage.kinds import TABLES, Thing
from tests.support.postgres import Postgres

ANN = PersonId("ann")
KEY = AESGCM(os.urandom(32))


def test_the_oldest_key_makes_room() -> None:
    cache = KeyCache(shared=False)
    for number in range(KEPT + 1):
        cache.add_current(PersonId(f"p{number}"), f"k{number}", KEY)
    assert (cache.key("k0"), cache.current(PersonId("p0"))) == (None, None)
    assert cache.current(PersonId("p1")) == ("k1", KEY)
    assert len(cache._keys) == len(cache._current) == KEPT


def test_dropping_a_person_drops_every_key_of_theirs() -> None:
    cache = KeyCache(shared=False)
    cache.add(ANN, "old", KEY)
    cache.add_current(ANN, "new", KEY)
    cache.add(PersonId("bo"), "bo", KEY)
    cache.drop(ANN)
    assert [cache.key(id) for id in ("old", "new", "bo")] == [None, None, KEY]


@pytest.mark.postgres
async def test_an_erasure_reaches_other_processes_and_loses_nothing_written_after_it(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "LASTS", 0.0)
    url = postgres.fresh()
    here, there = (Database(url, TABLES, tmp_path / "master.key") for _ in range(2))
    await here.open()
    await there.open()

    async def words(database: Database, id: str) -> str:
        thing = await database.transact(lambda tx: tx.records.get(Thing, id))
        assert thing
        assert thing.secret
        return thing.secret.text

    def written(id: str, text: str) -> Thing:
        return Thing(id, secret=Private(ANN, text))

    await there.transact(lambda tx: tx.records.save([written("old", "before")]))
    assert await words(there, "old") == "before"
    await here.transact(lambda tx: tx.erase(ANN))
    assert await words(there, "old") == ""
    await there.transact(lambda tx: tx.records.save([written("new", "after")]))
    assert [await words(each, "new") for each in (here, there)] == ["after", "after"]
    await here.close()
    await there.close()
    postgres.drop(url)
