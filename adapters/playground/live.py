"""Open windows kept in step: a WebSocket that says what changed, from where the window left off.

A WebSocket and not server-sent events: a browser holds six of those to one host, and two windows of three people
are six.
"""

import asyncio
from contextlib import suppress
from weakref import WeakSet

from aiohttp import WSCloseCode, WSMsgType, web

from adapters.playground import limits
from adapters.playground.answers import Problem
from adapters.playground.settings import User
from adapters.playground.view import Feed, View


class Live:
    def __init__(self, view: View, feed: Feed) -> None:
        self._view = view
        self._feed = feed
        self._sockets: WeakSet[web.WebSocketResponse] = WeakSet()

    async def serve(self, request: web.Request, viewer: User, after: int) -> web.StreamResponse:
        """Send updates until the window goes. It has nothing to say: whatever it sends ends the connection."""
        if len(self._sockets) >= limits.SOCKETS:
            raise Problem(503, "too_many_windows", "Too many windows are open; close some.")
        socket = web.WebSocketResponse(heartbeat=limits.HEARTBEAT, max_msg_size=limits.FRAME, compress=False)
        if not socket.can_prepare(request):
            raise Problem(426, "no_socket", "This address speaks WebSocket only.")
        await socket.prepare(request)
        self._sockets.add(socket)
        telling = asyncio.create_task(self._tell(socket, viewer, after))
        try:
            message = await socket.receive()
            if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"nothing is taken here")
        finally:
            self._sockets.discard(socket)
            telling.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await telling
        return socket

    async def close(self) -> None:
        """Let every window go, so that the server can stop; they come back by themselves."""
        for socket in tuple(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"restart")

    async def _tell(self, socket: web.WebSocketResponse, viewer: User, after: int) -> None:
        while not socket.closed:
            version = self._feed.version
            update = await self._view.updates(viewer, after)
            await socket.send_json(update)
            after = update["seq"]
            await self._feed.after(version)
