"""A storage whose failures are counted. It does nothing else."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.ports.storage import Pending, Storage, Touches, Transaction
from bot.runtime.figures import Figures

T = TypeVar("T")


class Counting:
    """The `Storage` below, as it is. `failure`: what it raises when the database does not do its work."""

    def __init__(self, below: Storage, figures: Figures, failure: type[Exception]) -> None:
        self._below = below
        self._figures = figures
        self._failure = failure
        self.shared = below.shared
        self.open = below.open
        self.close = below.close
        self.listen = below.listen
        self.tidy = below.tidy

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        try:
            return await self._below.transact(work)
        except self._failure:
            self._figures.database_failed()
            raise

    async def take_turns(
        self,
        pick: Callable[[Transaction], Sequence[Pending]],
        touches: Callable[[Transaction, Sequence[Pending]], Touches],
        work: Callable[[Transaction, Sequence[Pending]], T],
        most: int,
    ) -> T | None:
        try:
            return await self._below.take_turns(pick, touches, work, most)
        except self._failure:
            self._figures.database_failed()
            raise
