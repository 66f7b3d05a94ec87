"""How long to wait before the next connection: not at all after one that held, longer and longer after those that did
not. The SDK itself waits for nothing: a server that hangs up at once saw 787 connections in two seconds (notes, O9)."""

import random
from collections.abc import Callable

from adapters.slack.limits import LONGEST_PAUSE, PROVEN

FULL = frozenset(("too_many_websockets", "link_disabled"))
"""Reasons of Slack's to go for which the next connection would end as this one."""


class Backoff:
    """`clock`: seconds, of the loop. `jitter`: from 0.5 to 1, so that many bots do not come back together."""

    def __init__(
        self,
        clock: Callable[[], float],
        jitter: Callable[[], float] = lambda: random.uniform(0.5, 1.0),  # noqa: S311
    ) -> None:
        self._clock = clock
        self._jitter = jitter
        self._failures = 0
        self._opened: float | None = None
        self._held = False
        self._resting = 0.0
        self.reason = ""
        """Slack's own word for why the last connection ended, while it has not held since."""

    def opened(self) -> None:
        """A connection is up."""
        self._opened, self._held = self._clock(), False

    def heard(self) -> None:
        """Something came over it: it works."""
        self._held = True
        self._failures = 0
        self.reason = ""

    def told(self, reason: str) -> None:
        """Slack said why it hangs up."""
        if reason in FULL:
            self.reason = reason
            self._held = False
            self._opened = None
            self._failures = max(self._failures, 2)

    def rest(self, seconds: float) -> None:
        """Slack named a time before which it is of no use to ask."""
        self._resting = self._clock() + seconds

    def pause(self) -> float:
        """Seconds to wait before asking for another connection; counts this as a further try."""
        opened, self._opened = self._opened, None
        if self._held or (opened is not None and self._clock() - opened >= PROVEN):
            self._failures = 0
        self._held = False
        failures, self._failures = self._failures, self._failures + 1
        resting = max(0.0, self._resting - self._clock())
        if failures < 2:
            return resting
        return max(resting, float(min(LONGEST_PAUSE, 2.0 ** min(failures - 2, 10)) * self._jitter()))
