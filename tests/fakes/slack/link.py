"""One WebSocket of Socket Mode: hello, payloads out, acknowledgements in, and the ways it can go wrong."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.slack.records import Json

LIFE = 18_060
"""Seconds until Slack would recycle the connection, as its hello says."""


class Link:
    """Serves one connection until it ends. `heard` is told every frame that came."""

    def __init__(self, request: web.Request, heard: Callable[[Json], None], alarm: Callable[[str], None]) -> None:
        self._request = request
        self._heard = heard
        self._alarm = alarm
        self._ws = web.WebSocketResponse(autoping=False)
        self.greeted = False
        self.frozen = False
        self.leaving = False
        """Told to go: nothing more is delivered here."""

    @property
    def open(self) -> bool:
        return self.greeted and not (self._ws.closed or self.leaving)

    async def serve(
        self, number: int, app: str, greeted: Callable[[], Awaitable[None]]
    ) -> web.WebSocketResponse:  # fmt: skip
        """`number`: how many connections there are with this one. `greeted` is called once hello is out."""
        await self._ws.prepare(self._request)
        debug = {"host": "applink-fake", "build_number": 54, "approximate_connection_time": LIFE}
        hello = {"type": "hello", "num_connections": number, "connection_info": {"app_id": app}, "debug_info": debug}
        await self.send(hello)
        self.greeted = True
        await greeted()
        async for frame in self._ws:
            if self.frozen:
                continue
            if frame.type is WSMsgType.PING:
                await self._ws.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._read(frame.data)
            elif frame.type is not WSMsgType.PONG:
                self._alarm(f"a frame of the kind {frame.type.name} from the bot")
        return self._ws

    def _read(self, data: str) -> None:
        try:
            frame = json.loads(data)
        except ValueError:
            frame = None
        if isinstance(frame, dict) and isinstance(frame.get("envelope_id"), str):
            self._heard(frame)
        else:
            self._alarm(f"a frame that is no acknowledgement: {data[:200]}")

    async def send(self, frame: Any) -> bool:
        """False: the connection is gone."""
        try:
            await self._ws.send_str(frame if isinstance(frame, str) else json.dumps(frame, ensure_ascii=False))
        except (ConnectionError, RuntimeError):
            return False
        return True

    async def say_goodbye(self, reason: str) -> None:
        """A `disconnect` frame; the bot closes the connection itself."""
        self.leaving = reason != "warning"
        await self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}})

    async def end(self, how: str) -> None:
        """`clean`: with a close frame; `close`: the TCP connection without one; `half`: amid a frame; else reset."""
        self.leaving = True
        transport = self._request.transport
        if how == "clean":
            await self._ws.close(code=1000)
        elif transport is not None:
            if how == "half":
                transport.write(b"\x81\x7e\x10\x00" + b'{"envelope_id":"')
                await asyncio.sleep(0)
            transport.close() if how in ("close", "half") else transport.abort()
