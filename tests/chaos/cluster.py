"""One replica or several of the real command over one database; started, killed, stopped and held still at will."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from tests.chaos.worlds import settings_of
from tests.support.site import toml
from tests.worlds.base import PlatformWorld

SETTINGS = """
[storage]
url = "{url}"
sent_journal = "{folder}/sent"
[keys]
file = "{folder}/keys/master.key"
[web]
port = 0
[playground]
enabled = false
[calendar]
workdays = {workdays}
"""
HERE = Path(__file__).parents[2]


class Replica:
    """One process. `port` is 0 until it serves."""

    def __init__(self, name: str, folder: Path, tree: Path, failpoint: str = "") -> None:
        self.name = name
        self.failpoint = failpoint
        self.port = 0
        self.asleep = False
        env = {key: value for key, value in os.environ.items() if not key.startswith("HEPAI_")}
        env |= {"HEPAI_SETTINGS": str(folder / "hepai.toml"), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(tree)}
        if failpoint:
            env["HEPAI_FAILPOINT"] = failpoint
        with (folder / f"{name}.log").open("a", encoding="utf-8") as log:
            command = [sys.executable, "-m", "bot", "run"]
            self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=env, cwd=tree)

    async def serving(self) -> bool:
        """Wait for its greeting; False if it died on the way."""
        printed = await asyncio.get_running_loop().run_in_executor(None, self._greeting)
        found = re.search(rb"running on port (\d+)", printed)
        self.port = int(found[1]) if found else 0
        return bool(found)

    def _greeting(self) -> bytes:
        assert self.child.stdout is not None
        printed = b""
        while b"running on port" not in printed and (more := os.read(self.child.stdout.fileno(), 65536)):
            printed += more
        return printed

    @property
    def alive(self) -> bool:
        return self.child.poll() is None

    def send(self, number: int) -> None:
        self.child.send_signal(number)

    async def ended(self, within: float = 30.0) -> int:
        """Its exit code. Raises TimeoutExpired."""
        return await asyncio.get_running_loop().run_in_executor(None, self.child.wait, within)


class Cluster:
    """`deaths`: when a process was killed, by the monotonic clock. `tree`: the sources that run."""

    def __init__(self, folder: Path, url: str, worlds: Mapping[str, PlatformWorld[Any]], tree: Path = HERE) -> None:
        self.folder, self.url, self.worlds, self.tree = folder, url, worlds, tree
        self.replicas: list[Replica] = []
        self.deaths: list[float] = []
        self._numbers = count(1)
        self._turn = 0

    def configure(self, workdays: Sequence[str]) -> None:
        """Write the one file of settings that all of them read."""
        settings = SETTINGS.format(url=self.url, folder=self.folder, workdays=list(workdays))
        sections = [f"[platforms.{each.platform}]\n{toml(settings_of(each))}" for each in self.worlds.values()]
        (self.folder / "hepai.toml").write_text("\n".join([settings, *sections]), encoding="utf-8")

    async def start(self, failpoint: str = "") -> Replica:
        """One more. Returns once it serves, or has died of its fail-point."""
        replica = Replica(f"replica{next(self._numbers)}", self.folder, self.tree, failpoint)
        self.replicas.append(replica)
        await replica.serving()
        self.point()
        return replica

    def alive(self) -> Sequence[Replica]:
        """Those that serve; whoever died meanwhile is let go of."""
        for each in [each for each in self.replicas if not each.alive]:
            self.replicas.remove(each)
            if each.child.returncode == -signal.SIGKILL:
                self.deaths.append(monotonic())
            if each.child.stdout:
                each.child.stdout.close()
        return [each for each in self.replicas if each.port]

    def point(self) -> None:
        """Callbacks go to the next replica in turn, as a proxy in front of them would send them."""
        if serving := [each for each in self.alive() if not each.asleep]:
            self._turn += 1
            port = serving[self._turn % len(serving)].port
            for each in self.worlds.values():
                if hasattr(each.fake, "callback"):
                    each.fake.callback = f"http://127.0.0.1:{port}/{each.platform}/callback"

    async def end(self, number: int = signal.SIGTERM) -> Sequence[int]:
        """All of them; their exit codes."""
        there = list(self.alive())
        for each in self.replicas:
            each.send(signal.SIGCONT)
            each.send(number)
        codes = [await each.ended() for each in there]
        self.alive()
        return codes

    def logs(self) -> Mapping[str, str]:
        return {each.stem: each.read_text(encoding="utf-8") for each in sorted(self.folder.glob("replica*.log"))}
