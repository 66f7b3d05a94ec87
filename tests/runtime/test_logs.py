"""Log lines: one line an entry, nothing of people's words, and a storm fills no disk."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.runtime import logs
from bot.runtime.sparing import KINDS, Sparing

BOT, FOREIGN = logging.getLogger("bot.runtime.outbox"), logging.getLogger("vendor.client")
BREAKS = "\n2026-01-01 forged \x1b[31m \u2028 \x85 \U000e0001"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


class Storm:
    """A handler under a clock of its own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.written = io.StringIO()
        self.handler = Sparing(self.written, lambda: self.now)
        self.handler.setFormatter(logs._Plain(debugging=False))

    def fails(self, platform: str = "one", error: str = "Unavailable: 429", level: int = logging.WARNING) -> None:
        record = BOT.makeRecord(
            BOT.name, level, "", 1, "A message was not taken", (), None,
            extra={"action": "outbox.failed", "platform": platform, "error": error},
        )  # fmt: skip
        self.handler.handle(record)

    @property
    def lines(self) -> list[str]:
        return self.written.getvalue().splitlines()


def test_of_a_storm_one_line_a_minute_is_written_with_the_number_of_those_left_out() -> None:
    storm = Storm()
    for second in range(600):
        storm.now = float(second)
        for _ in range(100):
            storm.fails()
    assert len(storm.lines) == 10
    assert "more like it" not in storm.lines[0]
    assert all("A message was not taken (and 5999 more like it)  [action=" in line for line in storm.lines[2:])
    storm.handler.close()
    told = sum(1 + int(line.partition("(and ")[2].partition(" ")[0] or 0) for line in storm.lines)
    assert told == 60_000


def test_a_new_platform_or_another_error_is_a_line_of_its_own() -> None:
    storm = Storm()
    for platform, error in (("one", "Refused: a"), ("two", "Refused: b"), ("one", "KeyError at x.py:1")):
        storm.fails(platform, error)
        storm.fails(platform, error.replace("a", "c"))
    assert [line.count("Refused: a") for line in storm.lines] == [1, 0, 0]
    assert len(storm.lines) == 3


def test_what_is_no_failure_is_written_as_it_comes() -> None:
    storm = Storm()
    storm.fails(level=logging.INFO)
    storm.fails(level=logging.INFO)
    assert len(storm.lines) == 2


def test_the_kinds_are_bounded_too() -> None:
    storm = Storm()
    for number in range(KINDS * 3):
        storm.fails(platform=f"p{number}")
    assert len(storm.lines) == KINDS + 1


def test_sec_077_every_entry_is_one_line_whatever_a_name_holds(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("json", "text"):
        logs.set_up("info", form)
        logs.say(BOT, logging.INFO, f"A group{BREAKS}", "test", id=f"x{BREAKS}")
        (line,) = capsys.readouterr().err.splitlines()
        assert line.isprintable()
        if form == "json":
            assert json.loads(line)["id"] == f"x{BREAKS}"


def test_sec_077_words_inside_an_exception_or_a_library_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", "json")
    try:
        try:
            raise KeyError("what Ann wrote")
        except KeyError as inner:
            raise ValueError("what Bob wrote") from inner
    except ValueError as error:
        BOT.error("A turn failed", exc_info=error)
        FOREIGN.warning("cannot read %s", "what Ann wrote", exc_info=error)
        FOREIGN.error("Task exception was never retrieved\nfuture: exception=ValueError('what Bob wrote')")
    text = capsys.readouterr().err
    assert "wrote" not in text
    ours, theirs, task = (json.loads(line) for line in text.splitlines())
    assert ours["says"] == "A turn failed"
    assert ours["trace"].startswith("ValueError at runtime/test_logs.py:")
    assert " after KeyError at " in ours["trace"]
    assert theirs["says"] == "cannot read %s"
    assert task["says"] == "Task exception was never retrieved"


def test_debugging_shows_everything(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("debug", "text")
    for _ in range(2):
        try:
            raise KeyError("what Ann wrote")
        except KeyError as error:
            FOREIGN.error("cannot read %s", "it", exc_info=error)
    text = capsys.readouterr().err
    assert text.count("KeyError: 'what Ann wrote'") == 2
    assert "cannot read it" in text
