"""From the vendor's thread to our loop and back: what comes together crosses together, so that a burst of events costs
each loop one waking and not one an event."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

Answer = Mapping[str, Any] | None
Take = Callable[[bytes], Awaitable[Answer]]


@dataclass(slots=True, eq=False)
class _Item:
    """One event on its way: `answered` belongs to the loop it came from."""

    raw: bytes
    answered: asyncio.Future[Answer]
    home: asyncio.AbstractEventLoop
    answer: Answer = None
    error: Exception | None = field(default=None)

    def settle(self) -> None:
        if self.answered.done():
            return
        if self.error is not None:
            self.answered.set_exception(self.error)
        else:
            self.answered.set_result(self.answer)


class Crossing:
    """Made on our loop, where `take` runs; used from any other."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._ours = asyncio.get_running_loop()
        self._gate = Lock()
        self._coming: list[_Item] = []
        self._going: list[_Item] = []
        self._handling: set[asyncio.Task[None]] = set()

    async def take(self, raw: bytes) -> Answer:
        """What our side answers; raises what it raises. Runs on the loop of the other thread."""
        home = asyncio.get_running_loop()
        item = _Item(raw, home.create_future(), home)
        with self._gate:
            first = not self._coming
            self._coming.append(item)
        if first:
            self._ours.call_soon_threadsafe(self._arrive)
        return await item.answered

    def _arrive(self) -> None:
        """In the order in which they came."""
        with self._gate:
            came, self._coming = self._coming, []
        for item in came:
            task = self._ours.create_task(self._handle(item))
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)

    async def _handle(self, item: _Item) -> None:
        try:
            item.answer = await self._take(item.raw)
        except Exception as error:
            item.error = error
        if not self._going:
            # What one commit finished goes back in one go.
            self._ours.call_soon(self._return)
        self._going.append(item)

    def _return(self) -> None:
        done, self._going = self._going, []
        for home in {item.home for item in done}:
            theirs = [item for item in done if item.home is home]
            # A thread that is gone has nobody left to tell: the platform sends it again.
            with suppress(RuntimeError):
                home.call_soon_threadsafe(_settle, theirs)


def _settle(items: list[_Item]) -> None:
    for item in items:
        item.settle()
