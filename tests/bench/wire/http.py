"""As little HTTP/1.1 as serves: keep-alive and Content-Length, so that measuring costs less than what is measured."""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from time import perf_counter

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
Answer = Callable[[bytes, bytes], bytes]
"""Path and body of a request → the JSON that answers it."""


class _Messages(asyncio.Protocol):
    """Cuts what comes in into heads and bodies."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end]
            found = _LENGTH.search(head)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self._held) < whole:
                return
            body, self._held = self._held[end + 4 : whole], self._held[whole:]
            self.message(head, body)

    def message(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


class Serving(_Messages):
    """Answers every request, so many seconds after it came as `delay` says then."""

    def __init__(self, answer: Answer, delay: Callable[[], float]) -> None:
        super().__init__()
        self._answer = answer
        self._delay = delay

    def message(self, head: bytes, body: bytes) -> None:
        said = self._answer(head.split(b" ", 2)[1], body)
        start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        whole, delay = start % len(said) + said, self._delay()
        if delay:
            asyncio.get_running_loop().call_later(delay, self.transport.write, whole)
        else:
            self.transport.write(whole)


class Load:
    """Requests that several connections post, each the next one when its last is answered."""

    def __init__(self, requests: list[bytes]) -> None:
        self.waiting = deque(requests)
        self.left = len(requests)
        self.seconds: list[float] = []
        self.refused = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def answered(self, status: bytes, seconds: float) -> None:
        self.refused += not status.startswith(b"2")
        self.seconds.append(seconds)
        self.left -= 1
        if not self.left:
            self.done.set_result(None)

    def broken(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the bot closed a connection"))


class Posting(_Messages):
    """One of the connections of a load."""

    def __init__(self, load: Load) -> None:
        super().__init__()
        self._load = load
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._next()

    def message(self, head: bytes, body: bytes) -> None:
        self._load.answered(head.split(b" ", 2)[1], perf_counter() - self._began)
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        self._load.broken(error)

    def _next(self) -> None:
        if self._load.waiting:
            self._began = perf_counter()
            self.transport.write(self._load.waiting.popleft())


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A request as bytes. Headers by name, `_` for `-`."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
