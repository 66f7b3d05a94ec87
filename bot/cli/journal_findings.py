"""What `doctor` finds in the sent journal, and a start says: that the database is older than what was said."""

from collections.abc import Iterator

from bot.ports.adapter import Finding
from bot.settings import Settings
from storage import StorageError
from storage.older import is_older

OLDER = (
    "the sent journal names messages that this database does not know: an older copy was put back, which may say again "
    "what was said since"
)


def journal(settings: Settings) -> Iterator[Finding]:
    folder = settings.storage.sent_journal
    try:
        older = is_older(settings.storage.url, folder)
    except (StorageError, OSError):
        return  # found elsewhere
    remedy = f"bring backups back by `restore`; if this is another company, name another folder than {folder}"
    if older:
        yield Finding("sent journal", OLDER, remedy, fatal=False)
    elif folder.is_dir():
        yield Finding("sent journal", f"{folder} and the database belong together")
