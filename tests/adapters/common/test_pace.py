"""The limiter: never above a limit in any window, nearly all of what is allowed, nobody held up by a busy chat."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.common.pace import APP, Limit, Pace
from bot.ports.adapter import Unavailable

LIMITS = (Limit(APP, 50, 1.0), Limit(APP, 1000, 60.0), Limit("chat", 5, 1.0))


class Time:
    """A clock that only sleepers move: always to the earliest waker."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleeping: list[tuple[float, int, asyncio.Future[None]]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.now + seconds, len(self._sleeping), waking))
        await waking

    async def run(self, work: Sequence[asyncio.Task[None]]) -> None:
        """Until all of it is done."""
        while not all(task.done() for task in work):
            for _ in range(20):
                await asyncio.sleep(0)
            if self._sleeping:
                self._sleeping.sort(key=lambda each: each[:2])
                at, _, waking = self._sleeping.pop(0)
                self.now = max(self.now, at)
                waking.set_result(None)
        for task in work:
            task.result()


async def _begun(chats: Sequence[str], limits: Sequence[Limit] = LIMITS) -> tuple[list[float], dict[str, list[float]]]:
    time, all_, by_chat = Time(), list[float](), defaultdict[str, list[float]](list)
    pace = Pace(limits, time.clock, time.sleep, patience=1e9)

    async def call(chat: str) -> None:
        await pace.turn(chat=chat)
        all_.append(time.now)
        by_chat[chat].append(time.now)

    await time.run([asyncio.create_task(call(chat)) for chat in chats])
    return all_, by_chat


def _most(begun: Sequence[float], per: float) -> int:
    """How many began in the fullest stretch of this length."""
    return max(sum(1 for each in begun if at <= each < at + per - 1e-9) for at in begun)


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=120))
def test_no_window_ever_holds_more_than_its_limit(chats: list[str]) -> None:
    begun, by_chat = asyncio.run(_begun(chats, (Limit(APP, 7, 1.0), Limit(APP, 20, 5.0), Limit("chat", 2, 1.0))))
    assert _most(begun, 1.0) <= 7
    assert _most(begun, 5.0) <= 20
    assert all(_most(each, 1.0) <= 2 for each in by_chat.values())


async def test_a_fan_out_uses_what_is_allowed() -> None:
    begun, _ = await _begun([str(number) for number in range(3000)])
    assert _most(begun, 1.0) <= 50
    assert _most(begun, 60.0) <= 1000
    assert max(begun) <= 2 * 60 + 30, "3,000 at 1,000 a minute need two minutes and the first 1,000"


async def test_a_busy_chat_holds_up_nobody_else() -> None:
    _, by_chat = await _begun(["busy"] * 30 + ["other"])
    assert by_chat["other"] == [0.0]
    assert max(by_chat["busy"]) == pytest.approx(5 * 1.04)


async def test_those_who_wait_for_one_chat_go_in_the_order_of_asking() -> None:
    time, order = Time(), list[int]()
    pace = Pace((Limit("chat", 1, 1.0),), time.clock, time.sleep, patience=1e9)

    async def call(number: int) -> None:
        await pace.turn(chat="one")
        order.append(number)

    await time.run([asyncio.create_task(call(number)) for number in range(12)])
    assert order == list(range(12))


async def test_what_the_platform_pauses_does_not_begin_before() -> None:
    time = Time()
    pace = Pace(LIMITS, time.clock, time.sleep)
    pace.pause(3.0, chat="a")
    await time.run([asyncio.create_task(pace.turn(chat="b"))])
    assert time.now == 0.0
    await time.run([asyncio.create_task(pace.turn(chat="a"))])
    assert time.now == 3.0
    pace.pause(4.0)
    await time.run([asyncio.create_task(pace.turn(chat="c"))])
    assert time.now == 7.0


async def test_a_turn_too_far_away_is_refused_and_takes_no_place() -> None:
    time = Time()
    pace = Pace((Limit(APP, 1, 60.0),), time.clock, time.sleep, patience=20.0)
    await pace.turn()
    with pytest.raises(Unavailable) as refused:
        await pace.turn()
    assert refused.value.retry_after == timedelta(seconds=60.25)
    time.now = 60.25
    await pace.turn()


async def test_one_who_gives_up_waiting_lets_the_next_go() -> None:
    pace = Pace((Limit("chat", 1, 0.05),))
    await pace.turn(chat="a")
    waiting = asyncio.create_task(pace.turn(chat="a"))
    await asyncio.sleep(0)
    waiting.cancel()
    await pace.turn(chat="a")
