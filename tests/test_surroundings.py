"""The guards around every test hold."""

import os
import socket
from collections.abc import Iterator

import pytest

from tests.support.surroundings import NetworkForbidden


@pytest.fixture(autouse=True, scope="module")
def of_the_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEPAI_SETTINGS", "/left/by/somebody.toml")
        patch.setenv("https_proxy", "http://proxy.example:3128")
        yield


def test_other_machines_cannot_be_reached() -> None:
    with socket.socket() as connection, pytest.raises(NetworkForbidden, match=r"192\.0\.2\.1"):
        connection.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkForbidden, match=r"example\.com"):
        socket.getaddrinfo("example.com", 80)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]):
        pass


def test_no_proxy_and_no_setting_of_the_machine_reaches_a_test() -> None:
    assert "HEPAI_SETTINGS" not in os.environ
    assert "https_proxy" not in os.environ
