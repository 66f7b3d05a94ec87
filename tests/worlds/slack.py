"""Slack: the real adapter and slack-bolt's Socket Mode client, against the fake on loopback."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.kernel.ids import Platform
from bot.playing.drawing import Drawn
from bot.playing.header import ABILITIES
from bot.playing.house import OpenStorage
from bot.playing.world import CALM, Weather
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, TEAM, Event, FakeSlack, Handle, Message, account, draw, place
from tests.worlds.base import PlatformWorld


class SlackWorld(PlatformWorld[Handle]):
    """People in their Slack clients, in one workspace in which the bot is installed."""

    name = "slack"
    can = ABILITIES - {"reread"}
    platform = Platform("slack")
    tenant = TEAM

    def __init__(self, storage: OpenStorage, weather: Weather = CALM) -> None:
        super().__init__(storage, weather)
        self._drawn: dict[tuple[str, int], Drawn[Handle]] = {}

    def make(self, now: Callable[[], datetime]) -> FakeSlack:
        return FakeSlack(now, limits=False)

    def settings(self) -> Mapping[str, object]:
        return {
            "bot_token": BOT_TOKEN,
            "app_token": APP_TOKEN,
            "base_url": f"{self.fake.url}/api",
            "connections": self.weather.sockets,
            "rates": "none",
        }

    async def started(self) -> None:
        await super().started()
        await self.fake.sockets.connected(self.weather.sockets)

    def draw(self, message: Message) -> Drawn[Handle]:
        key = (message.id, message.version)
        if key not in self._drawn:
            self._drawn[key] = draw(message)
        return self._drawn[key]

    def change(self, user: str, event: Event, text: str) -> Event:
        said = event.parts[0].payload["event"]
        message = f"{said['channel']}:{said['ts']}"
        told: Event = self.fake.edited(user, message, text) if text else self.fake.recalled(user, message)
        return told

    def knows(self, user: str) -> None:
        self.fake.workspace.direct(user)

    def account(self, person: str) -> str:
        return account(person)

    def place(self, room: str) -> str:
        return place(room)
