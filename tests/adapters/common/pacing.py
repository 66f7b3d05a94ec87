"""Calls that are asked of a limiter at given times, and what a platform then counts."""

import asyncio
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from adapters.common.pace import API, APP, Limit, Pace
from bot.ports.adapter import PASSAGE, Passage, Priority, Unavailable


@contextmanager
def under(priority: Priority, is_ours: Callable[[], bool] = lambda: True) -> Iterator[Passage]:
    passage = Passage(priority, is_ours)
    token = PASSAGE.set(passage)
    try:
        yield passage
    finally:
        PASSAGE.reset(token)


@dataclass(frozen=True, slots=True)
class Call:
    """`asked`, `there` and `back`: seconds until it is asked for, and of its way; `gives_up`: seconds after asking."""

    chat: str
    priority: Priority = Priority.ANSWER
    asked: float = 0.0
    there: float = 0.0
    back: float = 0.0
    gives_up: float | None = None


@dataclass(slots=True)
class Course:
    """What came of calls. `arrived`: when the platform counted them, by kind and key."""

    begun: dict[int, float] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    arrived: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))

    def used(self, limit: Limit, key: str = "") -> float:
        """Which part of the limit was used, on average, from the first full window to the last call."""
        at = sorted(self.arrived[limit.kind, key])
        steps = [at[0] + limit.per + (at[-1] - at[0] - limit.per) * step / 999 for step in range(1000)]
        held = [bisect_right(at, each) - bisect_right(at, each - limit.per) for each in steps]
        return sum(held) / len(held) / limit.calls


async def run_calls(pace: Pace, calls: Sequence[Call]) -> Course:
    loop, course = asyncio.get_running_loop(), Course()

    def arrives(call: Call) -> None:
        for name in ((APP, ""), (API, "send"), ("chat", call.chat)):
            course.arrived[name].append(loop.time())

    async def way(call: Call) -> None:
        """One that is given up on its way there arrives all the same."""
        try:
            await asyncio.sleep(call.there)
        except asyncio.CancelledError:
            loop.call_later(min(call.there, 0.9), arrives, call)
            raise
        arrives(call)
        await asyncio.sleep(call.back)

    async def one(number: int, call: Call) -> None:
        try:
            with under(call.priority), suppress(TimeoutError):
                async with asyncio.timeout(call.gives_up), pace.turn(chat=call.chat, api="send"):
                    course.begun[number] = loop.time()
                    await way(call)
        except Unavailable:
            course.refused.add(number)

    async with asyncio.TaskGroup() as group:
        for number, call in sorted(enumerate(calls), key=lambda each: each[1].asked):
            await asyncio.sleep(call.asked - loop.time())
            group.create_task(one(number, call))
    await asyncio.sleep(1.0)
    return course


def most(at: Sequence[float], per: float) -> int:
    """How many lie in the fullest stretch of this length."""
    at = sorted(at)
    return max((bisect_left(at, each + per) - number for number, each in enumerate(at)), default=0)
