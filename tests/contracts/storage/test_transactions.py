"""Transactions: all or nothing, one after the other as far as anybody can see."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from bot.kernel.people import Note
from bot.ports.storage import Storage, Transaction
from storage import Database, StorageError
from tests.contracts.storage.conftest import Home
from tests.contracts.storage.kinds import Thing


class Boom(Exception):
    pass


async def names(storage: Storage) -> list[str]:
    return await storage.transact(lambda tx: [thing.id for thing in tx.records.find(Thing)])


async def test_an_error_undoes_everything_and_is_raised(storage: Storage) -> None:
    def work(tx: Transaction) -> None:
        tx.records.save([Thing("a")])
        raise Boom("why")

    with pytest.raises(Boom, match="why"):
        await storage.transact(work)
    assert await names(storage) == []


async def test_a_savepoint_undoes_its_own_part_and_lets_the_error_out(storage: Storage) -> None:
    def fail(tx: Transaction) -> None:
        with tx.savepoint():
            tx.records.save([Thing("inside"), Thing("before", "changed")])
            raise Boom

    def work(tx: Transaction) -> list[Thing | None]:
        tx.records.save([Thing("before")])
        with pytest.raises(Boom):
            fail(tx)
        seen = [tx.records.get(Thing, "before"), tx.records.get(Thing, "inside")]
        tx.records.save([Thing("after")])
        return seen

    assert await storage.transact(work) == [Thing("before"), None]
    assert await names(storage) == ["before", "after"]


async def test_savepoints_nest(storage: Storage) -> None:
    def work(tx: Transaction) -> None:
        with tx.savepoint():
            tx.records.save([Thing("outer")])
            with contextlib.suppress(Boom), tx.savepoint():
                tx.records.save([Thing("inner")])
                raise Boom
            with tx.savepoint():
                tx.records.save([Thing("second")])

    await storage.transact(work)
    assert await names(storage) == ["outer", "second"]


async def test_a_failed_statement_inside_a_savepoint_spoils_nothing_outside(storage: Storage) -> None:
    def work(tx: Transaction) -> None:
        tx.records.save([Thing("before")])
        with contextlib.suppress(Exception), tx.savepoint():
            tx.records.save([Thing("bad", size=2**80)])
        tx.records.save([Thing("after")])

    await storage.transact(work)
    assert await names(storage) == ["before", "after"]


async def test_many_at_once_lose_no_change(storage: Storage) -> None:
    await storage.transact(lambda tx: tx.records.save([Thing("counter")]))

    def count(tx: Transaction) -> None:
        counter = tx.records.get(Thing, "counter")
        assert counter is not None
        tx.records.save([Thing("counter", size=counter.size + 1)])

    await asyncio.gather(*(storage.transact(count) for _ in range(25)))
    counter = await storage.transact(lambda tx: tx.records.get(Thing, "counter"))
    assert counter == Thing("counter", size=25)


async def test_a_cancelled_caller_leaves_a_whole_transaction(lasting: Home) -> None:
    storage = lasting.database()
    await storage.open()
    running = asyncio.Event()
    loop = asyncio.get_running_loop()

    def work(tx: Transaction) -> None:
        tx.records.save([Thing("a")])
        loop.call_soon_threadsafe(running.set)
        tx.records.save([Thing("b")])

    task = asyncio.create_task(storage.transact(work))
    await running.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await storage.close()
    await storage.open()
    assert await names(storage) == ["a", "b"]
    await storage.close()


async def test_a_closed_database_says_so(lasting: Home) -> None:
    storage = lasting.database()
    with pytest.raises(StorageError, match="not open"):
        await names(storage)
    await storage.open()
    await storage.close()
    await storage.close()
    with pytest.raises(StorageError, match="not open"):
        await names(storage)


async def test_opening_again_starts_where_it_was(lasting: Home) -> None:
    storage: Database = lasting.database()
    await storage.open()
    await storage.transact(lambda tx: tx.records.save([Thing("a")]))
    await storage.close()
    await storage.open()
    assert await names(storage) == ["a"]
    await storage.close()


async def test_notes_whose_time_is_over_are_deleted_when_it_is_tidied(storage: Storage) -> None:
    now = datetime.now(UTC)
    untils = {"over": now - timedelta(minutes=1), "lasting": now + timedelta(hours=1)}
    notes = [Note(id, "x", until.isoformat()) for id, until in untils.items()]
    await storage.transact(lambda tx: tx.records.save([*notes, Note("for ever", "x")]))
    await storage.tidy()
    kept = await storage.transact(lambda tx: tx.records.find(Note))
    assert {each.id for each in kept} == {"lasting", "for ever"}
