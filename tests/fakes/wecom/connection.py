"""One link of the AI bot, as its server holds it."""

import asyncio
import json
import secrets
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.wecom.frames import Asked
from tests.fakes.wecom.records import Json


@dataclass(eq=False, slots=True)
class Connection:
    """`pending`: requests not yet answered. `asked`: pushed events by req_id, to be answered on this link only."""

    socket: web.WebSocketResponse
    transport: asyncio.BaseTransport | None
    subscribed: bool = False
    frozen: bool = False
    pending: set[str] = field(default_factory=set)
    asked: dict[str, Asked] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _pongs: dict[bytes, "asyncio.Future[None]"] = field(default_factory=dict)

    async def say(self, frame: Json) -> None:
        await self.socket.send_str(json.dumps(frame, ensure_ascii=False))

    async def read(self) -> None:
        """Return once the other side has read everything that was said: the pong to a ping behind it."""
        payload = secrets.token_bytes(8)
        waiting = self._pongs[payload] = asyncio.get_running_loop().create_future()
        await self.socket.ping(payload)
        await waiting

    def ponged(self, payload: bytes) -> None:
        if (waiting := self._pongs.pop(payload, None)) and not waiting.done():
            waiting.set_result(None)

    def ended(self) -> None:
        """Nothing comes any more; who waits for a pong is told."""
        for task in self.tasks:
            task.cancel()
        for waiting in self._pongs.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("the link ended"))
