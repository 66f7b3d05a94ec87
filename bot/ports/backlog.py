"""What waits in the database, as figures: all replicas see the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.ids import Platform
from bot.ports.adapter import Priority


@dataclass(frozen=True, slots=True)
class InboxBacklog:
    """`oldest`: when the event came that waits longest, its retries included."""

    waiting: int = 0
    oldest: datetime | None = None
    parked: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """Messages not yet sent. `due`: those that may be tried now; `since`: from when on the first of them could be."""

    platform: Platform
    priority: Priority
    waiting: int
    due: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class OutboxBacklog:
    """`queues`: those that are not empty."""

    queues: Sequence[Queue] = ()
    buried: int = 0
