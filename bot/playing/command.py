"""`play`: replay transcripts in one of the worlds, print them as they happened, and say where they differ."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from bot.kernel.calendar import Calendar
from bot.playing.notation import parse
from bot.playing.player import Played, lacks, play
from bot.playing.script import PlayError, Script
from bot.playing.world import CALM, Weather, World
from bot.runtime.almanac import REGION_CHINA, almanac_for


def read_script(file: Path) -> Script:
    """The script of a file. A PlayError names what is wrong and the remedy."""
    try:
        return parse(file.read_text(encoding="utf-8"), file)
    except FileNotFoundError:
        raise PlayError(f"{file}: no such file; name a transcript, such as tests/transcripts/at-20-kudos.txt") from None
    except OSError as error:
        raise PlayError(f"{file}: cannot be read ({error.strerror}); name a readable text file") from None
    except UnicodeDecodeError:
        raise PlayError(f"{file}: is not UTF-8; save it as UTF-8") from None


def open_world(name: str, folder: Path, weather: Weather = CALM, url: str = "") -> World:
    """A fresh world that keeps its files in `folder`: its database too, unless `url` names an empty one."""
    # The bot is loaded only to be played against: reading a script needs none of it.
    from bot.playing.worlds import WORLDS, storage_at

    return WORLDS[name](storage_at(url or f"sqlite:///{folder}/data/hepai.db", folder), weather, folder)


async def play_in(script: Script, world: World) -> Played:
    """Play a script by China's calendar."""
    return await play(script, world, Calendar(almanac_for(REGION_CHINA)))


def play_command(files: Sequence[Path], world: str = "core", *, accept: bool = False, typed: bool = False) -> int:
    """Play each file. 0: every dialog went as written (or was accepted); 1: one differed; 2: one cannot be played."""
    # What goes wrong is told with the dialog; the log would tell it twice.
    logging.getLogger("bot").addHandler(logging.NullHandler())
    return max((_play(file, world, accept, Weather(typed=typed)) for file in files), default=0)


def _play(file: Path, world: str, accept: bool, weather: Weather) -> int:
    try:
        script = read_script(file)
        with TemporaryDirectory(prefix="hepai-play-") as folder:
            stage = open_world(world, Path(folder), weather)
            if lacking := lacks(script, stage):
                _say(f"{file}: skipped, the world {world} has no {', '.join(sorted(lacking))}")
                return 0
            played = asyncio.run(play_in(script, stage))
    except PlayError as error:
        _say(str(error), sys.stderr)
        return 2
    _say(played.text.rstrip("\n"))
    if played.stuck:
        _say(f"\n{played.stuck}", sys.stderr)
        return 1
    if not played.difference:
        return 0
    if accept:
        file.write_text(played.text, encoding="utf-8")
        _say(f"\n{file}: rewritten from what happened; read it with a critical eye")
        return 0
    _say(f"\n{played.difference}")
    return 1


def _say(text: str, stream: TextIO | None = None) -> None:
    (stream or sys.stdout).write(f"{text}\n")
