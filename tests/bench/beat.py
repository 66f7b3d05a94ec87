"""What an idle beat costs with 1,000 to 1,000,000 people on file and a day behind them: it must not grow."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import process_time

from storage.values import text_of
from tests.bench.crowd import crowd
from tests.bench.house import company_of, running
from tests.bench.report import Figure, middle
from tests.support.toy import NOW

BEATS, RUNS, SAME = 200, 5, 1.5
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def measure(folder: Path) -> Iterator[Figure]:
    cost = {size: asyncio.run(_beats(folder / str(size), size)) for size in SIZES}
    for size, seconds in cost.items():
        yield Figure(f"CPU of an idle beat, {size:,} people", f"{seconds * 1e6:,.0f} µs")
    ratio = max(cost.values()) / cost[SIZES[0]]
    yield Figure("the dearest, to that of 1,000 people", f"{ratio:.2f}", f"≤ {SAME}", ratio <= SAME)


async def _beats(folder: Path, people: int) -> float:
    async with running(folder, NOW, company_of(1)):
        pass
    crowd(folder / "data" / "hepai.db", people, text_of(NOW - timedelta(days=1)), text_of(NOW + timedelta(days=1)))
    async with running(folder, NOW, company_of(1)) as (app, _):
        await app.settle()
        runs = []
        for _ in range(RUNS):
            began = process_time()
            for _ in range(BEATS):
                await app.settle()
            runs.append((process_time() - began) / BEATS)
        return middle(runs)
