"""The AI bot's long connection: one in the world, held by the process that sends, watched, and opened again.

A second connection kicks the first, so only the process that sends connects; and one that is kicked although it sends
(somebody else has the bot's secret) does not fight: it waits, ever longer, and tells the administrators.
https://developer.work.weixin.qq.com/document/path/101463
"""

import asyncio
import logging
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientError, ClientWSTimeout

from adapters.common.http import Http
from adapters.wecom.errors import Unknown, send_error
from adapters.wecom.settings import Settings
from adapters.wecom.socket import Json, Socket, Take
from bot.ports.adapter import Misconfigured, Unavailable
from bot.ports.host import Host

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. `silence`: without any frame, after which a link counts as dead. `stable`: after which it held.

    `wait`: for which a message waits for a connection that is being opened again.
    """

    ping: float = 30.0
    silence: float = 75.0
    ack: float = 10.0
    look: float = 0.5
    first_pause: float = 0.5
    longest_pause: float = 30.0
    refused: float = 30.0
    kicked: float = 60.0
    longest_kicked: float = 3600.0
    wait: float = 5.0
    stable: float = 600.0


class Link:
    """`alone`: nothing else of the adapter works without it, so wrong credentials end `run`."""

    def __init__(self, settings: Settings, host: Host, http: Http, alone: bool, timing: Timing) -> None:
        self._settings, self._host, self._http = settings, host, http
        self._alone, self._timing = alone, timing
        self._socket: Socket | None = None
        self._up = asyncio.Event()
        self._soon = True
        self._asking = asyncio.Lock()
        self._ends = 0
        self._kicks = 0
        self._patient_until = 0.0
        self.state = "the AI bot's connection is not open yet"
        """Empty while it works, else what is wrong with it."""

    async def ask(self, cmd: str, body: Mapping[str, object], req_id: str = "") -> Json:
        """One frame, one at a time; its acknowledgement. Raises a SendError, or Unknown if none came."""
        async with self._asking:
            socket = await self._opened()
            if socket is None:
                raise Unavailable(self.state or "the AI bot is not connected", timedelta(seconds=2))
            ack = await socket.ask(cmd, body, req_id)
            code = ack.get("errcode", 0)
            if code == 846609:
                # Open, but no longer heard: only a new connection helps.
                socket.end("the platform forgot the subscription")
        if code:
            raise send_error(code if isinstance(code, int) else -1, str(ack.get("errmsg", "")))
        return ack

    async def _opened(self) -> Socket | None:
        """The connection, waited for a moment where it is on its way."""
        if self._socket and not self._socket.ended:
            return self._socket
        if not self._soon:
            return None
        self._up.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._timing.wait):
                await self._up.wait()
        return self._socket

    async def run(self, take: Take) -> None:
        """Keep it open until cancelled. Raises Misconfigured for wrong credentials if nothing else works."""
        while True:
            await self._until_patient()
            if not self._host.sends():
                self.state = ""
                self._soon = False
                await asyncio.sleep(self._timing.look)
                continue
            began = _now()
            why = await self._session(take)
            if _now() - began > self._timing.stable:
                self._kicks = 0
            await self._pause(why)

    async def _session(self, take: Take) -> str:
        """From connecting to the end; why it ended."""
        try:
            opened = await self._http.session.ws_connect(
                self._settings.aibot_url,
                autoping=False,
                max_msg_size=2**22,
                timeout=ClientWSTimeout(ws_receive=None, ws_close=2.0),
            )
        except (ClientError, OSError, TimeoutError) as error:
            self.state = f"the AI bot's address cannot be reached ({type(error).__name__})"
            return "unreachable"
        socket = Socket(opened, take, self._timing.ack)
        try:
            async with asyncio.TaskGroup() as group:
                reading = group.create_task(socket.read())
                others = [group.create_task(self._serve(socket)), group.create_task(self._hold(socket))]
                why = await reading
                for each in others:
                    each.cancel()
            return why
        finally:
            if socket.carried:
                # It worked: whatever ended it, the next may follow soon.
                self._ends = 0
            self._socket = None
            self._up.clear()
            await socket.close()

    async def _serve(self, socket: Socket) -> None:
        """Subscribe, then ping; end the connection when nothing is heard."""
        credentials = {"bot_id": self._settings.aibot_id, "secret": self._settings.aibot_secret.reveal()}
        try:
            ack = await socket.ask("aibot_subscribe", credentials)
        except (Unknown, Unavailable):
            socket.end("no answer to the subscription")
            return
        if code := ack.get("errcode", 0):
            self.state = (
                f"WeCom refused the AI bot's connection ({code}): check aibot_id and aibot_secret in "
                "[platforms.wecom], and that the bot's API mode is the long connection"
            )
            socket.end("refused")
            return
        self._socket, self.state, self._soon = socket, "", True
        self._up.set()
        logger.info("the AI bot is connected", extra={"action": "wecom.connected"})
        began = _now()
        if not self._kicks:
            await self._trouble(over=True)
        while True:
            await asyncio.sleep(min(self._timing.ping, self._timing.silence / 4))
            if _now() - socket.heard > self._timing.silence:
                socket.end("silent")
                return
            if self._kicks and _now() - began > self._timing.stable:
                self._kicks = 0
                await self._trouble(over=True)
            await socket.ping(self._timing.ping)

    async def _hold(self, socket: Socket) -> None:
        """Let go of the connection once another process sends: it opens its own."""
        while True:
            await asyncio.sleep(self._timing.look)
            if not self._host.sends():
                socket.end("another process sends now")
                return

    async def _pause(self, why: str) -> None:
        timing = self._timing
        match why:
            case "refused":
                self._patient_until, self._soon = _now() + timing.refused, False
                if self._alone:
                    raise Misconfigured(self.state)
                return
            case "kicked":
                self._kicks, self._soon = self._kicks + 1, False
                self.state = "another program connects with the AI bot's secret: stop it, or give it a bot of its own"
                await self._trouble(over=False)
                pause = min(timing.longest_kicked, timing.kicked * 2 ** (self._kicks - 1))
            case _:
                self.state = self.state or f"the AI bot's connection ended ({why}) and is opened again"
                pause = min(timing.longest_pause, timing.first_pause * 2 ** min(self._ends, 10))
                self._ends += 1
        logger.warning("the AI bot's connection ended", extra={"action": "wecom.ended", "why": why, "pause": pause})
        await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads reconnects, no secret

    async def _until_patient(self) -> None:
        """A refused subscription is not tried again at once, whoever calls."""
        if (left := self._patient_until - _now()) > 0:
            await asyncio.sleep(left)

    async def _trouble(self, over: bool) -> None:
        with suppress(Exception):
            await self._host.trouble(
                "aibot.kicked",
                "有另一个程序在用同一个智能机器人的 Secret 建立长连接,我被挤掉了。请停掉它,或给它另建一个机器人。",
                "Another program connects with the AI bot's secret and pushes me off. Stop it, or give it its own bot.",
                over,
            )


def _now() -> float:
    return asyncio.get_running_loop().time()
