"""The database goes away under a running bot: nothing is acknowledged, nobody crashes, and everything goes on."""

import asyncio
import json
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.chaos.server import Server
from tests.durability.replicas import Replicas, until
from tests.fakes.wecom import NotAcknowledged

AWAY = 8.0
"""Seconds: longer than a lease, and than every pause between two tries of ours."""
LINES = 40
"""What one bot may log of it at most, however long it lasts."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    made.open()
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.postgres
async def test_nothing_is_acknowledged_while_the_database_is_away_and_all_goes_on_afterwards(
    tmp_path: Path, server: Server
) -> None:
    site = Replicas(tmp_path, server.create("hepai"), "wecom", 1, {"aibot_id": None, "aibot_secret": None})
    try:
        await site.open()
        [bot] = site.members
        site.fake.callback = f"http://127.0.0.1:{bot.port}/wecom/callback"
        user = site.world.account("zhaomin")
        site.fake.hire(user, "赵敏")
        site.fake.callbacks.tries = 1
        await site.fake.push(site.fake.said(user, "里程碑 第一件 明天 18:00"))
        await until(lambda: _told(site)["第一件"], "an answer", site.errors)
        before = len(bot.errors().splitlines())

        # Taken in, and then the database is gone before or after it was handled.
        await site.fake.push(site.fake.said(user, "里程碑 第二件 明天 18:00"))
        await asyncio.to_thread(server.stop, "immediate")
        gone = asyncio.get_running_loop().time()
        unheard = site.fake.said(user, "里程碑 第三件 明天 18:00")
        while asyncio.get_running_loop().time() < gone + AWAY:
            with pytest.raises(NotAcknowledged):
                await site.fake.push(unheard)
            assert await _asked(bot.port, "/healthz") == (200, {"alive": True})
            code, told = await _asked(bot.port, "/readyz")
            assert (code, told["ready"]) == (503, False)
            await asyncio.sleep(0.5)
        assert len(bot.errors().splitlines()) - before <= LINES, bot.errors()

        await asyncio.to_thread(server.start)
        site.fake.callbacks.tries = 3
        await site.fake.push(unheard)
        await until(lambda: _told(site)["第三件"], "the last answer", site.errors)
        assert _told(site) == {"第一件": 1, "第二件": 1, "第三件": 1}
        assert await _asked(bot.port, "/readyz")
        assert bot.running
        bot.kill(signal.SIGTERM)
        assert await bot.ended() == 0
        assert "Traceback" not in bot.errors()
    finally:
        await site.close()


def _told(site: Replicas) -> Counter[str]:
    return Counter(each for text in site.texts() for each in ("第一件", "第二件", "第三件") if each in text)


async def _asked(port: int, path: str) -> tuple[int, dict[str, object]]:
    async with ClientSession() as http, http.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, json.loads(await answer.text())
