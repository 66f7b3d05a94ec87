"""A small company on one platform, for tests that look at a single promise."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.kernel.cards import Card
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import ChatRef, UserRef
from bot.playing.header import read_header
from bot.playing.script import Say
from bot.playing.world import CALM, Weather
from bot.ports.outbox import Outgoing
from bot.ports.storage import Storage
from tests.support.every_world import open_platform
from tests.worlds.base import PlatformWorld

LIFTED = ("rates", "per_minute", "per_hour")
"""Settings by which a world lifts its limits."""
HEADER = read_header(["@people 赵敏 王磊 陈经理", "@now 2026-09-17 10:00"], Path("contract"))


class Stage:
    """A platform's world with its bot running, and what the people in it can see."""

    def __init__(self, world: PlatformWorld[Any]) -> None:
        self.world = world
        self._posted = 0

    @property
    def storage(self) -> Storage:
        return self.world.house.app.storage

    async def say(self, who: str, text: str, room: str = "", media: str = "") -> Sequence[str]:
        """What everybody newly sees."""
        await self.world.say(Say(who, text, room, media))
        return [f"{each.place} {each.mark} {each.text}" for each in await self.world.seen()]

    async def posts(self, card: Card, who: str = "赵敏", room: str = "", user: str = "") -> str:
        """Put a card into the outbox and send it; the key of its row. `user`: an account as the platform calls it."""
        self._posted += 1
        key = DeliveryKey(f"contract{self._posted:022}")
        world = self.world
        to: UserRef | ChatRef
        if room:
            to = ChatRef(world.platform, world.tenant, world.place(world.cast.room(room)), direct=False)
        else:
            to = UserRef(world.platform, world.tenant, user or world.account(world.cast.person(who)))
        row = Outgoing(key, f"contract:{who}{room}{user}", to, card, world.house.clock.now())
        await self.storage.transact(lambda tx: tx.outbox.put([row]))
        await world.house.app.settle()
        return key

    async def seen(self) -> Sequence[str]:
        return [each.text for each in await self.world.seen()]

    async def buried(self) -> Sequence[str]:
        """Why messages were given up."""
        return [each.error for each in await self.storage.transact(lambda tx: tx.outbox.buried())]


@asynccontextmanager
async def on(name: str, folder: Path, weather: Weather = CALM, *, paced: bool = False) -> AsyncIterator[Stage]:
    """`paced`: the bot keeps the platform's published limits, as it does where nobody says otherwise."""
    world = open_platform(name, folder, weather)
    if paced:
        stated = world.settings  # asked once the fake has an address
        world.settings = lambda: {key: value for key, value in stated().items() if key not in LIFTED}  # type: ignore[method-assign]
    await world.start(HEADER)
    try:
        await world.seen()
        yield Stage(world)
    finally:
        await world.stop()
