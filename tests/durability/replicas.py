"""Several bots on one PostgreSQL, as processes, behind the proxy that deploy/ ships, and a platform's fake."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession

from bot.playing.worlds import storage_at
from bot.runtime.clocks import SystemClock
from tests.support.site import toml
from tests.worlds import world_of
from tests.worlds.base import PlatformWorld

CADDYFILE = Path(__file__).parent.parent.parent / "deploy/Caddyfile"
CADDY = Path(sys.executable).parent / "caddy"
SETTINGS = """
[storage]
url = "{url}"
sent_journal = "{folder}/sent"
[keys]
file = "{key}"
[web]
port = 0
[playground]
enabled = false
"""
PATIENCE = 60.0
"""Seconds after which what should have happened is a failure."""


class Proxy:
    """Caddy with the shipped file, on free ports of this machine. `plain`: without a certificate, over http."""

    def __init__(self, folder: Path, upstreams: Sequence[str], plain: bool = False) -> None:
        self.http, self.https = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.http}" if plain else f"https://localhost:{self.https}"
        self._folder = folder
        self._env = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
        self._env |= {"HEPAI_SITE": "localhost", "HEPAI_UPSTREAMS": " ".join(upstreams)}
        self._child: subprocess.Popen[bytes] | None = None
        # A body that never comes is waited for; here not as long.
        text = CADDYFILE.read_text(encoding="utf-8").replace("read_body 10s", "read_body 1s")
        ports = f"http_port {self.http}\n\thttps_port {self.https}\n\tadmin off\n\tlocal_certs\n\tskip_install_trust"
        text = text.replace("auto_https disable_redirects", f"auto_https disable_redirects\n\t{ports}")
        if plain:
            text = text.replace('respond "https only" 403', "import site")
            text, times = re.subn(r"(?m)^\{\$HEPAI_SITE\S+ \{$", "(site) {", text)
            assert times == 1
            # The snippet stands before its use.
            head, http, site = re.split(r"(?m)^(http://[^}]*\}[^}]*\}\n)", text)
            text = head + site + http.replace("{$HEPAI_SITE:hepai.example.com}", "127.0.0.1")
        (folder / "Caddyfile").write_text(text, encoding="utf-8")

    async def start(self) -> None:
        command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(self._folder / "Caddyfile")]
        self._child = _popen(command, self._env, self._folder / "caddy.log", out=False)
        async with ClientSession() as http:
            await until(lambda: self._listens(http), "Caddy listening", self.log)

    async def stop(self) -> None:
        if self._child:
            self._child.terminate()
            await asyncio.to_thread(self._child.wait, PATIENCE)

    def log(self) -> str:
        return (self._folder / "caddy.log").read_text(encoding="utf-8")

    async def _listens(self, http: ClientSession) -> bool:
        try:
            async with http.get(self.url, ssl=False) as answer:
                return answer.status == 404
        except ClientError:
            return False


class Replica:
    """One of them: `python -m bot run` with settings of its own, on the database and the key that all share."""

    def __init__(self, folder: Path, settings: str) -> None:
        folder.mkdir()
        self._folder = folder
        (folder / "hepai.toml").write_text(settings, encoding="utf-8")
        self._child: subprocess.Popen[bytes] | None = None
        self.port = 0

    async def start(self, **more: str) -> None:
        env = {"HEPAI_SETTINGS": str(self._folder / "hepai.toml"), "PYTHONUNBUFFERED": "1", **more}
        self._child = _popen([sys.executable, "-m", "bot", "run"], env, self._folder / "errors.log")
        printed = await asyncio.to_thread(self._printed)
        found = re.search(r"running on port (\d+)", printed)
        assert found, f"{self._folder.name} did not start: {self.errors()[-2000:]}"
        self.port = int(found[1])

    def kill(self, number: int = signal.SIGKILL) -> None:
        assert self._child is not None
        self._child.send_signal(number)

    async def ended(self) -> int:
        assert self._child is not None
        assert self._child.stdout is not None
        code = await asyncio.to_thread(self._child.wait, PATIENCE)
        self._child.stdout.close()
        return code

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def errors(self) -> str:
        return (self._folder / "errors.log").read_text(encoding="utf-8")

    def _printed(self) -> str:
        assert self._child is not None
        assert self._child.stdout is not None
        printed = b""
        while b"running on port" not in printed and (more := os.read(self._child.stdout.fileno(), 65536)):
            printed += more
        return printed.decode()


class Replicas:
    """`number` of them; `platform` is the one they serve, with these keys of its section left out or changed."""

    def __init__(self, folder: Path, url: str, platform: str, number: int, changed: Mapping[str, object]) -> None:
        self.world: PlatformWorld[Any] = world_of(platform)(storage_at(f"sqlite:///{folder}/no.db", folder))
        self.world.house.clock = SystemClock()  # type: ignore[assignment]
        self.fake = self.world.fake
        self._folder, self._url, self._number, self._changed = folder, url, number, changed
        self.members: list[Replica] = []
        self._proxy: Proxy | None = None

    async def open(self) -> None:
        """The platform is there, the key is made, and all replicas start at once on the database."""
        await self.fake.start()
        key = self._folder / "master_key"
        key.write_bytes(os.urandom(32))
        key.chmod(0o400)
        table = {**self.world.settings(), **self._changed}
        section = toml({name: value for name, value in table.items() if value is not None})
        text = (
            SETTINGS.format(url=self._url, key=key, folder=self._folder)
            + f"[platforms.{self.world.platform}]\n{section}"
        )
        self.members = [Replica(self._folder / f"replica{number}", text) for number in range(self._number)]
        await asyncio.gather(*(each.start() for each in self.members))

    async def behind(self, proxy: Proxy) -> Proxy:
        """Start the proxy; it stops with the replicas."""
        self._proxy = proxy
        await proxy.start()
        return proxy

    async def close(self) -> None:
        if self._proxy is not None:
            await self._proxy.stop()
        for each in self.members:
            if each.running:
                each.kill()
                await each.ended()
        await self.fake.stop()

    @property
    def addresses(self) -> Sequence[str]:
        return [f"127.0.0.1:{each.port}" for each in self.members]

    def texts(self) -> Sequence[str]:
        """What stands on all screens."""
        return [self.world.draw(each).text for each in self.fake.messages if not each.gone]

    def errors(self) -> str:
        return "".join(each.errors() for each in self.members)


def _popen(command: Sequence[str], env: Mapping[str, str], log: Path, out: bool = True) -> "subprocess.Popen[bytes]":
    with log.open("a") as errors:
        stdout = subprocess.PIPE if out else errors
        return subprocess.Popen(command, stdout=stdout, stderr=errors, env={**os.environ, **env})


async def until(happened: Any, what: str, trace: Any = str) -> None:
    """Look until it has happened, whether it says so at once or has to be awaited."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while True:
        found = happened()
        if await found if asyncio.iscoroutine(found) else found:
            return
        if loop.time() > end:
            raise AssertionError(f"{what} did not happen. {trace()[-3000:]}")
        await asyncio.sleep(0.02)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
