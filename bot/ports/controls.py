"""What a playground may do with the bot it shows: look at its clock and move it."""

from datetime import datetime
from typing import Protocol


class Controls(Protocol):
    """A bot whose clock can be moved."""

    def now(self) -> datetime: ...

    async def advance(self, to: datetime) -> None:
        """Move to an instant. Going on, everything due on the way happens at its own instant, in order."""

    async def settle(self) -> None:
        """Return once the inbox is empty, nothing due is unsent and nothing is in flight."""
