"""The vendor's long-connection client, one connection of it, without its habits. Importing this takes 2 s and 150 MB.

lark-oapi opens the socket, reads and writes its frames, puts split ones together and pings. What it cannot do is ours:
discovery with a time limit, handlers that wait for the commit without stopping the pings, an end that is noticed, a
stop. Its flaws, by number of the notes in tests/adapters/feishu/test_flaws.py.
"""

import asyncio
import base64
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from socket import SHUT_RDWR
from typing import Any

import lark_oapi.ws.client as vendor  # type: ignore[import-untyped]
from lark_oapi.core.enum import LogLevel  # type: ignore[import-untyped]
from lark_oapi.ws.model import ClientConfig  # type: ignore[import-untyped]

LOG = logging.getLogger(__name__)
PARTS = 1000
OPEN_WITHIN = 10.0
"""Seconds for the handshake."""
LAST_WORDS = 3.0
"""Seconds that events in hand may take when the connection is to end."""
_ADDRESS = re.compile(r"(wss?|https?)://\S+")

Take = Callable[[bytes], Awaitable[Mapping[str, Any] | None]]
"""Store an event; what to answer. Raises if it could not be stored."""


class _WhicheverRuns:
    """Stands where the module keeps the loop it found at import: tasks go to the loop that asks."""

    @staticmethod
    def create_task(work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        return asyncio.get_running_loop().create_task(work)


class _Quietly(logging.Handler):
    """The client's log goes to standard output with the ticket in it: only its warnings pass, without addresses."""

    def emit(self, record: logging.LogRecord) -> None:
        words = _ADDRESS.sub("(address)", record.getMessage())
        LOG.info("The vendor's client says: %s", words, extra={"action": "feishu.sdk"})


def _how_to_connect(headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Small texts are not worth packing, a link is probed by ourselves, and nobody waits for a dead one's goodbye."""
    asked = {"compression": None, "ping_interval": None, "close_timeout": 1, "proxy": None}
    return {**asked, **({"additional_headers": dict(headers)} if headers else {})}


def tame() -> None:
    """Undo what importing the client did to the process; once more does no harm."""
    vendor.loop = _WhicheverRuns()
    vendor._ws_connect_kwargs = _how_to_connect
    log = vendor.logger
    for handler in list(log.handlers):
        log.removeHandler(handler)
    log.addHandler(_Quietly())
    log.propagate = False


class Ended(Exception):
    """The connection is over; the message says how, for the log."""


class Refusal(Exception):
    """The handshake was refused for a reason that trying again at once does not mend."""


class Connection(vendor.Client):  # type: ignore[misc]
    """One connection, used once: `live`. Runs on the loop of the vendor's thread."""

    def __init__(self, app_id: str, address: str, config: Mapping[str, Any], take: Take, probe: float) -> None:
        # The secret stays with us: only discovery needs it.
        super().__init__(app_id, "", log_level=LogLevel.WARNING, auto_reconnect=False)
        self._address = address
        self._take = take
        self._probe = probe
        self._heard = time.monotonic()
        self._hands: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self._how = ""
        self._configure(ClientConfig(dict(config)))
        self.events = 0

    async def live(self, connected: Callable[[], None]) -> None:
        """Connect, tell so, and stay until the connection is over: then raises Ended, or Refusal."""
        helpers: list[asyncio.Task[None]] = []
        try:
            await self._open()
            helpers += [asyncio.create_task(work) for work in (self._ping_loop(), self._probing())]
            connected()
            await self._ended.wait()
            raise Ended(self._how)
        finally:
            for helper in helpers:
                helper.cancel()
            await self._leave()

    async def _open(self) -> None:
        try:
            async with asyncio.timeout(OPEN_WITHIN):
                await self._connect()
        except vendor.ClientException as error:
            raise Refusal(f"the handshake is refused ({error.code})") from None
        except Exception as error:
            raise Ended(f"the handshake failed ({type(error).__name__})") from None

    def _get_conn_url(self) -> str:
        """The address we found: the vendor's own way blocks its loop without a time limit."""
        return self._address

    def _configure(self, conf: ClientConfig) -> None:
        """The server's wishes, as far as they make sense: a pong may bring new ones."""
        if isinstance(conf.PingInterval, int) and not isinstance(conf.PingInterval, bool):
            self._ping_interval = min(max(conf.PingInterval, 1), 300)

    async def _receive_message_loop(self) -> None:
        """Until the end, however it comes; the vendor's would reconnect, or die unheard."""
        how = "closed"
        try:
            async for message in self._conn:
                self._heard = time.monotonic()
                if isinstance(message, bytes):
                    self._hold(self._handle_message(message))
        except Exception as error:
            how = type(error).__name__
        finally:
            self._end(how)

    async def _handle_data_frame(self, frame: Any) -> None:
        """Store what a frame brings and say so in the same frame. The vendor's waits in the loop, and would let no
        ping pass meanwhile; and it leaves a `card` without an answer."""
        headers = {each.key: each.value for each in frame.headers}
        payload, parts = frame.payload, int(headers.get("sum", "1"))
        if parts > 1:
            if parts > PARTS or not 0 <= (number := int(headers["seq"])) < parts:
                return
            payload = self._combine(headers["message_id"], parts, number, payload)
            if payload is None:
                return
        began = time.monotonic()
        answer: dict[str, Any] = {"code": 200}
        try:
            said = await self._take(payload)
        except Exception as error:
            LOG.warning("An event was not stored", extra={"action": "feishu.unstored", "error": type(error).__name__})
            answer = {"code": 500}
        else:
            self.events += 1
            took = frame.headers.add()
            took.key, took.value = "biz_rt", str(round((time.monotonic() - began) * 1000))
            if said is not None:
                answer["data"] = base64.b64encode(json.dumps(said, ensure_ascii=False).encode()).decode()
        frame.payload = json.dumps(answer).encode()
        await self._write_message(frame.SerializeToString())

    async def _probing(self) -> None:
        """A link that is open and carries nothing ends. Pings of the socket show a frozen one; the platform's own
        pongs one whose other end no longer works."""
        while True:
            await asyncio.sleep(self._probe)
            try:
                async with asyncio.timeout(self._probe):
                    await (await self._conn.ping())
            except Exception:
                return self._end("frozen")
            if time.monotonic() - self._heard > 2 * self._ping_interval + self._probe:
                return self._end("silent")

    def _hold(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._hands.add(task)
        task.add_done_callback(self._hands.discard)

    def _end(self, how: str) -> None:
        self._how = self._how or how
        self._ended.set()

    def cut(self) -> None:
        """End it from another thread, when this one hangs: or the platform would go on to send events there."""
        conn = self._conn
        link = conn.transport.get_extra_info("socket") if conn is not None else None
        if link is not None:
            with suppress(OSError):
                link.shutdown(SHUT_RDWR)

    async def _leave(self) -> None:
        """Let what is in hand be acknowledged, as far as the link still can, and close it without waiting for it."""
        if self._hands and not self._ended.is_set():
            await asyncio.wait(set(self._hands), timeout=LAST_WORDS)
        for task in list(self._hands):
            task.cancel()
        self._cache._cron.cancel()
        conn = self._conn
        if conn is None:
            return
        if self._ended.is_set():
            conn.transport.abort()
        with suppress(Exception):
            async with asyncio.timeout(1):
                await self._disconnect()
        conn.transport.abort()
