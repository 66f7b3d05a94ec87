"""What a record of what was said promises, which outlives the database."""

from collections.abc import Sequence
from typing import Protocol

from bot.kernel.ids import DeliveryKey


class Journal(Protocol):
    def note(self, keys: Sequence[DeliveryKey]) -> None:
        """A platform has taken the messages of these keys. Never raises, and is quick: the one sender calls it."""

    def close(self) -> None:
        """What was noted is safe now."""


class NoJournal:
    """Where nothing is ever restored: tests, and databases in memory."""

    def note(self, keys: Sequence[DeliveryKey]) -> None:
        pass

    def close(self) -> None:
        pass
