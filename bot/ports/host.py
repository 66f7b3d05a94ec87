"""What the bot offers an adapter beside the door in: its clock, what stands under a key, and a few lasting notes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.kernel.cards import Card
from bot.kernel.ids import DeliveryKey


class Host(Protocol):
    """Given to every adapter when it is built. Notes are few and small, and their names begin with the platform's."""

    def now(self) -> datetime:
        """The bot's own time: what messages are dated by. Time-outs and tokens go by the wall instead."""

    async def standing(self, key: DeliveryKey) -> Sequence[Card]:
        """The cards of a message as they stand now, as its feature wrote them (not yet fitted); empty if none."""

    async def note(self, name: str) -> str:
        """What is noted under this name; empty if nothing is, or its time is over."""

    async def put_note(self, name: str, text: str, lasts: timedelta | None = None) -> None:
        """Committed when this returns. An empty text removes the note."""

    async def count(self, name: str, by: int) -> int:
        """Add to the number noted under this name, in one transaction; the sum."""

    def sends(self) -> bool:
        """Whether this process sends for the platform, as far as it knows: of several processes one does.

        For what the platform lets only one process hold, such as a connection.
        """

    async def trouble(self, subject: str, zh: str, en: str, over: bool = False) -> None:
        """Tell the administrators, once for each subject until it is over."""
