"""The bench runs, small; and it would notice a bot that does not answer everybody."""

from pathlib import Path

import pytest

from tests.bench import document, endtoend
from tests.bench.document import Measured
from tests.bench.endtoend import BARE, BOLT, SQLITE, Sizes
from tests.bench.report import Figure
from tests.bench.wire.platform import Platform
from tests.bench.wire.wires import WIRES


def test_every_event_is_answered_by_every_subject_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is no dependency of ours is there only after `make bench`.
    monkeypatch.setattr(endtoend, "OWN_PYTHON", tmp_path / "none")
    sizes = Sizes(rounds=1, seconds=0.05, people=3, warm=6, postgres=False)
    figures = {each.name: each for each in endtoend.measure(tmp_path, sizes)}
    assert all(figures[name].number > 0 for name in (SQLITE, BOLT, BARE))
    assert [each.target for each in figures.values() if SQLITE in each.name][-1] == "≥ 1"


@pytest.mark.parametrize(("channels", "wrong"), [("01", 0), ("0", 1), ("00", 2), ("011", 1), ("012", 1)])
def test_a_reply_that_is_missing_or_too_much_is_noticed(channels: str, wrong: int) -> None:
    platform = Platform()
    for each in channels:
        platform.answer(b"/api/chat.postMessage", f'{{"channel": "{WIRES["slack"].chat(int(each))}"}}'.encode())
    assert platform.wrong(WIRES["slack"], {0: 1, 1: 1}) == wrong


def test_a_run_becomes_a_page_that_says_what_was_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "DEPLOY", tmp_path)
    figures = [Figure("ours", "7/s", number=7, bar="Rates"), Figure("ratio", "0.50", "≥ 1", met=False)]
    document.write([Measured("turns", "About <turns>.", figures, 1.0)], {"cores": "2"})
    page = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "1 target(s) missed" in page
    assert "| ratio | 0.50 | ≥ 1 | **missed** |" in page
    assert "| cores | 2 |" in page
    assert ">7/s</text>" in (tmp_path / "benchmarks.svg").read_text(encoding="utf-8")
