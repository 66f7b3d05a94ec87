"""The measuring side's end of the platform's process."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from tests.bench.wire.subjects import Subject


class Driver:
    """Gives orders and waits for their answers. Raises RuntimeError for what went wrong over there."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.bench.wire.platform"]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._numbers = count(1)
        self._told: dict[int, dict[str, Any]] = {}
        self.port = int(self._read()["port"])

    def begin(self, do: str, **order: Any) -> int:
        """An order that goes on by itself; its number is for `end`."""
        number = next(self._numbers)
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps({"id": number, "do": do, **order}) + "\n")
        self._child.stdin.flush()
        return number

    def end(self, number: int) -> dict[str, Any]:
        while number not in self._told:
            told = self._read()
            self._told[told.pop("id")] = told
        found = self._told.pop(number)
        if "error" in found:
            raise RuntimeError(found["error"])
        return found

    def ask(self, do: str, **order: Any) -> dict[str, Any]:
        return self.end(self.begin(do, **order))

    def burst(self, subject: Subject, text: str, count: int, people: int, connections: int = 32) -> dict[str, Any]:
        """See Platform.burst. Raises if an event was refused, or somebody has not exactly one reply to each."""
        where = {"wire": subject.wire, "port": subject.port, "path": subject.path}
        told = self.ask("burst", **where, text=text, count=count, people=people, connections=connections)
        if told["refused"] or told["wrong"]:
            raise RuntimeError(f"{subject.name}: {told}")
        return told

    def stop(self) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.close()
        self._child.wait(timeout=30)
        self._child.stdout.close()

    def _read(self) -> dict[str, Any]:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError("the platform's process has died")
        told: dict[str, Any] = json.loads(line)
        return told


@contextmanager
def platform() -> Iterator[Driver]:
    driver = Driver()
    try:
        yield driver
    finally:
        driver.stop()
