"""WeCom: the real adapter on the strict fake; direct chats through the self-built app, groups through the AI bot."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.kernel.ids import Platform
from bot.playing.drawing import Drawn
from bot.playing.header import ABILITIES
from bot.playing.house import OpenStorage
from bot.playing.world import CALM, Weather
from tests.fakes.wecom import FakeWeCom, Handle, Message, draw
from tests.fakes.wecom.fake import CORP
from tests.worlds.base import PlatformWorld

CALLBACK = "/wecom"


class WeComWorld(PlatformWorld[Handle]):
    """Cards with buttons and no forms; nobody is told when the AI bot joins a group."""

    name = "wecom"
    can = ABILITIES - {"forms", "invites"}
    platform = Platform("wecom")
    tenant = CORP

    def __init__(self, storage: OpenStorage, weather: Weather = CALM) -> None:
        super().__init__(storage, weather, listen=("127.0.0.1", 0))

    def make(self, now: Callable[[], datetime]) -> FakeWeCom:
        fake = FakeWeCom(now, limits=False)
        # A group message may come twice after a lost acknowledgement: that is all the adapter can promise there, and
        # what its own tests see. In a dialog it would be a difference.
        fake.link.answering.loses = False
        return fake

    def settings(self) -> Mapping[str, object]:
        settings: Mapping[str, object] = self.fake.settings()
        return settings

    async def started(self) -> None:
        """Every start has a port of its own: the console is told, and the bot's link is up before anything happens."""
        await super().started()
        self.fake.callback = f"http://127.0.0.1:{self.house.app.port}{CALLBACK}"
        await self.fake.link.connected()

    def account(self, person: str) -> str:
        """Letters of both cases: WeCom's ids are one whatever their case, and come back in lower case now and then."""
        if person.isascii():
            return person.capitalize()
        return "U" + person.encode().hex()[:60]

    def place(self, room: str) -> str:
        """A group's id, of which the case counts."""
        return f"wrQoP7Cw{room.encode().hex()}Aa"

    def draw(self, message: Message) -> Drawn[Handle]:
        return draw(message)
