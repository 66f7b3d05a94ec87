"""A card must not be changed while the press on it is still unanswered: the platform forbids it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Shared by what takes presses in and what changes cards."""

    def __init__(self) -> None:
        self._answering: dict[str, tuple[int, asyncio.Event]] = {}

    @contextmanager
    def answering(self, card: str) -> Iterator[None]:
        """While this lasts, a press on the card waits for its answer."""
        count, answered = self._answering.get(card, (0, asyncio.Event()))
        self._answering[card] = (count + 1, answered)
        try:
            yield
        finally:
            count, _ = self._answering[card]
            self._answering[card] = (count - 1, answered)
            if count == 1:
                del self._answering[card]
                answered.set()

    async def answered(self, card: str) -> None:
        """Return when no press on the card is unanswered; it is a matter of milliseconds."""
        while card in self._answering:
            await self._answering[card][1].wait()
