"""The real command on one platform: `python -m bot run` as a child, the platform's fake in this process."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from bot.app import tables_of
from bot.features import FEATURES
from bot.playing.worlds import storage_at
from bot.runtime.clocks import SystemClock
from storage import Database
from tests.worlds import world_of
from tests.worlds.base import PlatformWorld

SETTINGS = """
[storage]
url = "sqlite:///{folder}/data/hepai.db"
sent_journal = "{folder}/sent"
[keys]
file = "{folder}/keys/master.key"
[web]
port = 0
[playground]
enabled = {playing}
seed = false
log = "{folder}/playground/log.db"
"""
PATIENCE = 60.0
"""Seconds after which what should have happened is a failure."""


class Site:
    """Started and killed at will; what it knows lies below `folder`. `playing`: its clock can be moved."""

    def __init__(self, platform: str, folder: Path, playing: bool = False) -> None:
        self.folder = folder
        self.playing = playing
        # Only the half of the world that is the platform: the bot is the child.
        self.world: PlatformWorld[Any] = world_of(platform)(storage_at(f"sqlite:///{folder}/no.db", folder))
        self.world.house.clock = SystemClock()  # type: ignore[assignment]
        self.fake = self.world.fake
        self.port = 0
        self._child: subprocess.Popen[bytes] | None = None

    async def open(self) -> None:
        """The platform is there; the bot is not yet."""
        await self.fake.start()
        settings = SETTINGS.format(folder=self.folder, playing=str(self.playing).lower())
        section = f"[platforms.{self.world.platform}]\n{toml(self.world.settings())}"
        (self.folder / "hepai.toml").write_text(settings + section, encoding="utf-8")

    async def close(self) -> None:
        if self.running:
            await self.stop(signal.SIGKILL)
        await self.fake.stop()

    def database(self) -> Database:
        """Its database, for a look or a row while it does not run."""
        return Database(
            f"sqlite:///{self.folder}/data/hepai.db", tables_of(FEATURES), self.folder / "keys" / "master.key"
        )

    async def start(self, failpoint: str = "") -> str:
        """What it printed once it served; empty if it died on the way."""
        env = {**os.environ, "HEPAI_SETTINGS": str(self.folder / "hepai.toml"), "PYTHONUNBUFFERED": "1"}
        env.pop("HEPAI_FAILPOINT", None)
        if failpoint:
            env["HEPAI_FAILPOINT"] = failpoint
        with (self.folder / "errors.log").open("a", encoding="utf-8") as errors:
            self._child = _popen(env, errors)
        printed = await asyncio.get_running_loop().run_in_executor(None, self._printed, self._child)
        found = re.search(r"running on port (\d+)", printed)
        self.port = int(found[1]) if found else 0
        if found and hasattr(self.fake, "callback"):
            self.fake.callback = f"http://127.0.0.1:{self.port}/{self.world.platform}/callback"
        return printed if found else ""

    @staticmethod
    def _printed(child: "subprocess.Popen[bytes]") -> str:
        """Up to its greeting, which is written at once, however many lines it has."""
        assert child.stdout is not None
        printed = b""
        while b"running on port" not in printed and (more := os.read(child.stdout.fileno(), 65536)):
            printed += more
        return printed.decode()

    async def stop(self, number: int) -> int:
        """Send a signal; the exit code. The platform goes on meanwhile."""
        assert self._child is not None
        self._child.send_signal(number)
        return await self.wait()

    async def wait(self) -> int:
        child = self._child
        assert child is not None
        code = await asyncio.get_running_loop().run_in_executor(None, child.wait, PATIENCE)
        if child.stdout:
            child.stdout.close()
        return code

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    def errors(self) -> str:
        return (self.folder / "errors.log").read_text(encoding="utf-8")

    async def until(self, happened: Callable[[], object], what: str) -> None:
        """Look until it has happened. Fails with what the bot logged if it does not."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not happened():
            if loop.time() > end:
                raise AssertionError(f"{what} did not happen; the bot's log ends:\n{self.errors()[-3000:]}")
            await asyncio.sleep(0.02)

    async def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request to the bot's own server."""
        return await asyncio.get_running_loop().run_in_executor(None, self._ask, path, body)

    def _ask(self, path: str, body: Mapping[str, Any] | None) -> Any:
        headers = {"Content-Type": "application/json", "X-Hepai": "1"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def texts(self) -> Sequence[str]:
        """What stands on all screens, as the fake draws it."""
        return [self.world.draw(each).text for each in self.fake.messages if not each.gone]


def _popen(env: Mapping[str, str], errors: TextIO) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bot", "run"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=env)


def toml(table: Mapping[str, object]) -> str:
    """A flat table as TOML."""
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in table.items())
