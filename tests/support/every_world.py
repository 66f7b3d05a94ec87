"""Every world there is, and the dialog each must show: the core's own, asked to make do with what that world can."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.kernel.capabilities import Capabilities
from bot.playing.command import play_in, read_script
from bot.playing.player import Played
from bot.playing.world import CALM, Weather
from bot.playing.worlds import storage_at
from bot.playing.worlds.core import CAPABILITIES, CoreWorld
from tests.support.transcripts import FILES
from tests.worlds import world_of
from tests.worlds.base import PlatformWorld

Can = tuple[Capabilities, Capabilities]
"""What a world can do in a direct chat, and in a group."""

WEATHERS: Mapping[str, Weather] = {
    "calm": CALM,
    "duplicate": Weather(duplicate=True),
    "reconnect": Weather(reconnect=True),
    "restart": Weather(restart=True),
    "slow": Weather(slow=True),
    "refuse": Weather(refuse=3),
    "two sockets": Weather(sockets=2),
}
DIALOG = (
    "forms",
    "selects",
    "buttons",
    "label_limit",
    "buttons_beside",
    "text_limit",
    "measure",
    "revision",
    "revision_hours",
    "buttons_last",
    "hears_mentions",
)
"""The abilities by which a dialog reads differently."""


FIRST = FILES[0]


@cache
def can(name: str) -> Can:
    """As the adapter of this world states it."""
    return asyncio.run(_can(name))


async def _can(name: str) -> Can:
    with TemporaryDirectory() as folder:
        world = open_platform(name, Path(folder))
        await world.start(read_script(FIRST).header)
        try:
            return world.capabilities(direct=True), world.capabilities(direct=False)
        finally:
            await world.stop()


def open_platform(name: str, folder: Path, weather: Weather = CALM) -> PlatformWorld[Any]:
    """A fresh world of a platform, with its files in this folder."""
    return world_of(name)(storage_at(f"sqlite:///{folder}/data/hepai.db", folder), weather)


def dialog_of(can: Can) -> Can:
    """Only what the dialog depends on, so that worlds that can do the same share one expectation."""
    direct, group = (replace(CAPABILITIES, **{name: getattr(each, name) for name in DIALOG}) for each in can)
    return direct, group


@cache
def expected(file: Path, can: Can) -> Played:
    """The dialog of the core at these abilities."""
    return asyncio.run(_expected(file, can))


async def _expected(file: Path, can: Can) -> Played:
    with TemporaryDirectory() as folder:
        storage = storage_at(f"sqlite:///{folder}/data/hepai.db", Path(folder))
        return await play_in(read_script(file), CoreWorld(storage, CALM, lambda direct: can[0 if direct else 1]))


def missing(file: Path, name: str) -> str:
    """Why this dialog cannot be held in this world; empty if it can."""
    script = read_script(file)
    if lacking := (script.header.needs | script.does) - world_of(name).can:
        return f"no {', '.join(sorted(lacking))}"
    core = expected(file, dialog_of(can(name)))
    return f"cannot be played with what it can do: {core.stuck.partition(': ')[2]}" if core.stuck else ""


def reasons(file: Path, name: str) -> str:
    """Why the dialog reads differently in this world: the abilities that alone change it; empty if it does not."""
    written, there = read_script(file).text, dialog_of(can(name))
    if expected(file, there).text == written:
        return ""
    changing = [each for each in DIALOG if expected(file, _only(each, there)).text != written]
    return ", ".join(changing) or "several together"


def _only(ability: str, can: Can) -> Can:
    direct, group = (replace(CAPABILITIES, **{ability: getattr(each, ability)}) for each in can)
    return direct, group


async def played_on(file: Path, name: str, folder: Path, weather: Weather) -> tuple[Played, PlatformWorld[Any]]:
    """The dialog as it happens there, and the world that was left behind, for what its fake noticed."""
    world = open_platform(name, folder, weather)
    return await play_in(read_script(file), world), world
