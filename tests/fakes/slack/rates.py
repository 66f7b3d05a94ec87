"""How often methods may be called: a window of a minute for each, and a second between messages to one channel."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable

from tests.fakes.slack.limits import POST_SLACK, POSTS_A_MINUTE, TIERS

MINUTE = 60.0


class Rates:
    """Counts by real time, or by any other clock given. Calls refused do not count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._posts: dict[str, float] = {}

    def wait(self, method: str, tier: int, channel: str = "") -> int:
        """Whole seconds to wait before this call would be taken; 0: it is, and counts."""
        now = self._clock()
        window = self._calls[method]
        while window and window[0] <= now - MINUTE:
            window.popleft()
        if len(window) >= TIERS.get(tier, POSTS_A_MINUTE):
            return max(1, math.ceil(window[0] + MINUTE - now))
        if channel:
            last = self._posts.get(channel)
            if last is not None and now - last < 1 - POST_SLACK:
                return 1
            self._posts[channel] = now
        window.append(now)
        return 0
