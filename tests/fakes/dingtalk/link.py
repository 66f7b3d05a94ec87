"""One WebSocket of the stream, and the ways in which it can go wrong."""

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.fakes.dingtalk.model import Json

HALF_A_FRAME = b"\x81\x64" + b'{"specVersion":'
"""The head of a text frame of 100 bytes, and fewer bytes than that."""


class Link:
    """`leaving`: gets nothing new. `frozen`: nothing comes and nothing is read, yet it stays open."""

    def __init__(
        self,
        number: int,
        socket: web.WebSocketResponse,
        transport: asyncio.BaseTransport | None,
        topics: frozenset[tuple[str, str]],
    ) -> None:
        self.number = number
        self.socket = socket
        self.topics = topics
        self.leaving = False
        self.frozen = False
        self._transport: Any = transport
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}

    def expect(self, message_id: str) -> "asyncio.Future[Json | None]":
        """The acknowledgement to come; None once the connection is gone."""
        self._waiting[message_id] = asyncio.get_running_loop().create_future()
        return self._waiting[message_id]

    def answer(self, message_id: str, body: Json) -> bool:
        """Whether this was waited for."""
        waiting = self._waiting.pop(message_id, None)
        if waiting is None:
            return False
        if not waiting.done():
            waiting.set_result(body)
        return True

    def gone(self) -> None:
        self.leaving = True
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_result(None)

    async def send(self, frame: Json) -> None:
        await self.text(json.dumps(frame, ensure_ascii=False))

    async def text(self, text: str) -> None:
        """Any text as a frame, also one that is no JSON."""
        if self.frozen or self.socket.closed:
            return
        try:
            await self.socket.send_str(text)
        except ConnectionError:
            self.leaving = True

    async def pong(self, data: bytes) -> None:
        if not self.frozen:
            await self.socket.pong(data)

    async def close(self, code: int) -> None:
        """A clean close, whatever its code."""
        self.leaving = True
        await self.socket.close(code=code)

    def freeze(self) -> None:
        self.frozen = True
        self._transport.pause_reading()

    def half(self) -> None:
        """A frame begins and never ends."""
        self.leaving = True
        self._transport.write(HALF_A_FRAME)
        self._transport.close()

    def reset(self) -> None:
        self.leaving = True
        self._transport.abort()
