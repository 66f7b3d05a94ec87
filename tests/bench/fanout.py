"""Ten thousand prompts at 09:30: from the occurrence due to all in the outbox, and from there to all delivered."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from tests.bench.house import company_of, running
from tests.bench.report import Figure

PEOPLE, TARGET = 10_000, 5_000
EVE = datetime(2026, 9, 17, 1, 29, tzinfo=UTC)
HALF_PAST_NINE = datetime(2026, 9, 17, 1, 30, tzinfo=UTC)


def measure(folder: Path) -> Iterator[Figure]:
    planned, delivered, sent = asyncio.run(_fan_out(folder))
    rate = PEOPLE / planned
    yield Figure(f"planning {PEOPLE:,} prompts", f"{rate:,.0f}/s", f"≥ {TARGET:,}/s", rate >= TARGET)
    yield Figure(f"delivering them ({sent:,} sent) to a platform that only counts", f"{PEOPLE / delivered:,.0f}/s")


async def _fan_out(folder: Path) -> tuple[float, float, int]:
    async with running(folder, EVE, company_of(PEOPLE)) as (app, platform):
        app.clock.set(HALF_PAST_NINE)  # type: ignore[attr-defined]
        platform.sent.clear()
        began = perf_counter()
        await app.runtime.ticker.beat()
        await app.runtime.inbox.drain()
        planned = perf_counter() - began
        began = perf_counter()
        await app.settle()
        return planned, perf_counter() - began, len(platform.sent)
