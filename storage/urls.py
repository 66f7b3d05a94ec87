"""Which database a URL names."""

from pathlib import Path

from bot.kernel.secret import StorageUrl
from storage.engine import Engine
from storage.errors import StorageError
from storage.sqlite import SqliteEngine


def engine_for(url: str | StorageUrl) -> Engine:
    """What the URL names. Raises a StorageError for one that names neither kind."""
    shown = str(url) if isinstance(url, StorageUrl) else str(StorageUrl(url))
    text = url.reveal() if isinstance(url, StorageUrl) else url
    if text in ("sqlite://", "sqlite:///:memory:"):
        return SqliteEngine(None)
    if text.startswith("sqlite:///"):
        return SqliteEngine(Path(text.removeprefix("sqlite:///")))
    for scheme in ("postgresql://", "postgresql+psycopg://"):
        if text.startswith(scheme):
            # Only who uses it pays for its driver: 10 MB, and a tenth of a second.
            from storage.postgresql import PostgresEngine

            return PostgresEngine("postgresql://" + text.removeprefix(scheme), shown)
    raise StorageError(
        f"{shown}: is no database we know. Write sqlite:///path/to/file.db or postgresql://user@host/database."
    )
