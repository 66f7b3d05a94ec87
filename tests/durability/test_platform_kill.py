"""SIGKILL in the middle of a fan-out on every platform: nobody is left out, and nobody hears twice but as promised.

The child is the real command with the real SDK; it dies at the fail-points around a send, and whenever the platform
has just taken so many messages.
"""

import asyncio
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.kernel.capabilities import Redelivery
from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.outbox import Outgoing
from tests.support.every_world import can
from tests.support.site import Site
from tests.worlds import PLATFORM_WORLDS

PROMPTS = 60
POINTS = ("send.claimed", "send.sent", "send.settled")
TAKEN = (7, 23, 41)
"""After so many messages the platform sees the bot die, whatever it is doing."""


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORM_WORLDS)
async def test_a_fan_out_survives_the_death_of_its_sender(platform: str, tmp_path: Path) -> None:
    abilities = (await asyncio.get_running_loop().run_in_executor(None, can, platform))[0]
    site = Site(platform, tmp_path)
    await site.open()
    try:
        await _queue(site)
        deaths = 0
        for point in POINTS:
            await site.start(point)
            deaths += await site.wait() == -signal.SIGKILL
        for taken in TAKEN:
            await site.start()
            await site.until(lambda most=taken: len(site.fake.messages) >= most, f"{taken} messages")  # type: ignore[misc]
            deaths += await site.stop(signal.SIGKILL) == -signal.SIGKILL
        await site.start()
        await site.until(lambda: len(_told(site)) == PROMPTS, "the last prompt")
        # What was told before a death is asked for first; a stop would leave the rest of it to the next start.
        await site.until(lambda: not _open_rows(tmp_path), "the last receipt")
        assert await site.stop(signal.SIGTERM) == 0
        told = _told(site)
        assert deaths == len(POINTS) + len(TAKEN)
        assert set(told) == {_text(number) for number in range(PROMPTS)}, "nobody is left out"
        twice = sum(count - 1 for count in told.values())
        if abilities.redelivery is Redelivery.NONE:
            assert twice <= deaths * abilities.in_flight, "no more than was on its way"
        else:
            assert twice == 0, [text for text, count in told.items() if count > 1]
        assert await _states(site) == {"sent": PROMPTS}
    finally:
        await site.close()


def _text(number: int) -> str:
    return f"第{number:03}号提示"


def _told(site: Site) -> Counter[str]:
    return Counter(text for text in site.texts() if text.startswith("第"))


def _open_rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "data" / "hepai.db")) as database:
        found = database.execute("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')")
        count: int = found.fetchone()[0]
    return count


async def _queue(site: Site) -> None:
    """People, and a prompt for each, waiting in the outbox of a bot that does not run."""
    world, database = site.world, site.database()
    rows: list[Outgoing] = []
    for number in range(PROMPTS):
        user = world.account(f"colleague{number}")
        site.fake.hire(user, f"同事{number}")
        key = DeliveryKey(f"kill{number:022}")
        to = UserRef(world.platform, world.tenant, user)
        rows.append(Outgoing(key, f"person:{number}", to, say(_text(number)), datetime.now(UTC)))
    await database.open()
    await database.transact(lambda tx: tx.outbox.put(rows))
    await database.close()


async def _states(site: Site) -> Counter[str]:
    database = site.database()
    await database.open()
    try:
        waiting = await database.transact(lambda tx: tx.outbox.next_due(site.world.platform))
        buried = await database.transact(lambda tx: tx.outbox.buried())
    finally:
        await database.close()
    assert waiting is None, "nothing is stuck"
    return Counter({"sent": PROMPTS - len(buried)})
