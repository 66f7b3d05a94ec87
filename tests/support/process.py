"""The bot as a process of its own: the real command, its own files, killed and started again at will."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.runtime.clocks import ShiftedClock

SETTINGS = """
[storage]
url = "{url}"
sent_journal = "{folder}/sent"
[keys]
file = "{folder}/keys/master.key"
[web]
port = 0
[playground]
log = "{folder}/playground/log.db"
"""


class Gone(Exception):
    """The bot did not answer: it died, or the connection broke."""


WEDNESDAY = datetime(2026, 9, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A working day before the product's stories, whatever the day on which the tests run."""


class Process:
    """`python -m bot run` on files below `folder`; started again it finds what it left. Its clock begins at `now`."""

    def __init__(self, folder: Path, url: str = "", now: datetime = WEDNESDAY) -> None:
        self._folder = folder
        ShiftedClock(folder / "playground" / "clock").set(now)
        self.settings = folder / "hepai.toml"
        url = url or f"sqlite:///{folder}/data/hepai.db"
        self.settings.write_text(SETTINGS.format(url=url, folder=folder), encoding="utf-8")
        self._child: subprocess.Popen[str] | None = None
        self._port = 0

    def start(self, failpoint: str = "") -> None:
        """Return once it serves. `failpoint` as in bot.runtime.failpoints. Raises Gone if it died on the way."""
        env = {**os.environ, "HEPAI_SETTINGS": str(self.settings), "PYTHONUNBUFFERED": "1"}
        env.pop("HEPAI_FAILPOINT", None)
        if failpoint:
            env["HEPAI_FAILPOINT"] = failpoint
        with (self._folder / "errors.log").open("a", encoding="utf-8") as errors:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], stdout=subprocess.PIPE, stderr=errors, text=True, env=env
            )
        assert self._child.stdout is not None
        for line in self._child.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self._port = int(found[1])
                return
        self._child.wait()
        raise Gone(f"exit {self._child.returncode}: {self.errors()[-2000:]}")

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """One call of the playground's API. Raises Gone if the bot died of it."""
        headers = {"Content-Type": "application/json", "X-Hepai": "1"}
        return self._ask(urllib.request.Request(self._url(path), json.dumps(body).encode(), headers))

    def get(self, path: str) -> dict[str, Any]:
        return self._ask(urllib.request.Request(self._url(path)))

    def stop(self, number: int) -> int:
        """Send a signal and wait for the end; its exit code."""
        assert self._child is not None
        self._child.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        assert self._child is not None
        code = self._child.wait(timeout=60)
        if self._child.stdout:
            self._child.stdout.close()
        return code

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def errors(self) -> str:
        return (self._folder / "errors.log").read_text(encoding="utf-8")

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._port}{path}"

    def _ask(self, request: urllib.request.Request) -> dict[str, Any]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                answered: dict[str, Any] = json.load(answer)
                return answered
        except urllib.error.HTTPError as error:
            with error:
                said = error.read().decode()
            if "not_ready" in said:
                # It listens a moment before it takes acts; a client asks again, as the answer says.
                time.sleep(0.02)
                return self._ask(request)
            raise AssertionError(f"{request.full_url}: {error.code} {said}") from None
        except (OSError, json.JSONDecodeError) as error:
            raise Gone(str(error)) from error
