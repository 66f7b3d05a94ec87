"""A replica killed in the middle of a fan-out: another goes on within five seconds, and nobody hears twice.

The one place in which a time is asserted, because it is promised: by the platform's own stamps, and with as much room
as this machine was late itself.
"""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.adapter import Priority
from bot.ports.outbox import Outgoing
from tests.chaos.cluster import Cluster
from tests.chaos.company import database
from tests.chaos.worlds import open_worlds
from tests.support.postgres import Postgres

PROMPTS = 90
WITHIN = timedelta(seconds=5)
GLANCE = 0.02
"""Seconds between two looks."""


@pytest.mark.slow
@pytest.mark.postgres
async def test_another_replica_goes_on_within_five_seconds(postgres: Postgres, tmp_path: Path) -> None:
    worlds = open_worlds(tmp_path, ["feishu"])
    world, cluster = worlds["feishu"], Cluster(tmp_path, postgres.fresh(), worlds)
    await world.fake.start()
    cluster.configure([])
    try:
        async with _lateness() as late:
            sender = await cluster.start()
            await cluster.start()
            await _fan_out(cluster, world)
            await _until(lambda: len(_told(world)) >= PROMPTS // 4)
            sender.send(signal.SIGKILL)
            killed = datetime.now(UTC)
            await _until(lambda: set(_told(world)) == {_text(number) for number in range(PROMPTS)})
        assert max(_told(world).values()) == 1, [text for text, count in _told(world).items() if count > 1]
        after = min(each.came for each in world.fake.messages if each.came > killed + timedelta(seconds=0.5))
        assert after - killed < WITHIN + timedelta(seconds=sum(late))
        assert world.fake.exceeded == []
        assert await cluster.end() == [0]
    finally:
        await cluster.end(signal.SIGKILL)
        await world.fake.stop()


async def _fan_out(cluster: Cluster, world: Any) -> None:
    """People, and a prompt for each, in the outbox of replicas that run."""
    rows = []
    for number in range(PROMPTS):
        user = world.account(f"colleague{number}")
        world.fake.hire(user, f"同事{number}")
        to = UserRef(world.platform, world.tenant, user)
        key, lane = DeliveryKey(f"fan{number:023}"), f"person:{number}"
        rows.append(
            Outgoing(key, lane, to, say(_text(number)), datetime.now(UTC), priority=Priority.MANY, place=number)
        )
    store = database(cluster.url, cluster.folder, beside=True)
    await store.open()
    await store.transact(lambda tx: tx.outbox.put(rows))
    await store.close()


def _text(number: int) -> str:
    return f"第{number:03}号提示"


def _told(world: Any) -> Counter[str]:
    return Counter(world.draw(each).text for each in world.fake.messages)


async def _until(happened: Any) -> None:
    end = monotonic() + 120
    while not happened():
        assert monotonic() < end, "it did not happen"
        await asyncio.sleep(GLANCE)


@asynccontextmanager
async def _lateness() -> AsyncIterator[list[float]]:
    """By how many seconds each glance of ours came late: the machine was busy with others then."""
    late: list[float] = []

    async def glance() -> None:
        while True:
            began = monotonic()
            await asyncio.sleep(GLANCE)
            late.append(max(0.0, monotonic() - began - 2 * GLANCE))

    glancing = asyncio.create_task(glance())
    try:
        yield late
    finally:
        glancing.cancel()
