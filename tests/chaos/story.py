"""One chaos from first start to last check: people talk, the monkey plays, all comes to rest, all is counted."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

from storage.values import text_of
from tests.chaos.checker import Seen, check
from tests.chaos.cluster import HERE, Cluster
from tests.chaos.company import Plan, casts, database, move_in, workdays, zone_now
from tests.chaos.deeds import Kind
from tests.chaos.looking import Looking
from tests.chaos.monkey import Monkey
from tests.chaos.people import Talker
from tests.chaos.post import Post
from tests.chaos.records import read
from tests.chaos.restoring import Backup, back_up, restore
from tests.chaos.screens import Screens
from tests.chaos.server import Server
from tests.chaos.worlds import ALL, open_worlds

SOON = 5.0
"""Seconds for which those who still wait after a restore are left to it."""


@dataclass(frozen=True, slots=True)
class Weather:
    """`seconds` of talk; `pace` of each person and `pause` of the monkey, in seconds. `rest`: for how long to wait.

    `script`: what the monkey does, in this order and nothing else. `deeds`: who has done so many goes once the script
    is over, 0 for never. `twice`: which share of events comes twice. `patience`: of people.
    `restore`: at the end all is killed, and restored from a backup made half-way.
    """

    seconds: float = 600.0
    replicas: int = 3
    postgres: bool = True
    seed: int = 1
    pace: float = 6.0
    pause: float = 4.0
    rest: float = 400.0
    plan: Plan = field(default_factory=lambda: Plan(ALL))
    tree: Path = HERE
    script: Sequence[str] = ()
    deeds: int = 0
    patience: float = 150.0
    twice: float = 0.15
    restore: bool = False


@dataclass(slots=True)
class Outcome:
    """`broken`: what was not kept, first the likeliest cause. `figures`: what happened, for the report."""

    broken: list[str]
    figures: dict[str, object]


class Story:
    """`say` is told what happens."""

    def __init__(self, weather: Weather, folder: Path, say: Callable[[str], None]) -> None:
        self._weather, self._folder, self._say = weather, folder, say
        self._dice = random.Random(weather.seed)
        self._began = monotonic()
        self._server = Server() if weather.postgres else None
        self.worlds = open_worlds(folder, weather.plan.platforms)
        self._now = datetime.now(UTC)
        self.cluster = Cluster(folder, f"sqlite:///{folder}/data/hepai.db", self.worlds, weather.tree)
        self.monkey = Monkey(self.cluster, self._server, weather.replicas, weather.pause, self._dice, self._tell)
        self.screens = {name: Screens(world) for name, world in self.worlds.items()}
        self.posts = {
            name: Post(world, self.cluster.point, self._dice, weather.twice) for name, world in self.worlds.items()
        }
        self.talkers: list[Talker] = []
        self._backup: Backup | None = None

    def _tell(self, what: str) -> None:
        self._say(f"{monotonic() - self._began:6.1f}  {what}")

    async def run(self) -> Outcome:
        try:
            await self._open()
            await self._live()
            broken = await self._rest()
            return await self._end(broken)
        finally:
            await self._close()

    async def _open(self) -> None:
        if self._server:
            await asyncio.get_running_loop().run_in_executor(None, self._server.open)
            self.cluster.url = self._server.create("hepai")
        for world in self.worlds.values():
            await world.fake.start()
            world.fake.alternate = True
        self.cluster.configure(workdays(self._now))
        await move_in(database(self.cluster.url, self._folder), self.worlds, self._weather.plan, self._now)
        await asyncio.gather(*(self.cluster.start() for _ in range(self._weather.replicas)))
        self._tell(f"{len(self.cluster.alive())} replicas serve")

    async def _live(self) -> None:
        weather = self._weather
        end = monotonic() + weather.seconds
        talking: list[asyncio.Task[None]] = []

        def over(deeds: int) -> bool:
            return monotonic() > end or bool(weather.deeds and self.monkey.played and deeds >= weather.deeds)

        def all_over() -> bool:
            return monotonic() > end or all(each.done() for each in talking)

        for name, cast in casts(weather.plan, zone_now(self._now)).items():
            for room, people in cast.talkers.items():
                for each in people:
                    dice = random.Random(self._dice.random())
                    post, screens = self.posts[name], self.screens[name]
                    self.talkers.append(
                        Talker(each, room, people, post, screens, dice, weather.pace, over, weather.patience)
                    )
        talking += [asyncio.create_task(each.live()) for each in self.talkers]
        playing = asyncio.create_task(self.monkey.play(all_over, weather.script))
        backing = asyncio.create_task(self._backed_up()) if weather.restore else None
        await self._watch([*talking, playing], end)
        await playing
        if backing:
            backup = await backing
            await asyncio.gather(*(post.hold() for post in self.posts.values()))
            if weather.deeds:
                await self.monkey.calm()
                await self._rest()
                if "feishu" in self.worlds:
                    # By which it knows a message again, it forgets after an hour.
                    self.worlds["feishu"].fake.platform._uuids.clear()
            await self._restored(backup)
        await self.monkey.calm()
        self._tell("calm: everybody finishes what they are at")
        # What somebody waits for may be gone with the database that was killed.
        await asyncio.wait(talking, timeout=SOON if backing else weather.rest)
        for post in self.posts.values():
            post.closed = True
        for task in talking if backing else ():
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=bool(backing))
        await asyncio.gather(*(post.idle() for post in self.posts.values()))

    async def _backed_up(self) -> Backup:
        """Once people have said something that is in it, and will say something that is not."""
        deeds = self._weather.deeds * len(self.talkers) // 2
        began = monotonic()
        while monotonic() - began < self._weather.seconds / 2:
            await asyncio.sleep(0.1)
            if deeds and deeds <= self._done():
                break
        backup = await back_up(self.cluster)
        self._tell("a backup is made")
        return backup

    def _done(self) -> int:
        return sum(bool(deed.acknowledged) for each in self.talkers for deed in each.diary.deeds)

    async def _restored(self, backup: Backup) -> None:
        """Everything is killed, whatever it is at, and comes back on a database made of the backup."""
        await self.cluster.end(signal.SIGKILL)
        self._backup = backup
        await restore(self.cluster, backup, self._server, workdays(self._now))
        await self.monkey.calm()
        self._tell("killed, and back on what the backup holds")
        await asyncio.gather(*(post.repeat(backup.began) for post in self.posts.values()))

    async def _watch(self, tasks: Sequence[asyncio.Task[None]], end: float) -> None:
        """Until the end, or all are done before it; a line each minute. What one of them raises is raised at once."""
        left: set[asyncio.Task[None]] = set(tasks)
        while left and (seconds := end - monotonic()) > 0:
            done, left = await asyncio.wait(left, timeout=min(60.0, seconds), return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
            self._progress()

    def _progress(self) -> None:
        deeds = [deed for each in self.talkers for deed in each.diary.deeds]
        stuck = sum(bool(each.diary.stuck) for each in self.talkers)
        shown = sum(len(world.fake.messages) for world in self.worlds.values())
        self._tell(
            f"-- {sum(bool(each.acknowledged) for each in deeds)} of {len(deeds)} deeds acknowledged, {shown} messages,"
            f" {len(self.cluster.deaths)} deaths, {stuck} people stuck, {dict(self.monkey.done)}"
        )

    async def _rest(self) -> list[str]:
        """Until nothing is in hand any more; what is left if that takes too long."""
        looking, end = Looking(self.cluster.url), monotonic() + self._weather.rest
        quiet = 0
        left: Sequence[str] = ()
        while quiet < 2:
            left = looking.unsettled(text_of(datetime.now(UTC) + timedelta(seconds=1)))
            quiet = 0 if left else quiet + 1
            if monotonic() > end:
                return [f"not at rest after {self._weather.rest:.0f} s: {each}" for each in left]
            await asyncio.sleep(0.5)
        self._tell("at rest")
        return []

    async def _end(self, broken: list[str]) -> Outcome:
        codes = await self.cluster.end(signal.SIGTERM)
        broken += [f"a replica ended with {code} on SIGTERM" for code in codes if code]
        looking = Looking(self.cluster.url)
        broken += [f"a lease outlives everybody: {each}" for each in looking.leases()]
        diaries = [each.diary for each in self.talkers]
        missing = self._may_be_gone()
        self._tell(f"{len(missing)} deeds that may be gone, by promise")
        store = database(self.cluster.url, self._folder, beside=True)
        record = await read(store, [each.who for each in diaries])
        found = casts(self._weather.plan, zone_now(self._now))
        for each in diaries:
            # Whoever waits for what came after the backup, waits in vain.
            if self._backup:
                each.stuck.clear()
        seen = Seen(diaries, found, self.screens, record, looking, self._began, missing, self._copies())
        # Two senders at once are the cause of what else they did.
        fast = [
            f"{name}: a limit was exceeded: {each}" for name, at in self.worlds.items() for each in at.fake.exceeded
        ]
        return Outcome([*fast, *check(seen), *broken, *self.monkey.found], self._figures())

    def _may_be_gone(self) -> set[tuple[str, str]]:
        """All that came after the backup restored from.

        Nothing of WeCom's AI bot, whose link knows no acknowledgement: what is counted here is what a pong came behind,
        and the adapter sends that when the event is stored. What it has not, the fake brings again, as WeCom would not.
        """
        since = self._backup.began if self._backup else inf
        done = (deed for each in self.talkers for deed in each.diary.deeds)
        return {(deed.who, deed.word) for deed in done if deed.acknowledged >= since}

    def _copies(self) -> Mapping[str, int]:
        """A message to a group of WeCom may come twice after a kill, a lost answer, or a broken connection."""
        return {"wecom": len(self.cluster.deaths) + self.monkey.lost + self.monkey.done["break"]}

    def _figures(self) -> dict[str, object]:
        kinds: Counter[Kind] = Counter()
        for each in self.talkers:
            kinds.update(deed.kind for deed in each.diary.deeds if deed.acknowledged)
        shown: dict[str, Any] = {name: len(world.fake.messages) for name, world in self.worlds.items()}
        tries = sum(each.tries for each in self.posts.values())
        again = sum(each.again for each in self.posts.values())
        deaths = len(self.cluster.deaths)
        done: dict[str, object] = {str(kind): count for kind, count in kinds.items()}
        done |= {"messages": shown, "pushes": tries, "not acknowledged": again, "deaths": deaths}
        return {**done, **self.monkey.done}

    async def _close(self) -> None:
        for each in self.cluster.replicas:
            if each.alive:
                each.send(signal.SIGKILL)
                await each.ended()
        for world in self.worlds.values():
            await world.fake.stop()
        if self._server:
            await asyncio.get_running_loop().run_in_executor(None, self._server.close)
