"""Two, then four workers on one PostgreSQL: every message is handled once, each person's in the order they wrote."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.company import Company
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.postgres import Postgres
from tests.support.toy import NOW, PLATFORM, TENANT, TOY, ToyPlatform, envelope, person

pytestmark = pytest.mark.postgres
PEOPLE = ("ann", "bob", "cy", "di", "ed", "flo")
ROOMS = ("", "", "hall", "lab")
PATIENCE = 120
"""Seconds after which it counts as a deadlock."""


@dataclass(frozen=True)
class Saying:
    """Somebody says something somewhere, and a worker hears it. `pause`: thousandths of a second before."""

    who: str
    room: str
    worker: int
    pause: int
    wants: str


SAYINGS = st.lists(
    st.builds(
        Saying,
        who=st.sampled_from(PEOPLE),
        room=st.sampled_from(ROOMS),
        worker=st.integers(0, 3),
        pause=st.sampled_from((0, 0, 0, 1, 4)),
        # A timer touches everything: its turn is taken alone.
        wants=st.sampled_from(("echo", "echo", "echo", "echo", "later")),
    ),
    min_size=5,
    max_size=80,
)


class Workers:
    """Bots on one database, each with its own connections and threads, as several processes have them."""

    def __init__(self, url: str, folder: Path, number: int) -> None:
        self.platform = ToyPlatform()
        self._clock = FrozenClock(NOW)
        self._numbers = count()
        self.taken = [0] * number
        self.apps = [
            App(
                Database(url, {}, folder / "keys" / "master.key"),
                lambda _: [self.platform],
                self._clock,
                features=[TOY],
            )
            for _ in range(number)
        ]

    async def open(self) -> None:
        for app in self.apps:
            await app.start(beating=False)
        await self.apps[0].install(Company(tuple(person(name) for name in PEOPLE)), PLATFORM, TENANT)

    async def close(self) -> None:
        for app in self.apps:
            await app.stop()

    async def hear(self, sayings: Sequence[Saying]) -> Mapping[str, Sequence[str]]:
        """What each person said that is answered, in their order, once all of it was."""
        said: dict[str, list[tuple[str, Saying]]] = defaultdict(list)
        for each in sayings:
            said[each.who].append((f"n{next(self._numbers)}", each))
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as work:
            for theirs in said.values():
                work.create_task(self._speak(theirs, work))
        async with asyncio.timeout(PATIENCE):
            for moment in (NOW, NOW.replace(hour=3)):
                self._clock.set(moment)
                for app in self.apps:
                    await app.settle()
        self._clock.set(NOW)
        return {who: [name for name, each in theirs if each.wants == "echo"] for who, theirs in said.items()}

    async def _speak(self, sayings: Sequence[tuple[str, Saying]], work: asyncio.TaskGroup) -> None:
        """One after the other, as a platform delivers what a person writes: each acknowledged before the next."""
        for name, each in sayings:
            await asyncio.sleep(each.pause / 1000)
            runtime = self.apps[each.worker % len(self.apps)].runtime
            text = f"echo {name}" if each.wants == "echo" else "later"
            await runtime.accept(envelope(name, each.who, text, each.room, lane=each.room or each.who))
            work.create_task(self._drain(each.worker % len(self.apps)))

    async def _drain(self, worker: int) -> None:
        taken = await self.apps[worker].runtime.inbox.drain()
        self.taken[worker] += taken


@pytest.fixture(params=[2, 4], ids=["two workers", "four workers"])
def workers(
    request: pytest.FixtureRequest, postgres: Postgres, tmp_path: Path
) -> Iterator[tuple[asyncio.Runner, Workers]]:
    url = postgres.fresh()
    with asyncio.Runner() as runner:
        made = Workers(url, tmp_path, request.param)
        runner.run(made.open())
        yield runner, made
        runner.run(made.close())
    postgres.drop(url)


def test_workers_share_the_turns_and_keep_each_persons_order(workers: tuple[asyncio.Runner, Workers]) -> None:
    runner, made = workers

    @settings(max_examples=12)
    @given(sayings=SAYINGS)
    def share(sayings: list[Saying]) -> None:
        before = len(made.platform.sent)
        said = runner.run(made.hear(sayings))
        answers = [each.split()[0] for each in ToyPlatform(sent=made.platform.sent[before:]).texts()]
        for who, names in said.items():
            assert [each for each in answers if each in set(names)] == names, f"{who} was answered out of order"
        event(f"{len({each.worker for each in sayings})} heard")

    share()
    assert runner.run(parked(made.apps[0])) == 0
    assert all(made.taken), f"every worker took turns: {made.taken}"


async def parked(app: App) -> int:
    return await app.storage.transact(lambda tx: len(tx.inbox.parked()))
