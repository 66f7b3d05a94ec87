"""One open connection of the AI bot: frames in and out, each answer given to whoever asked.

Pings of the transport are answered behind the events before them: whoever measures by them learns that those are
stored. The protocol itself acknowledges no event.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from secrets import token_hex
from typing import Any

from aiohttp import ClientWebSocketResponse, WSMsgType

from adapters.common.strict_json import NotJson, loads_strict
from adapters.wecom.errors import Unknown
from bot.ports.adapter import Unavailable

logger = logging.getLogger(__name__)
Json = Mapping[str, Any]
Take = Callable[[str, Json], Coroutine[Any, Any, None]]
"""A pushed body and its req_id; returns once it is stored."""
EVENTS = ("aibot_msg_callback", "aibot_event_callback")
DRAIN = 5.0
"""Seconds for events in hand to be stored when the connection ends."""


class Socket:
    """`patience`: seconds an acknowledgement is waited for."""

    def __init__(self, socket: ClientWebSocketResponse, take: Take, patience: float) -> None:
        self._socket, self._take, self._patience = socket, take, patience
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._taking: set[asyncio.Task[None]] = set()
        self._side: set[asyncio.Task[None]] = set()
        self._why = ""
        self._ending = asyncio.Event()
        self._pinged = 0.0
        self.heard = _now()
        """When the last frame came, of any kind."""
        self.carried = False
        """Whether an event came, or something other than a ping was asked, once it was subscribed."""

    async def ask(self, cmd: str, body: object = None, req_id: str = "") -> Json:
        """Raises Unavailable if it was certainly not sent, Unknown if no acknowledgement came."""
        self.carried = self.carried or cmd.startswith(("aibot_send", "aibot_respond"))
        req_id = req_id or f"{cmd}_{token_hex(8)}"
        if req_id in self._waiting:
            raise Unavailable("the last answer under this id is not acknowledged yet")
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[req_id] = answer
        frame: dict[str, object] = {"cmd": cmd, "headers": {"req_id": req_id}}
        try:
            try:
                await self._socket.send_str(json.dumps(frame if body is None else {**frame, "body": body}))
            except (ConnectionError, RuntimeError) as error:
                raise Unavailable("the AI bot's connection has ended") from error
            async with asyncio.timeout(self._patience):
                return await answer
        except TimeoutError:
            raise Unknown(f"{cmd}: no acknowledgement") from None
        finally:
            self._waiting.pop(req_id, None)

    async def ping(self, every: float) -> None:
        """The protocol's own, if it is time; its answer counts as something heard."""
        if _now() - self._pinged < every:
            return
        self._pinged = _now()
        task = asyncio.create_task(self._pinging())
        self._side.add(task)
        task.add_done_callback(self._side.discard)

    async def read(self) -> str:
        """Until the connection ends; why it did."""
        ending = asyncio.create_task(self._ending.wait())
        reading = asyncio.create_task(self._read())
        try:
            await asyncio.wait((ending, reading), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (ending, reading):
                task.cancel()
            await asyncio.gather(ending, reading, return_exceptions=True)
        return self._why or "closed"

    @property
    def ended(self) -> bool:
        """Whether it is about to be closed: nothing more may be asked over it."""
        return self._ending.is_set() or self._socket.closed

    def end(self, why: str) -> None:
        """Let `read` return with this."""
        self._why = self._why or why
        self._ending.set()

    async def close(self) -> None:
        """Store what was read, tell those who wait, and close."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Unknown("the connection ended before the acknowledgement"))
        if self._taking:
            _, left = await asyncio.wait(self._taking, timeout=DRAIN)
            for task in left:
                task.cancel()
        for task in self._side:
            task.cancel()
        with suppress(Exception):
            await self._socket.close()

    async def _read(self) -> None:
        while True:
            got = await self._socket.receive()
            self.heard = _now()
            match got.type:
                case WSMsgType.TEXT:
                    self._frame(got.data)
                case WSMsgType.PING:
                    task = asyncio.create_task(self._pong(got.data, tuple(self._taking)))
                    self._side.add(task)
                    task.add_done_callback(self._side.discard)
                case WSMsgType.CLOSE | WSMsgType.CLOSING | WSMsgType.CLOSED | WSMsgType.ERROR:
                    return
                case _:
                    pass

    def _frame(self, text: str) -> None:
        try:
            frame = loads_strict(text.encode("utf-8", "surrogatepass"))
        except NotJson:
            frame = None
        if not isinstance(frame, dict):
            logger.warning("a frame that is none was passed over", extra={"action": "wecom.frame"})
            return
        headers, body = frame.get("headers"), frame.get("body")
        req_id = str(headers.get("req_id", "")) if isinstance(headers, dict) else ""
        if frame.get("cmd") not in EVENTS:
            self._answered(req_id, frame)
        elif isinstance(body, dict):
            if _event(body) == "disconnected_event":
                self.end("kicked")
                return
            self.carried = True
            task = asyncio.create_task(self._take(req_id, body))
            self._taking.add(task)
            task.add_done_callback(self._taken)

    def _answered(self, req_id: str, frame: Json) -> None:
        """Some refusals come without the id they answer: then there must be only one that waits."""
        asked = [each for each in self._waiting if not each.startswith("ping_")]
        if not req_id and "errcode" in frame and len(asked) == 1:
            [req_id] = asked
        waiting = self._waiting.get(req_id)
        if waiting and not waiting.done() and "errcode" in frame:
            waiting.set_result(frame)

    def _taken(self, task: asyncio.Task[None]) -> None:
        self._taking.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("an event was lost", extra={"action": "wecom.lost", "error": type(error).__name__})

    async def _pong(self, data: bytes, before: tuple[asyncio.Task[None], ...]) -> None:
        if before:
            await asyncio.wait(before)
        with suppress(ConnectionError, RuntimeError):
            await self._socket.pong(data)

    async def _pinging(self) -> None:
        with suppress(Unavailable, Unknown):
            if (await self.ask("ping")).get("errcode"):
                self.end("the platform forgot the subscription")


def _event(body: Json) -> str:
    event = body.get("event")
    return str(event.get("eventtype", "")) if isinstance(event, dict) else ""


def _now() -> float:
    return asyncio.get_running_loop().time()
