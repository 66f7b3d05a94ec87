"""DingTalk: a robot of an internal application, by stream or signed callbacks, with a card template or without."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace

from aiohttp.web import AbstractRouteDef

from adapters.common.adapter import Plain as Common
from adapters.common.pace import API
from adapters.dingtalk import doctor
from adapters.dingtalk.api import Api
from adapters.dingtalk.book import Book
from adapters.dingtalk.callbacks import Callbacks
from adapters.dingtalk.cards import CREATE, Cards
from adapters.dingtalk.client import Client
from adapters.dingtalk.decode import decode
from adapters.dingtalk.directory import Directory
from adapters.dingtalk.gate import Gate
from adapters.dingtalk.intake import Intake
from adapters.dingtalk.limits import PLAIN_DIRECT, PLAIN_GROUP, RICH_DIRECT, RICH_GROUP
from adapters.dingtalk.notices import Notices
from adapters.dingtalk.plain import GROUP, PEOPLE, Plain
from adapters.dingtalk.quota import CALLS, PUSHES, Meter
from adapters.dingtalk.sessions import Sessions
from adapters.dingtalk.settings import PLATFORM, Settings, read
from adapters.dingtalk.stream import Stream
from bot.kernel.capabilities import Capabilities
from bot.kernel.events import Event
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.ports.adapter import Accept, Delivery, Envelope, Finding, Receipt, Spent, Strain
from bot.ports.host import Host

__all__ = ["PLATFORM", "DingTalk", "Settings", "build"]


def build(table: Mapping[str, object], host: Host) -> "DingTalk":
    """The adapter of the section [platforms.dingtalk]. Raises OptionError."""
    return DingTalk(read(table), host)


class DingTalk(Common):
    """The `Adapter`. Nothing is opened before it runs or sends."""

    platform = PLATFORM

    def __init__(self, settings: Settings, host: Host) -> None:
        self._settings = settings
        self.meter = Meter(host, {CALLS: settings.calls_per_month, PUSHES: settings.pushes_per_month})
        self.api = Api(settings, self.meter)
        self.limiters = (self.api.pace,)
        self._book = Book(host)
        self._sessions = Sessions(host, settings.old_api_url)
        self._directory = Directory(self.api)
        self._notices = Notices(host, self.api, self._sessions)
        gate = Gate()
        self._cards = Cards(settings, self.api, gate)
        self._plain = Plain(settings, self.api, self._book, self._sessions)
        self._client = Client(settings, host, self.api, self._cards, self._plain)
        self._intake = Intake(
            settings, host, self.meter, self._directory, self._sessions, self._book, gate, self._notices
        )
        self.stream = Stream(settings, self.api.http, self._intake.take)
        self._callbacks = Callbacks(settings, self._intake, self._cards)

    def capabilities(self, direct: bool) -> Capabilities:
        if self._settings.card_template_id:
            return RICH_DIRECT if direct else RICH_GROUP
        return PLAIN_DIRECT if direct else PLAIN_GROUP

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        return decode(envelope)

    async def send(self, delivery: Delivery) -> Receipt:
        return await self._client.send(delivery)

    async def profile(self, user: UserRef) -> Profile | None:
        return await self._directory.profile(user)

    def recall(self, spent: Sequence[Spent]) -> None:
        self.api.pace.recall(spent, lambda each: {API: self._interface(each.to)})

    def strain(self) -> Strain:
        return replace(super().strain(), quotas=self.meter.quotas)

    def _interface(self, to: UserRef | ChatRef | None) -> str:
        """By which a message to them most likely went."""
        if self._settings.card_template_id:
            return CREATE
        return GROUP if isinstance(to, ChatRef) and not to.direct else PEOPLE

    def health(self) -> str:
        return self._callbacks.state if self._settings.mode == "http" else self.stream.state

    def checks(self) -> AsyncIterator[Finding]:
        return doctor.checks(self._settings, self.api)

    def routes(self) -> Sequence[AbstractRouteDef]:
        return self._callbacks.routes() if self._settings.mode == "http" else ()

    async def run(self, accept: Accept) -> None:
        self._intake.accept = accept
        await self.meter.flush()
        if self._settings.mode == "http":
            await self._callbacks.run()
        else:
            await self.stream.start()

    async def close(self) -> None:
        async with AsyncExitStack() as closing:
            # The last pushed is closed first; whatever one raises, the others are closed too.
            for each in (self.api, self._book, self.meter, self._notices, self._plain):
                closing.push_async_callback(each.close)
