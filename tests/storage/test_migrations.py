"""Migrations: tables and steps agree, and a database is brought to the newest schema whole or not at all."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from storage import Database, StorageError, migrations, status, upgrade
from storage.migrations import make, revisions, runner
from storage.schema import Schema
from storage.urls import engine_for
from tests.contracts.storage.kinds import TABLES, Thing

SECOND = '''"""A second step, in several statements."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table("extra", sa.Column("id", sa.String(), primary_key=True))
    op.execute("INSERT INTO extra (id) SELECT id FROM thing")
    with op.batch_alter_table("team") as team:
        team.add_column(sa.Column("motto", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_team_motto", "team", ["motto"])
'''


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "master.key"


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Steps of a small program, the first only."""
    folder = tmp_path / "steps"
    folder.mkdir()
    assert make.write("first step", TABLES, folder) == folder / "v0001_first_step.py"
    monkeypatch.setattr(migrations, "VERSIONS", folder)
    return folder


def use(url: str, key: Path) -> list[str]:
    """Start, save a thing, stop. The ids of all things there are."""

    async def used() -> list[str]:
        database = Database(url, TABLES, key)
        await database.open()
        things = await database.transact(lambda tx: tx.records.find(Thing))
        await database.transact(lambda tx: tx.records.save([Thing(f"thing {len(things)}")]))
        await database.close()
        return [thing.id for thing in things]

    return asyncio.run(used())


def tables(url: str) -> set[str]:
    session = engine_for(url).connect()
    try:
        return session.tables()
    finally:
        session.close()


@pytest.mark.parametrize("how", ["made at once", "step by step"])
def test_tables_and_steps_agree(storage_url: str, key: Path, how: str) -> None:
    """Fails? `python -m storage.migrations.make "what changed"`."""
    features = make.feature_tables()
    if how == "step by step":
        upgrade(storage_url)
    else:
        asyncio.run(_opened(Database(storage_url, features, key)))
    with runner.connected(engine_for(storage_url)) as connection:
        found = make.difference(connection, Schema(features).metadata).upgrade_ops
    assert found is not None
    assert found.as_diffs() == []


async def _opened(database: Database) -> None:
    await database.open()
    await database.close()


def test_a_new_database_has_taken_every_step(storage_url: str, key: Path, steps: Path) -> None:
    assert status(storage_url).applied == ()
    use(storage_url, key)
    assert [each.title for each in status(storage_url).applied] == ["first step"]
    assert status(storage_url).pending == ()


def test_an_older_database_is_migrated_at_start_and_keeps_its_records(storage_url: str, key: Path, steps: Path) -> None:
    use(storage_url, key)
    (steps / "v0002_second.py").write_text(SECOND)
    assert [each.id for each in status(storage_url).pending] == ["0002"]
    assert use(storage_url, key) == ["thing 0"]
    assert status(storage_url).pending == ()
    assert "extra" in tables(storage_url)
    assert use(storage_url, key) == ["thing 0", "thing 1"]


def test_an_older_database_is_migrated_by_hand(storage_url: str, key: Path, steps: Path) -> None:
    use(storage_url, key)
    (steps / "v0002_second.py").write_text(SECOND)
    assert [each.id for each in upgrade(storage_url).pending] == ["0002"]
    assert upgrade(storage_url).pending == ()


def test_whoever_only_looks_in_migrates_nothing(storage_url: str, key: Path, steps: Path) -> None:
    use(storage_url, key)
    (steps / "v0002_second.py").write_text(SECOND)
    with pytest.raises(StorageError, match="older schema"):
        asyncio.run(_opened(Database(storage_url, TABLES, key, exclusive=False)))
    assert [each.id for each in status(storage_url).pending] == ["0002"]


def test_a_database_of_a_newer_program_is_refused(storage_url: str, key: Path, steps: Path) -> None:
    (steps / "v0002_second.py").write_text(SECOND)
    use(storage_url, key)
    (steps / "v0002_second.py").unlink()
    with pytest.raises(StorageError, match="newer version of this program"):
        use(storage_url, key)
    with pytest.raises(StorageError, match="newer version"):
        status(storage_url)


def test_a_step_that_fails_leaves_the_older_schema(storage_url: str, key: Path, steps: Path) -> None:
    use(storage_url, key)
    (steps / "v0002_second.py").write_text(SECOND + '    raise ZeroDivisionError("at the end")\n')
    with pytest.raises(ZeroDivisionError):
        use(storage_url, key)
    assert "extra" not in tables(storage_url)
    (steps / "v0002_second.py").write_text(SECOND)
    assert use(storage_url, key) == ["thing 0"]


def test_a_migration_killed_anywhere_leaves_the_old_or_the_new_schema(storage_url: str, key: Path, steps: Path) -> None:
    use(storage_url, key)
    (steps / "v0002_second.py").write_text(SECOND)
    program = DYING.format(url=storage_url, steps=str(steps))
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    *killed, finished = [line.split() for line in said.splitlines()]
    assert len(killed) > 8
    assert {tuple(each) for each in killed} == {("killed", "old")}
    assert finished == ["finished", "new"]
    assert use(storage_url, key) == ["thing 0"]


DYING = """
import os, pathlib, signal
from sqlalchemy import Engine, event
from storage import migrations, upgrade
from storage.migrations import runner
from storage.urls import engine_for

migrations.VERSIONS = pathlib.Path({steps!r})

def migrate_and_die(statement):
    # The process is a copy of this one, so that starting it costs nothing.
    def die(*_):
        nonlocal statement
        statement -= 1
        if statement == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", die)
    event.listen(Engine, "commit", die)
    upgrade({url!r})

def schema():
    session = engine_for({url!r}).connect()
    try:
        return "new" if "extra" in session.tables() else "old"
    finally:
        session.close()

for statement in range(1, 100):
    child = os.fork()
    if child == 0:
        migrate_and_die(statement)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    assert killed or os.waitstatus_to_exitcode(status) == 0
    print("killed" if killed else "finished", schema(), flush=True)
    if not killed:
        break
"""


def test_the_maker_writes_down_what_changed_and_nothing_else(tmp_path: Path, steps: Path) -> None:
    assert make.write("nothing", TABLES, steps) is None
    fewer = make.write("less", {}, steps)
    assert fewer is not None
    assert 'op.drop_table("thing")' in fewer.read_text().replace("'", '"')
    assert [each.id for each in revisions(steps)] == ["0001", "0002"]


def test_steps_are_named_as_alembic_knows_them() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(migrations.VERSIONS.parent), version_locations=[str(migrations.VERSIONS)])
    assert [each.revision for each in script.walk_revisions()][::-1] == [each.id for each in revisions()]


def test_a_status_makes_no_file(tmp_path: Path) -> None:
    found = status(f"sqlite:///{tmp_path / 'nowhere' / 'hepai.db'}")
    assert found.applied == ()
    assert list(found.pending) == list(revisions())
    assert not (tmp_path / "nowhere").exists()
