"""Several connections and several processes on one PostgreSQL: who comes second waits, starts anew or passes by."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest

from bot.ports.storage import Storage, Transaction
from storage import Database, StorageError
from tests.contracts.storage.conftest import Home
from tests.contracts.storage.kinds import TABLES, Thing
from tests.contracts.storage.letters import claim, letter, push, put, settle
from tests.support.postgres import Postgres

pytestmark = pytest.mark.postgres


@pytest.fixture
async def two(shared: Home) -> AsyncIterator[tuple[Database, Database]]:
    """Two processes, as far as the database can tell."""
    one, other = shared.database(), shared.database()
    await one.open()
    await other.open()
    yield one, other
    await one.close()
    await other.close()


async def test_two_who_change_one_record_at_once_both_count(two: tuple[Storage, Storage]) -> None:
    one, other = two
    await one.transact(lambda tx: tx.records.save([Thing("counter")]))
    both_have_read = threading.Barrier(2)
    tries: list[str] = []

    def counting(name: str) -> None:
        tries.append(name)

    def count(name: str, tx: Transaction) -> None:
        counter = tx.records.get(Thing, "counter")
        assert counter is not None
        if tries.count(name) == 0:
            counting(name)
            both_have_read.wait(30)
        else:
            counting(name)
        tx.records.save([Thing("counter", size=counter.size + 1)])

    await asyncio.gather(
        one.transact(lambda tx: count("one", tx)),
        other.transact(lambda tx: count("other", tx)),
    )
    assert len(tries) == 3
    assert await one.transact(lambda tx: tx.records.get(Thing, "counter")) == Thing("counter", size=2)


async def test_two_who_meet_at_a_new_key_do_not_fail(two: tuple[Storage, Storage]) -> None:
    await asyncio.gather(*(put(storage, *(letter(f"{n}") for n in range(50))) for storage in two))
    claimed = await claim(two[0])
    assert [each.key for each in claimed] == ["0"]


async def test_nobody_claims_what_another_has_claimed(two: tuple[Storage, Storage]) -> None:
    await put(two[0], *(letter(f"{n}", f"lane {n % 40}") for n in range(400)))
    sent: list[str] = []

    async def pump(storage: Storage) -> None:
        while claimed := await claim(storage, limit=20):
            sent.extend(each.key for each in claimed)
            assert await settle(storage, *claimed) == len(claimed)

    await asyncio.gather(*(pump(storage) for storage in (*two, *two)))
    await pump(two[0])
    assert len(sent) == len(set(sent)) == 400


async def test_a_lane_stays_in_order_whoever_sends(two: tuple[Storage, Storage]) -> None:
    await put(two[0], *(letter(f"{n:03}", "ann") for n in range(60)))
    sent: list[str] = []

    async def pump(storage: Storage) -> None:
        while len(sent) < 60:
            claimed = await claim(storage)
            sent.extend(each.key for each in claimed)
            await settle(storage, *claimed)
            await asyncio.sleep(0)

    await asyncio.gather(*(pump(storage) for storage in two))
    assert sent == [f"{n:03}" for n in range(60)]


async def test_two_who_start_at_once_make_one_schema(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.fresh()
    several = [Database(url, TABLES, tmp_path / "keys" / "master.key") for _ in range(3)]
    await asyncio.gather(*(each.open() for each in several))
    await several[0].transact(lambda tx: tx.records.save([Thing("a")]))
    assert await several[2].transact(lambda tx: tx.records.get(Thing, "a")) == Thing("a")
    await asyncio.gather(*(each.close() for each in several))
    postgres.drop(url)


def cut_all_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_connections_cut_while_idle_are_made_anew(two: tuple[Storage, Storage], shared: Home) -> None:
    await two[0].transact(lambda tx: tx.records.save([Thing("a")]))
    await asyncio.to_thread(cut_all_connections, shared.url)
    assert await two[0].transact(lambda tx: tx.records.get(Thing, "a")) == Thing("a")


async def test_a_connection_cut_in_the_middle_undoes_the_work_and_says_so(
    two: tuple[Storage, Storage], shared: Home
) -> None:
    def work(tx: Transaction) -> None:
        tx.records.save([Thing("a")])
        cut_all_connections(shared.url)
        tx.records.save([Thing("b")])

    with pytest.raises(StorageError, match="PostgreSQL is not to be had"):
        await two[0].transact(work)
    assert await two[0].transact(lambda tx: tx.records.find(Thing)) == []


async def test_an_answer_stands_behind_what_a_clock_that_is_ahead_has_put_before_it(
    two: tuple[Storage, Storage],
) -> None:
    await put(two[0], letter("first", minutes=0.02), push("at its hour", minutes=60))
    await put(two[1], letter("second"), letter("elsewhere", "bo"))
    sent: list[str] = []
    while claimed := await claim(two[0], 1):
        sent += [each.key for each in claimed]
        await settle(two[0], *claimed)
    assert sorted(sent[:2]) == ["elsewhere", "first"]
    assert sent[2:] == ["second"]
