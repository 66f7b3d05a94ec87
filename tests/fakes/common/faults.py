"""What goes wrong next with a platform's API: asked for by a test, by the weather of a world, or by hand."""

from collections import deque
from typing import Literal, get_args

Fault = Literal["limited", "broken", "html", "lost", "dropped", "expired"]
"""`limited`: the platform's own way of saying "too fast". `broken`: HTTP 500. `html`: an error page of a proxy.
`lost`: done, but the answer never comes (the connection is reset after storing). `dropped`: reset before storing.
`expired`: the token stops working now."""

WEATHER: tuple[Fault, ...] = ("limited", "lost", "broken", "dropped", "html")
"""The kinds that `every` goes through, in turn."""


class Faults:
    """Which calls fail and how. Only calls that send or change messages ask `due`."""

    def __init__(self) -> None:
        self.every = 0
        """Every n-th call fails, 0 for none."""
        self.delay = 0.0
        """Seconds of real time that every answer of the API is held back."""
        self.coming: deque[Fault] = deque()
        """How the next calls fail, before `every` counts."""
        self._count = 0

    def add(self, fault: str, times: int = 1) -> None:
        """The next calls fail like this. A ValueError names the kinds there are."""
        if fault not in get_args(Fault):
            raise ValueError(f"no such fault: {fault!r}; there are {', '.join(get_args(Fault))}")
        self.coming.extend([fault] * times)  # type: ignore[list-item]

    def due(self) -> Fault | None:
        """How this call fails; None: it does not."""
        if self.coming:
            return self.coming.popleft()
        if not self.every:
            return None
        self._count += 1
        if self._count % self.every:
            return None
        return WEATHER[self._count // self.every % len(WEATHER)]
