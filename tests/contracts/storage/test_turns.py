"""Whose turn it is: fairly over lanes; and of several processes, each on what no other is at work on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from threading import Event

import pytest

from bot.ports.storage import Pending, Storage, Touches, Transaction
from storage import Database
from tests.contracts.storage.conftest import Home
from tests.contracts.storage.test_inbox import NOON, accept, event, waiting

Work = Callable[[Transaction, Sequence[Pending]], list[str]]


def by_lane(tx: Transaction, rows: Sequence[Pending]) -> Touches:
    """A lane that is a number stands for itself; `all` touches everything."""
    return {row.seq: None if row.envelope.lane == "all" else row.envelope.lane.split() for row in rows}


def handle(tx: Transaction, rows: Sequence[Pending]) -> list[str]:
    assert tx.inbox.handled([row.seq for row in rows]) == len(rows)
    return [row.envelope.dedupe for row in rows]


def handle_left(tx: Transaction, rows: Sequence[Pending]) -> list[str]:
    """Those that nobody has handled meanwhile."""
    return [row.envelope.dedupe for row in rows if tx.inbox.handled([row.seq])]


async def take(storage: Storage, work: Work = handle, most: int = 50) -> list[str] | None:
    return await storage.take_turns(lambda tx: tx.inbox.waiting(NOON, 100), by_lane, work, most)


async def test_a_lane_that_is_full_leaves_the_others_their_share(storage: Storage) -> None:
    await accept(storage, *(event(f"flood{n}", "flood") for n in range(200)))
    await accept(storage, event("one", "a"), event("two", "b"), event("three", "a"))
    found = await waiting(storage, limit=50)
    assert found[:23] == [*(f"flood{n}" for n in range(20)), "one", "two", "three"]
    assert found[23:] == [f"flood{n}" for n in range(20, 47)], "the rest is not wasted"


async def test_a_row_is_handled_once(storage: Storage) -> None:
    await accept(storage, event("1"))
    [row] = await storage.transact(lambda tx: tx.inbox.waiting(NOON, 10))
    assert await storage.transact(lambda tx: tx.inbox.handled([row.seq])) == 1
    assert await storage.transact(lambda tx: tx.inbox.handled([row.seq])) == 0


async def test_turns_are_taken_in_order_and_not_too_many(storage: Storage) -> None:
    await accept(storage, *(event(f"{n}", str(n % 3)) for n in range(10)))
    assert await take(storage, most=4) == ["0", "1", "2", "3"]
    assert await take(storage) == ["4", "5", "6", "7", "8", "9"]
    assert await take(storage) is None


@pytest.mark.postgres
class TestTwoProcesses:
    """The first is held in the middle of its turns until the second has looked."""

    @pytest.fixture
    async def two(self, shared: Home) -> AsyncIterator[tuple[Database, Database]]:
        one, other = shared.database(), shared.database()
        await one.open()
        await other.open()
        yield one, other
        await one.close()
        await other.close()

    async def _while_one_is_at_work(
        self, two: tuple[Database, Database], most: int, looks: Callable[[Database], object]
    ) -> tuple[list[str] | None, object]:
        working, may_end = Event(), Event()

        def held(tx: Transaction, rows: Sequence[Pending]) -> list[str]:
            working.set()
            assert may_end.wait(30)
            return handle(tx, rows)

        first = asyncio.create_task(take(two[0], held, most))
        await asyncio.to_thread(working.wait, 30)
        try:
            seen = await looks(two[1])  # type: ignore[misc]
        finally:
            may_end.set()
        return await first, seen

    async def test_each_works_on_what_the_other_does_not_touch(self, two: tuple[Database, Database]) -> None:
        await accept(two[0], event("1", "a"), event("2", "b"), event("3", "a c"), event("4", "c"), event("5", "d"))
        first, second = await self._while_one_is_at_work(two, 1, take)
        assert first == ["1"]
        assert second == ["2", "5"], "3 touches what 1 does, and 4 must not overtake 3"
        assert await take(two[1]) == ["3", "4"]

    async def test_what_touches_everything_waits_for_all_and_lets_nobody_in(
        self, two: tuple[Database, Database]
    ) -> None:
        await accept(two[0], event("1", "all"), event("2", "all"), event("3", "a"))

        async def comes_too(other: Database) -> asyncio.Task[list[str] | None]:
            return asyncio.create_task(take(other, handle_left))

        first, second = await self._while_one_is_at_work(two, 50, comes_too)
        assert first == ["1", "2"], "those of a kind share a commit"
        assert isinstance(second, asyncio.Task)
        later = [*(await second or []), *(await take(two[0]) or [])]
        assert later == ["3"], "it came in when the first was done, and found nothing twice"

    async def test_what_a_failed_turn_kept_is_free_again(self, two: tuple[Database, Database]) -> None:
        await accept(two[0], event("1", "a"))

        def fails(tx: Transaction, rows: Sequence[Pending]) -> list[str]:
            raise LookupError

        with pytest.raises(LookupError):
            await take(two[0], fails)
        assert await take(two[1]) == ["1"]

    async def test_news_are_heard_by_the_other_process(self, two: tuple[Database, Database]) -> None:
        heard = asyncio.Event()
        two[1].listen(heard.set)
        async with asyncio.timeout(30):
            await heard.wait()  # it looks once when it begins to listen
            heard.clear()
            await accept(two[0], event("1"))
            await heard.wait()
