"""How soon the real command serves, alone and with platforms connected, and what it then holds in memory."""

import asyncio
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from tests.bench.report import Figure, middle
from tests.support.many import ALL, Many
from tests.support.process import Process

ROUNDS, WITHIN, BELOW = 5, 2.0, 120
CONNECTED_WITHIN = 5.0
PLATFORM_ROUNDS = 3


def measure(folder: Path) -> Iterator[Figure]:
    bot, took, held = Process(folder), [], []
    first = _start(bot)
    for _ in range(ROUNDS):
        bot.stop(signal.SIGTERM)
        took.append(_start(bot))
        held.append(_resident(bot.pid))
    bot.stop(signal.SIGTERM)
    ready, memory = middle(took), middle(held)
    yield Figure("first start: folders, keys, schema, sample company", f"{first:.2f} s")
    yield Figure("ready to serve", f"{ready:.2f} s", f"≤ {WITHIN} s", ready <= WITHIN)
    yield Figure(
        "resident memory, no platform but the playground", f"{memory:.0f} MB", f"≤ {BELOW} MB", memory <= BELOW
    )
    for each in ALL:
        ready, memory = _connected(folder / each, (each,))
        yield Figure(f"{each} connected", f"{ready:.2f} s")
        yield Figure(f"resident memory, {each} alone", f"{memory:.0f} MB")
    ready, memory = _connected(folder / "all", ALL)
    soon = ready < CONNECTED_WITHIN
    yield Figure("all four platforms connected", f"{ready:.2f} s", f"< {CONNECTED_WITHIN:.0f} s", soon)
    yield Figure("resident memory, all four platforms", f"{memory:.0f} MB")


def _start(bot: Process) -> float:
    began = perf_counter()
    bot.start()
    return perf_counter() - began


def _connected(folder: Path, platforms: Sequence[str]) -> tuple[float, float]:
    """Seconds until readyz calls every platform connected, and the megabytes held then, without any playground."""
    folder.mkdir()
    return asyncio.run(_connecting(folder, platforms))


async def _connecting(folder: Path, platforms: Sequence[str]) -> tuple[float, float]:
    site, took, held = Many(folder, platforms), [], []
    await site.open()
    try:
        # The first start makes keys and tables.
        for _ in range(PLATFORM_ROUNDS + 1):
            began = perf_counter()
            await site.start()
            await site.settled(platforms)
            took.append(perf_counter() - began)
            held.append(_resident(site.pid))
            await site.stop(signal.SIGTERM)
    finally:
        await site.close()
    return middle(took[1:]), middle(held[1:])


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
