"""What every test runs in: no network but this machine's own, no variable of the one who runs it."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

FOREIGN = ("HEPAI_", "FEISHU_", "LARK_", "DINGTALK_", "WECOM_", "SLACK_")
"""Settings of the bot and of its platforms: a test that needs one sets it itself."""


class NetworkForbidden(Exception):
    """A test tried to reach another machine."""


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A folder whose files wait for no disk, where there is such a thing: for databases that nobody means to keep."""
    memory = "/dev/shm"  # Linux; elsewhere the disk does
    with TemporaryDirectory(prefix="hepai-", dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.upper().endswith("_PROXY") or name.upper().startswith(FOREIGN):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Connections and names of other machines are refused at once, naming them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        resolve = socket.getaddrinfo

        def resolved(host: Any, *rest: Any, **options: Any) -> Any:
            _check(host)
            return resolve(host, *rest, **options)

        patch.setattr(socket, "getaddrinfo", resolved)
        yield


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _check(address[0])
        return connect(self, address)

    return guarded


def _check(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        local = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        raise NetworkForbidden(f"a test asked for the machine {name}; tests use only this one") from None
    if not (local.is_loopback or local.is_unspecified):
        raise NetworkForbidden(f"a test tried to reach {name}; tests use only this machine")
