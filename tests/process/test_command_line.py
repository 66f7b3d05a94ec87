"""What a user can get wrong is answered with a sentence and a remedy; what runs stops in an orderly way."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.process import Process


def _hepai(*arguments: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Process]:
    process = Process(tmp_path)
    yield process
    if process.running:
        process.stop(signal.SIGKILL)


def _said(result: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_misspelt_key_is_named_with_its_file_and_the_remedy(tmp_path: Path) -> None:
    settings = tmp_path / "hepai.toml"
    settings.write_text("[web]\nprot = 1\n", encoding="utf-8")
    result = _hepai("--settings", settings, "run", cwd=tmp_path)
    assert result.returncode == 2
    assert "prot" in _said(result)
    assert str(settings) in result.stderr
    assert "did you mean" in result.stderr


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "hepai.toml").write_text("[web\n", encoding="utf-8")
    result = _hepai("run", cwd=tmp_path)
    assert result.returncode == 2
    assert "line 1" in _said(result)


def test_a_port_in_use_is_named_with_the_remedy(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = _hepai("run", "--port", port, cwd=tmp_path)
    assert result.returncode == 2
    assert port in _said(result)
    assert "[web] port" in result.stderr


def test_a_second_process_on_the_same_database_is_told_so(tmp_path: Path, bot: Process) -> None:
    bot.start()
    result = _hepai("--settings", bot.settings, "run", "--port", "0", cwd=tmp_path)
    assert result.returncode == 3
    assert "another process" in _said(result)


def test_a_database_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    result = _hepai("doctor", cwd=tmp_path, HEPAI_STORAGE_URL=f"sqlite:///{tmp_path}/file/hepai.db")
    assert result.returncode == 1
    assert "FAIL" in result.stdout
    assert f"{tmp_path}/file" in result.stdout


def test_an_unreachable_postgresql_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://hepai:s3cret@127.0.0.1:1/hepai"
    result = _hepai("run", "--port", "0", cwd=tmp_path, HEPAI_STORAGE_URL=url)
    assert result.returncode == 2
    assert "127.0.0.1" in _said(result)
    assert "s3cret" not in result.stderr + result.stdout


def test_the_playground_refuses_to_be_served_to_others_unasked(tmp_path: Path) -> None:
    (tmp_path / "hepai.toml").write_text('[web]\nhost = "0.0.0.0"\n', encoding="utf-8")
    result = _hepai("run", "--port", "0", cwd=tmp_path)
    assert result.returncode == 2
    assert "allow_remote" in _said(result)


def test_doctor_finds_a_fresh_folder_healthy(tmp_path: Path) -> None:
    result = _hepai("doctor", cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    assert "FAIL" not in result.stdout
    assert "schema is up to date" in result.stdout


def test_sigterm_is_an_orderly_end_and_the_next_start_finds_everything(bot: Process) -> None:
    bot.start()
    bot.post("/api/advance", by="2026-09-17T09:31")
    before = bot.get("/api/chats/hepai?as=zhaomin&after=0")["messages"]
    assert bot.stop(signal.SIGTERM) == 0
    bot.start()
    bot.post("/api/settle")
    assert bot.get("/api/chats/hepai?as=zhaomin&after=0")["messages"] == before != []
    assert "ERROR" not in bot.errors()


def test_health_and_readiness_answer(bot: Process) -> None:
    bot.start()
    assert bot.get("/healthz") == {"alive": True}
    assert bot.get("/readyz") == {"ready": True, "missing": "", "platforms": {"playground": ""}}


def test_sec_077_no_message_text_is_logged(bot: Process) -> None:
    bot.start()
    bot.post("/api/say", **{"as": "zhaomin", "chat": "hepai", "text": "绝密的话", "settle": True})
    bot.stop(signal.SIGTERM)
    assert "绝密的话" not in bot.errors()


def test_every_card_is_previewed_in_both_forms(tmp_path: Path) -> None:
    result = _hepai("preview", tmp_path / "cards", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "cards" / "index.html").read_text(encoding="utf-8")
    drawn = sorted((tmp_path / "cards").rglob("*.json"))
    assert page.count("<figure>") == len(drawn) > 30


def test_sec_066_an_export_disarms_formulas_and_leaves_private_words_out(tmp_path: Path, bot: Process) -> None:
    bot.start()
    bot.post("/api/people", name="=HYPERLINK(1)", department="研发")
    bot.post("/api/say", **{"as": "zhaomin", "chat": "hepai", "text": "里程碑 =1+1 明天 18:00", "settle": True})
    bot.stop(signal.SIGTERM)
    result = _hepai("--settings", bot.settings, "export", tmp_path / "out", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    people = (tmp_path / "out" / "person.csv").read_text(encoding="utf-8-sig")
    assert "赵敏" in people
    cells = [cell for file in (tmp_path / "out").glob("*.csv") for cell in file.read_text("utf-8-sig").split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "@", '"='))]


def test_parked_and_replay_look_in_beside_a_running_bot(tmp_path: Path, bot: Process) -> None:
    bot.start()
    assert "Nothing is set aside" in _hepai("--settings", bot.settings, "parked", cwd=tmp_path).stdout
    result = _hepai("--settings", bot.settings, "replay", "E99", cwd=tmp_path)
    assert result.returncode == 1
    assert "0 will be tried again" in result.stdout


def test_migrate_shows_the_state_and_applies_it(tmp_path: Path) -> None:
    assert "pending" in _hepai("migrate", cwd=tmp_path).stdout
    applied = _hepai("migrate", "--apply", cwd=tmp_path)
    assert applied.returncode == 0, applied.stderr
    assert "up to date" in applied.stdout
    assert "up to date" in _hepai("migrate", cwd=tmp_path).stdout
