"""DingTalk: the real adapter on the strict fake; with the operator's imported card template, and without any."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.kernel.ids import Platform
from bot.playing.drawing import Drawn
from bot.playing.header import ABILITIES
from tests.fakes.dingtalk import CLIENT_ID, CLIENT_SECRET, TEMPLATE, FakeDingTalk, Handle, Message, draw
from tests.fakes.dingtalk.company import CORP, conversation
from tests.worlds.base import CHANGING, PlatformWorld


class DingTalkWorld(PlatformWorld[Handle]):
    """The rich tier: cards that have forms and can be changed."""

    name = "dingtalk"
    can = ABILITIES - CHANGING - {"invites"}
    platform = Platform("dingtalk")
    tenant = CORP
    template = TEMPLATE

    def make(self, now: Callable[[], datetime]) -> FakeDingTalk:
        return FakeDingTalk(now, limits=False, quota=None, template=self.template)

    def settings(self) -> Mapping[str, object]:
        return {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "corp_id": CORP,
            "card_template_id": self.template,
            "api_url": self.fake.url,
            "old_api_url": self.fake.url,
            "connections": self.weather.sockets,
            "pause_ms": 1,
        }

    def account(self, person: str) -> str:
        """A userId as the platform makes them: digits."""
        return str(int(hashlib.sha256(person.encode()).hexdigest()[:15], 16)).zfill(18)

    def place(self, room: str) -> str:
        """An openConversationId, of which the case counts."""
        return conversation(room)

    async def started(self) -> None:
        """The groups moved in with are known: only in others does the bot introduce itself when it is first called."""
        first = not self._names
        await super().started()
        for group in self.cast.company.groups if first else ():
            await self.house.app.host(self.platform).put_note(f"group.{self.place(group.id)}", "known")

    def draw(self, message: Message) -> Drawn[Handle]:
        return draw(message)


class DingTalkPlainWorld(DingTalkWorld):
    """The plain tier, as on an operator's first day: what is sent stays as it is, and groups have no buttons."""

    name = "dingtalk-plain"
    can = ABILITIES - CHANGING - {"invites", "forms", "edits"}
    template = ""
