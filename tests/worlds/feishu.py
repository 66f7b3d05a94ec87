"""Feishu: the real adapter and the vendor's SDK on its long connection, against the fake on loopback."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.kernel.ids import Platform
from bot.playing.drawing import Drawn
from bot.playing.header import ABILITIES
from bot.playing.house import OpenStorage
from bot.playing.script import PlayError
from bot.playing.world import CALM, Weather
from tests.fakes.feishu import Event, FakeFeishu, Handle, Message, draw
from tests.fakes.feishu.company import suffix
from tests.fakes.feishu.state import GROUP_TALK, SCOPES, TENANT
from tests.worlds.base import PlatformWorld

STARTING = 60.0
"""Seconds for which an event waits for the bot to connect: its SDK alone takes some to load."""


class FeishuWorld(PlatformWorld[Handle]):
    """People in their Feishu clients; the app may hear all that is said in its groups."""

    name = "feishu"
    can = ABILITIES - {"rewording"} | {"reread"}
    platform = Platform("feishu")
    tenant = TENANT

    def __init__(self, storage: OpenStorage, weather: Weather = CALM) -> None:
        super().__init__(storage, weather)
        self._drawn: dict[tuple[str, int], Drawn[Handle]] = {}

    def make(self, now: Callable[[], datetime]) -> FakeFeishu:
        fake = FakeFeishu(now, limits=False, scopes=SCOPES | {GROUP_TALK})
        fake.link.patience = STARTING
        return fake

    def settings(self) -> Mapping[str, object]:
        return {
            "app_id": self.fake.app_id,
            "app_secret": self.fake.app_secret,
            "base_url": self.fake.url,
            "connections": self.weather.sockets,
            "rates": "none",
        }

    async def started(self) -> None:
        await super().started()
        await self.fake.link.connected(self.weather.sockets)

    async def look(self) -> None:
        """What the platform would not forgive ends the play."""
        await super().look()
        if self.fake.alarms:
            raise PlayError(f"the fake raised an alarm: {self.fake.alarms[0]}")

    def account(self, person: str) -> str:
        return f"ou_{suffix('person', person)}"

    def place(self, room: str) -> str:
        return f"oc_{suffix('group', room)}"

    def change(self, user: str, event: Event, text: str) -> Event | None:
        message = event.event["message"]["message_id"]
        told: Event | None = self.fake.edited(message, text) if text else self.fake.recalled(message)
        return told

    def draw(self, message: Message) -> Drawn[Handle]:
        key = (message.id, message.version)
        if key not in self._drawn:
            self._drawn[key] = draw(message)
        return self._drawn[key]
