"""How a platform brings what people do: again until it is acknowledged, sometimes twice, later than others' deeds."""

import asyncio
import random
from collections.abc import Callable
from time import monotonic
from typing import Any

from tests.worlds.base import PlatformWorld

AGAIN, LONGEST = 0.3, 2.0
"""Seconds between two tries: the platforms' own minutes would take longer than all of chaos."""


class Post:
    """Of one platform. `turn` is called before each try: it says where callbacks go. `twice`: how many come twice."""

    def __init__(self, world: PlatformWorld[Any], turn: Callable[[], None], dice: random.Random, twice: float) -> None:
        self.world = world
        self.tries = self.again = 0
        self.brought: list[tuple[float, Any]] = []
        """What was acknowledged, and when."""
        self.closed = False
        self.delay = 0.5
        """Seconds by which an event may be late, so that people overtake each other."""
        self._turn = turn
        self._dice = dice
        self._share = twice
        self._twice: set[asyncio.Task[None]] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._pushes: set[asyncio.Task[None]] = set()

    async def bring(self, event: Any) -> float:
        """Until it is acknowledged: when that was, by the monotonic clock. 0: never, before the post was closed."""
        await asyncio.sleep(self._dice.random() * self.delay)
        pause = AGAIN
        if self._dice.random() < self._share / 3:
            self._later(event, 0.0)
        while not await self._push(event):
            if self.closed:
                return 0.0
            await asyncio.sleep(pause * (0.5 + self._dice.random()))
            pause = min(LONGEST, pause * 1.5)
        if self._dice.random() < self._share * 2 / 3:
            self._later(event, self._dice.random() * 5)
        self.brought.append((monotonic(), event))
        return self.brought[-1][0]

    async def _push(self, event: Any) -> bool:
        await self._open.wait()
        return await self._pushed(event)

    async def _pushed(self, event: Any) -> bool:
        """Whether it is acknowledged."""
        self._turn()
        self.tries += 1
        push = asyncio.create_task(self.world.fake.push(event))
        self._pushes.add(push)
        push.add_done_callback(self._pushes.discard)
        try:
            await push
        except Exception as error:
            if type(error).__name__ != "NotAcknowledged" and not isinstance(error, (OSError, RuntimeError)):
                raise
            self.again += 1
            return False
        return True

    def _later(self, event: Any, seconds: float) -> None:
        """Once more, acknowledged or not: as platforms do that saw no answer."""

        async def push() -> None:
            await asyncio.sleep(seconds)
            await self._push(event)

        task = asyncio.create_task(push())
        self._twice.add(task)
        task.add_done_callback(self._twice.discard)

    async def hold(self) -> None:
        """Nothing more is brought until `repeat` is through, neither new nor a second time: it would overtake that."""
        self._open.clear()
        while self._pushes:
            await asyncio.wait(list(self._pushes))

    async def repeat(self, since: float) -> None:
        """All that was acknowledged since then comes once more, in the same order, until it is acknowledged again."""
        for event in [event for at, event in self.brought if at >= since]:
            while not await self._pushed(event):
                await asyncio.sleep(AGAIN)
                if self.closed:
                    break
        self._open.set()

    async def idle(self) -> None:
        """Nothing is on its way a second time."""
        while self._twice:
            await asyncio.wait(list(self._twice))
