"""Whose direct chat is opened when: Slack opens few a minute, and a first word to everybody asks for thousands.

Each is told a minute of its own to come back in, instead of all of them asking again every minute.
"""

from datetime import timedelta

from adapters.slack.limits import OPENED_A_MINUTE
from bot.ports.adapter import Unavailable

MINUTE = 60.0


class Queue:
    """Those who were turned away, by the number they drew."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._drawn = 0
        self._served = 0

    def turned_away(self, user: str, error: Unavailable) -> Unavailable:
        """The same refusal, with the time by which everybody before them has been served."""
        if user not in self._numbers:
            self._numbers[user] = self._drawn
            self._drawn += 1
        before = max(0, self._numbers[user] - self._served)
        wait = (error.retry_after or timedelta()).total_seconds() + before // OPENED_A_MINUTE * MINUTE
        return Unavailable(str(error), timedelta(seconds=wait) if wait else None)

    def served(self, user: str) -> None:
        if self._numbers.pop(user, None) is not None:
            self._served += 1
