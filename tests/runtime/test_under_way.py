"""What is under way: no more than may be at once, the most urgent first, and no place waits for the database."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count

from bot.app import App
from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.adapter import Delivery, Passage, Priority, Receipt
from bot.ports.outbox import Claimed, Outgoing
from bot.runtime.under_way import AHEAD, ANSWERS, STALE, Sending, UnderWay
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform
from tests.support.virtual_time import virtually

ANSWER, FEW, MANY = Priority
MOST = 8


class Course:
    """Eight places. Each message is on its way until it is let `end`."""

    def __init__(self) -> None:
        self.begun: dict[str, asyncio.Future[Receipt]] = {}
        self.goes_on = True
        self.under_way = UnderWay(MOST, self._send, lambda: self.goes_on)

    async def _send(self, sending: Sending) -> Receipt:
        self.begun[sending.claimed.key] = asyncio.get_running_loop().create_future()
        return await self.begun[sending.claimed.key]

    async def add(self, *names: str) -> None:
        """Named for their priorities: a1, f1, m1."""
        self.under_way.add([_claimed(name) for name in names])
        await asyncio.sleep(0)

    async def end(self, *names: str) -> None:
        for name in names:
            self.begun[name].set_result(Receipt({}))
        for _ in range(3):
            await asyncio.sleep(0)

    async def settled(self) -> list[str]:
        return [each.claimed.key for each, _ in await self.under_way.some_ended(0.25, 0.01)]

    def taken_back(self) -> list[str]:
        return [each.claimed.key for each in self.under_way.take_back()]


def _claimed(name: str) -> Sending:
    priority = {"a": ANSWER, "f": FEW, "m": MANY}[name[0]]
    to = UserRef(PLATFORM, TENANT, name)
    claimed = Claimed(1, 1, DeliveryKey(name), to, (say("好"),), NOW, "", 1, False, None, priority=priority)
    return Sending(claimed, {}, Passage(priority), asyncio.get_running_loop().time())


def _many(count: int) -> list[str]:
    return [f"m{number}" for number in range(count)]


def on_a_course(work: Callable[[Course], Awaitable[None]]) -> None:
    async def run() -> None:
        await work(Course())

    virtually(run())


def test_where_one_ends_the_next_begins_at_once() -> None:
    async def work(course: Course) -> None:
        await course.add(*_many(9))
        assert list(course.begun) == _many(7), "an eighth is kept for answers"
        await course.end("m3")
        assert list(course.begun) == _many(8)
        assert await course.settled() == ["m3"]
        await course.end("m0", "m1", *_many(8)[4:])
        assert list(course.begun) == _many(9)
        await course.end("m2", "m8")
        assert sorted(await course.settled()) == sorted({*_many(9)} - {"m3"})
        assert not course.under_way

    on_a_course(work)


def test_an_answer_finds_a_place_and_goes_before_what_was_claimed_earlier() -> None:
    async def work(course: Course) -> None:
        await course.add(*_many(9))
        await course.add("a1")
        assert list(course.begun) == [*_many(7), "a1"]
        await course.add("f1", "a2")
        await course.end("m0", "m1", "m2")
        assert list(course.begun) == [*_many(7), "a1", "a2", "f1", "m7"]

    on_a_course(work)


def test_twice_as_much_is_claimed_ahead_as_has_ended_lately_and_no_more_than_a_third() -> None:
    async def work(course: Course) -> None:
        more = UnderWay(24, course._send).room
        assert [more(0), more(1), more(3), more(9)] == [(24, 21), (26, 23), (30, 27), (32, 29)]
        room = course.under_way.room
        assert [room(0), room(1), room(5)] == [(8, 7), (10, 9), (10, 9)]
        await course.add(*_many(8), "a1")
        assert [room(0), room(1)] == [(0, 0), (1, 1)]
        await course.end("m0", "a1")
        assert [room(0), room(2)] == [(1, 0), (3, 2)]

    on_a_course(work)


def test_what_found_no_place_in_time_is_given_back_and_never_begun() -> None:
    async def work(course: Course) -> None:
        await course.add(*_many(9))
        assert course.taken_back() == []
        await asyncio.sleep(STALE + 0.1)
        await course.end("m0")
        assert len(course.begun) == 7
        assert course.taken_back() == ["m7", "m8"]
        await course.add("m9")
        assert list(course.begun) == [*_many(7), "m9"]

    on_a_course(work)


def test_nothing_more_begins_once_it_may_not() -> None:
    async def work(course: Course) -> None:
        await course.add(*_many(9))
        course.goes_on = False
        await course.end("m0")
        assert len(course.begun) == 7
        assert course.taken_back() == ["m7", "m8"]

    on_a_course(work)


async def test_what_a_stop_leaves_unbegun_waits_as_if_it_had_never_been_claimed(
    app: App, platform: ToyPlatform
) -> None:
    pump, send = app.runtime.pumps[0], platform.send
    most = platform.capabilities(direct=True).in_flight
    at_once, ahead, begun, stopped = most - most // ANSWERS, most // AHEAD, count(1), asyncio.Event()

    async def sent_slowly(delivery: Delivery) -> Receipt:
        """A third ends soon, so that so many are claimed ahead; all others when the stop comes."""
        number = next(begun)
        if number == at_once + 1:
            pump.close()
            stopped.set()
        if number > ahead:
            await stopped.wait()
        return await send(delivery)

    platform.send = sent_slowly  # type: ignore[method-assign]
    rows = [_one_of_many(number) for number in range(2 * most)]
    await app.storage.transact(lambda tx: tx.outbox.put(rows))
    assert await pump.send_due() == len(platform.sent) == at_once + ahead
    left = await app.storage.transact(lambda tx: tx.outbox.claim(PLATFORM, NOW, 2 * most))
    assert len(left) == 2 * most - len(platform.sent)
    assert {(each.attempts, each.uncertain) for each in left} == {(1, False)}
    assert Counter(each.token for each in left) == {2: ahead, 1: len(left) - ahead}, "some were claimed before"


def _one_of_many(number: int) -> Outgoing:
    to = UserRef(PLATFORM, TENANT, f"u{number}")
    key = DeliveryKey(f"k{number}")
    return Outgoing(key, f"person:{number}", to, say("早上好"), NOW, priority=MANY, place=number)
