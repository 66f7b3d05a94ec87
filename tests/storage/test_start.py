"""A start loads no more than it uses: the bot is to be ready within two seconds and in little memory."""

import subprocess
import sys
from pathlib import Path


def test_a_start_on_sqlite_with_nothing_to_migrate_loads_neither_alembic_nor_a_postgresql_driver(
    tmp_path: Path,
) -> None:
    program = f"""
import asyncio, pathlib, sys
from storage import Database
database = Database("sqlite:///{tmp_path / "data" / "hepai.db"}", {{}}, pathlib.Path("{tmp_path / "keys" / "key"}"))
asyncio.run(database.open())
asyncio.run(database.close())
print(*sorted(sys.modules.keys() & {{"alembic", "psycopg"}}))
"""
    for _ in range(2):
        said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
        assert said.strip() == ""
