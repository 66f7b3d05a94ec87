"""Slack: over Socket Mode, or HTTP where the bot has an address of its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace

from aiohttp.web import AbstractRouteDef

from adapters.common.adapter import Plain
from adapters.common.credentials import keys
from adapters.common.pace import Pace
from adapters.slack import doctor
from adapters.slack.client import Client
from adapters.slack.decode import decode
from adapters.slack.directory import Directory
from adapters.slack.doors import Door
from adapters.slack.fast import Fast
from adapters.slack.intake import Intake
from adapters.slack.limits import CAPABILITIES, CHANGE, LOOKS, OPEN, SECOND, TIERS
from adapters.slack.route import Route
from adapters.slack.routing import app_of
from adapters.slack.settings import PLATFORM, Settings, read
from adapters.slack.sockets import Handler, Socket
from adapters.slack.web import Web
from bot.kernel.capabilities import Capabilities
from bot.kernel.events import Event
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.ports.adapter import Accept, Delivery, Envelope, Finding, Receipt, Spent
from bot.ports.host import Host

__all__ = ["PLATFORM", "Settings", "Slack", "build"]


def build(table: Mapping[str, object], host: Host) -> "Slack":
    """The adapter of the table [platforms.slack]. Raises OptionError naming the key that is wrong."""
    return Slack(read(table), host)


class Slack(Plain):
    """`pace`: a limiter of its own, for a measurement."""

    platform = PLATFORM

    def __init__(self, settings: Settings, host: Host, pace: Pace | None = None) -> None:
        self._settings = settings
        self._web = Web(settings, pace)
        self.limiters = (self._web.posts, self._web.others)
        self._directory = Directory(self._web)
        self._client = Client(self._web, self._directory)
        self._intake = Intake(host, self._web, self._directory)
        fast = Fast(host, self._web, self._directory, self._intake, self._client)
        self._app = app_of(settings, self._intake, fast)
        self._door = Door(self._app, self._intake, fast)
        signing = keys(settings.signing_secret, settings.old_signing_secret, settings.old_until)
        self._route = Route(settings.path, signing, self._door)
        self._sockets: tuple[Socket, ...] = ()
        self._running = False

    def capabilities(self, direct: bool) -> Capabilities:
        return CAPABILITIES

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        return decode(envelope)

    async def send(self, delivery: Delivery) -> Receipt:
        return await self._client.send(delivery)

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        return await self._client.already_sent(delivery)

    async def profile(self, user: UserRef) -> Profile | None:
        return await self._directory.profile(user)

    def recall(self, spent: Sequence[Spent]) -> None:
        # Of several calls some were made to look, or to open a chat: which, is not on file.
        tries = [replace(each, sure=each.sure and each.calls == 1 and not each.again) for each in spent]
        posts = [each for each in tries if not each.revision]
        self._web.posts.recall(posts, lambda each: self._keys(each.to))
        # Whose direct chat is not known here is found by asking, which may take less than the second between two posts.
        somewhere = min((each.ago for each in posts if each.to and not self._keys(each.to)), default=SECOND)
        if somewhere < SECOND and self._settings.rates == "published":
            self._web.posts.pause(SECOND - somewhere)
        looked = [each for each in tries if each.again]
        changed = [each for each in tries if each.revision]
        opened = list(_opening(spent))
        for method, made in ((CHANGE, changed), (OPEN, opened), *((method, looked) for method in LOOKS)):
            self._web.others.recall(made, lambda _, method=method: {TIERS[method]: method})  # type: ignore[misc]

    def _keys(self, to: UserRef | ChatRef | None) -> Mapping[str, str]:
        if isinstance(to, ChatRef) and not to.direct:
            return {"channel": to.chat}
        chat = self._directory.known_chat(to.user if isinstance(to, UserRef) else to.chat) if to else ""
        return {"channel": chat} if chat else {}

    def routes(self) -> Sequence[AbstractRouteDef]:
        return self._route.routes() if self._settings.mode == "http" else ()

    def health(self) -> str:
        """Whether events come in, and whether the token is taken."""
        if self._web.refused:
            return f"Slack refuses the bot: {self._web.refused}"
        if not self._running:
            return "Slack is not connected yet: the tokens are being tried"
        down = [each for each in self._sockets if not each.up]
        if not down or len(down) < len(self._sockets):
            return ""
        return doctor.sentence(next((each.trouble for each in down if each.trouble), ""))

    async def checks(self) -> AsyncIterator[Finding]:
        async for finding in doctor.checks(self._web, self._settings, self._route):
            yield finding
        if self._running:
            yield doctor.connection(self.health(), len(self._sockets))

    async def run(self, accept: Accept) -> None:
        """Try the tokens, then take events in. Raises Misconfigured if Slack refuses them."""
        us = await doctor.identity(self._web)
        ticket = await doctor.ticket(self._web) if self._settings.mode == "socket" else ""
        self._directory.team = us.team
        self._intake.open(accept, us)
        self._running = True
        try:
            if self._settings.mode == "socket":
                await self._keep_sockets(ticket)
            else:
                await asyncio.Event().wait()
        finally:
            self._intake.close()
            await self._door.close()
            self._sockets, self._running = (), False

    async def close(self) -> None:
        """The session goes: after the last message has gone out."""
        await self._web.close()

    async def _keep_sockets(self, ticket: str) -> None:
        token = self._settings.app_token.reveal()
        tickets = [ticket] + [""] * (self._settings.connections - 1)
        self._sockets = tuple(
            Socket(lambda client, backoff: Handler(self._app, client, self._door, backoff), token, self._web, each)
            for each in tickets
        )
        async with asyncio.TaskGroup() as group:
            for socket in self._sockets:
                group.create_task(socket.keep())


def _opening(spent: Sequence[Spent]) -> Iterator[Spent]:
    """The tries that may have opened a direct chat. Whom a message reached before has one, which a new sender lists."""
    met = set[UserRef | ChatRef | None]()
    for each in sorted(spent, key=lambda each: each.ago, reverse=True):
        group = isinstance(each.to, ChatRef) and not each.to.direct
        if each.revision or group or each.to in met:
            continue
        if each.calls > 1 or not each.sure:
            yield replace(each, calls=1, sure=False)
        if each.sure:
            met.add(each.to)
