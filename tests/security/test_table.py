"""README.md tells the truth: every number once, and tests where it says there are."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = Path(__file__).with_name("README.md")
ROW = re.compile(r"(?m)^\| (\d{3}) \| [^|]+ \| (\w+) \| (.+) \|$")


def _rows() -> list[tuple[int, str, str]]:
    return [(int(number), state, where) for number, state, where in ROW.findall(TABLE.read_text(encoding="utf-8"))]


def _numbers(path: Path) -> set[int]:
    """The cases whose numbers stand in the names of this file's tests."""
    names = re.findall(r"def test_sec_((?:\d{3}_)+)", path.read_text(encoding="utf-8"))
    return {int(number) for name in names for number in re.findall(r"\d{3}", name)}


def test_every_number_stands_there_once() -> None:
    assert [number for number, _, _ in _rows()] == list(range(1, 111))
    assert {state for _, state, _ in _rows()} == {"covered", "partly", "later"}


def test_what_is_covered_has_its_test_where_the_table_says() -> None:
    for number, state, where in _rows():
        files = re.findall(r"`([\w/]+\.py)`", where)
        assert bool(files) == (state != "later"), number
        for file in files:
            assert number in _numbers(TESTS / file), f"{number} in {file}"
        assert state != "partly" or ";" in where, f"{number}: what is missing is said"


def test_what_is_later_work_has_no_test_yet() -> None:
    there = set[int]().union(*(_numbers(path) for path in TESTS.rglob("test_*.py")))
    for number, state, _ in _rows():
        assert (number in there) == (state != "later"), number
