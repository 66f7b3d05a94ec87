"""WeCom: a self-built app and an AI bot as one identity with two intakes; either works without the other."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence

from aiohttp.web import AbstractRouteDef

from adapters.common.adapter import Plain
from adapters.common.pace import Pace
from adapters.wecom import doctor, limits
from adapters.wecom.aibot import AiBotIntake
from adapters.wecom.aliases import Aliases
from adapters.wecom.api import Api
from adapters.wecom.client import Client
from adapters.wecom.codes import Codes
from adapters.wecom.decode import Decoder
from adapters.wecom.directory import Directory
from adapters.wecom.errors import Declined, Unknown
from adapters.wecom.form import Forms
from adapters.wecom.groups import Groups
from adapters.wecom.intake import Intake
from adapters.wecom.link import Link, Timing
from adapters.wecom.settings import PLATFORM, Settings, read
from bot.kernel.capabilities import Capabilities
from bot.kernel.events import Event
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.ports.adapter import (
    Accept,
    Delivery,
    Envelope,
    Finding,
    Misconfigured,
    Receipt,
    Refused,
    SendError,
    Spent,
    Unauthorised,
)
from bot.ports.host import Host

LOG = logging.getLogger(__name__)

__all__ = ["PLATFORM", "Settings", "WeCom", "build"]


def build(table: Mapping[str, object], host: Host, timing: Timing | None = None) -> "WeCom":
    """The adapter of the section [platforms.wecom]. Raises OptionError. `timing`: of the long connection."""
    return WeCom(read(table), host, timing or Timing())


class WeCom(Plain):
    """The `Adapter`. Nothing is opened before it runs or sends."""

    platform = PLATFORM

    def __init__(self, settings: Settings, host: Host, timing: Timing) -> None:
        self._settings, self._host = settings, host
        self.pace = Pace(limits.pace(settings.per_minute, settings.per_hour), patience=limits.PATIENCE)
        self.limiters = (self.pace,)
        self.api = Api(settings, self.pace)
        codes, self._aliases = Codes(host), Aliases(host)
        app = self.api if settings.app else None
        self._intake = Intake(settings, host, codes, self._aliases) if settings.app else None
        self._forms = Forms(settings, host)
        self._frames = AiBotIntake(host, app, self._aliases) if settings.aibot else None
        self.link = Link(settings, host, self.api.http, not settings.app, timing) if settings.aibot else None
        groups = Groups(settings, host, self.api, self.link, self._frames, self._aliases)
        if self._frames and self.link:
            self._frames.answers = groups.answer
        self._client = Client(settings, self.api, codes, groups, self._aliases, self._forms.button)
        self._directory = Directory(self.api, self._aliases)
        self._decoder = Decoder(settings.tenant, (settings.aibot_name, "合拍", "Hepai"))
        self._trouble = ""

    def capabilities(self, direct: bool) -> Capabilities:
        return limits.capabilities(direct, self._settings.app, self._settings.aibot)

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        return self._decoder.decode(envelope)

    async def send(self, delivery: Delivery) -> Receipt:
        try:
            receipt = await self._client.send(delivery)
        except Unauthorised as error:
            self._trouble = str(error)
            raise
        except Declined as error:
            # The code was for us; others are told of three kinds only.
            raise Refused(str(error)) from None
        self._trouble = ""
        return receipt

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        """Nobody can be asked; a repeat is told to expect that its first try was done."""
        self._client.doubtful(delivery)
        return None

    async def profile(self, user: UserRef) -> Profile | None:
        return await self._directory.profile(user) if self._settings.app else None

    def recall(self, spent: Sequence[Spent]) -> None:
        """A surplus would be dropped without a word, so a new process begins where the old one stood."""
        self.pace.recall(spent, lambda each: self._keys(each.to))

    def _keys(self, to: UserRef | ChatRef | None) -> Mapping[str, str]:
        if to is None:
            return {}
        if isinstance(to, ChatRef) and not to.direct:
            return {"chat": to.chat, "robot": to.chat}
        user = to.user if isinstance(to, UserRef) else to.chat
        return {"person": user} if self._settings.app else {"chat": user}

    def health(self) -> str:
        return self._trouble or (self.link.state if self.link else "")

    def checks(self) -> AsyncIterator[Finding]:
        return doctor.checks(self._settings, self.api, self._host)

    def routes(self) -> Sequence[AbstractRouteDef]:
        return (*(self._intake.routes() if self._intake else ()), *self._forms.routes())

    async def run(self, accept: Accept) -> None:
        await self._aliases.load()
        if self._intake:
            self._intake.open(accept)
        self._forms.open(accept)
        try:
            await self._probe()
            if self.link and self._frames:
                self._frames.open(accept)
                await self.link.run(self._frames.take)
            else:
                await asyncio.Event().wait()
        finally:
            if self._intake:
                self._intake.close()
            self._forms.close()

    async def close(self) -> None:
        await self.api.close()

    async def _probe(self) -> None:
        """Wrong credentials of the app are said at once; an outage is not one."""
        if not self._settings.app:
            return
        try:
            await self.api.token()
        except Unauthorised as error:
            self._trouble = str(error)
            if not self.link:
                raise Misconfigured(f"[platforms.wecom] {error}") from None
            LOG.error("[platforms.wecom] %s", error)
        except (SendError, Unknown):
            pass
