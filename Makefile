# make setup, run, test, check, bench, lock, clean - and `make help`.
# Needs python 3.11 or newer, make and a package registry; everything else is installed into .venv.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
SOURCES := bot adapters storage tests
# Many tests wait for sockets: two to a core.
WORKERS ?= 4
PYTEST_ARGS ?=
CHAOS ?=
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
# Hash-checked wheels only: nothing is built, nothing unlisted comes in.
LOCKED := install --no-deps --require-hashes --only-binary :all: -r
PIP_LOCKED := $(PIP) $(LOCKED)
# A stamp carries the lock's checksum in its name, so a checkout that only touches times repeats nothing.
sum = $(shell cksum $(1) 2>/dev/null | cksum | cut -d' ' -f1)
RUNTIME_STAMP := $(VENV)/.runtime-$(call sum,requirements.lock)
DEV_STAMP := $(VENV)/.dev-$(call sum,requirements-dev.lock)
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/.peers-$(call sum,tests/bench/peers.lock)
BENCH ?=

export PYTHONUNBUFFERED := 1

.PHONY: help setup run test check bench chaos lock clean browser

help: ## say what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

setup: $(DEV_STAMP) ## create .venv with everything that development needs
	@:

run: $(RUNTIME_STAMP) ## install what running needs, then start the bot
	@exec $(BIN)/python -m bot run

test: setup browser ## run every test (installs a Chromium if there is none)
	@echo "[test] pytest, $(WORKERS) at a time"
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

browser: ## find or install the browser of the page tests
	@bash tests/setup_browser.sh

check: setup ## style, formatting, types, import contracts
	@failed=(); \
	look() { echo "[check] $$1"; shift; "$$@" || failed+=("$$1"); }; \
	look "style: ruff check" $(BIN)/ruff check .; \
	look "formatting: ruff format" $(BIN)/ruff format --check .; \
	look "types: mypy --strict" $(BIN)/mypy --strict $(SOURCES); \
	look "who imports whom: lint-imports" $(BIN)/lint-imports; \
	if (($${#failed[@]})); then echo "[check] FAILED: $${failed[*]##*/}"; exit 1; fi

bench: setup $(BENCH_STAMP) ## measure, beside what one would pick instead; BENCH="endtoend drain" only those
	@$(BIN)/python -m tests.bench $(BENCH)

chaos: setup ## ten minutes of people talking while everything dies; CHAOS="--minutes 1 --sqlite" is shorter
	@$(BIN)/python -m tests.chaos $(CHAOS)

lock: ## resolve the dependencies of pyproject.toml anew
	@bash deploy/lock.sh

clean: ## remove .venv and caches; your data in var/ stays
	rm -rf $(VENV) $(BENCH_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist hepai.egg-info
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@bash deploy/venv.sh $(VENV)

$(RUNTIME_STAMP): | $(BIN)/python
	@echo "[setup] installing what running needs, by requirements.lock"
	@rm -f $(VENV)/.runtime-*
	@$(PIP_LOCKED) requirements.lock
	@touch $@

$(DEV_STAMP): | $(BIN)/python
	@echo "[setup] installing what development needs, by requirements-dev.lock (about a minute the first time)"
	@rm -f $(VENV)/.dev-* $(VENV)/.runtime-*
	@$(PIP_LOCKED) requirements-dev.lock
	@echo "[setup] installing hepai itself, editable"
	@$(PIP) install --no-deps --no-index --no-build-isolation --editable .
	@touch $@ $(RUNTIME_STAMP)
	@echo "[setup] ready: $(BIN)/hepai, or make run"

$(BENCH_STAMP):
	@bash deploy/venv.sh $(BENCH_VENV)
	@echo "[bench] installing what Hepai is measured beside, by tests/bench/peers.lock"
	@$(subst $(BIN),$(BENCH_VENV)/bin,$(PIP)) $(LOCKED) tests/bench/peers.lock
	@touch $@
