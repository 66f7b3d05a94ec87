"""Colleagues on one platform of a running bot: they act over the wire, and see what came off it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.runtime.clocks import ShiftedClock
from tests.support.process import WEDNESDAY
from tests.support.site import Site
from tests.worlds.base import PlatformWorld

PEOPLE = {"zhouting": "周婷", "zhaomin": "赵敏", "wanglei": "王磊"}
ROOM, TITLE = "east", "华东组"


class BotsTime:
    """The clock of a playing bot, which can be moved, for its platform too."""

    def __init__(self, folder: Path) -> None:
        self._kept_in = folder / "playground" / "clock"
        if not self._kept_in.exists():
            ShiftedClock(self._kept_in).set(WEDNESDAY)

    def now(self) -> datetime:
        return ShiftedClock(self._kept_in).now()


class Colleagues:
    """Of one world. `site` waits for what must happen."""

    def __init__(self, site: Site, world: PlatformWorld[Any]) -> None:
        self._site, self._world, self._fake = site, world, world.fake
        self.room = world.place(ROOM)
        world.house.clock = BotsTime(site.folder)  # type: ignore[assignment]

    @property
    def lists_members(self) -> bool:
        """Whether the platform tells who is in a group, and that the bot came into it."""
        return "invites" in self._world.can

    def gather(self) -> None:
        """They are hired, and have a group."""
        for id, name in PEOPLE.items():
            self._fake.hire(self._world.account(id), name, department="华东销售")
        members = [self._world.account(id) for id in PEOPLE]
        self._fake.found(self.room, TITLE, members, bot=not self.lists_members)

    async def bring_the_bot(self) -> None:
        """周婷 does; where the platform does not tell the bot, the first who calls it does."""
        if self.lists_members:
            await self._fake.push(self._fake.invited(self._world.account("zhouting"), self.room))

    async def says(self, who: str, text: str, *mentioned: str) -> None:
        """In the direct chat."""
        await self._fake.push(self._fake.said(self._world.account(who), text))

    async def calls(self, who: str, text: str, *mentioned: str) -> None:
        """In the group, with the bot mentioned and whoever else."""
        mentions = [(PEOPLE[each], self._world.account(each)) for each in mentioned]
        event = self._fake.said(self._world.account(who), f"@合拍 {text}", self.room, mentions, to_bot=True)
        await self._fake.push(event)

    async def taps(self, who: str, label: str) -> None:
        """The newest button with this label that stands before them."""
        message, handle = next(
            (message, each.handle)
            for message in reversed(self._before(who))
            for each in self._world.draw(message).pressables
            if label in (each.label, each.label.partition(" ")[2])
        )
        await self._fake.push(self._fake.pressed(self._world.account(who), message.id, handle))

    def seen(self, who: str = "") -> Sequence[str]:
        """What stands in somebody's direct chat, or in the group, oldest first."""
        return [self._world.draw(each).text for each in self._before(who)]

    def _before(self, who: str) -> Sequence[Any]:
        there = [each for each in self._fake.messages if not each.gone]
        if not who:
            return [each for each in there if each.room == self.room]
        # One platform's ids are one whatever their case.
        user = self._world.account(who).lower()
        return [each for each in there if not each.room and each.user.lower() == user]

    async def see(self, words: str, *readers: str) -> None:
        """Wait until it stands before each of them; in the group if nobody is named."""
        for who in readers or ("",):
            await self._site.until(lambda who=who: self._stands(words, who), f"{words!r} before {who or 'all'}")  # type: ignore[misc]

    def _stands(self, words: str, who: str) -> bool:
        return any(words in text for text in self.seen(who))

    def order(self, *texts: tuple[str, str]) -> Sequence[int]:
        """Where in the platform's history of messages these stand, each as (who, words)."""
        history = list(self._fake.messages)
        return [
            next(history.index(each) for each in self._before(who) if words in self._world.draw(each).text)
            for who, words in texts
        ]
