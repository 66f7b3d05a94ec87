"""How soon each platform is acknowledged when 2,000 events come at once, all kept and each person's in order."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.kernel.events import MessageReceived
from tests.bench.report import Figure
from tests.contracts.platforms.stage import Stage, on
from tests.worlds import PLATFORM_WORLDS

EVENTS, PEOPLE = 2000, 200
DEADLINES = {"feishu": 3.0, "dingtalk": 2.0, "wecom": 5.0, "slack": 3.0}
"""Seconds within which the platform wants its answer (the shortest it knows)."""


def measure(folder: Path) -> Iterator[Figure]:
    for platform, deadline in DEADLINES.items():
        assert platform in PLATFORM_WORLDS
        seconds, lost, disorder = asyncio.run(_burst(platform, folder / platform))
        p50, p99 = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]
        within = deadline / 10
        figures = f"{p50 * 1000:.0f} / {p99 * 1000:.0f} ms"
        yield Figure(f"{platform}: acknowledged, median / p99", figures, f"p99 < {within * 1000:.0f} ms", p99 < within)
        met = not lost and not disorder
        yield Figure(f"{platform}: events lost / out of a person's order", f"{lost} / {disorder}", "0 / 0", met)


async def _burst(platform: str, folder: Path) -> tuple[list[float], int, int]:
    """Sorted seconds, events lost, and people whose words are kept out of order."""
    async with on(platform, folder) as stage:
        world, fake = stage.world, stage.world.fake
        people = [world.account(f"colleague{number}") for number in range(PEOPLE)]
        for number, person in enumerate(people):
            fake.hire(person, f"同事{number}")
        before = len(fake.acks)

        async def talks(person: str) -> None:
            """A person types one thing after the other; the platform delivers them in that order."""
            for number in range(EVENTS // PEOPLE):
                await fake.push(fake.said(person, f"第{number}句"))

        await asyncio.gather(*(talks(person) for person in people))
        seconds = sorted(ack.seconds for ack in fake.acks[before:])
        kept = await _kept(stage)
        disorder = sum(numbers != sorted(numbers) for numbers in kept.values())
        return seconds, EVENTS - sum(len(set(numbers)) for numbers in kept.values()), disorder


async def _kept(stage: Stage) -> Mapping[str, Sequence[int]]:
    """The numbers of what each person said, in the order in which the inbox keeps them."""
    now = stage.world.house.clock.now()
    waiting = await stage.storage.transact(lambda tx: tx.inbox.waiting(now, 2 * EVENTS))
    adapter = stage.world.house.app.adapters[0]
    kept: dict[str, list[int]] = defaultdict(list)
    for pending in waiting:
        for event in adapter.decode(pending.envelope):
            if isinstance(event, MessageReceived) and event.text.startswith("第"):
                kept[event.sender.user].append(int(event.text[1:-1]))
    return kept
