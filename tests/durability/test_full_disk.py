"""A disk that fills up: nothing is acknowledged that is not kept, and the bot works again once there is space."""

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of eight megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "hepai-test", str(place)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.slow
def test_no_room_is_survived_and_a_read_only_disk_is_said(small_disk: Path) -> None:
    bot = Process(small_disk)
    bot.start()
    filler = small_disk / "filler"
    _fill(filler)
    act = {"id": "no-room", "as": "zhaomin", "chat": "hepai", "text": "里程碑 写完方案 明天 18:00" + "。" * 4000}
    with pytest.raises(AssertionError, match=r": 5\d\d "):
        _say_until_refused(bot, act)
    assert bot.running
    assert bot.get("/healthz") == {"alive": True}
    filler.unlink()
    bot.post("/api/say", **act | {"text": "里程碑 写完方案 明天 18:00", "id": "room"}, settle=True)
    assert _answers(bot, "写完方案") == 1
    assert bot.stop(signal.SIGTERM) == 0

    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    env = {**os.environ, "HEPAI_SETTINGS": str(bot.settings)}
    command = [sys.executable, "-m", "bot", "run"]
    told = subprocess.run(command, check=False, capture_output=True, text=True, env=env, timeout=60)
    assert told.returncode == 2
    assert re.search(rf"{small_disk}/\S+: .*(written|Read-only).* Give this user the right", told.stderr), told.stderr
    assert "Traceback" not in told.stderr


def _fill(file: Path) -> None:
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            pass


def _say_until_refused(bot: Process, act: dict[str, str]) -> None:
    """What SQLite has reserved of the disk may hold a few more."""
    for number in range(100):
        bot.post("/api/say", **act | {"id": f"no-room-{number}"})
