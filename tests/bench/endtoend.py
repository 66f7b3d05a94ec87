"""Events answered, from a signed event posted over HTTP to the reply that the platform took.

The event is 「我的假」 (my leave) in a direct chat, whose answer is one short sentence; 200 people, 32 connections, the
platform in its own process, each bot in its own. Hepai keeps the event, the turn and the reply on disk; the others
keep nothing. slack-bolt is set up as its documentation says, NoneBot2 with its Feishu adapter on FastAPI and aiohttp;
the bare handler checks the signature, acknowledges, and posts on one shared session. The target is for SQLite; a
PostgreSQL on the same machine shares its cores with the bot and with what measures.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.durable import postgres
from tests.bench.report import Figure, at_least, middle
from tests.bench.wire.driver import Driver, platform
from tests.bench.wire.replies import kept
from tests.bench.wire.subjects import OWN_PYTHON, Subject, hepai, peer

TEXT, PEOPLE, CONNECTIONS = "我的假", 200, 32
ROUNDS, SECONDS, TARGET = 5, 2.5, 1.0
WARM = 400
SQLITE, POSTGRES = "Hepai on SQLite", "Hepai on PostgreSQL"
BOLT, NONEBOT, BARE = "slack-bolt AsyncApp, no storage", "NoneBot2 with Feishu, no storage", "bare aiohttp handler"
PANEL = "Events answered a second, end to end over HTTP"


@dataclass(slots=True)
class Sizes:
    """What a test makes small."""

    rounds: int = ROUNDS
    seconds: float = SECONDS
    people: int = PEOPLE
    warm: int = WARM
    postgres: bool = True


def measure(folder: Path, sizes: Sizes | None = None) -> Iterator[Figure]:
    sizes = sizes or Sizes()
    rates: dict[str, list[float]] = defaultdict(list)
    acks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with ExitStack() as stack:
        driver = stack.enter_context(platform())
        counts = {each.name: (each, _warm(driver, each, sizes)) for each in _subjects(folder, driver, stack, sizes)}
        for _ in range(sizes.rounds):
            for name, (subject, count) in counts.items():
                told = driver.burst(subject, TEXT, count, sizes.people, CONNECTIONS)
                rates[name].append(count / told["seconds"])
                acks[name].append(told)
    for name, found in rates.items():
        rate = middle(found)
        yield Figure(name, f"{rate:,.0f}/s", number=rate, bar=PANEL)
    for name, bursts in acks.items():
        p50, p99 = (middle([each[at] for each in bursts]) * 1000 for at in ("p50", "p99"))
        yield Figure(f"{name}: acknowledged, median / p99", f"{p50:.0f} / {p99:.0f} ms")
    peers = [rates[name] for name in (BOLT, NONEBOT) if name in rates]
    fastest = [max(each) for each in zip(*peers, strict=True)]
    for name in (SQLITE, POSTGRES):
        if name in rates:
            ratio = middle([ours / theirs for ours, theirs in zip(rates[name], fastest, strict=True)])
            named = f"{name} / the faster of slack-bolt and NoneBot2"
            yield at_least(named, ratio, TARGET) if name == SQLITE else Figure(named, f"{ratio:.2f}")


def _subjects(folder: Path, driver: Driver, stack: ExitStack, sizes: Sizes) -> Iterator[Subject]:
    """Started one after the other; all of them stay until the end, idle while another has its turn."""

    def keep(subject: Subject) -> Subject:
        stack.callback(subject.stop)
        return subject

    first = keep(hepai(SQLITE, folder / "sqlite", driver.port))
    yield first
    reply = kept(driver, first, TEXT, folder / "reply.json")
    if sizes.postgres:
        server = stack.enter_context(postgres())
        yield keep(hepai(POSTGRES, folder / "postgres", driver.port, server.fresh()))
    yield keep(peer(BOLT, "on_bolt", folder, driver.port, reply))
    if OWN_PYTHON.exists():
        yield keep(peer(NONEBOT, "on_nonebot", folder, driver.port, reply))
    yield keep(peer(BARE, "on_aiohttp", folder, driver.port, reply))


def _warm(driver: Driver, subject: Subject, sizes: Sizes) -> int:
    """Everybody is known, every connection is open; and how many events last as long as a round should."""
    driver.burst(subject, TEXT, sizes.people, sizes.people, CONNECTIONS)
    told = driver.burst(subject, TEXT, sizes.warm, sizes.people, CONNECTIONS)
    return max(sizes.people, int(sizes.seconds * sizes.warm / float(told["seconds"])))
