"""Which transcript is held in which world, which cells read differently, and why: MATRIX.md, always up to date."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support.every_world import missing, reasons
from tests.support.matrix import MATRIX
from tests.support.transcripts import FILES
from tests.worlds import PLATFORM_WORLDS

LEGEND = """# Every transcript in every world

Made by `pytest tests/test_matrix.py --accept`; printed at the end of every test run. `=` reads word for word as the
file does. Letters: word for word as the core says it at what this world can do, which differs from the file because of
"""
WHY = {
    "forms": ("f", "no forms: the questions come one by one"),
    "selects": ("s", "no menus: their options are buttons"),
    "buttons": ("b", "fewer buttons in one message: the rest are words to type"),
    "label_limit": ("l", "short labels only: a longer one is a word to type"),
    "buttons_beside": ("t", "no buttons beside a long text: they are words to type"),
    "text_limit": ("p", "shorter messages: more pages"),
    "measure": ("m", "lengths in bytes"),
    "revision": ("r", "sent messages cannot be changed, or not always: the change is said anew, or left out"),
    "revision_hours": ("h", "a message cannot be changed when it is some days old"),
    "buttons_last": ("d", "all buttons stand below all text"),
    "several together": ("*", "several of these only together"),
}


def test_the_matrix_is_up_to_date(request: pytest.FixtureRequest) -> None:
    made = "\n".join(_matrix()) + "\n"
    if request.config.getoption("--accept"):
        MATRIX.write_text(made, encoding="utf-8")
    assert MATRIX.read_text(encoding="utf-8") == made, "run `pytest tests/test_matrix.py --accept` and read the diff"


def _matrix() -> Iterator[str]:
    worlds = ("core", "playground", *PLATFORM_WORLDS)
    yield LEGEND + "".join(f"`{letter}` {what};\n" for letter, what in WHY.values())
    yield "`–` cannot be held there; why is listed below.\n"
    yield f"| transcript | {' | '.join(worlds)} |"
    yield f"| --- |{' --- |' * len(worlds)}"
    left_out: list[str] = []
    counts: dict[str, Counter[str]] = {world: Counter() for world in worlds}
    for file in FILES:
        cells = ["=", "="]
        for world in PLATFORM_WORLDS:
            if why := missing(file, world):
                left_out.append(f"- {file.stem} in {world}: {why}")
                cells.append("–")
            else:
                cells.append("".join(WHY[each][0] for each in filter(None, reasons(file, world).split(", "))) or "=")
        for world, cell in zip(worlds, cells, strict=True):
            counts[world][cell if cell in "=–" else "differs"] += 1
        yield f"| {file.stem} | {' | '.join(cells)} |"
    yield "\nWord for word as written / differing / not held: " + ", ".join(
        f"{world} {count['=']}/{count['differs']}/{count['–']}" for world, count in counts.items()
    )
    yield "\n## Not held, and why\n"
    yield from left_out or ["nothing"]
