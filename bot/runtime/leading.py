"""What only one process may do: send for a platform, so that its limits are exact; beat; tidy up.

Whoever holds the lease does it. It lasts seconds and is renewed all the time, so that another goes on soon after a
process died; and it is counted shorter here than in the database, so that this process stops before another begins.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from secrets import token_hex
from typing import Final

from bot.ports.storage import Storage
from bot.runtime.faults import describe
from bot.runtime.logs import say

LOG = logging.getLogger(__name__)
BEAT: Final = "beat"
LASTS: Final = timedelta(seconds=3)
EVERY: Final = 0.75
"""Seconds between two renewals."""
MARGIN: Final = 0.5
"""Seconds by which a lease ends earlier here than in the database."""
FOREVER: Final = timedelta(days=36500)


def sending(platform: str) -> str:
    """The lease of the one who sends for a platform."""
    return f"send:{platform}"


class Leading:
    """The leases of one process. `gained` is called, in the loop, with the names it newly has."""

    def __init__(
        self,
        storage: Storage,
        names: Sequence[str],
        gained: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._storage = storage
        self._names = tuple(names)
        self._gained = gained
        self._clock = clock
        self.holder = token_hex(8)
        self._terms: Mapping[str, int] = {}
        self._one_at_a_time = asyncio.Lock()
        self._until = 0.0

    def term(self, name: str) -> int | None:
        """The term under which this process certainly has the name now; None if it may be another's."""
        return self._terms.get(name) if self._clock() < self._until else None

    def has(self, name: str) -> bool:
        """Whether it had the name when the database last answered: while it does not, nobody else can take it."""
        return name in self._terms

    def lasted(self) -> bool:
        """Whether all that the database last granted is certain still; if not, renew before there is nothing to do."""
        return not self._terms or self._clock() < self._until

    def held(self) -> Mapping[str, bool]:
        """Each name, and whether this process certainly has it now."""
        return {name: self.term(name) is not None for name in self._names}

    async def renew(self) -> None:
        """Take what is free, keep what is ours. What the database does not grant in time is given up."""
        if not self._storage.shared and self._terms:
            return
        lasts = LASTS if self._storage.shared else FOREVER
        # Of two answers the later must be the one that is believed.
        async with self._one_at_a_time:
            asked = self._clock()
            held = await self._storage.transact(lambda tx: tx.leases.hold(self._names, self.holder, lasts))
            before, self._terms = self._terms, held
            self._until = asked + lasts.total_seconds() - MARGIN
        if any(before.get(name) != term for name, term in held.items()):
            self._gained()

    async def keep(self) -> None:
        """Renew until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.renew()
            except Exception as error:
                say(LOG, logging.WARNING, "The leases could not be renewed", "leading.renew", error=describe(error))

    async def resign(self) -> None:
        """Let go at once: another process need not wait."""
        self._terms = {}
        await self._storage.transact(lambda tx: tx.leases.let_go(self.holder))
