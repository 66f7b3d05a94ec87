"""The vendor's stream client, supervised: what its own loop gets wrong is done here.

Its `start` blocks the loop for every connection, swallows a cancellation, reconnects without a pause after a clean
close, drops the connection for one bad frame, and acknowledges on whatever connection is current. What is kept: the
credential, the topics subscribed, the protocol's constants.
"""

import asyncio
import logging
import random
from contextlib import suppress

from aiohttp import ClientError
from dingtalk_stream import (  # type: ignore[import-untyped]
    CallbackHandler,
    Credential,
    DingTalkStreamClient,
    EventHandler,
)
from websockets.exceptions import WebSocketException

from adapters.common.http import Http
from adapters.dingtalk.errors import problem
from adapters.dingtalk.link import Link, Take, dial
from adapters.dingtalk.settings import Settings
from bot.ports.adapter import Misconfigured, SendError, Unauthorised

logger = logging.getLogger(__name__)

MESSAGES = "/v1.0/im/bot/messages/get"
CARDS = "/v1.0/card/instances/callback"
OPEN = "/v1.0/gateway/connections/open"

STEADY = 10.0
"""Seconds after which a connection counts as a good one, if nothing came over it."""
LONGEST = 60.0
AGE = 6 * 3600.0
"""Seconds after which a connection is replaced though nothing seems wrong: some died without a sign."""
SILENCES = 4
"""So many of the server's own pings missed in a row mean that it has forgotten us."""
LEAST_SILENCE = 60.0
GRACE = 15.0
"""Seconds a connection that is to go is still read: the server cuts it after about 10."""
DRAIN = 5.0
"""Seconds given to what is in hand before the connections are closed."""


class Stream(DingTalkStreamClient):  # type: ignore[misc]
    """`connections` sockets, each kept open until cancelled. `take` is given every message, press and event."""

    def __init__(self, settings: Settings, http: Http, take: Take) -> None:
        # Or the SDK writes its log to the terminal by itself.
        logging.getLogger("dingtalk_stream").addHandler(logging.NullHandler())
        super().__init__(Credential(settings.client_id, settings.client_secret.reveal()), logger)
        self.register_all_event_handler(EventHandler())
        self.register_callback_handler(MESSAGES, CallbackHandler())
        self.register_callback_handler(CARDS, CallbackHandler())
        self.links: set[Link] = set()
        self.opened = 0
        self.age, self.least_silence = AGE, LEAST_SILENCE
        self._settings = settings
        self._http = http
        self._take = take
        self._pause = settings.pause_ms / 1000
        self._states = ["connecting"] * settings.connections
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def state(self) -> str:
        """Empty while a connection is open, else what is wrong."""
        return "" if "" in self._states else self._states[0]

    async def start(self) -> None:
        """Run until cancelled; then what is in hand is finished and acknowledged before anything is closed.

        Raises Misconfigured if the credentials are wrong.
        """
        slots = [asyncio.create_task(self._slot(number)) for number in range(self._settings.connections)]
        try:
            await asyncio.gather(*slots)
        finally:
            for slot in slots:
                slot.cancel()
            await asyncio.gather(*slots, return_exceptions=True)
            await self._drain()

    async def open_connection(self) -> tuple[str, str]:
        """Endpoint and ticket. The ticket serves once and for 90 s: it is written nowhere."""
        topics = [{"type": "EVENT", "topic": "*"}]
        topics += [{"type": "CALLBACK", "topic": topic} for topic in self.callback_handler_map]
        body = {
            "clientId": self.credential.client_id,
            "clientSecret": self.credential.client_secret,
            "subscriptions": topics,
            "ua": "hepai",
            "localIp": "",
        }
        # Without `Accept` the answer may be XML.
        answer = await self._http.call("POST", OPEN, body=body, headers={"Accept": "application/json"})
        failed = problem(answer)
        if isinstance(failed, Unauthorised):
            raise Misconfigured(str(failed))
        if failed:
            raise failed
        endpoint, ticket = answer.data.get("endpoint"), answer.data.get("ticket")
        if not isinstance(endpoint, str) or not isinstance(ticket, str):
            raise SendError("the gateway names no endpoint")
        if self._settings.api_url.startswith("https:") and not endpoint.startswith("wss:"):
            raise SendError("the gateway names an endpoint without encryption")
        return endpoint, ticket

    async def _slot(self, number: int) -> None:
        """One connection after the other; the next opens while one that is to go is still read."""
        loop, failures = asyncio.get_running_loop(), 0
        while True:
            begun = loop.time()
            link = await self._connected(number)
            if link:
                self._states[number] = ""
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.age * random.uniform(0.9, 1.1)):  # noqa: S311 - only spreads
                        await self._watched(link)
                self._states[number] = "the connection to DingTalk was lost and is being opened again"
                self._retire(link)
            lived = loop.time() - begun
            failures = 0 if link and (link.frames or lived >= STEADY) else failures + 1
            await asyncio.sleep(max(self._backoff(failures), self._pause - lived))

    async def _connected(self, number: int) -> Link | None:
        try:
            endpoint, ticket = await self.open_connection()
            link = await dial(endpoint, ticket, self._settings.heartbeat, self._take)
        except (SendError, ClientError, WebSocketException, OSError, TimeoutError) as error:
            self._states[number] = f"no connection to DingTalk can be opened ({type(error).__name__})"
            logger.warning(
                "no connection to DingTalk could be opened; it is tried again",
                extra={"action": "dingtalk.connect", "error": _harmless(error)},
            )
            return None
        except Exception as error:
            if isinstance(error, Misconfigured):
                raise
            self._states[number] = f"no connection to DingTalk can be opened ({type(error).__name__})"
            logger.exception("opening a connection broke", extra={"action": "dingtalk.connect"})
            return None
        self.opened += 1
        self.links.add(link)
        logger.info("connected to DingTalk", extra={"action": "dingtalk.connected", "slot": number})
        return link

    async def _watched(self, link: Link) -> None:
        """Return when it is over: closed, to be left, or silent for longer than the server's own pings allow."""
        while True:
            silence = max(self.least_silence, SILENCES * link.rhythm) if link.rhythm else None
            try:
                async with asyncio.timeout(None if silence is None else max(0.0, link.heard + silence - _time())):
                    await link.over.wait() if silence else await link.changed()
            except TimeoutError:
                if _time() - link.heard >= (silence or 0.0):
                    logger.warning("DingTalk fell silent", extra={"action": "dingtalk.silent"})
                    return
            if link.over.is_set():
                return

    def _retire(self, link: Link) -> None:
        """Read on while something may come, then close, all beside the next connection."""
        task = asyncio.create_task(link.retire(GRACE, DRAIN))
        self._leaving.add(task)

        def gone(done: "asyncio.Task[None]") -> None:
            self._leaving.discard(done)
            self.links.discard(link)

        task.add_done_callback(gone)

    def _backoff(self, failures: int) -> float:
        """Seconds: none after a good connection, then longer and longer, never in step with others."""
        longest = min(LONGEST, self._pause * 2 ** min(failures, 16))
        return random.uniform(longest / 2, longest) if failures else 0.0  # noqa: S311 - only spreads

    async def _drain(self) -> None:
        for task in list(self._leaving):
            task.cancel()
        await asyncio.gather(*(link.shut(DRAIN) for link in list(self.links)), return_exceptions=True)
        self.links.clear()


def _time() -> float:
    return asyncio.get_running_loop().time()


def _harmless(error: Exception) -> str:
    """What can be logged: never an address, which may hold a ticket."""
    return str(error) if isinstance(error, SendError) else type(error).__name__
