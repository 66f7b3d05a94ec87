"""Counts what the organisation uses: calls and pushes a month, and how many calls in a window of time."""

import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from datetime import datetime

FREE = (5_000, 3_000)
"""Counted API calls, and Webhook & Stream pushes, of the free edition a calendar month."""


class Quota:
    """The organisation's month, by the injected clock. `allowed` None: no end."""

    def __init__(self, now: Callable[[], datetime], allowed: tuple[int, int] | None = FREE) -> None:
        self._now = now
        self.allowed = allowed
        self._calls: Counter[str] = Counter()
        self._pushes: Counter[str] = Counter()

    @property
    def calls(self) -> int:
        return self._calls[self._month()]

    @property
    def pushes(self) -> int:
        return self._pushes[self._month()]

    @property
    def spent(self) -> bool:
        """No call is left this month."""
        return self.allowed is not None and self.calls >= self.allowed[0]

    def call(self) -> None:
        self._calls[self._month()] += 1

    def push(self) -> bool:
        """One more push; False: it comes without its content, there was none left."""
        if self.allowed is not None and self.pushes >= self.allowed[1]:
            return False
        self._pushes[self._month()] += 1
        return True

    def _month(self) -> str:
        return f"{self._now():%Y-%m}"


class Window:
    """At most `most` in any `seconds` of real time, by key."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def full(self, key: str) -> bool:
        """Whether one more is too many; if not, it counts. `most` 0: never."""
        if not self.most:
            return False
        times, now = self._times[key], time.monotonic()
        while times and now - times[0] >= self.seconds:
            times.popleft()
        if len(times) >= self.most:
            return True
        times.append(now)
        return False
