#!/usr/bin/env bash
# Resolves pyproject.toml into its two hash-checked locks, good for every Python that the project supports; and what
# `make bench` measures us beside into a third.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
workshop=$(mktemp -d)
trap 'rm -rf "$workshop"' EXIT

bash deploy/venv.sh "$workshop/venv"
"$workshop/venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: uv
compile=("$workshop/venv/bin/uv" pip compile --quiet --universal --upgrade --python-version 3.11
    --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links)

echo "[lock] requirements-dev.lock"
"${compile[@]}" --extra dev --output-file requirements-dev.lock pyproject.toml
# Constrained by the first: what is tested is what runs.
echo "[lock] requirements.lock"
"${compile[@]}" --constraints requirements-dev.lock --output-file requirements.lock pyproject.toml
echo "[lock] tests/bench/peers.lock"
"${compile[@]}" --output-file tests/bench/peers.lock tests/bench/peers.in
