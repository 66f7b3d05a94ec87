"""deploy/backup.sh, `backup` and `restore` as an operator uses them: where the bot runs, with its environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from storage.backup import look, write
from storage.migrating import upgrade

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "deploy/backup.sh"


def script(folder: Path, url: str, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    home = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, "HEPAI_STORAGE_URL": url}
    command = [str(SCRIPT), *arguments]
    return subprocess.run(command, cwd=folder, env=home | env, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def database(tmp_path: Path) -> str:
    upgrade(f"sqlite:///{tmp_path / 'data/hepai.db'}")
    return "sqlite:///data/hepai.db"


def test_the_script_keeps_what_is_young_and_what_is_not_its_own(tmp_path: Path, database: str) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name, days in (("hepai-20260101T000000Z.zip", 40), ("hepai-20260115T000000Z.zip", 30), ("other.zip", 400)):
        (folder / name).touch()
        now = folder.stat().st_mtime
        os.utime(folder / name, (now, now - days * 86400))
    done = script(tmp_path, database, "backups")
    assert done.returncode == 0, done.stderr
    made = tmp_path / done.stdout.strip()
    assert look(made).tables
    assert made.stat().st_mode & 0o077 == 0
    assert {each.name for each in folder.iterdir()} == {"hepai-20260115T000000Z.zip", "other.zip", made.name}


def test_a_failed_backup_deletes_no_older_one_and_makes_no_database(tmp_path: Path) -> None:
    old = tmp_path / "var/backups/hepai-20200101T000000Z.zip"
    old.parent.mkdir(parents=True)
    old.touch()
    os.utime(old, (0, 0))
    done = script(tmp_path, "sqlite:///nowhere.db")
    assert done.returncode == 2
    assert "there is no database to back up" in done.stderr
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == [old.name]


def test_wrong_days_and_no_python_are_said(tmp_path: Path) -> None:
    assert "must be a number of days, not '0'" in script(tmp_path, "sqlite:///data/hepai.db", KEEP_DAYS="0").stderr
    assert "no Python at /nowhere/python" in script(tmp_path, "sqlite:///a.db", PYTHON="/nowhere/python").stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://ada:hunter2@db/hepai", "HEPAI_STORAGE_URL in the environment must give"),
        ("postgresql://ada:hunter2@127.0.0.1:9/hepai", "PostgreSQL is not to be had"),
    ],
)
def test_a_database_out_of_reach_is_told_of_without_its_password(
    url: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEPAI_STORAGE_URL", url)
    assert main(["backup", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "hunter2" not in told.out + told.err
    assert list(tmp_path.iterdir()) == []


def test_without_a_sent_journal_nothing_is_restored_unless_the_operator_says_so(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(database, tmp_path / "one.zip")
    monkeypatch.setenv("HEPAI_STORAGE_URL", "sqlite:///new/hepai.db")

    def hepai(*arguments: str) -> tuple[int, str]:
        code = main(["restore", "one.zip", *arguments])
        said = capsys.readouterr()
        return code, said.out + said.err

    code, said = hepai()
    assert code == 2
    assert "there is no sent journal" in said
    assert not (tmp_path / "new").exists()
    code, said = hepai("--journal", "lost")
    assert code == 2
    assert "lost: this sent journal cannot be read" in said
    code, said = hepai("--no-journal")
    assert code == 0, said
    assert "the administrators are told which hours are gone" in said
    code, said = hepai("--moved", "--replace")
    assert code == 0, said
    assert "gone" not in said
    code, said = hepai("--no-journal")
    assert code == 2
    assert "is not empty" in said
