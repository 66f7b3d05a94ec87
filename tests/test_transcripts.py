"""Every transcript goes as written, in every world.

`pytest tests/test_transcripts.py --accept` rewrites the files from what happens in the core: read that diff, it is
a change of the specification.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.playing.worlds import WORLDS, storage_at
from tests.support.postgres import Postgres
from tests.support.transcripts import FILES, accept, played_in, went_as_written

PROMISED = tuple(
    f"AT-{number:02}" for number in (*range(1, 12), 13, 15, 17, *range(20, 29), 33, 34, *range(40, 44), 50, 60)
)
IN_ENGLISH_TOO = ("AT-01", "AT-20", "AT-40", "AT-50")
"""The happy paths: one each for staff, peers, managers and the team."""


@pytest.mark.parametrize("world", sorted(WORLDS))
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_dialog_goes_as_written(
    file: Path, world: str, quick_folder: Path, request: pytest.FixtureRequest
) -> None:
    played = await played_in(file, world, quick_folder)
    if request.config.getoption("--accept") and world == "core":
        accept(played)
    else:
        went_as_written(played)


@pytest.fixture(scope="session")
def made(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with our tables, to copy: making them takes longer than most dialogs."""

    async def opened() -> None:
        storage = storage_at(url, tmp_path_factory.mktemp("made"))()
        await storage.open()
        await storage.close()

    url = postgres.fresh()
    asyncio.run(opened())
    return url


@pytest.mark.postgres
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_dialog_goes_as_written_on_postgresql(
    file: Path, postgres: Postgres, made: str, quick_folder: Path
) -> None:
    url = postgres.fresh(made)
    went_as_written(await played_in(file, "core", quick_folder, url=url))
    postgres.drop(url)


@pytest.mark.parametrize("number", PROMISED)
def test_every_promised_story_has_a_transcript(number: str) -> None:
    assert _telling(number, FILES), f"no file of tests/transcripts names {number} in its first comment"


@pytest.mark.parametrize("number", IN_ENGLISH_TOO)
def test_every_happy_path_is_told_in_english_too(number: str) -> None:
    english = [file for file in FILES if "english" in file.stem]
    assert _telling(number, english), f"no file of tests/transcripts/*english*.txt names {number} in its first comment"


def _telling(number: str, files: Sequence[Path]) -> Sequence[Path]:
    """The files that carry the number in the comment at their top."""
    return [file for file in files if number in _text(file).partition("\n@")[0].partition("\n\n")[0]]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
