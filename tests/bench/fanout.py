"""A hundred thousand prompts at 09:30, to a hundred teams: from when they are due to all of them in the outbox."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from tests.bench.house import running, teams_of
from tests.bench.report import Figure, middle
from tests.support.toy import PLATFORM

TEAMS, PEOPLE, ROUNDS, TARGET = 100, 1000, 3, 10_000
EVE = datetime(2026, 9, 17, 1, 29, tzinfo=UTC)
HALF_PAST_NINE = datetime(2026, 9, 17, 1, 30, tzinfo=UTC)


def measure(folder: Path, teams: int = TEAMS, people: int = PEOPLE, rounds: int = ROUNDS) -> Iterator[Figure]:
    took = [asyncio.run(_plan(folder / str(number), teams, people)) for number in range(rounds)]
    prompts, seconds = teams * people, middle(took)
    rate = prompts / seconds
    yield Figure(f"{prompts:,} prompts due → all in the outbox", f"{seconds:.1f} s")
    yield Figure("prompts planned", f"{rate:,.0f}/s", f"≥ {TARGET:,}/s", rate >= TARGET)


async def _plan(folder: Path, teams: int, people: int) -> float:
    async with running(folder, EVE, teams_of(teams, people)) as (app, _):
        app.clock.set(HALF_PAST_NINE)  # type: ignore[attr-defined]
        began = perf_counter()
        await app.runtime.ticker.beat()
        await app.runtime.inbox.drain()
        took = perf_counter() - began
        found = await app.storage.transact(lambda tx: tx.outbox.claim(PLATFORM, HALF_PAST_NINE, teams * people))
        assert len(found) >= teams * people, "everybody is asked"
        return took
