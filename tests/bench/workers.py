"""Check-in answers on PostgreSQL, taken by 1, 2 and 4 processes from one database, against the bare driver.

People are in teams of ten: turns of one team are not taken at the same time, so that order is kept within it.
The bare driver commits the same rows one turn at a time, on as many connections, each in a process of its own.
PostgreSQL as it is installed: what is committed is on disk. How many commits of the bare driver share a sync is luck,
so the count with a target takes more rounds.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter

import psycopg

from bot.app import App, tables_of
from bot.features import FEATURES
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.bench.durable import postgres
from tests.bench.fanout import EVE, HALF_PAST_NINE
from tests.bench.house import teams_of
from tests.bench.report import Figure, at_least, middle
from tests.bench.turns import ANSWERS
from tests.bench.worker import TABLES
from tests.support.toy import PLATFORM, TENANT, ToyPlatform, envelope

PEOPLE, TEN, ROUNDS, COUNTS, TARGETS = 700, 10, 3, (1, 2, 4), {2: 0.4}
MORE = 4
"""Rounds more, of a count with a target."""
PANEL = "Turns a second on PostgreSQL"


def measure(
    folder: Path, people: int = PEOPLE, rounds: int = ROUNDS, counts: Sequence[int] = COUNTS
) -> Iterator[Figure]:
    with postgres() as server:
        for count in counts:
            ours, theirs = [], []
            for number in range(rounds + MORE if count in TARGETS else rounds):
                key = folder / f"{count}-{number}" / "keys" / "master.key"
                url = server.fresh()
                theirs.append(_bare(url, count, people * len(ANSWERS)))
                server.drop(url)
                url = server.fresh()
                ours.append(asyncio.run(_durable(url, key, count, people)))
                server.drop(url)
            named = f"{count} process{'es' if count > 1 else ''}"
            for name, rates in ((f"bare psycopg, {named}", theirs), (f"Hepai, {named}", ours)):
                yield Figure(name, f"{middle(rates):,.0f}/s", number=middle(rates), bar=PANEL)
            ratio = middle([mine / bare for mine, bare in zip(ours, theirs, strict=True)])
            if count in TARGETS:
                yield at_least(f"ratio, {named}", ratio, TARGETS[count])
            else:
                yield Figure(f"ratio, {named}", f"{ratio:.2f}")


def _bare(url: str, count: int, turns: int) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in TABLES:
            connection.execute(statement)
    with _workers("bare", url, [str(number) for number in range(count)]) as workers:
        _together(workers, 50)
        each = turns // count
        return each * count / _together(workers, each)


async def _durable(url: str, key: Path, count: int, people: int) -> float:
    """Everybody's answers to the three questions; each question is on their screens before they answer it."""
    app = App(Database(url, tables_of(FEATURES), key), lambda _: [ToyPlatform()], FrozenClock(EVE))
    await app.start(beating=False)
    await app.install(teams_of(people // TEN, TEN), PLATFORM, TENANT)
    await app.settle()
    await app.advance(HALF_PAST_NINE)
    took = 0.0
    with _workers("durable", url, [str(key)] * count) as workers:
        for number, answer in enumerate(ANSWERS):
            said = [envelope(f"{number}/{each}", f"p{each:06}", answer) for each in range(people)]
            await app.storage.transact(lambda tx, each=said: tx.inbox.accept(each))  # type: ignore[misc]
            took += await asyncio.to_thread(_together, workers, people)
            await app.settle()
    handled = await app.storage.transact(lambda tx: len(tx.inbox.parked()))
    await app.stop()
    assert not handled, "no turn fails"
    return people * len(ANSWERS) / took


def _together(workers: Sequence["subprocess.Popen[str]"], turns: int) -> float:
    """Seconds until the last of them is done."""
    began = perf_counter()
    for each in workers:
        assert each.stdin is not None
        each.stdin.write(f"{turns}\n")
        each.stdin.flush()
    for each in workers:
        assert each.stdout is not None
        if not each.stdout.readline():
            raise RuntimeError("a worker has died")
    return perf_counter() - began


@contextmanager
def _workers(kind: str, url: str, keys: Sequence[str]) -> Iterator[list["subprocess.Popen[str]"]]:
    with ExitStack() as stack:
        found = [stack.enter_context(_worker(kind, url, key)) for key in keys]
        for each in found:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        yield found


@contextmanager
def _worker(kind: str, url: str, key: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.bench.worker", kind, url, key]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()
