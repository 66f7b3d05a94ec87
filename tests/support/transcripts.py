"""The transcripts there are, and how a test plays one."""

from pathlib import Path

import pytest

from bot.playing.command import open_world, play_in, read_script
from bot.playing.player import Played, lacks
from bot.playing.world import CALM, Weather

FOLDER = Path(__file__).parents[1] / "transcripts"
FILES = sorted(FOLDER.glob("*.txt"))


async def played_in(file: Path, world: str, folder: Path, weather: Weather = CALM, url: str = "") -> Played:
    """The transcript as it happens in this world; skipped, visibly, where the world lacks what it needs."""
    script = read_script(file)
    stage = open_world(world, folder, weather, url)
    if lacking := lacks(script, stage):
        pytest.skip(f"the world {world} has no {', '.join(sorted(lacking))}")
    return await play_in(script, stage)


def went_as_written(played: Played) -> None:
    """Fail with the dialog, what differs marked in it."""
    if played.stuck:
        pytest.fail(f"{played.stuck}\n\n{played.text}", pytrace=False)
    if played.difference:
        pytest.fail(played.difference, pytrace=False)


def accept(played: Played) -> None:
    """Rewrite the file from what happened; a dialog that could not be played to its end fails and stays."""
    if played.stuck:
        went_as_written(played)
    played.script.file.write_text(played.text, encoding="utf-8")
