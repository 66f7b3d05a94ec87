"""What `doctor` finds in a database and on the disk, each with its remedy."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.app import storage_of
from bot.cli import database_findings, file_findings
from bot.cli.doctor import CHECKS
from bot.kernel.secret import StorageUrl
from bot.ports.adapter import Envelope, Finding
from bot.settings import Keys, Settings, Storage, Web
from tests.support.postgres import Postgres, name_in


def settings_for(url: str, folder: Path) -> Settings:
    return Settings(
        storage=Storage(url=StorageUrl(url)),
        keys=Keys(file=folder / "keys" / "master.key"),
        platforms={"toy": {}},
    )


def told(findings: Iterator[Finding]) -> dict[str, Finding]:
    """By the first words of what they say."""
    return {f"{each.subject}: {each.says}": each for each in findings}


def about(found: dict[str, Finding], words: str) -> Finding:
    (key,) = [each for each in found if words in each]
    return found[key]


async def test_what_waits_and_what_was_set_aside_is_told(storage_url: str, tmp_path: Path) -> None:
    settings = settings_for(storage_url, tmp_path)
    storage = storage_of(settings)
    await storage.open()
    long_ago = datetime.now(UTC) - timedelta(hours=3)
    events = [Envelope("toy", str(number), long_ago, {}) for number in range(3)]
    await storage.transact(lambda tx: tx.inbox.accept(events))
    await storage.transact(
        lambda tx: tx.inbox.park(tx.inbox.waiting(long_ago + timedelta(hours=9), 9)[0].seq, "KeyError")
    )
    await storage.close()
    found = told(database_findings.database(settings))
    assert about(found, "schema: is at 0").remedy == ""
    assert about(found, "clocks: this machine and the database differ by 0.").remedy == ""
    late = about(found, "inbox: 2 events wait, the oldest for 3 h")
    assert "start the bot" in late.remedy
    assert not late.fatal
    assert "hepai parked" in about(found, "set aside: 1 events are parked, 0 messages").remedy


@pytest.mark.postgres
async def test_a_server_whose_settings_would_hurt_is_told_with_each_remedy(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.fresh()
    settings = settings_for(url, tmp_path)
    storage = storage_of(settings)
    await storage.open()
    await storage.transact(lambda tx: tx.leases.hold(["beat"], "abc", timedelta(seconds=30)))
    await storage.close()
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout"):
            connection.execute(f"ALTER DATABASE {name_in(url)} SET {name} = '5s'")
        connection.execute(f"ALTER DATABASE {name_in(url)} SET synchronous_commit = off")
    found = told(database_findings.database(settings))
    for name in ("statement_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout"):
        assert f"SET {name} = 0" in about(found, f"server: {name} is 5 s").remedy
    for name in ("synchronous_commit", "fsync", "full_page_writes"):
        finding = about(found, f"server: {name} is off")
        assert finding.remedy
        assert finding.fatal
    assert "connections are free" in " ".join(found)
    assert about(found, "lease: beat is held by abc, term 1, for another ").remedy == ""
    assert "log about leases" in about(found, "lease: nobody holds send:toy").remedy
    postgres.drop(url)


def test_clocks_that_differ_are_told() -> None:
    for seconds, words in ((1.5, "1.5 s ahead of"), (-90.0, "90.0 s behind")):
        finding = database_findings._clocks(timedelta(seconds=seconds))
        assert words in finding.says
        assert "chrony" in finding.remedy
    assert database_findings._clocks(timedelta(seconds=-0.9)).remedy == ""


def test_a_port_that_is_taken_names_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = replace(Settings(), web=Web(port=0, metrics=("127.0.0.1", port)))
        check = next(each for each in CHECKS if each.__name__ == "_ports")
        free, busy = check(settings)
    assert (free.remedy, busy.says) == ("", f"127.0.0.1:{port} is not free (Address already in use)")
    assert busy.remedy.endswith("or set another [web] metrics")


def test_a_database_that_cannot_be_reached_is_one_finding(tmp_path: Path) -> None:
    settings = settings_for("postgresql://hepai:s3cret@127.0.0.1:1/hepai", tmp_path)
    check = next(each for each in CHECKS if each.__name__ == "_database")
    (finding,) = check(settings)
    assert finding.fatal
    assert "Check that it runs" in finding.remedy
    assert "s3cret" not in f"{finding}"
    assert list(database_findings.database(settings)) == []


def test_little_room_on_a_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_for(f"sqlite:///{tmp_path}/data/hepai.db", tmp_path)
    settings = replace(settings, storage=replace(settings.storage, sent_journal=tmp_path / "sent"))
    assert [each.remedy for each in file_findings.disks(settings)] == ["", "", ""]
    monkeypatch.setattr(file_findings, "FEW", 1 << 62)
    assert [(bool(each.remedy), each.fatal) for each in file_findings.disks(settings)] == [(True, False)] * 3
    monkeypatch.setattr(file_findings, "NONE", 1 << 62)
    assert all(each.fatal for each in file_findings.disks(settings))


def test_a_secret_that_others_can_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("hush")
    environment = {"HEPAI_TOY_KEY_FILE": str(file), "HEPAI_DEBUG": "1"}
    for folder, mode, open_to_others in ((0o755, 0o644, True), (0o700, 0o644, False), (0o755, 0o640, False)):
        tmp_path.chmod(folder)
        file.chmod(mode)
        (finding,) = file_findings.secrets(Settings(), environment, top=tmp_path)
        assert (finding.remedy != "") is open_to_others, oct(mode)
        assert "hush" not in f"{finding}"


def test_a_settings_file_with_a_password_is_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "hepai.toml"
    file.touch(0o644)
    tmp_path.chmod(0o755)
    settings = replace(settings_for("postgresql://hepai:s3cret@db/hepai", tmp_path), file=file)
    (finding,) = file_findings.secrets(settings, {}, top=tmp_path)
    assert "HEPAI_STORAGE_URL_FILE" in finding.remedy
    assert list(file_findings.secrets(settings, {"HEPAI_STORAGE_URL_FILE": ""}, top=tmp_path)) == []
