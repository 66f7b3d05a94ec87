"""What goes wrong, when: drawn from a seed, one trouble after the other, each with a line in the plan."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Any

from bot.runtime.failpoints import NAMES
from tests.chaos.cluster import Cluster, Replica
from tests.chaos.server import How, Server
from tests.fakes.common.faults import WEATHER

LEASE = 3.0
"""Seconds after which what a process had is another's."""
STOPS_WITHIN = 10.0
IN_VAIN = 5
"""Starts without a fail-point that may fail one after the other."""
BREAKS: Mapping[str, Sequence[str]] = {
    "slack": ("reset", "clean", "close", "half", "refresh"),
    "feishu": ("reset", "clean", "close", "half", "busy"),
    "dingtalk": ("close", "away", "error", "reset", "half", "refresh"),
    "wecom": ("reset", "clean", "close", "half", "refused"),
}
Trouble = Callable[[], Awaitable[str]]


class Monkey:
    """`pause`: seconds between two troubles, about. `count`: how many replicas there should be.

    `found` fills with what a replica did wrong under its hands.
    """

    def __init__(
        self, cluster: Cluster, server: Server | None, count: int, pause: float, dice: random.Random,
        say: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._cluster, self._server, self._count = cluster, server, count
        self._pause, self._dice, self._say = pause, dice, say
        self._points: list[str] = []
        self._named: list[str] = []
        self.done: Counter[str] = Counter()
        self.played = not pause
        """Whether all that the script names has happened."""
        self.found: list[str] = []
        self.lost = 0
        """Answers of WeCom that were withheld: what they were about may come twice by its promise."""

    def troubles(self) -> Sequence[tuple[str, Trouble, int]]:
        mine = [
            ("kill", self._kill, 4),
            ("fail-point", self._fail_point, 6),
            ("freeze", self._freeze, 2),
            ("restart", self._restart, 2),
            ("faults", self._faults, 4),
            ("slow", self._slow, 1),
            ("break", self._break, 4),
        ]
        return mine if self._server is None else [*mine, ("cut", self._cut, 2), ("database", self._database, 2)]

    async def play(self, over: Callable[[], bool], script: Sequence[str] = ()) -> None:
        """Until it is over. Every kind comes once before any comes as luck has it; or only what `script` names.

        A fail-point in the script is named as HEPAI_FAILPOINT has it, a fault of a platform as its fake has it.
        """
        kinds = {name: (trouble, weight) for name, trouble, weight in self.troubles()}
        first = list(script) or self._dice.sample(sorted(kinds), len(kinds))
        while not await self._waited(over):
            await self._fill()
            self.played = self.played or (not first and bool(script))
            if self.played or not self._pause:
                continue
            weights = [weight for _, weight in kinds.values()]
            name = first.pop(0) if first else self._dice.choices(list(kinds), weights)[0]
            if name in WEATHER:
                self._named.append(name)
                name = "faults"
            if name not in kinds:
                self._points.append(name)
                name = "fail-point"
            began = monotonic()
            what = await kinds[name][0]()
            self.done[name] += 1
            self._say(f"{name}: {what} ({monotonic() - began:.1f} s)")

    async def _waited(self, over: Callable[[], bool]) -> bool:
        """A while; whether it is over."""
        for _ in range(int((self._pause or 1.0) * (5 + 10 * self._dice.random()))):
            if over():
                return True
            await asyncio.sleep(0.1)
        return over()

    async def calm(self) -> None:
        """The faults end, the database is there, and clean replicas take over from those with a fail-point."""
        for world in self._cluster.worlds.values():
            world.fake.faults.coming.clear()
            world.fake.faults.every, world.fake.faults.delay = 0, 0.0
        for each in list(self._cluster.alive()):
            if each.failpoint:
                await self._dies(each)
        await self._fill()

    def _any(self) -> Replica | None:
        there = self._cluster.alive()
        return self._dice.choice(there) if there else None

    async def _fill(self) -> None:
        failed = 0
        while len(self._cluster.alive()) < self._count:
            new = await self._cluster.start()
            failed = 0 if new.port else failed + 1
            if failed == IN_VAIN:
                raise RuntimeError(f"no replica starts any more:\n{self._cluster.logs()[new.name][-2000:]}")

    async def _dies(self, replica: Replica) -> None:
        replica.send(signal.SIGKILL)
        await replica.ended()
        self._cluster.alive()

    async def _kill(self) -> str:
        replica = self._any()
        if replica is None:
            return "nobody there"
        await self._dies(replica)
        await asyncio.sleep(self._dice.random() * 2)
        return replica.name

    async def _fail_point(self) -> str:
        """One is killed, and the one that takes its place will die there, as soon as it comes by so often."""
        if not self._points:
            self._points = [f"{name}:{self._dice.randint(1, 4)}" for name in self._dice.sample(NAMES, len(NAMES))]
        point = self._points.pop()
        if replica := self._any():
            await self._dies(replica)
        new = await self._cluster.start(point)
        return f"{new.name} at {point}"

    async def _freeze(self) -> str:
        """Longer than its leases last: it wakes up believing that they are its own."""
        replica = self._any()
        if replica is None:
            return "nobody there"
        seconds = LEASE + self._dice.random() * 4
        replica.asleep = True
        replica.send(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        replica.send(signal.SIGCONT)
        replica.asleep = False
        return f"{replica.name} for {seconds:.1f} s"

    async def _restart(self) -> str:
        replica = self._any()
        if replica is None:
            return "nobody there"
        began = monotonic()
        replica.send(signal.SIGTERM)
        code = await replica.ended()
        if code not in (0, -signal.SIGKILL):
            self.found.append(f"{replica.name} ended with {code} on SIGTERM")
        if (took := monotonic() - began) > STOPS_WITHIN:
            self.found.append(f"{replica.name} took {took:.1f} s to end on SIGTERM")
        return replica.name

    async def _faults(self) -> str:
        name, fake = self._platform()
        many, self._named = self._named or self._dice.choices(WEATHER, k=self._dice.randint(1, 4)), []
        for each in many:
            fake.faults.add(each)
        self.lost += many.count("lost") if name == "wecom" else 0
        return f"{name}: {', '.join(many)}"

    async def _slow(self) -> str:
        name, fake = self._platform()
        fake.faults.delay = self._dice.random() * 2
        await asyncio.sleep(3.0)
        fake.faults.delay = 0.0
        return f"{name} answers late"

    async def _break(self) -> str:
        name, fake = self._platform()
        how = self._dice.choice(BREAKS[name])
        await fake.disconnect(how)
        return f"the connections of {name}: {how}"

    def _platform(self) -> tuple[str, Any]:
        name = self._dice.choice(sorted(self._cluster.worlds))
        return name, self._cluster.worlds[name].fake

    async def _cut(self) -> str:
        assert self._server is not None
        ended = await asyncio.get_running_loop().run_in_executor(None, self._server.cut)
        return f"{ended} sessions"

    async def _database(self) -> str:
        assert self._server is not None
        how: How = self._dice.choice(("fast", "immediate"))
        loop, away = asyncio.get_running_loop(), self._dice.random() * 5
        await loop.run_in_executor(None, self._server.stop, how)
        await asyncio.sleep(away)
        await loop.run_in_executor(None, self._server.start)
        return f"restarted, {how}, away for {away:.1f} s"
