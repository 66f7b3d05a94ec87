"""What the two kinds of database have in common: how to reach one, keep others out, and read its complaints."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from storage.errors import StorageError
from storage.session import Session

SCHEMA_LOCK: Final = "SELECT pg_advisory_xact_lock(20260105)"
"""On PostgreSQL: only one process changes the schema, until its transaction ends."""


class Again(BaseException):
    """The whole transaction must run anew: two changed one row at once.

    No error of the work itself, so it passes by whoever handles those (hence no Exception).
    """


class Engine(Protocol):
    dialect: str
    shown: str
    """The URL as it may be shown."""
    connections: int
    shared: bool
    """Whether several processes may have it open at once."""
    numbers_itself: bool
    """Whether the database numbers the rows of a table by itself."""
    file: Path | None
    """The file the data lies in, if it is a file of ours."""

    def connect(self) -> Session:
        """A new session. Raises a StorageError."""

    def driver(self) -> Any:
        """A new connection of the driver itself, for whoever speaks to it through SQLAlchemy."""

    def exists(self) -> bool:
        """Whether there is anything yet; asking makes nothing."""

    def lock(self) -> Callable[[], None]:
        """Keep other processes out where only one may be in; returns how to let go."""

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Call this, from a thread, whenever another process stored something to do; returns how to stop."""

    def explain(self, error: Exception) -> StorageError | None:
        """The driver's error as a sentence; None if it is a bug of ours."""
