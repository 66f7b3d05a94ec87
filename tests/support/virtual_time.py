"""An event loop on which nobody waits: when all is quiet, its time jumps to the next timer."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        self.now += timeout or 0.0
        found = super().select(0)
        if timeout is None and not found:
            raise RuntimeError("everybody waits, and no timer will wake anybody")
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def virtually(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` from the moment 0, for what waits for nothing but times and itself."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)
