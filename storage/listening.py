"""Hearing at once, instead of looking again and again, that another process has stored something to do.

https://www.postgresql.org/docs/current/sql-notify.html
"""

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

import psycopg

from storage.errors import StorageError

LOG = logging.getLogger(__name__)
CHANNEL: Final = "hepai"
LOOK: Final = 0.5
"""Seconds after which a listener looks whether it shall stop."""
AGAIN: Final = 1.0
"""Seconds before a connection that broke is opened anew."""


class Listener:
    """A thread and a connection of its own. `own`: what this process signs its own news with: it has heard those."""

    def __init__(self, connect: Callable[[], "psycopg.Connection[Any]"], own: str, heard: Callable[[], None]) -> None:
        self._connect = connect
        self._own = own
        self._heard = heard
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="storage-listener", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Nothing is told after this returns."""
        self._stopping.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    # What came while nobody listened.
                    self._heard()
                    self._hear(connection)
            except (psycopg.Error, StorageError, OSError) as error:
                LOG.debug("the listener lost its connection", extra={"error": type(error).__name__})
                self._stopping.wait(AGAIN)

    def _hear(self, connection: "psycopg.Connection[Any]") -> None:
        while not self._stopping.is_set():
            # Several at once mean no more than one.
            told = [each.payload for each in connection.notifies(timeout=LOOK, stop_after=1)]
            if any(payload != self._own for payload in told):
                self._heard()
