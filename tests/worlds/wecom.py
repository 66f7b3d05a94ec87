"""WeCom: the real adapter on the strict fake; direct chats through the self-built app, groups through the AI bot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.kernel.ids import Platform
from bot.playing.drawing import Drawn
from bot.playing.header import ABILITIES
from bot.playing.house import OpenStorage
from bot.playing.world import CALM, Weather
from tests.fakes.wecom import FakeWeCom, Handle, Message, draw
from tests.fakes.wecom.company import Member
from tests.fakes.wecom.fake import CORP
from tests.worlds.base import CHANGING, PlatformWorld


class _Capitals(FakeWeCom):
    """Its directory spells every userid with a capital."""

    def hire(self, user: str, name: str, department: str = "", **profile: str) -> Member:
        return super().hire(user.capitalize(), name, department, **profile)

    def found(self, room: str, title: str, members: Sequence[str], bot: bool = True) -> None:
        super().found(room, title, [each.capitalize() for each in members], bot)


CALLBACK = "/wecom/callback"
HEADING = "合拍"


class WeComWorld(PlatformWorld[Handle]):
    """Cards with buttons and no forms; nobody is told when the AI bot joins a group."""

    name = "wecom"
    can = ABILITIES - CHANGING - {"forms", "invites"}
    platform = Platform("wecom")
    tenant = CORP

    def __init__(self, storage: OpenStorage, weather: Weather = CALM) -> None:
        super().__init__(storage, weather, listen=("127.0.0.1", 0))

    def make(self, now: Callable[[], datetime]) -> FakeWeCom:
        fake = _Capitals(now, limits=False)
        # A group message may come twice after a lost acknowledgement: that is all the adapter can promise there, and
        # what its own tests see. In a dialog it would be a difference.
        fake.link.answering.loses = False
        return fake

    def settings(self) -> Mapping[str, object]:
        """A dialog of weeks is held in seconds, which the limits go by: they are lifted, as the fake's are."""
        return {**self.fake.settings(), "per_minute": 100_000, "per_hour": 1_000_000}

    async def started(self) -> None:
        """Every start has a port of its own: the console is told, and the bot's link is up before anything happens."""
        await super().started()
        self.fake.callback = f"http://127.0.0.1:{self.house.app.port}{CALLBACK}"
        await self.fake.link.connected()

    def account(self, person: str) -> str:
        """As the bot knows it: WeCom's ids are one whatever their case, and here the directory has capitals."""
        return person.lower() if person.isascii() else "u" + person.encode().hex()[:60]

    def place(self, room: str) -> str:
        """A group's id, of which the case counts."""
        return f"wrQoP7Cw{room.encode().hex()}Aa"

    def _place(self, message: Message) -> str:
        return super()._place(replace(message, user=message.user.lower()))

    def draw(self, message: Message) -> Drawn[Handle]:
        """A card that begins with a long line is headed by the bot's name, for it must have a title: no words of it."""
        drawn = draw(message)
        headed = "template_card" in message.wire and drawn.text.startswith(f"{HEADING}\n")
        return replace(drawn, text=drawn.text.removeprefix(f"{HEADING}\n")) if headed else drawn
