"""Fixtures that many tests share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.matrix import MATRIX
from tests.support.postgres import Postgres, serving
from tests.support.surroundings import clean_environment, only_this_machine, quick_folder

__all__ = ["clean_environment", "only_this_machine", "quick_folder"]


# A busy machine is no failure: nothing here is timed, and the same examples are tried everywhere.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this session, started by the first test that wants it."""
    with serving() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new, empty database, of each kind we run on."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'hepai.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite transcripts from what happened in the core")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: searching it for garbage again and again takes a fifth of the time."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The matrix of transcripts and worlds, after a run in which it was checked."""
    reports = (each for outcome in ("passed", "failed") for each in terminalreporter.stats.get(outcome, ()))
    if any("test_the_matrix_is_up_to_date" in each.nodeid for each in reports):
        terminalreporter.section("transcripts in every world")
        terminalreporter.write_line(MATRIX.read_text(encoding="utf-8"))
