"""Which transcript is held in which world, which cells read differently, and why: MATRIX.md, always up to date."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from bot.playing.command import read_script
from bot.playing.worlds.playground import PlaygroundWorld
from tests.support.every_world import missing, unlike
from tests.support.matrix import MATRIX
from tests.support.transcripts import FILES
from tests.worlds import PLATFORM_WORLDS

HEAD = """# Every transcript in every world

Made by `pytest tests/test_matrix.py --accept`, printed at the end of every test run.
`=` reads word for word as the file does. A letter: reads word for word as the core does when it is asked to make do
with what this platform can, and that differs from the file because of
"""
WHY = {
    "m": "menus and forms, which are buttons there, and questions one by one",
    "w": "buttons, which are words to type: too many, too long, or beside too much text",
    "r": "a message already sent that cannot be changed: the change is said anew where it is the answer, or left out",
    "@": "mentions in direct chats, which the platform hands on as plain words",
    "p": "a message too long for the platform: more pages",
}
WORDS = re.compile(r"\((?:\d+ )?[^()]+(?:\([^()]*\))?[^()]*\)(?:  |$| \[)")


def test_the_matrix_is_up_to_date(request: pytest.FixtureRequest) -> None:
    made = "\n".join(_matrix()) + "\n"
    if request.config.getoption("--accept"):
        MATRIX.write_text(made, encoding="utf-8")
    assert MATRIX.read_text(encoding="utf-8") == made, "run `pytest tests/test_matrix.py --accept` and read the diff"


def _matrix() -> Iterator[str]:
    worlds = ("core", "playground", *PLATFORM_WORLDS)
    yield HEAD + "".join(f"- `{letter}` {what}\n" for letter, what in WHY.items())
    yield "`–` cannot be held there; why is listed below.\n"
    yield f"| transcript | {' | '.join(worlds)} |"
    yield f"| --- |{' --- |' * len(worlds)}"
    left_out: list[str] = []
    counts: dict[str, Counter[str]] = {world: Counter() for world in worlds}
    for file in FILES:
        script = read_script(file)
        lacking = (script.header.needs | script.does) - PlaygroundWorld.can
        cells = ["=", "–" if lacking else "="]
        if lacking:
            left_out.append(f"- {file.stem} in playground: no {', '.join(sorted(lacking))}")
        for world in PLATFORM_WORLDS:
            if why := missing(file, world):
                left_out.append(f"- {file.stem} in {world}: {why}")
                cells.append("–")
            else:
                cells.append(_cell(*unlike(file, world)))
        for world, cell in zip(worlds, cells, strict=True):
            counts[world][cell if cell in "=–" else "differs"] += 1
        yield f"| {file.stem} | {' | '.join(cells)} |"
    yield "\nAs written / differing / not held: " + ", ".join(
        f"{world} {count['=']}/{count['differs']}/{count['–']}" for world, count in counts.items()
    )
    yield "\n## Not held, and why\n"
    yield from left_out or ["nothing"]


def _cell(gone: Sequence[str], instead: Sequence[str]) -> str:
    """Why these lines stand there instead of those."""
    if not gone and not instead:
        return "="
    found = {
        "m": any("{" in line and "\\{" not in line for line in gone),
        "w": any(WORDS.search(line) for line in instead) and any("[" in line for line in gone),
        "r": any(re.match(r"\S+ ~ ", line) for line in gone),
        "@": any("@" in line for line in (*gone, *instead)),
    }
    return "".join(letter for letter, there in found.items() if there) or "p"
