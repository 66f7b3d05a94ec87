"""Rate windows, in real time: how many in the last minute and hour."""

from collections import defaultdict, deque
from collections.abc import Callable

MINUTE, HOUR = 60.0, 3600.0


class Windows:
    """At most `minute` and `hour` per key. `clock`: seconds that only go on."""

    def __init__(self, clock: Callable[[], float], minute: int, hour: int) -> None:
        self._clock = clock
        self._limits = ((MINUTE, minute), (HOUR, hour))
        self._taken: dict[str, deque[float]] = defaultdict(deque)

    def take(self, key: str) -> bool:
        """Whether one more fits; then it is counted."""
        now, taken = self._clock(), self._taken[key]
        while taken and taken[0] <= now - HOUR:
            taken.popleft()
        if any(sum(at > now - span for at in taken) >= most for span, most in self._limits):
            return False
        taken.append(now)
        return True
