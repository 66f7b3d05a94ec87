"""One limiter for everything an adapter sends: as many calls as each window allows, never more.

A window slides: in any stretch of `per` seconds at most `calls` begin. Whoever must wait, waits in the order of
asking; those who wait for one busy chat hold up nobody else.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta

from bot.ports.adapter import Unavailable

APP = "app"
PATIENCE = 20.0
"""Seconds: a turn that would come later is not waited for; the outbox then keeps the message meanwhile."""

LEEWAY, MOST_LEEWAY = 0.04, 0.25
"""By which share every window is kept longer, and by how many seconds at most: the platform counts when calls arrive,
not when they began here."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`calls` in any `per` seconds. `kind`: for the whole app, or for each key of that kind: chat, person, message.

    `link`: where the platform says so.
    """

    kind: str
    calls: int
    per: float
    link: str = ""

    @property
    def kept(self) -> float:
        """The seconds of the window as we keep it."""
        return self.per + min(self.per * LEEWAY, MOST_LEEWAY)


@dataclass(slots=True)
class _Key:
    """One thing that is limited: when the last calls began (or will), and since when it is paused until."""

    begun: deque[float] = field(default_factory=deque)
    paused: float = 0.0
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def free_at(self, limits: Sequence[Limit], now: float) -> float:
        at = max(now, self.paused)
        for limit in limits:
            if len(self.begun) >= limit.calls:
                at = max(at, self.begun[-limit.calls] + limit.kept)
        return at


class Pace:
    """`clock` is the running loop's unless a measurement brings its own, with its own `sleep`."""

    def __init__(
        self,
        limits: Sequence[Limit],
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        patience: float = PATIENCE,
    ) -> None:
        self._own_clock = clock
        self._sleep = sleep
        self._patience = patience
        self._limits: dict[str, list[Limit]] = {APP: []}
        for limit in limits:
            self._limits.setdefault(limit.kind, []).append(limit)
        self._keys: dict[tuple[str, str], _Key] = {}
        self._turns = 0

    def _clock(self) -> float:
        return self._own_clock() if self._own_clock else asyncio.get_running_loop().time()

    async def turn(self, **keys: str) -> None:
        """Return when a call may begin: one of the app, and one for each key given, as in `turn(chat="oc_1")`.

        Raises Unavailable if that would be too long to wait.
        """
        narrow = sorted((kind, key) for kind, key in keys.items() if kind in self._limits)
        async with AsyncExitStack() as asking:
            for kind, key in narrow:
                found = self._key(kind, key)
                await asking.enter_async_context(found.asking)
                await self._until(found.free_at(self._limits[kind], self._clock()))
            app = self._key(APP, "")
            at = app.free_at(self._limits[APP], self._clock())
            self._refuse_if_late(at)
            app.begun.append(at)
            await self._until(at)
            now = self._clock()
            for kind, key in narrow:
                self._key(kind, key).begun.append(now)
        self._forget(now)

    def answered(self, **keys: str) -> None:
        """The latest call of these keys is answered: the platform may have counted it only now.

        For those who let one call of a key end before the next begins, and must not be early by a slow line.
        """
        for kind, key in keys.items():
            found = self._key(kind, key)
            if found.begun:
                found.begun[-1] = self._clock()

    def pause(self, seconds: float, **keys: str) -> None:
        """The platform said to wait: nothing begins for these until then; for the whole app if none is named."""
        for kind, key in keys.items() or ((APP, ""),):
            found = self._key(kind, key)
            found.paused = max(found.paused, self._clock() + seconds)

    async def _until(self, at: float) -> None:
        self._refuse_if_late(at)
        while (wait := at - self._clock()) > 0:
            await self._sleep(wait)

    def _refuse_if_late(self, at: float) -> None:
        wait = at - self._clock()
        if wait > self._patience:
            raise Unavailable("the platform's limit is used up", timedelta(seconds=wait))

    def _key(self, kind: str, key: str) -> _Key:
        return self._keys.setdefault((kind, key), _Key())

    def _forget(self, now: float) -> None:
        """What lies outside every window goes, and now and then the chats that fell silent."""
        for (kind, _), key in self._keys.items() if self._turns % 500 == 0 else (((APP, ""), self._keys[APP, ""]),):
            longest = max((limit.kept for limit in self._limits.get(kind, ())), default=0.0)
            while key.begun and key.begun[0] <= now - longest:
                key.begun.popleft()
        self._turns += 1
        if self._turns % 500 == 0:
            kept = {each: k for each, k in self._keys.items() if k.begun or k.paused > now or k.asking.locked()}
            self._keys = {(APP, ""): self._keys[APP, ""], **kept}
