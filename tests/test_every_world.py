"""Every transcript on every platform and in every weather: the real adapter and SDK, word for word what the core says.

What must be read is the core's dialog at the abilities that the platform's adapter states; where that differs from
the transcript, tests/transcripts/MATRIX.md says in which cells, and why (`pytest tests/test_matrix.py --accept`).
"""

import asyncio
from pathlib import Path

import pytest

from bot.playing.matching import difference
from tests.support.every_world import WEATHERS, can, dialog_of, expected, missing, played_on
from tests.support.transcripts import FILES
from tests.worlds import PLATFORM_WORLDS

CALM_ONLY = ("dingtalk-plain",)
"""The same adapter and intake as its rich world: only what it shows is different."""
HELD = [
    (world, weather) for world in PLATFORM_WORLDS for weather in WEATHERS if weather == "calm" or world not in CALM_ONLY
]


@pytest.mark.parametrize(("world", "weather"), HELD)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_dialog_goes_as_the_core_says(file: Path, world: str, weather: str, quick_folder: Path) -> None:
    if why := missing(file, world):
        pytest.skip(f"{world}: {why}")
    said = expected(file, dialog_of(can(world))).text
    played, stage = asyncio.run(played_on(file, world, quick_folder, WEATHERS[weather]))
    if played.stuck:
        pytest.fail(f"{played.stuck}\n\n{played.text}", pytrace=False)
    if unlike := difference(said, played.text, f"{file.name} in the core at what {world} can do"):
        pytest.fail(unlike, pytrace=False)
    assert stage.fake.alarms == [], "nothing a real platform would not forgive"
