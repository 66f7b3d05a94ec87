"""The platform's process: posts events, takes replies, says how long it took. Obeys a line of JSON with one of JSON.

`python -m tests.bench.wire.platform` prints its port first. A reply counts when it was taken; after a burst every
person must have as many as they asked for.
"""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping
from time import perf_counter, time
from typing import Any

from tests.bench.wire.http import Load, Posting, Serving
from tests.bench.wire.wires import WIRES, Wire

PATIENCE = 120.0


class Platform:
    """Both wires at one address, told apart by their paths."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.when: list[float] = []
        self.people = 0
        self.delay = 0.0
        self.first = self.last = 0.0
        self._wanted = 0
        self._all = asyncio.Event()

    def answer(self, path: bytes, body: bytes) -> bytes:
        wire = WIRES["feishu" if path.startswith(b"/open-apis/") else "slack"]
        said = json.dumps(wire.answer(path, body, self.people)).encode()
        if path.partition(b"?")[0].endswith(wire.sends):
            self._take(body)
        return said

    def _take(self, body: bytes) -> None:
        self.last = perf_counter()
        self.first = self.first or self.last
        self.taken.append(body)
        self.when.append(time())
        if len(self.taken) >= self._wanted:
            self._all.set()

    def expect(self, replies: int) -> None:
        """From now on. What was taken before is forgotten."""
        self.taken, self.when, self.first, self._wanted = [], [], 0.0, replies
        self._all.clear()

    async def burst(
        self, wire: str, port: int, path: str, text: str, count: int, people: int, connections: int
    ) -> dict[str, Any]:
        """As fast as the bot acknowledges. `seconds`: from the first event to the last reply."""
        speaks = WIRES[wire]
        who = [number % people for number in range(count)]
        load = Load([speaks.event(path, each, text) for each in who])
        self.expect(count)
        began = perf_counter()
        await self._post(load, port, connections)
        async with asyncio.timeout(PATIENCE):
            await self._all.wait()
        return {"seconds": self.last - began, **_shown(load), "wrong": self.wrong(speaks, Counter(who))}

    async def trickle(
        self, wire: str, port: int, path: str, text: str, people: int, rate: float, seconds: float
    ) -> dict[str, Any]:
        """So many a second, each on a connection of its own; only acknowledgements are waited for.

        `each`: when each was posted, by the wall, and the seconds until it was acknowledged.
        """
        speaks, loop = WIRES[wire], asyncio.get_running_loop()
        loads: list[tuple[float, Load]] = []
        end = loop.time() + seconds
        posted: list[asyncio.Task[None]] = []
        while loop.time() < end:
            load = Load([speaks.event(path, random.randrange(people), text)])
            loads.append((time(), load))
            posted.append(asyncio.create_task(self._post(load, port, 1)))
            await asyncio.sleep(random.expovariate(rate))
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*posted)
        refused = sum(load.refused for _, load in loads)
        return {"each": [(at, load.seconds[0]) for at, load in loads], "refused": refused}

    async def wait(self, replies: int) -> dict[str, Any]:
        """Until so many have been taken since `expect`. `seconds`: from the first to the last of them."""
        if len(self.taken) < replies:
            self._wanted = replies
            async with asyncio.timeout(PATIENCE):
                await self._all.wait()
        return {"seconds": self.last - self.first, "taken": len(self.taken)}

    def seen(self, containing: str) -> dict[str, Any]:
        """How many of the messages taken contain these words, and when the last came, by the wall."""
        words = containing.encode()
        found = [at for at, body in zip(self.when, self.taken, strict=True) if words in body]
        return {"count": len(found), "last": max(found, default=0.0)}

    async def _post(self, load: Load, port: int, connections: int) -> None:
        loop = asyncio.get_running_loop()
        made = [
            await loop.create_connection(lambda: Posting(load), "127.0.0.1", port)
            for _ in range(min(connections, len(load.waiting) or 1))
        ]
        try:
            async with asyncio.timeout(PATIENCE):
                await load.done
        finally:
            for transport, _ in made:
                transport.close()

    def wrong(self, wire: Wire, asked: Mapping[int, int]) -> int:
        """People who have more or fewer replies than they asked for."""
        got = Counter(str(json.loads(body)[wire.to]) for body in self.taken)
        due = Counter({wire.chat(who): times for who, times in asked.items()})
        due_by_user = Counter({wire.account(who): times for who, times in asked.items()})
        return min(sum(((got - each) + (each - got)).values()) for each in (due, due_by_user))


def _shown(load: Load) -> dict[str, Any]:
    acks = sorted(load.seconds)
    share = {name: acks[int(len(acks) * at)] if acks else 0.0 for name, at in (("p50", 0.5), ("p99", 0.99))}
    return {**share, "slowest": acks[-1] if acks else 0.0, "acks": len(acks), "refused": load.refused}


async def obey(platform: Platform, order: dict[str, Any]) -> Any:
    match order.pop("do"):
        case "burst":
            return await platform.burst(**order)
        case "trickle":
            return await platform.trickle(**order)
        case "expect":
            platform.expect(order["replies"])
            return {}
        case "slow":
            platform.delay = order["seconds"]
            return {}
        case "hire":
            platform.people = order["people"]
            return {}
        case "seen":
            return platform.seen(**order)
        case "wait":
            return await platform.wait(**order)
        case "sample":
            return json.loads(platform.taken[-1])
        case other:
            raise ValueError(other)


async def serve() -> None:
    loop = asyncio.get_running_loop()
    platform = Platform()
    server = await loop.create_server(
        lambda: Serving(platform.answer, lambda: platform.delay), "127.0.0.1", 0, backlog=1024
    )
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    running: set[asyncio.Task[None]] = set()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        task = asyncio.create_task(_tell(platform, order.pop("id"), order))
        running.add(task)
        task.add_done_callback(running.discard)


async def _tell(platform: Platform, id: int, order: dict[str, Any]) -> None:
    """Several orders may be under way at once; each answer names its own."""
    try:
        told = await obey(platform, order)
    except Exception as error:
        told = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"id": id, **told}), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
