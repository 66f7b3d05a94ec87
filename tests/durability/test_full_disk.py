"""A disk that fills up: nothing is acknowledged that is not kept, and the bot works again once there is space."""

import resource
import signal
from pathlib import Path

import pytest

from tests.support.process import Process


def _answers(bot: Process, words: str) -> int:
    messages = bot.get("/api/chats/hepai?as=zhaomin&after=0")["messages"]
    return sum(words in str(message.get("cards", "")) for message in messages)


def test_a_full_disk_refuses_and_space_heals(tmp_path: Path) -> None:
    bot = Process(tmp_path)
    bot.start()
    unlimited = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (4096, unlimited[1]))
    act = {"id": "full", "as": "zhaomin", "chat": "hepai", "text": "里程碑 写完方案 明天 18:00"}
    with pytest.raises(AssertionError, match=r": 5\d\d "):
        bot.post("/api/say", **act)
    assert bot.running
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, unlimited)
    bot.post("/api/say", **act, settle=True)
    assert _answers(bot, "写完方案") == 1
    assert bot.stop(signal.SIGTERM) == 0
