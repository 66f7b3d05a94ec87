"""How often something may be done: sliding windows of real time."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from tests.fakes.feishu.errors import Refusal, too_fast


@dataclass(frozen=True, slots=True)
class Window:
    count: int
    seconds: float


APPLICATION = (Window(1000, 60), Window(50, 1))
"""Each API and app: https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control"""
CHAT = (Window(5, 1),)
"""To one person, to one group, and changes of one message."""


class Rates:
    """What was done when. `on` False: nothing is too often. `status`: of the gateway's refusal, 400 for old APIs."""

    def __init__(self, on: bool, status: int = 429) -> None:
        self.on = on
        self.status = status
        self._done: dict[str, deque[float]] = defaultdict(deque)

    def gateway(self, api: str) -> None:
        """One more call of this API; a Refusal with the seconds to wait if there were too many."""
        if wait := self._full(api, APPLICATION):
            raise too_fast(math.ceil(wait), APPLICATION[0].count, self.status)
        self._done[api].append(time.monotonic())

    def business(self, what: str) -> None:
        """One more message to this chat, or change of this message; the refusal names no time."""
        if self._full(what, CHAT):
            raise Refusal(230020, what)
        self._done[what].append(time.monotonic())

    def _full(self, what: str, windows: Sequence[Window]) -> float:
        """Seconds until it may be done again, 0 for now."""
        if not self.on:
            return 0
        now, done = time.monotonic(), self._done[what]
        while done and done[0] <= now - max(window.seconds for window in windows):
            done.popleft()
        full = [window for window in windows if len(done) >= window.count]
        return max(0.0, *(done[-window.count] + window.seconds - now for window in full), 0.0)
