"""The long connection: where it is found, who may have it, what goes over it, and how it breaks.

https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/request-url-configuration-case
and platform notes 1.2, which have the frames.
"""

import asyncio
import json
import random
import socket
import struct
from collections import deque
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.feishu.api import cut
from tests.fakes.feishu.frames import CONTROL, DATA, BadFrame, Frame, decode, encode
from tests.fakes.feishu.records import Call, NotAcknowledged
from tests.fakes.feishu.state import APP, SECRET, Platform

MOST = 50
"""Connections of one app."""
SERVICE = 33554678
BUSY, INTERNAL, REFUSED, TOO_MANY = 1, 1000040343, 10014, 1000040350
ENDPOINT = "/callback/ws/endpoint"
ENDS = ("reset", "clean", "close", "half", "freeze")
DISCOVERIES = ("busy", "internal", "fatal", "http500", "hang")
HANDSHAKES = ("auth", "limit", "forbidden")
HALF = b"\x82\x7e\x01\x00\x08\x05\x10"
"""The beginning of a WebSocket message of 256 bytes."""


class Gone(Exception):
    """The connection ended before the bot acknowledged."""


class Connection:
    """One bot at the other end."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, device: str) -> None:
        self.socket = socket
        self.request = request
        self.device = device
        self.frozen = False
        self.thawed = asyncio.Event()
        self.pings = 0
        self.waiting: dict[str, asyncio.Future[Frame]] = {}

    def end(self) -> None:
        """Nobody answers any more."""
        for each in self.waiting.values():
            if not each.done():
                each.set_exception(Gone())

    def reset(self) -> None:
        """End without a word, at once: the other side sees a reset."""
        transport = self.request.transport
        if transport is None:
            return
        raw: socket.socket = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


class Link:
    """`fragments`: in how many parts a payload goes out, `reverse` from the last to the first. `omit`: a header left
    out. `kind`: the frames' type. `alternate`: over all connections in turn, else over one chosen at random.

    `discovery` and `handshake` hold how the next ones go wrong: DISCOVERIES, HANDSHAKES.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.config = {"ReconnectCount": -1, "ReconnectInterval": 1, "ReconnectNonce": 0, "PingInterval": 120}
        self.fragments = 1
        self.reverse = False
        self.omit = ""
        self.kind = "event"
        self.alternate = False
        self.mute = False
        """Whether pings of the platform's own get no pong, though the socket lives."""
        self.patience = 10.0
        """Seconds of real time that an event waits for somebody to be connected."""
        self.discovery: deque[str] = deque()
        self.handshake: deque[str] = deque()
        self.opened = 0
        """How many connections there ever were."""
        self._connections: list[Connection] = []
        self._tickets: set[str] = set()
        self._there = asyncio.Condition()
        self._turn = 0
        self._released = asyncio.Event()

    @property
    def connections(self) -> list[Connection]:
        """Those an event could go to."""
        return [each for each in self._connections if not each.frozen]

    def routes(self) -> list[web.RouteDef]:
        return [web.post(ENDPOINT, self._discover), web.get("/ws/v2", self._connect)]

    async def stop(self) -> None:
        self._released.set()
        for each in list(self._connections):
            each.thawed.set()
            each.end()
            cut(each.request)

    async def connected(self, count: int = 1) -> None:
        """Return when so many are connected; NotAcknowledged if that takes too long."""
        try:
            async with asyncio.timeout(self.patience), self._there:
                await self._there.wait_for(lambda: len(self.connections) >= count)
        except TimeoutError:
            raise NotAcknowledged(f"the bot is not connected; waited {self.patience} s for it") from None

    async def disconnect(self, how: str) -> None:
        """End every connection that way; see ENDS."""
        if how not in ENDS:
            raise ValueError(f"no such end: {how!r}; there are {', '.join(ENDS)}")
        for each in list(self._connections):
            match how:
                case "freeze":
                    each.frozen = True
                    each.end()
                    continue
                case "clean" | "close":
                    await each.socket.close(code=1000 if how == "clean" else 1001)
                case "half":
                    if each.request.transport is not None:
                        each.request.transport.write(HALF)
                    each.reset()
                case _:
                    each.reset()
            self._drop(each)

    async def deliver(self, payload: bytes, number: str, deadline: float) -> Frame:
        """The acknowledging frame. Gone if the connection ends first, TimeoutError after the deadline."""
        await self.connected()
        there = self.connections
        self._turn += 1
        to = there[self._turn % len(there)] if self.alternate else random.choice(there)
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        to.waiting[number] = answer
        frames = self._frames(payload, number)
        try:
            for frame in frames:
                try:
                    await to.socket.send_bytes(encode(frame))
                except ConnectionError:
                    raise Gone from None
            async with asyncio.timeout(deadline):
                ack = await answer
        finally:
            to.waiting.pop(number, None)
        self._same(frames, ack)
        return ack

    def _frames(self, payload: bytes, number: str) -> list[Frame]:
        size = -(-len(payload) // self.fragments)
        parts = [payload[at : at + size] for at in range(0, len(payload), size)]
        seq, log = self._platform.number(), random.getrandbits(63)
        frames = []
        for index, part in enumerate(parts):
            headers = {"type": self.kind, "message_id": number, "sum": str(len(parts)), "seq": str(index)}
            kept = tuple((key, each) for key, each in {**headers, "trace_id": number}.items() if key != self.omit)
            frames.append(Frame(seq, log, SERVICE, DATA, kept, payload=part))
        return frames[::-1] if self.reverse else frames

    def _same(self, sent: list[Frame], ack: Frame) -> None:
        """An acknowledgement is the last frame back, with further headers and another payload."""
        last = sent[-1]
        echoed = (ack.seq_id, ack.log_id, ack.service, ack.method, ack.headers[: len(last.headers)])
        if echoed != (last.seq_id, last.log_id, last.service, last.method, last.headers):
            self._platform.alarms.append(f"an acknowledgement that does not repeat its frame: {ack}")

    async def _discover(self, request: web.Request) -> web.StreamResponse:
        try:
            body = json.loads(await request.read())
        except ValueError:
            body = None
        status, answer = await self._found(request, body)
        call = Call("POST", ENDPOINT, dict(request.query), body, status, answer, self._platform.now())
        self._platform.calls.append(call)
        return web.json_response(answer, status=status)

    async def _found(self, request: web.Request, body: Any) -> tuple[int, Any]:
        if request.headers.get("locale") != "zh":
            self._platform.alarms.append("the discovery of the long connection sends the header locale: zh")
        match self.discovery.popleft() if self.discovery else "":
            case "busy":
                return 200, {"code": BUSY, "msg": "system busy"}
            case "internal":
                return 200, {"code": INTERNAL, "msg": "internal error"}
            case "fatal":
                return 200, {"code": REFUSED, "msg": "the app is disabled"}
            case "http500":
                return 500, {"msg": "internal error"}
            case "hang":
                await self._released.wait()
        if not isinstance(body, dict) or (body.get("AppID"), body.get("AppSecret")) != (APP, SECRET):
            return 200, {"code": REFUSED, "msg": "app_id or app_secret is wrong"}
        ticket = self._platform.new_id("")
        self._tickets.add(ticket)
        port = request.url.port
        query = f"device_id={self._platform.number()}&service_id={SERVICE}&access_key={ticket[:8]}&ticket={ticket}"
        url = f"ws://127.0.0.1:{port}/ws/v2?fpid=493&aid=552564&{query}"
        return 200, {"code": 0, "msg": "", "data": {"URL": url, "ClientConfig": self.config}}

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refused(request):
            return refused
        channel = web.WebSocketResponse(autoping=False)
        await channel.prepare(request)
        connection = Connection(channel, request, request.query["device_id"])
        async with self._there:
            self._connections.append(connection)
            self.opened += 1
            self._there.notify_all()
        try:
            await self._listen(connection)
        finally:
            self._drop(connection)
        return channel

    def _refused(self, request: web.Request) -> web.Response | None:
        ticket = request.query.get("ticket", "")
        how = self.handshake.popleft() if self.handshake else ""
        if how == "forbidden":
            return _refusal(403, "forbidden")
        if how == "limit" or len(self._connections) >= MOST:
            return _refusal(514, "connections over the limit", TOO_MANY)
        if how == "auth" or ticket not in self._tickets:
            return _refusal(514, "the ticket is not valid", 1000040351)
        self._tickets.discard(ticket)
        return None

    async def _listen(self, connection: Connection) -> None:
        """Answer and take what comes, until the end or until it freezes."""
        async for message in connection.socket:
            if connection.frozen:
                await connection.thawed.wait()
                return
            if message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.BINARY:
                await self._take(connection, message.data)
            elif message.type is not WSMsgType.PONG:
                self._platform.alarms.append(f"a {message.type.name} message on the long connection")

    async def _take(self, connection: Connection, raw: bytes) -> None:
        try:
            frame = decode(raw)
        except BadFrame as error:
            self._platform.alarms.append(f"a frame that cannot be read: {error}")
            return
        if frame.method == CONTROL and frame.header("type") == "ping":
            connection.pings += 1
            if self.mute:
                return
            config = json.dumps(self.config).encode()
            pong = Frame(0, 0, frame.service, CONTROL, (("type", "pong"),), payload=config)
            await connection.socket.send_bytes(encode(pong))
            return
        answer = connection.waiting.get(frame.header("message_id"))
        if frame.method != DATA or answer is None or answer.done():
            self._platform.alarms.append(f"a frame nobody waits for, or too late: {frame.headers}")
        else:
            answer.set_result(frame)

    def _drop(self, connection: Connection) -> None:
        connection.end()
        if connection in self._connections:
            self._connections.remove(connection)


def _refusal(status: int, why: str, detail: int = 0) -> web.Response:
    headers = {"handshake-status": str(status), "handshake-msg": why}
    if detail:
        headers["handshake-autherrcode"] = str(detail)
    return web.Response(status=status, headers=headers)
