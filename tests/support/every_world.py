"""Every world there is, and the dialog each must show: the core's own, asked to make do with what that world can."""

import asyncio
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from difflib import ndiff
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
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
    "duplicate and restart": Weather(duplicate=True, restart=True),
    "reconnect and slow": Weather(reconnect=True, slow=True),
    "refuse and two sockets": Weather(refuse=3, sockets=2),
}
"""The six weathers of a platform, two at a time: what reads the same under both is what a calm day shows."""
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
    """The dialog of the core at these abilities. Played once a test run, whatever the number of its processes."""
    script, kept = read_script(file), _kept(file, can)
    if kept and kept.exists():
        text, stuck = json.loads(kept.read_text(encoding="utf-8"))
        return Played(script, text, stuck)
    played = asyncio.run(_expected(file, can))
    if kept:
        whole = kept.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps([played.text, played.stuck]), encoding="utf-8")
        whole.replace(kept)
    return played


def _kept(file: Path, can: Can) -> Path | None:
    """Where the processes of one test run share what they have played."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if not run:
        return None
    folder = Path(gettempdir()) / f"hepai-expected-{run}"
    folder.mkdir(exist_ok=True)
    return folder / f"{file.stem}-{hashlib.sha256(repr(can).encode()).hexdigest()[:16]}"


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


def unlike(file: Path, name: str) -> tuple[list[str], list[str]]:
    """The lines of the transcript that nobody reads in this world, and those read there instead; empty if none."""
    written, there = read_script(file).text, expected(file, dialog_of(can(name))).text
    changed = list(ndiff(written.splitlines(), there.splitlines()))
    return [line[2:] for line in changed if line[0] == "-"], [line[2:] for line in changed if line[0] == "+"]


async def played_on(file: Path, name: str, folder: Path, weather: Weather) -> tuple[Played, PlatformWorld[Any]]:
    """The dialog as it happens there, and the world that was left behind, for what its fake noticed."""
    world = open_platform(name, folder, weather)
    return await play_in(read_script(file), world), world
