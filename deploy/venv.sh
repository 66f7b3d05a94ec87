#!/usr/bin/env bash
# Creates a virtual environment with the first python found that is new enough: venv.sh DIRECTORY
set -euo pipefail

target=${1:?usage: venv.sh DIRECTORY}
oldest='(3, 11)'

for python in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.14; do
    command -v "$python" >/dev/null 2>&1 || continue
    "$python" -c "import sys; sys.exit(sys.version_info < $oldest)" >/dev/null 2>&1 || continue
    echo "[setup] creating $target with $("$python" --version 2>&1) ($(command -v "$python"))"
    if "$python" -m venv --clear "$target"; then
        exit 0
    fi
    rm -rf "$target"
    echo "[setup] $python cannot create virtual environments. On Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 1
done

found=$(python3 --version 2>/dev/null || echo "no python3 at all")
echo "[setup] Hepai needs Python 3.11 or newer; found: $found." >&2
echo "[setup] Install python3.11 (or newer) and its venv module, or name one: make setup PYTHON=/path/to/python3.12" >&2
exit 1
