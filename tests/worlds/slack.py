"""Slack: the real adapter and slack-bolt's Socket Mode client, against the fake on loopback."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.kernel.ids import Platform
from bot.playing.drawing import Drawn
from bot.playing.header import ABILITIES
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, TEAM, FakeSlack, Handle, account, draw, place
from tests.worlds.base import PlatformWorld


class SlackWorld(PlatformWorld[Handle]):
    """People in their Slack clients, in one workspace in which the bot is installed."""

    name = "slack"
    can = ABILITIES
    platform = Platform("slack")
    tenant = TEAM

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

    def draw(self, message: Any) -> Drawn[Handle]:
        return draw(message)

    def account(self, person: str) -> str:
        return account(person)

    def place(self, room: str) -> str:
        return place(room)
