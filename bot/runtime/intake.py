"""The one door in: an envelope is committed, and only then may the adapter acknowledge it."""

import asyncio
from collections.abc import Callable

from bot.ports.adapter import Envelope, Unavailable
from bot.ports.storage import Storage
from bot.runtime.failpoints import passing
from bot.runtime.figures import Figures

GROUP = 200
"""Envelopes that share a commit at most, so that the first of a burst does not wait for its last."""
WITHIN = 2.5
"""Seconds for one to be stored: less than the platforms wait, so that they hear a clear no and send it again."""
MOST = 10_000
"""Envelopes that wait at most, while the database is slow."""


class Intake:
    """Envelopes that wait at the same time are committed together."""

    def __init__(self, storage: Storage, accepted: Callable[[], None], figures: Figures) -> None:
        self._storage = storage
        self._accepted = accepted
        self._figures = figures
        self._waiting: list[tuple[Envelope, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._open = True

    async def accept(self, envelope: Envelope) -> bool:
        """Store; True if it is new. Raises Unavailable while stopping or when the database is too slow, StorageError
        if it could not be stored: either way the platform must not be told that we have it."""
        if not self._open:
            raise Unavailable("the bot is stopping")
        if len(self._waiting) >= MOST:
            raise Unavailable("too much waits to be stored")
        loop = asyncio.get_running_loop()
        began, stored = loop.time(), loop.create_future()
        self._waiting.append((envelope, stored))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        try:
            async with asyncio.timeout(WITHIN):
                new: bool = await stored
        except TimeoutError:
            # It may be stored all the same; then it is known when it comes again.
            self._waiting = [each for each in self._waiting if each[1] is not stored]
            raise Unavailable("the database is too slow") from None
        self._figures.accepted(loop.time() - began)
        return new

    async def close(self) -> None:
        """Nothing new is taken; what came before is committed."""
        self._open = False
        await self.idle()

    async def idle(self) -> None:
        """Return when nothing is on its way into the inbox."""
        while self._writer is not None and not self._writer.done():
            await asyncio.wait([self._writer])

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
            envelopes = [envelope for envelope, _ in group]
            passing("accept.before_commit")
            try:
                news = await self._storage.transact(lambda tx, each=envelopes: tx.inbox.accept(each))  # type: ignore[misc]
            except Exception as error:
                _settle_all(group, error)
                continue
            passing("accept.after_commit")
            for (_, stored), new in zip(group, news, strict=True):
                if not stored.done():
                    stored.set_result(new)
            self._accepted()


def _settle_all(group: list[tuple[Envelope, asyncio.Future[bool]]], error: Exception) -> None:
    for _, stored in group:
        if not stored.done():
            stored.set_exception(error)
