"""An access token shared by all calls: fetched once however many wait, refreshed early, dropped when refused."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """`lasts`: seconds from now."""

    token: str
    lasts: float


class Token:
    """`early`: seconds before its end at which a new one is asked for."""

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Fetched]],
        early: float = 300.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch = fetch
        self._early = early
        self._clock = clock
        self._token = ""
        self._until = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def get(self) -> str:
        """A token good for a while. Raises what `fetch` raises."""
        if self._token and self._clock() < self._until:
            return self._token
        async with self._one_at_a_time:
            if not (self._token and self._clock() < self._until):
                fetched = await self._fetch()
                # A token handed out near its end is still good for that rest.
                self._until = self._clock() + max(fetched.lasts - self._early, fetched.lasts / 2)
                self._token = fetched.token
            return self._token

    def refused(self, token: str) -> None:
        """The platform no longer takes this one; a newer one that came meanwhile stays."""
        if token == self._token:
            self._token = ""
