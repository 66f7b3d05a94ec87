"""An event loop on which an hour passes in minutes: its time and every timer run `scale` times as fast."""

import asyncio
import selectors
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Hasty(selectors.DefaultSelector):
    scale = 1.0

    def select(self, timeout: float | None = None) -> Any:
        return super().select(timeout if timeout is None else timeout / self.scale)


class FastLoop(asyncio.SelectorEventLoop):
    """What waits for a time waits as much less; what waits for a peer waits as ever."""

    def __init__(self, scale: float) -> None:
        selector = _Hasty()
        selector.scale = scale
        self._scale = scale
        self._began = time.monotonic()
        super().__init__(selector)

    def time(self) -> float:
        return self._began + (time.monotonic() - self._began) * self._scale


def run_fast(work: Coroutine[Any, Any, T], scale: float) -> T:
    """`asyncio.run`, hastily."""
    with asyncio.Runner(loop_factory=lambda: FastLoop(scale)) as runner:
        return runner.run(work)
