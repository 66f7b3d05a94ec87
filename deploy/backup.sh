#!/usr/bin/env bash
# Backs up the database that the settings name, while the bot runs: backup.sh [DIRECTORY]
# Start it where the bot is started, with the bot's environment. Older backups than KEEP_DAYS (35) are removed.
# The master key is left out on purpose: a backup with its key beside it is no longer encrypted.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=${PYTHON:-$home/.venv/bin/python}
export PYTHONPATH=$home${PYTHONPATH:+:$PYTHONPATH}

command -v "$python" >/dev/null || { echo "backup: no Python at $python; run make setup, or set PYTHON" >&2; exit 1; }
exec "$python" -m bot backup "${1:-var/backups}" --keep-days "${KEEP_DAYS:-35}"
