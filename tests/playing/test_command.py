"""`play` prints the dialog as it happened; its exit code says whether that is how it was written."""

from pathlib import Path

import pytest

from bot.playing import play_command

HEADER = "# a try\n@company none\n@people 赵敏(admin)\n\n"
ASKED = f"{HEADER}赵敏 > (sticker)\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "dialog.txt"


def write(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    return text


@pytest.mark.parametrize("world", ["core", "playground"])
def test_a_dialog_as_written_is_printed_and_well(file: Path, world: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = write(file, f"{ASKED}赵敏 < …\n")
    assert play_command([file], world) == 0
    assert capsys.readouterr().out == text


def test_a_dialog_that_differs_is_told_with_the_difference(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write(file, f"{ASKED}赵敏 < nothing of the sort\n")
    assert play_command([file]) == 1
    out = capsys.readouterr().out
    assert "-赵敏 < nothing of the sort\n+赵敏 < " in out
    assert file.read_text(encoding="utf-8") == text


def test_accepting_rewrites_the_file_so_that_it_is_well(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(file, f"{ASKED}赵敏 < nothing of the sort\n")
    assert play_command([file], accept=True) == 0
    assert "rewritten from what happened" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8").startswith(f"{ASKED}赵敏 < ")
    assert play_command([file]) == 0


def test_a_dialog_that_cannot_go_on_is_not_accepted(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write(file, f"{ASKED}赵敏 [no such button]\n")
    assert play_command([file], accept=True) == 1
    assert f"{file}:6: no button [no such button] before 赵敏" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{HEADER}钱七 > 帮助\n", ":5: no such person: 钱七; there are 赵敏"),
        (f"{HEADER}#华东组 赵敏 > 帮助\n", ":5: no such room: #华东组; there is none"),
        ("@people 赵敏(manager=钱七)\n", "赵敏: no such person 钱七; name them in @people as well"),
        ("@people 张伟\n张伟 > 帮助\n", "张伟: two have this name"),
    ],
)
def test_who_is_not_there_is_named(file: Path, text: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(file, text)
    assert play_command([file]) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named_with_the_remedy(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert play_command([file]) == 2
    assert f"{file}: no such file; name a transcript" in capsys.readouterr().err
    file.write_bytes(b"\xff\xfe")
    assert play_command([file]) == 2
    assert f"{file}: is not UTF-8; save it as UTF-8" in capsys.readouterr().err
    assert play_command([file.parent]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_the_worst_of_several_files_decides(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    write(good, f"{ASKED}赵敏 < …\n")
    write(bad, ASKED)
    assert play_command([good, bad, good]) == 1
