"""One connection of the stream: frames in, acknowledgements out on the same socket, nothing lost when it goes.

Source of the protocol: github.com/open-dingtalk/developerpedia, docs/learn/stream/protocol.md.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from dingtalk_stream import AckMessage  # type: ignore[import-untyped]
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from adapters.common.strict_json import NotJson, loads_strict
from adapters.dingtalk.limits import BODY

logger = logging.getLogger(__name__)

_SOCKET = logging.getLogger(f"{__name__}.socket")
# At debug the library writes the address it connects to, and the ticket with it.
_SOCKET.setLevel(logging.INFO)

IN_HAND = 2_000
"""Frames at work at once; beyond, nothing more is read."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the server pushed, its data decoded. `type`: EVENT or CALLBACK."""

    type: str
    topic: str
    headers: Mapping[str, Any]
    data: Any


@dataclass(frozen=True, slots=True)
class Ack:
    """How a frame is acknowledged. `data` goes out as JSON in a string."""

    data: Any
    code: int = AckMessage.STATUS_OK


Take = Callable[[Frame], Awaitable[Ack | None]]
"""Store what came; returns how to acknowledge it, None: not at all, so that it comes again."""


async def dial(endpoint: str, ticket: str, heartbeat: float, take: Take) -> "Link":
    """An open connection. `heartbeat`: seconds after which a silent peer is asked, and again until it is given up."""
    socket = await connect(
        f"{endpoint}?ticket={quote_plus(ticket)}",
        open_timeout=10,
        close_timeout=1,
        ping_interval=heartbeat,
        ping_timeout=heartbeat,
        max_size=BODY,
        compression=None,
        proxy=None,
        logger=_SOCKET,
    )
    return Link(socket, take)


class Link:
    """`over` is set once it is closed or to be left. `frames`: how many came. `heard`: when the last did, in the loop's
    time. `rhythm`: the longest pause between two of the server's own pings so far, 0 before the third."""

    def __init__(self, socket: ClientConnection, take: Take) -> None:
        self.over = asyncio.Event()
        self.frames = 0
        self.heard = _time()
        self.rhythm = 0.0
        self._pings: list[float] = []
        self._socket = socket
        self._take = take
        self._changed = asyncio.Event()
        self._at_work: set[asyncio.Task[None]] = set()
        self._reader = asyncio.create_task(self._read())

    async def changed(self) -> None:
        """Return when it is over, or its rhythm is known."""
        await self._changed.wait()

    async def retire(self, grace: float, drain: float) -> None:
        """Read on until the server closes, at most `grace` seconds; then shut."""
        await asyncio.wait([self._reader], timeout=grace)
        await self.shut(drain)

    async def shut(self, drain: float) -> None:
        """Take nothing more, finish what is in hand within `drain` seconds, and only then close."""
        self._reader.cancel()
        await asyncio.wait([self._reader])
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=drain)
        for task in self._at_work:
            task.cancel()
        await self._socket.close()

    async def _read(self) -> None:
        try:
            async for raw in self._socket:
                self.heard = _time()
                self.frames += 1
                frame = _object(raw)
                if frame is None:
                    logger.warning("DingTalk sent a frame that is none", extra={"action": "dingtalk.bad_frame"})
                    continue
                task = asyncio.create_task(self._handle(frame))
                self._at_work.add(task)
                task.add_done_callback(self._at_work.discard)
                if len(self._at_work) > IN_HAND:
                    await asyncio.wait(self._at_work, return_when=asyncio.FIRST_COMPLETED)
        except ConnectionClosed:
            pass
        finally:
            self.over.set()
            self._changed.set()

    async def _handle(self, frame: Mapping[str, Any]) -> None:
        headers = frame.get("headers")
        headers = headers if isinstance(headers, Mapping) else {}
        try:
            ack = await self._answer(frame.get("type"), headers, frame.get("data"))
        except Exception:
            # Unacknowledged, it comes again; acknowledged, it would be lost.
            logger.exception("a frame could not be taken", extra={"action": "dingtalk.not_taken"})
            return
        if ack and (id := headers.get("messageId")):
            await self._acknowledge(id, ack)

    async def _answer(self, type: object, headers: Mapping[str, Any], raw: object) -> Ack | None:
        topic = headers.get("topic")
        topic = topic if isinstance(topic, str) else ""
        data = _data(raw)
        if type == "SYSTEM":
            self._system(topic)
            return Ack(data)
        if type not in ("EVENT", "CALLBACK"):
            return Ack({}, AckMessage.STATUS_NOT_IMPLEMENT)
        if data is None:
            return Ack({}, AckMessage.STATUS_BAD_REQUEST)
        return await self._take(Frame(type, topic, headers, data))

    def _system(self, topic: str) -> None:
        match topic:
            case "disconnect":
                self.over.set()
                self._changed.set()
            case "ping":
                self._pings = [*self._pings[-4:], _time()]
                gaps = [b - a for a, b in zip(self._pings, self._pings[1:], strict=False)]
                if len(gaps) >= 2:
                    self.rhythm = max(self.rhythm, *gaps)
                    self._changed.set()

    async def _acknowledge(self, id: object, ack: Ack) -> None:
        body = {
            "code": ack.code,
            "headers": {"messageId": id, "contentType": "application/json"},
            "message": "OK" if ack.code == AckMessage.STATUS_OK else "",
            "data": json.dumps(ack.data, ensure_ascii=False),
        }
        try:
            await self._socket.send(json.dumps(body, ensure_ascii=False))
        except ConnectionClosed:
            # It is stored; pushed again, it is known.
            logger.info("a connection went before its acknowledgement", extra={"action": "dingtalk.late_ack"})


def _object(raw: str | bytes) -> Mapping[str, Any] | None:
    try:
        found = loads_strict(raw.encode() if isinstance(raw, str) else raw)
    except (NotJson, UnicodeEncodeError):
        return None
    return found if isinstance(found, Mapping) else None


def _data(raw: object) -> Any:
    """The decoded data; {} if there is none, None if it is no JSON."""
    if raw is None or raw == "":
        return {}
    if not isinstance(raw, str):
        return raw
    try:
        return loads_strict(raw.encode())
    except (NotJson, UnicodeEncodeError):
        return None


def _time() -> float:
    return asyncio.get_running_loop().time()
