"""A PostgreSQL that keeps its promises: as it is installed, not the hasty one of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.postgres import Postgres, serving


@contextmanager
def postgres() -> Iterator[Postgres]:
    """What is committed is on disk."""
    with serving(settings=()) as server:
        yield server
