"""How soon the real command serves, and what it then holds in memory."""

import signal
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.bench.report import Figure, middle
from tests.support.process import Process

ROUNDS, WITHIN, BELOW = 5, 2.0, 120


def measure(folder: Path) -> Iterator[Figure]:
    bot, took, held = Process(folder), [], []
    first = _start(bot)
    for _ in range(ROUNDS):
        bot.stop(signal.SIGTERM)
        took.append(_start(bot))
        held.append(_resident(bot))
    bot.stop(signal.SIGTERM)
    ready, memory = middle(took), middle(held)
    yield Figure("first start: folders, keys, schema, sample company", f"{first:.2f} s")
    yield Figure("ready to serve", f"{ready:.2f} s", f"≤ {WITHIN} s", ready <= WITHIN)
    yield Figure("resident memory", f"{memory:.0f} MB", f"≤ {BELOW} MB", memory <= BELOW)


def _start(bot: Process) -> float:
    began = perf_counter()
    bot.start()
    return perf_counter() - began


def _resident(bot: Process) -> float:
    status = Path(f"/proc/{bot.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
