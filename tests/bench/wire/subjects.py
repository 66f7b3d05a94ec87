"""The bots that are measured, each a process of its own, and how one is started and stopped."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.wire import wires

PEERS = Path(__file__).parent / "peers"
OWN_PYTHON = Path(__file__).parents[3] / ".venv-bench/bin/python"
"""Of the peers that are no dependency of ours; `make bench` installs them there."""
WITHIN = 60.0


@dataclass(slots=True)
class Subject:
    """A running bot and where it takes events."""

    name: str
    child: "subprocess.Popen[str]"
    port: int
    wire: str = "slack"
    path: str = "/slack/events"

    def stop(self) -> None:
        self.child.terminate()
        self.child.wait(timeout=30)
        if self.child.stdout:
            self.child.stdout.close()


SETTINGS = """
[storage]
url = "{url}"
sent_journal = "{folder}/sent"
[keys]
file = "{folder}/keys/master.key"
[web]
port = 0
[playground]
enabled = {playing}
seed = false
log = "{folder}/playground/log.db"
[platforms.slack]
mode = "http"
bot_token = "{token}"
signing_secret = "{secret}"
base_url = "{platform}/api"
rates = "none"
"""
FEISHU = """
[platforms.feishu]
mode = "http"
app_id = "{app}"
app_secret = "{secret}"
encrypt_key = "{key}"
verification_token = "{verification}"
base_url = "{platform}"
rates = "none"
"""


def hepai(
    name: str, folder: Path, platform: int, url: str = "", playing: bool = False, feishu: bool = False
) -> Subject:
    """The real command on its Slack adapter in HTTP mode, `feishu` beside it. Its files below `folder`.

    `playing`: its clock is that of the playground, found there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = (SETTINGS + FEISHU * feishu).format(
        app=wires.APP,
        key=wires.KEY,
        verification=wires.VERIFICATION,
        url=url or f"sqlite:///{folder}/data/hepai.db",
        folder=folder,
        playing=str(playing).lower(),
        token=wires.TOKEN,
        secret=wires.SECRET,
        platform=f"http://127.0.0.1:{platform}",
    )
    (folder / "hepai.toml").write_text(text, encoding="utf-8")
    env = {**os.environ, "HEPAI_SETTINGS": str(folder / "hepai.toml"), "PYTHONUNBUFFERED": "1"}
    with (folder / "errors.log").open("a", encoding="utf-8") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], stdout=subprocess.PIPE, stderr=errors, text=True, env=env
        )
    assert child.stdout is not None
    for line in child.stdout:
        if found := re.search(r"running on port (\d+)", line):
            subject = Subject(name, child, int(found[1]))
            _connected(subject)
            return subject
    raise RuntimeError((folder / "errors.log").read_text(encoding="utf-8")[-2000:])


def peer(name: str, program: str, folder: Path, platform: int, reply: Path) -> Subject:
    """One of PEERS, in the interpreter that has its packages."""
    own = program == "on_nonebot"
    python = str(OWN_PYTHON) if own else sys.executable
    port = _free_port()
    arguments = [str(port), f"http://127.0.0.1:{platform}", str(reply), wires.TOKEN, wires.SECRET]
    with (folder / f"{program}.log").open("w", encoding="utf-8") as log:
        child = subprocess.Popen(
            [python, str(PEERS / f"{program}.py"), *arguments], stdout=log, stderr=log, text=True, cwd=folder
        )
    end = time.monotonic() + WITHIN
    while time.monotonic() < end and child.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                feishu = {"wire": "feishu", "path": f"/feishu/{wires.APP}"} if own else {}
                return Subject(name, child, port, **feishu)
        time.sleep(0.05)
    child.kill()
    raise RuntimeError(f"{name} did not start: {(folder / f'{program}.log').read_text(encoding='utf-8')[-2000:]}")


def _connected(subject: Subject) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        with opener.open(f"http://127.0.0.1:{subject.port}/readyz", timeout=10) as answer:
            if not any(json.load(answer)["platforms"].values()):
                return
        time.sleep(0.05)
    raise RuntimeError(f"{subject.name} does not connect")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def resident(subject: Subject) -> float:
    """Megabytes held now."""
    status = Path(f"/proc/{subject.child.pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def answers(subjects: Sequence[Subject]) -> None:
    for each in subjects:
        if each.child.poll() is not None:
            raise RuntimeError(f"{each.name} has died")
