"""The AI bot's long connection: one live link, its frames, and every way in which it ends.

https://developer.work.weixin.qq.com/document/path/101463
"""

import asyncio
import secrets
import time
from typing import Any, Literal, get_args

from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.common.faults import Faults
from tests.fakes.wecom.answering import Answering
from tests.fakes.wecom.connection import Connection
from tests.fakes.wecom.frames import Frames
from tests.fakes.wecom.gate import reset
from tests.fakes.wecom.records import Event, Journal, NotAcknowledged, Refusal
from tests.fakes.wecom.shapes import record, words

End = Literal["reset", "clean", "refresh", "close", "half", "freeze", "kick", "refused"]
"""`clean`, `refresh`: code 1000. `close`: 1011. `half`: in the middle of a frame. `freeze`: silence on an open socket.
`kick`: by a second connection elsewhere. `refused`: reset, and the next try to connect is turned away."""
DEADLINE = 5.0
PATIENCE = 20.0
SUBSCRIBE = record({"bot_id": words(), "secret": words()}, dict.fromkeys(("scene", "plug_version"), lambda *_: None))


class Link:
    """`silence`: seconds without a frame after which a link is dropped. `kick_code`: how a kicked one is closed."""

    def __init__(self, bot: str, secret: str, frames: Frames, journal: Journal, faults: Faults) -> None:
        self._bot, self._secret = bot, secret
        self._frames, self._journal = frames, journal
        self.answering = Answering(frames, journal, faults, self._subscribe)
        self.silence, self.kick_code, self.bad_secret = 90.0, 1000, 40001
        self.refuse = 0
        self.deadline, self.patience = DEADLINE, PATIENCE
        self.connections: list[Connection] = []
        self.opened = 0
        self._live: Connection | None = None
        self._changed = asyncio.Condition()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=503, text="busy")
        socket = web.WebSocketResponse(autoping=False, max_msg_size=4 * 2**20)
        await socket.prepare(request)
        connection = Connection(socket, request.transport)
        self.connections.append(connection)
        self.opened += 1
        try:
            await self._read(connection)
        finally:
            self.connections.remove(connection)
            if self._live is connection:
                self._live = None
            connection.ended()
        return socket

    async def connected(self) -> None:
        """Return when a bot is subscribed and its link works. TimeoutError after `patience`."""
        async with asyncio.timeout(self.patience), self._changed:
            await self._changed.wait_for(lambda: self._working() is not None)

    async def push(self, event: Event) -> None:
        """Send it. No frame acknowledges it: the pong to a ping behind it shows that it was read."""
        began = time.monotonic()
        try:
            await self.connected()
            connection = self._working()
            if connection is None:
                raise ConnectionResetError("it ended at once")
            req_id = secrets.token_hex(12)
            connection.asked[req_id] = self._frames.asked(event)
            await connection.say({"cmd": event.cmd, "headers": {"req_id": req_id}, "body": event.payload})
            async with asyncio.timeout(self.deadline):
                await connection.read()
        except (TimeoutError, ConnectionError) as error:
            self._journal.ack(event.id, 0, repr(error), time.monotonic() - began)
            raise NotAcknowledged(f"{event.kind} {event.id}: {error!r}") from None
        self._journal.ack(event.id, 200, "", time.monotonic() - began)

    async def disconnect(self, how: str = "reset") -> None:
        """End the live link like this; nothing happens where there is none. ValueError: no such way."""
        if how not in get_args(End):
            raise ValueError(f"no such way to disconnect: {how!r}; there are {', '.join(get_args(End))}")
        if how == "refused":
            self.refuse += 1
        connection = self._live
        if connection is None:
            return
        if how == "freeze":
            connection.frozen = True
            return
        self._live = None
        match how:
            case "clean" | "refresh":
                await connection.socket.close(code=WSCloseCode.OK)
            case "close":
                await connection.socket.close(code=WSCloseCode.INTERNAL_ERROR)
            case "kick":
                await self._kick(connection)
            case "half":
                if isinstance(connection.transport, asyncio.Transport):
                    connection.transport.write(b'\x81\x7e\x02\x00{"cmd":"aibot_msg_callback","headers":{"req')
                    connection.transport.close()
            case _:
                reset(connection.transport)

    async def junk(self, data: str | bytes) -> None:
        """A frame of any content on the live link."""
        if self._live is None:
            raise NotAcknowledged("nobody is connected")
        send = self._live.socket.send_str if isinstance(data, str) else self._live.socket.send_bytes
        await send(data)  # type: ignore[arg-type]

    async def stop(self) -> None:
        for connection in list(self.connections):
            reset(connection.transport)

    def _working(self) -> Connection | None:
        live = self._live
        return live if live and live.subscribed and not live.frozen else None

    async def _read(self, connection: Connection) -> None:
        while True:
            try:
                got = await connection.socket.receive(timeout=self.silence)
            except TimeoutError:
                self._journal.alarm("a silent link was dropped")
                reset(connection.transport)
                return
            if connection.frozen and got.type in (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.PING):
                continue
            match got.type:
                case WSMsgType.PING:
                    await connection.socket.pong(got.data)
                case WSMsgType.PONG:
                    connection.ponged(bytes(got.data))
                case WSMsgType.TEXT:
                    task = asyncio.create_task(self.answering.answer(connection, got.data))
                    connection.tasks.add(task)
                    task.add_done_callback(connection.tasks.discard)
                case WSMsgType.BINARY:
                    self._journal.alarm("a binary frame")
                case _:
                    return

    async def _subscribe(self, connection: Connection, body: Any) -> None:
        SUBSCRIBE(body, "body", [])
        if (body["bot_id"], body["secret"]) != (self._bot, self._secret):
            raise Refusal(self.bad_secret, "invalid bot_id or secret")
        connection.subscribed = True
        earlier, self._live = self._live, connection
        if earlier is not None and earlier is not connection:
            self._journal.tell("a second connection kicks the first")
            # The close waits for the other side's: nobody else waits for that.
            connection.tasks.add(kick := asyncio.create_task(self._kick(earlier)))
            kick.add_done_callback(connection.tasks.discard)
        async with self._changed:
            self._changed.notify_all()

    async def _kick(self, connection: Connection) -> None:
        """It is told, then closed; a frozen one hears nothing."""
        connection.subscribed = False
        if connection.frozen or connection.socket.closed:
            reset(connection.transport)
            return
        body = {
            **{"msgid": secrets.token_hex(16), "create_time": int(time.time()), "aibotid": self._bot},
            **{"msgtype": "event", "event": {"eventtype": "disconnected_event"}},
        }
        frame = {"cmd": "aibot_event_callback", "headers": {"req_id": secrets.token_hex(12)}, "body": body}
        try:
            await connection.say(frame)
            await connection.socket.close(code=self.kick_code)
        except ConnectionError:
            reset(connection.transport)
