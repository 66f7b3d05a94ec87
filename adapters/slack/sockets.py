"""Socket Mode: the SDK's client under a supervisor that cures what it cannot (notes, 1.2).

Cured here: a ticket that is refused once is tried for ever, a server that hangs up is asked again without pause, a
wrong token is never said, a connection that was reset is noticed late, and frames in hand are forgotten at a stop.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.backoff import Backoff
from adapters.slack.doors import Door
from adapters.slack.errors import TROUBLES
from adapters.slack.limits import BEAT, DRAIN, GIVE_UP, PING, STALE
from adapters.slack.web import SDK, Web, without_environment
from bot.ports.adapter import Unavailable

LOG = logging.getLogger(__name__)


class _Client(SocketModeClient):
    """Asks for its tickets through our door, which waits where that is wise."""

    def __init__(self, token: str, web: Web, backoff: Backoff, first: str) -> None:
        with without_environment():
            super().__init__(token, logger=SDK, web_client=web.client, ping_interval=PING)
        self.proxy = None
        self._web = web
        self._backoff = backoff
        self._first = first
        self.trouble: Exception | None = None
        self.on_message_listeners.append(self._frame)

    async def issue_new_wss_url(self) -> str:
        """A new ticket; the one that proved the tokens at the start is used up first."""
        first, self._first = self._first, ""
        await asyncio.sleep(self._backoff.pause())
        self._backoff.reason = ""
        if first:
            return first
        try:
            url = await self._web.connection()
        except Exception as error:
            self.trouble = error
            if isinstance(error, Unavailable) and error.retry_after:
                self._backoff.rest(error.retry_after.total_seconds())
            raise
        self.trouble = None
        return url

    async def _frame(self, message: WSMessage) -> None:
        """Before the SDK acts on it: why Slack hangs up."""
        raw = message.data
        if not isinstance(raw, str) or '"disconnect"' not in raw[:4000]:
            return
        with suppress(ValueError):
            frame = json.loads(raw)
            if isinstance(frame, dict) and frame.get("type") == "disconnect":
                self._backoff.told(str(frame.get("reason") or ""))


class Handler(AsyncSocketModeHandler):
    """bolt's handler, which stores before it acknowledges."""

    def __init__(self, app: AsyncApp, client: _Client, door: Door, backoff: Backoff) -> None:
        AsyncBaseSocketModeHandler.__init__(self)
        self.app = app
        self.app_token = client.app_token
        self.client = client
        self._door = door
        self._backoff = backoff
        self._in_hand: set[asyncio.Task[Any]] = set()
        client.socket_mode_request_listeners.append(self.handle)

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Without an acknowledgement Slack delivers an event again, or tells the person that it did not work."""
        task = asyncio.current_task()
        if task is not None:
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        self._backoff.heard()
        try:
            answer = await self._door.take(req.type, req.payload)
        except Exception as error:
            LOG.warning("not stored", extra={"action": "slack.not_accepted", "error": type(error).__name__})
            return
        payload = answer if answer and req.accepts_response_payload else None
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id, payload=payload))

    async def drain(self) -> None:
        """What was received is stored and acknowledged, as far as it can be in this time."""
        waiting = [task for task in self._in_hand if task is not asyncio.current_task()]
        if waiting:
            await asyncio.wait(waiting, timeout=DRAIN)


class Socket:
    """One connection, kept up until cancelled. `first`: a ticket that was asked for already."""

    def __init__(self, make: Callable[[_Client, Backoff], Handler], token: str, web: Web, first: str = "") -> None:
        self._make = make
        self._token = token
        self._web = web
        self._first = first
        self.down_since: float | None = 0.0
        self.trouble = ""

    @property
    def up(self) -> bool:
        return self.down_since is None

    async def keep(self) -> None:
        """Connect, look after it, and let go in order when cancelled."""
        backoff = Backoff(asyncio.get_running_loop().time)
        while True:
            first, self._first = self._first, ""
            client = _Client(self._token, self._web, backoff, first)
            handler = self._make(client, backoff)
            connecting = asyncio.ensure_future(handler.connect_async())  # type: ignore[no-untyped-call]
            try:
                await self._watch(client, backoff)
            finally:
                await handler.drain()
                connecting.cancel()
                with suppress(*TROUBLES, RuntimeError):
                    await handler.close_async()  # type: ignore[no-untyped-call]
                await asyncio.wait([connecting])

    async def _watch(self, client: _Client, backoff: Backoff) -> None:
        """Return when this client is beyond help."""
        loop = asyncio.get_running_loop()
        self.down_since, cleared = loop.time(), loop.time()
        reconnecting: asyncio.Future[Any] | None = None
        try:
            while True:
                await asyncio.sleep(BEAT)
                now = loop.time()
                # Told to go, it is of no use any more, though the SDK waits with it for the next ticket.
                if await client.is_connected() and not backoff.reason:
                    if self.down_since is not None:
                        backoff.opened()
                    self.down_since, cleared, self.trouble = None, now, ""
                    continue
                if self.down_since is None:
                    self.down_since, cleared = now, now
                self.trouble = backoff.reason or (str(client.trouble) if client.trouble else "")
                if _lost(client) and (reconnecting is None or reconnecting.done()):
                    # The SDK looks once per ping; it is told now.
                    reconnecting = asyncio.ensure_future(_again(client))
                if now - cleared > STALE:
                    client.wss_uri, cleared = None, now
                if now - self.down_since > GIVE_UP and not backoff.reason:
                    LOG.warning("a connection is built anew", extra={"action": "slack.rebuilt"})
                    return
        finally:
            if reconnecting is not None:
                reconnecting.cancel()
                await asyncio.wait([reconnecting])


async def _again(client: _Client) -> None:
    """What keeps it from connecting is noted where the ticket is asked for."""
    with suppress(*TROUBLES):
        await client.connect_to_new_endpoint()


def _lost(client: _Client) -> bool:
    """A connection that was there is closed, and nobody is at work on the next one."""
    session = client.current_session
    return session is not None and session.closed and not client.connect_operation_lock.locked()
