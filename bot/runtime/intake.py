"""The one door in: an envelope is committed, and only then may the adapter acknowledge it."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from bot.ports.adapter import Envelope, Unavailable
from bot.ports.storage import Storage
from bot.runtime.failpoints import passing
from bot.runtime.figures import Figures

GROUP = 200
"""Envelopes that share a commit at most, so that the first of a burst does not wait for its last."""
FEW = 3
"""After as many as these nobody is waited for."""
GATHERING = 0.005
"""Seconds left to others after a larger group: whoever was answered just now sends the next."""
WITHIN = 2.5
"""Seconds for one to be stored: less than the platforms wait, so that they hear a clear no and send it again."""
MOST = 10_000
"""Envelopes that wait at most, while the database is slow."""


class _Waiting(NamedTuple):
    envelope: Envelope
    stored: "asyncio.Future[bool]"
    since: float


class Intake:
    """Envelopes that wait at the same time are committed together."""

    def __init__(self, storage: Storage, accepted: Callable[[], None], figures: Figures) -> None:
        self._storage = storage
        self._accepted = accepted
        self._figures = figures
        self._waiting: list[_Waiting] = []
        self._group: list[_Waiting] = []
        self._impatient: asyncio.TimerHandle | None = None
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
        self._waiting.append(_Waiting(envelope, stored, began))
        if self._impatient is None:
            # One for all who wait: a timer each costs as much as the rest of this.
            self._impatient = loop.call_at(began + WITHIN, self._turn_away)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        new: bool = await stored
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
            self._group = group
            envelopes = [each.envelope for each in group]
            passing("accept.before_commit")
            try:
                news = await self._storage.transact(lambda tx, some=envelopes: tx.inbox.accept(some))  # type: ignore[misc]
            except Exception as error:
                _settle_all(group, error)
                continue
            passing("accept.after_commit")
            for each, new in zip(group, news, strict=True):
                if not each.stored.done():
                    each.stored.set_result(new)
            self._accepted()
            if FEW < len(group) < GROUP:
                await asyncio.sleep(GATHERING)

    def _turn_away(self) -> None:
        """Whoever has waited too long. It may be stored all the same; then it is known when it comes again."""
        loop, before = asyncio.get_running_loop(), [*self._group, *self._waiting]
        now = loop.time()
        self._waiting = [each for each in self._waiting if each.since + WITHIN > now]
        for each in before:
            if each.since + WITHIN <= now and not each.stored.done():
                each.stored.set_exception(Unavailable("the database is too slow"))
        left = next((each for each in before if not each.stored.done()), None)
        self._impatient = loop.call_at(left.since + WITHIN, self._turn_away) if left else None


def _settle_all(group: list[_Waiting], error: Exception) -> None:
    for each in group:
        if not each.stored.done():
            each.stored.set_exception(error)
