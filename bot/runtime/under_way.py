"""What was claimed and is not settled yet: what is being sent, the few that wait for a place, what has ended."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from bot.kernel.ids import PersonId
from bot.kernel.people import UserRef
from bot.ports.adapter import Passage, Priority, Receipt
from bot.ports.outbox import Claimed

ANSWERS = 8
"""Of what may be on its way at once, this part is kept for answers and digests while a fan-out goes out."""
AHEAD = 3
"""Of what may be on its way at once, at most this part is claimed before there is a place for it."""
ENOUGH = 2
"""When this part of what may be on its way at once has ended, it is put on file without waiting for more."""
STALE = 1.0
"""Seconds after which what has no place yet is given back: who claims it then has its whole lease."""

Outcome = Receipt | Exception


@dataclass(slots=True, eq=False)
class Sending:
    """`users`: of those mentioned in it. `claimed_at`: when it was known to be, in the running loop's time.

    `in_place`: it changes a message that is there. `over_at`: when the try was over, by the monotonic clock.
    """

    claimed: Claimed
    users: Mapping[PersonId, UserRef]
    passage: Passage
    claimed_at: float
    in_place: bool = False
    over_at: float = 0.0


Ended = tuple[Sending, Outcome]


class UnderWay:
    """At most `most` are sent at once; where one ends, the next one begins without waiting for the database.

    `goes_on`: whether this process may begin to send, asked before each.
    """

    def __init__(
        self, most: int, send: Callable[[Sending], Awaitable[Receipt]], goes_on: Callable[[], bool] = lambda: True
    ) -> None:
        self._most = most
        self._fan_out = most - most // ANSWERS
        self._send = send
        self._goes_on = goes_on
        self._ahead: deque[Sending] = deque()
        self._places: set[asyncio.Task[None]] = set()
        self._many = 0
        self._ended: list[Ended] = []
        self._awaited = 1
        self._there = asyncio.Event()

    def __bool__(self) -> bool:
        return bool(self._places or self._ahead or self._ended)

    def room(self, ended: int) -> tuple[int, int]:
        """How many more to claim, and of a fan-out, when so many have ended since the last claim.

        As many end until the next one; and until that is done, on a slow disk, as many again.
        """
        ahead = min(2 * ended, self._most // AHEAD)
        waiting = sum(each.passage.priority is Priority.MANY for each in self._ahead)
        room = self._most + ahead - len(self._places) - len(self._ahead)
        return max(0, room), max(0, self._fan_out + ahead - self._many - waiting)

    def add(self, found: Sequence[Sending]) -> None:
        """As many as have a place begin; the others are claimed ahead."""
        self._ahead = deque(sorted([*self._ahead, *found], key=lambda each: each.passage.priority))
        while len(self._places) < self._most and (each := self._next()):
            self._places.add(asyncio.create_task(self._work(each)))

    def take_back(self) -> Sequence[Sending]:
        """What was never begun, and will not be: all of it if nothing may begin, else what has waited for long."""
        waiting, begins = self._ahead, self._goes_on()
        self._ahead = deque(each for each in waiting if begins and not _stale(each))
        return [each for each in waiting if each not in self._ahead]

    async def some_ended(self, within: float, together: float) -> Sequence[Ended]:
        """Wait so many seconds for the first, and then a moment for others, unless they are many already."""
        await self._until(1, within)
        if self._ended:
            await self._until(self._most // ENOUGH, together)
        ended, self._ended = self._ended, []
        return ended

    def cancel(self) -> None:
        for place in self._places:
            place.cancel()

    async def _until(self, ended: int, within: float) -> None:
        self._awaited = ended
        if len(self._ended) >= ended:
            return
        self._there.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._there.wait()

    async def _work(self, each: Sending | None) -> None:
        """One place: it sends one after another."""
        while each:
            outcome: Outcome
            try:
                outcome = await self._send(each)
            except Exception as error:
                outcome = error
            each.over_at = time.monotonic()
            self._many -= each.passage.priority is Priority.MANY
            self._ended.append((each, outcome))
            if len(self._ended) >= self._awaited:
                self._there.set()
            each = self._next()
        self._places.discard(cast(asyncio.Task[None], asyncio.current_task()))

    def _next(self) -> Sending | None:
        """The most urgent, unless it is one of a fan-out that has all its places."""
        if not self._ahead or _stale(self._ahead[0]) or not self._goes_on():
            return None
        many = self._ahead[0].passage.priority is Priority.MANY
        if many and self._many >= self._fan_out:
            return None
        self._many += many
        return self._ahead.popleft()


def _stale(sending: Sending) -> bool:
    return asyncio.get_running_loop().time() > sending.claimed_at + STALE
