"""`python -m storage.migrations.make "what it does"`: writes the next step down (see the package)."""

import importlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from pkgutil import iter_modules

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import MigrationScript
from sqlalchemy import Connection, MetaData
from sqlmodel import SQLModel

from storage.engine import Engine
from storage.migrations import VERSIONS, revisions
from storage.migrations.runner import connected, upgrade
from storage.schema import Schema, Tables
from storage.sqlite import SqliteEngine

_FILE = '''"""{title}. Written by `storage.migrations.make`, and as long as what it makes."""

import sqlalchemy as sa
from alembic import op

revision = "{id}"
down_revision = {before}


def upgrade() -> None:
    {up}
'''


def feature_tables(package: str = "bot.features") -> Tables:
    """The tables of every feature, found by their place: only the composition root imports them by name."""
    tables: dict[type, type[SQLModel]] = {}
    for feature in iter_modules(importlib.import_module(package).__path__):
        name = f"{package}.{feature.name}"
        if any(each.name == "tables" for each in iter_modules(importlib.import_module(name).__path__)):
            tables |= importlib.import_module(f"{name}.tables").TABLES
    return tables


def difference(connection: Connection, metadata: MetaData) -> MigrationScript:
    """What separates a database from the tables we want."""
    options = {"compare_type": True, "include_name": lambda name, kind, _: name != "alembic_version"}
    return produce_migrations(MigrationContext.configure(connection, opts=options), metadata)


def write(title: str, tables: Tables, folder: Path = VERSIONS) -> Path | None:
    """The next step as a new file; None if there is nothing to change."""
    with tempfile.TemporaryDirectory() as scratch:
        engine: Engine = SqliteEngine(Path(scratch) / "scratch.db")
        upgrade(engine, folder)
        with connected(engine) as connection:
            found = difference(connection, Schema(tables).metadata)
    if found.upgrade_ops is None or found.upgrade_ops.is_empty():
        return None
    known = revisions(folder)
    id = f"{len(known) + 1:04}"
    path = folder / f"v{id}_{re.sub(r'[^a-z0-9]+', '_', title.lower()).strip('_')}.py"
    path.write_text(
        _FILE.format(
            title=title[:1].upper() + title[1:],
            id=id,
            before=f'"{known[-1].id}"' if known else None,
            up=re.sub(r"# ###.*\n? *", "", render_python_code(found.upgrade_ops, render_as_batch=True)),
        ),
        encoding="utf-8",
    )
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        raise SystemExit('usage: python -m storage.migrations.make "what it does"')
    made = write(sys.argv[1], feature_tables())
    if made:
        for tidy in (["format", "--silent"], ["check", "--fix", "--silent"]):
            subprocess.run([sys.executable, "-m", "ruff", *tidy, str(made)], check=False)  # noqa: S603 - our own file
    sys.stdout.write(f"{made}\n" if made else "tables and steps agree: nothing to do\n")
