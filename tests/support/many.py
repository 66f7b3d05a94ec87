"""The real command with several platforms configured at once, each with its own fake in this process."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.playing.worlds import storage_at
from bot.runtime.clocks import SystemClock
from tests.support.site import SETTINGS, Site, toml
from tests.worlds import world_of
from tests.worlds.base import PlatformWorld

ALL = ("feishu", "dingtalk", "wecom", "slack")


class Many(Site):
    """`down`: platforms that nobody listens for. `changed`: keys of a platform's section; None: left out."""

    def __init__(
        self,
        folder: Path,
        platforms: Sequence[str] = ALL,
        playing: bool = False,
        down: Sequence[str] = (),
        changed: Mapping[str, Mapping[str, object]] | None = None,
    ) -> None:
        super().__init__(platforms[0], folder, playing)
        others = {name: world_of(name)(storage_at(f"sqlite:///{folder}/no.db", folder)) for name in platforms[1:]}
        self.worlds: dict[str, PlatformWorld[Any]] = {platforms[0]: self.world, **others}
        for each in others.values():
            each.house.clock = SystemClock()  # type: ignore[assignment]
        self.down = down
        self.changed = changed or {}

    async def open(self) -> None:
        for each in self.worlds.values():
            await each.fake.start()
        sections = []
        for name, world in self.worlds.items():
            table = {**world.settings(), **self.changed.get(name, {})}
            kept = {key: value for key, value in table.items() if value is not None}
            sections.append(f"[platforms.{world.platform}]\n{toml(kept)}")
            if name in self.down:
                await world.fake.stop()
        settings = SETTINGS.format(folder=self.folder, playing=str(self.playing).lower())
        (self.folder / "hepai.toml").write_text("\n".join([settings, *sections]), encoding="utf-8")

    async def close(self) -> None:
        await super().close()
        for name, each in self.worlds.items():
            if each is not self.world and name not in self.down:
                await each.fake.stop()

    async def start(self, failpoint: str = "") -> str:
        printed = await super().start(failpoint)
        for each in self.worlds.values():
            if hasattr(each.fake, "callback"):
                each.fake.callback = f"http://127.0.0.1:{self.port}/{each.platform}/callback"
        return printed

    async def states(self) -> Mapping[str, str]:
        """Each platform's trouble, as readyz tells it."""
        told: Mapping[str, str] = (await self.ask("/readyz"))["platforms"]
        return told

    async def settled(self, working: Sequence[str]) -> Mapping[str, str]:
        """What readyz tells once all of these work."""
        told = await self.states()
        for _ in range(1200):
            if not any(told[each] for each in working):
                return told
            # Asking all the time would take the time the bot needs to connect.
            await asyncio.sleep(0.05)
            told = await self.states()
        raise AssertionError(f"not all of {working} work: {told}\n{self.errors()[-3000:]}")
