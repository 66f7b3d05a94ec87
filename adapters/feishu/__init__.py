"""Feishu, and Lark: its bot by long connection or by callbacks, its cards, its directory."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from aiohttp.web import AbstractRouteDef

from adapters.common.adapter import Plain
from adapters.common.http import Http
from adapters.common.pace import Pace
from adapters.feishu import doctor, limits, socket
from adapters.feishu.api import Api
from adapters.feishu.callback import Callback
from adapters.feishu.client import Client, addressed
from adapters.feishu.decode import decode
from adapters.feishu.directory import Directory
from adapters.feishu.intake import Intake
from adapters.feishu.settings import PLATFORM, Settings, read
from adapters.feishu.socket import Socket
from bot.kernel.capabilities import Capabilities
from bot.kernel.events import Event
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.ports.adapter import Accept, Delivery, Envelope, Finding, Misconfigured, Receipt, Spent, Unauthorised
from bot.ports.host import Host

__all__ = ["PLATFORM", "Feishu", "build"]


def build(table: Mapping[str, object], host: Host) -> "Feishu":
    """The adapter of the section [platforms.feishu]. Raises OptionError. The vendor's library waits for `run`."""
    return Feishu(read(table), host)


class Feishu(Plain):
    """The `Adapter`. `probe`, `beat`: seconds, see `socket`; `clock`: of the wall, for the age of signatures."""

    platform = PLATFORM

    def __init__(
        self,
        settings: Settings,
        host: Host,
        clock: Callable[[], float] = time.time,
        probe: float = socket.PROBE,
        beat: float = socket.BEAT,
    ) -> None:
        self._settings = settings
        self._http = Http()
        kept = limits.LIMITS if settings.rates == "published" else ()
        self._api = Api(settings, self._http, Pace((*kept, *limits.IN_ORDER)))
        self.limiters = (self._api.pace,)
        self._directory = Directory(self._api)
        self._client = Client(self._api)
        self._intake = Intake(settings, self._directory, self._client, host.now)
        self.socket = Socket(settings.app_id, settings.connections, self._api, self._intake, probe, beat)
        self._callback = Callback(settings, self._intake, clock)
        self._open = False

    def capabilities(self, direct: bool) -> Capabilities:
        return limits.CAPABILITIES

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        return decode(envelope)

    async def send(self, delivery: Delivery) -> Receipt:
        return await self._client.send(delivery)

    async def profile(self, user: UserRef) -> Profile | None:
        return await self._directory.profile(user)

    async def reread(self, chat: ChatRef, refs: Sequence[str]) -> Mapping[str, str | None]:
        """The platform tells nobody of an edit; this tells what a message says now."""
        return await self._directory.reread(refs, self._intake.bot)

    def recall(self, spent: Sequence[Spent]) -> None:
        self._api.pace.recall(spent, lambda each: {"chat": addressed(each.to)} if each.to else {})

    def health(self) -> str:
        if not self._open:
            return "it was not yet connected"
        return self.socket.trouble if self._settings.mode == "socket" else ""

    async def checks(self) -> AsyncIterator[Finding]:
        trouble = self.health() if self._open else ""
        async for finding in doctor.checks(self._settings, self._api, self._directory, trouble):
            yield finding

    def routes(self) -> Sequence[AbstractRouteDef]:
        return self._callback.routes() if self._settings.mode == "http" else ()

    async def run(self, accept: Accept) -> None:
        try:
            bot = (await self._directory.bot()).get("open_id")
        except Unauthorised as error:
            raise Misconfigured(str(error)) from error
        if not isinstance(bot, str) or not bot:
            raise Misconfigured("the app has no bot; add the ability in the console and publish a version")
        self._intake.open(accept, bot)
        self._open = True
        try:
            await (self.socket.run() if self._settings.mode == "socket" else asyncio.Event().wait())
        finally:
            self._intake.close()
            self._open = False

    async def close(self) -> None:
        await self._http.close()
