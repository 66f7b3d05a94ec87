"""Whether a database is an older one than its sent journal: a copy that was put back by hand, without `restore`."""

from contextlib import closing
from pathlib import Path

from bot.kernel.secret import StorageUrl
from storage.journal import last_said
from storage.migrating import status
from storage.place import telling
from storage.urls import engine_for

_ANY = "SELECT 1 FROM outbox LIMIT 1"
_KNOWN = """
SELECT 1 FROM (SELECT key FROM outbox UNION ALL SELECT key FROM outbox_part UNION ALL SELECT key FROM said) AS every
WHERE key IN :keys LIMIT 1
"""


def is_older(url: str | StorageUrl, journal: Path) -> bool:
    """True if the database has messages, but none of those that the journal names last. Changes nothing."""
    keys = last_said(journal) if journal.is_dir() else ()
    engine = engine_for(url)
    if not keys or not engine.exists() or status(url).pending:
        return False
    with telling(engine), closing(engine.connect()) as session:
        return session.row(_ANY) is not None and session.row(_KNOWN, keys=list(keys)) is None
