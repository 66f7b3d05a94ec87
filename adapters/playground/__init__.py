"""A web page as a platform: try the bot without any account."""

import asyncio
import logging
import sqlite3
from collections.abc import Sequence
from ipaddress import ip_address

from aiohttp.web import AbstractRouteDef

from adapters.common.adapter import Plain
from adapters.playground import page
from adapters.playground.api import Api
from adapters.playground.client import Client
from adapters.playground.clock import Clockwork
from adapters.playground.decode import decode
from adapters.playground.guard import Guard
from adapters.playground.intake import Intake
from adapters.playground.limits import CAPABILITIES
from adapters.playground.log import Log
from adapters.playground.settings import PLATFORM, TENANT, Company, Room, Settings, User
from adapters.playground.time_machine import DayOf
from adapters.playground.view import Feed, View
from bot.kernel.capabilities import Capabilities
from bot.kernel.events import Event
from bot.kernel.people import Profile, UserRef
from bot.ports.adapter import Accept, Delivery, Envelope, Misconfigured, Receipt
from bot.ports.clock import Clock
from bot.ports.controls import Controls

__all__ = ["PLATFORM", "TENANT", "Company", "Playground", "PlaygroundError", "Room", "Settings", "User", "build"]

logger = logging.getLogger(__name__)


class PlaygroundError(Misconfigured):
    """The playground cannot start; the sentence says what to change."""


def build(
    settings: Settings, controls: Controls, company: Company, real: Clock, day_of: DayOf | None = None
) -> "Playground":
    """The adapter. Its file is opened by `run`, or by the first use before that.

    `controls`: the bot whose clock the page shows and moves. `company`: put into the file at every start (people
    and groups made on the page stay). `real`: the clock on the wall. `day_of`: whether a day is worked, and its
    holiday's name. Raises `PlaygroundError` if others than this machine could reach it and were not allowed to.
    """
    if not settings.allow_remote and not _is_local(settings.host):
        raise PlaygroundError(
            f"the playground has no log-in and would be served on {settings.host}, where others can reach it. "
            "Use the host 127.0.0.1, switch the playground off, or set allow_remote = true below [playground]."
        )
    return Playground(settings, controls, company, real, day_of)


class Playground(Plain):
    """The `Adapter` of the page."""

    platform = PLATFORM

    def __init__(
        self, settings: Settings, controls: Controls, company: Company, real: Clock, day_of: DayOf | None
    ) -> None:
        feed = Feed()
        self._settings = settings
        self._guard = Guard(settings)
        self._log = Log(settings.log, company)
        self._clockwork = Clockwork(controls, real, settings.zone, day_of, feed)
        self._intake = Intake(self._log, feed, controls.now)
        self._client = Client(self._log, feed, controls)
        view = View(self._log, self._clockwork.face)
        self._api = Api(self._guard, self._log, feed, view, self._intake, self._clockwork)

    def entrance(self, base: str) -> str:
        """The address to print, for a server at `base` such as `http://127.0.0.1:8787`.

        Where others may come it carries the start token, in the fragment, which no proxy ever sees.
        """
        return f"{base}/#token={self._guard.token}" if self._guard.token else f"{base}/"

    def capabilities(self, direct: bool) -> Capabilities:
        return CAPABILITIES

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        return decode(envelope)

    async def send(self, delivery: Delivery) -> Receipt:
        return await self._client.send(delivery)

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        return await self._client.already_sent(delivery)

    async def profile(self, user: UserRef) -> Profile | None:
        return await self._client.profile(user)

    def routes(self) -> Sequence[AbstractRouteDef]:
        """The API, the page, and last an answer for every address that no other adapter serves."""
        return (*self._api.routes(), *page.routes(self._guard))

    async def run(self, accept: Accept) -> None:
        if self._settings.allow_remote:
            logger.warning(
                "THE PLAYGROUND IS OPEN TO OTHER MACHINES: whoever has the start token may be anybody in it",
                extra={"action": "playground.remote"},
            )
        try:
            await self._intake.open(accept)
        except (OSError, sqlite3.Error) as error:
            raise PlaygroundError(
                f"the playground's log {self._settings.log} cannot be opened ({error}). "
                "Make its folder writable, move the file away, or name another one below [playground] log."
            ) from error
        try:
            await asyncio.Event().wait()
        finally:
            self._intake.close()
            await self._api.live.close()

    async def close(self) -> None:
        """Close the file: after the last message has gone out."""
        await self._log.close()


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
