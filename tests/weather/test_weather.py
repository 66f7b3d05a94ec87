"""The same dialogs under faults: whatever the delivery suffers, people read the same text."""

from pathlib import Path

import pytest

from bot.playing.world import Weather
from tests.support.transcripts import FILES, played_in, went_as_written

WEATHERS = {
    "every event twice": Weather(duplicate=True),
    "a restart before every turn": Weather(restart=True),
    "every third send refused": Weather(refuse=3),
    "presses typed": Weather(typed=True),
}


@pytest.mark.parametrize("weather", WEATHERS)
@pytest.mark.parametrize("world", ["core", "playground"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_dialog_reads_the_same(file: Path, world: str, weather: str, tmp_path: Path) -> None:
    went_as_written(await played_in(file, world, tmp_path, WEATHERS[weather]))
