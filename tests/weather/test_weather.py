"""The same dialogs under faults: whatever the delivery suffers, people read the same text."""

from pathlib import Path

import pytest

from bot.playing.world import Weather
from tests.support.transcripts import FILES, played_in, went_as_written

IN_THE_CORE = {"presses typed": Weather(typed=True)}
"""The weathers of delivery are the platforms': tests/test_every_world.py."""
ALL_AT_ONCE = Weather(duplicate=True, restart=True, refuse=3, typed=True)


@pytest.mark.parametrize("weather", IN_THE_CORE)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_dialog_reads_the_same(file: Path, weather: str, quick_folder: Path) -> None:
    went_as_written(await played_in(file, "core", quick_folder, IN_THE_CORE[weather]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_dialog_reads_the_same_in_all_weathers_at_once_in_the_playground(
    file: Path, quick_folder: Path
) -> None:
    went_as_written(await played_in(file, "playground", quick_folder, ALL_AT_ONCE))
