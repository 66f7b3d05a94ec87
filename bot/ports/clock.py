"""Who looks at the time."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The only one who knows what time it is for the product. Leases and time-outs use real time instead."""

    def now(self) -> datetime:
        """Aware UTC. May step back; nothing may happen twice because of it."""
