#!/usr/bin/env bash
# Backs up the database that the settings name, while the bot runs: backup.sh [DIRECTORY]
# Start it where the bot is started, with the bot's environment. Older backups than KEEP_DAYS (35) are removed.
# The master key is left out on purpose: a backup with its key beside it is no longer encrypted.
set -euo pipefail
umask 077

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
directory=${1:-var/backups}
keep_days=${KEEP_DAYS:-35}
python=${PYTHON:-$home/.venv/bin/python}
export PYTHONPATH=$home${PYTHONPATH:+:$PYTHONPATH}

fail() {
    echo "backup: $1" >&2
    exit 1
}

[[ $keep_days =~ ^[1-9][0-9]*$ ]] || fail "KEEP_DAYS must be a number of days, not '$keep_days'"
command -v "$python" >/dev/null || fail "no Python at $python; run make setup, or set PYTHON"

mkdir -p "$directory"
workshop=$(mktemp -d "$directory/.unfinished-XXXXXX")
trap 'rm -rf "$workshop"' EXIT

# Writes $workshop/sqlite (the database's path) or $workshop/service (a libpq service, password included:
# on a command line every user of the machine could read it).
"$python" - "$workshop" <<'PYTHON'
import os
import sys
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict
from sqlalchemy.engine import make_url

from bot.settings import SettingsError, load

try:
    url = load(None, os.environ).storage.url.reveal()
except SettingsError as error:
    sys.exit(f"backup: {error}")
workshop = Path(sys.argv[1])
if url.startswith("sqlite:"):
    (workshop / "sqlite").write_text(str(make_url(url).database))
else:
    entries = conninfo_to_dict("postgresql://" + url.split("://", 1)[1])
    lines = ["[hepai]", *(f"{key}={value}" for key, value in entries.items())]
    (workshop / "service").write_text("\n".join(lines) + "\n")
PYTHON

name=hepai-$(date -u +%Y%m%dT%H%M%SZ)
if [[ -e $workshop/sqlite ]]; then
    backup=$directory/$name.db
    "$python" - "$(cat "$workshop/sqlite")" "$workshop/copy" <<'PYTHON'
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

source, copy = Path(sys.argv[1]), sys.argv[2]
if not source.is_file():
    sys.exit(f"backup: there is no database at {source}")
with closing(sqlite3.connect(source, timeout=60)) as database:
    database.execute("VACUUM INTO ?", (copy,))
with closing(sqlite3.connect(copy)) as database:
    (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
if verdict != "ok":
    sys.exit(f"backup: the copy is damaged: {verdict}")
PYTHON
else
    backup=$directory/$name.dump
    command -v pg_dump >/dev/null || fail "pg_dump is missing; install the PostgreSQL client"
    export PGSERVICEFILE=$workshop/service PGSERVICE=hepai
    pg_dump --no-password --format=custom --file="$workshop/copy"
    pg_restore --list "$workshop/copy" >/dev/null
fi

[[ ! -e $backup ]] || fail "$backup exists already"
mv "$workshop/copy" "$backup"
find "$directory" -maxdepth 1 -type f \( -name 'hepai-*.db' -o -name 'hepai-*.dump' \) -mtime "+$keep_days" -delete
echo "$backup"
