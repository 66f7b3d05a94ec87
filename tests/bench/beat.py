"""What an idle beat costs with 1,000 and with 100,000 people on file: it must not grow with them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from tests.bench.house import company_of, running
from tests.bench.report import Figure
from tests.support.toy import NOW

BEATS, FEW, MANY, SAME = 500, 1_000, 100_000, 1.5


def measure(folder: Path) -> Iterator[Figure]:
    few = asyncio.run(_beats(folder / "few", FEW))
    many = asyncio.run(_beats(folder / "many", MANY))
    yield Figure(f"CPU of an idle beat, {FEW:,} people", f"{few * 1e6:,.0f} µs")
    yield Figure(f"CPU of an idle beat, {MANY:,} people", f"{many * 1e6:,.0f} µs")
    yield Figure("ratio", f"{many / few:.2f}", f"≤ {SAME}", many / few <= SAME)


async def _beats(folder: Path, people: int) -> float:
    async with running(folder, NOW, company_of(people)) as (app, _):
        await app.settle()
        began = process_time()
        for _ in range(BEATS):
            await app.settle()
        return (process_time() - began) / BEATS
