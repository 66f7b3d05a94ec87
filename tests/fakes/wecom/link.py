"""The AI bot's long connection: one live link, its frames, and every way in which it ends.

https://developer.work.weixin.qq.com/document/path/101463
"""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.common.faults import Faults
from tests.fakes.wecom.frames import Asked, Frames
from tests.fakes.wecom.gate import ERROR_PAGE, LIMITED, reset
from tests.fakes.wecom.records import Event, Journal, Json, NotAcknowledged, Refusal
from tests.fakes.wecom.shapes import record, words

End = Literal["reset", "clean", "refresh", "close", "half", "freeze", "kick", "refused"]
"""`clean`, `refresh`: code 1000. `close`: 1011. `half`: in the middle of a frame. `freeze`: silence on an open socket.
`kick`: by a second connection elsewhere. `refused`: reset, and the next try to connect is turned away."""
DEADLINE = 5.0
PATIENCE = 20.0
SUBSCRIBE = record({"bot_id": words(), "secret": words()}, dict.fromkeys(("scene", "plug_version"), lambda *_: None))
NOT_SUBSCRIBED = Refusal(846609, "aibot websocket not subscribed")


@dataclass(eq=False, slots=True)
class Connection:
    socket: web.WebSocketResponse
    transport: asyncio.BaseTransport | None
    subscribed: bool = False
    frozen: bool = False
    pending: set[str] = field(default_factory=set)
    asked: dict[str, Asked] = field(default_factory=dict)
    pongs: dict[bytes, asyncio.Future[None]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


class Link:
    """`silence`: seconds without a frame after which a link is dropped. `kick_code`: how a kicked one is closed."""

    def __init__(self, bot: str, secret: str, frames: Frames, journal: Journal, faults: Faults) -> None:
        self._bot, self._secret = bot, secret
        self._frames, self._journal, self._faults = frames, journal, faults
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
            for task in connection.tasks:
                task.cancel()
            for waiting in connection.pongs.values():
                waiting.cancel()
        return socket

    async def connected(self) -> None:
        """Return when a bot is subscribed and its link works. TimeoutError after `patience`."""
        async with asyncio.timeout(self.patience), self._changed:
            await self._changed.wait_for(lambda: self._live is not None and not self._live.frozen)

    async def push(self, event: Event) -> None:
        """Send it. No frame acknowledges it: the pong to a ping behind it shows that it was read."""
        began = time.monotonic()
        try:
            await self.connected()
            connection = self._live
            if connection is None:
                raise ConnectionResetError
            req_id = secrets.token_hex(12)
            connection.asked[req_id] = self._frames.asked(event)
            frame = {"cmd": event.cmd, "headers": {"req_id": req_id}, "body": event.payload}
            await connection.socket.send_str(json.dumps(frame, ensure_ascii=False))
            async with asyncio.timeout(self.deadline):
                await self._ping(connection)
        except (TimeoutError, ConnectionError, asyncio.CancelledError) as error:
            self._journal.ack(event.id, 0, repr(error), time.monotonic() - began)
            if isinstance(error, asyncio.CancelledError) and (task := asyncio.current_task()) and task.cancelling():
                raise
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
                    if (waiting := connection.pongs.pop(bytes(got.data), None)) and not waiting.done():
                        waiting.set_result(None)
                case WSMsgType.TEXT:
                    task = asyncio.create_task(self._frame(connection, got.data))
                    connection.tasks.add(task)
                    task.add_done_callback(connection.tasks.discard)
                case WSMsgType.BINARY:
                    self._journal.alarm("a binary frame")
                case _:
                    return

    async def _frame(self, connection: Connection, text: str) -> None:
        """Answer one frame. It is yielded first, so that a second one under the same req_id overlaps."""
        frame = _parsed(text)
        cmd, req_id, body = frame.get("cmd", ""), str(frame.get("headers", {}).get("req_id", "")), frame.get("body")
        fault = (
            self._faults.due() if cmd in ("aibot_send_msg", "aibot_respond_msg", "aibot_respond_update_msg") else None
        )
        answer: Json = {"errcode": 0, "errmsg": "ok"}
        headless = overlaps = False
        try:
            overlaps = req_id in connection.pending
            connection.pending.add(req_id)
            await asyncio.sleep(self._faults.delay)
            if overlaps:
                raise Refusal(6000, "data conflict")
            if fault == "expired":
                connection.subscribed = False
                self._live = None if self._live is connection else self._live
            if fault in ("dropped", "broken", "html", "limited"):
                await self._fails(connection, fault)
            told = await self._obey(connection, cmd, req_id, body)
            answer.update({"body": told} if told else {})
        except Refusal as refusal:
            answer = {"errcode": refusal.code, "errmsg": refusal.words}
            headless = refusal.code == 40058 and refusal.words.endswith("is missing")
            if not refusal.told:
                self._journal.alarm(f"{cmd or text[:80]}: {refusal.words}")
        except ConnectionResetError as error:
            self._journal.call("WS", cmd, {}, body, 0, str(error))
            return
        finally:
            if not overlaps:
                connection.pending.discard(req_id)
        shown = {**body, "secret": "***"} if isinstance(body, dict) and "secret" in body else body
        self._journal.call("WS", cmd, {}, shown, 200 if fault != "lost" else 0, answer)
        if fault == "lost":
            reset(connection.transport)
        elif not connection.socket.closed and not connection.frozen:
            await connection.socket.send_str(
                json.dumps(answer if headless else {"headers": {"req_id": req_id}, **answer})
            )

    async def _obey(self, connection: Connection, cmd: str, req_id: str, body: Any) -> Json:
        if not req_id:
            raise Refusal(40058, "headers.req_id is missing", told=False)
        if cmd == "aibot_subscribe":
            await self._subscribe(connection, body)
            return {}
        if cmd == "ping" and body is not None:
            raise Refusal(40058, "a ping has no body", told=False)
        if not connection.subscribed:
            raise NOT_SUBSCRIBED
        if cmd == "ping":
            return {}
        if cmd not in self._frames.commands:
            raise Refusal(40058, f"no such cmd: {cmd!r}", told=False)
        if not isinstance(body, dict):
            raise Refusal(40058, "body is missing")
        return self._frames.commands[cmd](connection.asked.get(req_id), body)

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
            await connection.socket.send_str(json.dumps(frame))
            await connection.socket.close(code=self.kick_code)
        except ConnectionError:
            reset(connection.transport)

    async def _fails(self, connection: Connection, fault: str) -> None:
        match fault:
            case "limited":
                raise LIMITED
            case "broken":
                raise Refusal(-1, "system busy")
            case "html" if connection.transport:
                await connection.socket.send_str(ERROR_PAGE)
                connection.transport.close()
            case _:
                reset(connection.transport)
        raise ConnectionResetError("reset before storing")

    async def _ping(self, connection: Connection) -> None:
        payload = secrets.token_bytes(8)
        waiting = connection.pongs[payload] = asyncio.get_running_loop().create_future()
        await connection.socket.ping(payload)
        await waiting


def _parsed(text: str) -> Json:
    try:
        frame = json.loads(text)
    except ValueError:
        return {}
    good = isinstance(frame, dict) and isinstance(frame.get("headers", {}), dict)
    return frame if good else {}
