"""What `doctor` finds on the disk: room where data is written, and who can read what is secret."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.ports.adapter import Finding
from bot.settings import Settings

FEW, NONE = 1024**3, 100 * 1024**2
"""Free bytes below which a disk is told of, and below which it is as good as full."""
MOUNTED = Path("/run/secrets")
"""Where containers get their secrets: whoever is inside may read them."""


def folders_of(settings: Settings) -> Mapping[str, Path]:
    """Where the bot writes, by what it writes there."""
    storage = settings.storage
    found = {"keys": settings.keys.file.parent, "sent journal": storage.sent_journal}
    return found if storage.folder == storage.sent_journal else {**found, "database": storage.folder}


def disks(settings: Settings) -> Iterator[Finding]:
    for what, folder in folders_of(settings).items():
        nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        free = shutil.disk_usage(nearest).free
        says = f"{free / 1024**3:.1f} GB are free for the {what} in {folder}"
        remedy = "free some space: a full disk stops the bot" if free < FEW else ""
        yield Finding("disk", says, remedy, fatal=free < NONE)
    journal = settings.storage.sent_journal
    if journal.exists() and not os.access(journal, os.W_OK | os.X_OK):
        yield Finding("sent journal", f"{journal} cannot be written", f"give this user the right to write {journal}")


def secrets(
    settings: Settings, environment: Mapping[str, str] = os.environ, top: Path = Path("/")
) -> Iterator[Finding]:
    """Files that the environment names as secret; and the settings, where they hold a password. All lie below `top`."""
    named = {
        name: Path(value)
        for name, value in environment.items()
        if name.startswith("HEPAI_") and name.endswith("_FILE") and value.strip()
    }
    for name, path in sorted(named.items()):
        if not path.exists():
            continue  # told by whoever reads it
        if _open_to_others(path, top):
            yield Finding("secrets", f"{name}: others can read {path}", f"chmod o-r {path}", fatal=False)
        else:
            yield Finding("secrets", f"{name}: {path} is closed to others")
    url, file = settings.storage.url, settings.file
    if file and str(url) != url.reveal() and not any(name.startswith("HEPAI_STORAGE_URL") for name in environment):
        remedy = f"chmod o-r {file}, or give it by HEPAI_STORAGE_URL_FILE" if _open_to_others(file, top) else ""
        yield Finding("secrets", f"{file} holds the database's password", remedy, fatal=False)


def _open_to_others(file: Path, top: Path) -> bool:
    """Whether any user of this machine reaches and reads it."""
    real = file.resolve()
    if MOUNTED in real.parents or MOUNTED in file.absolute().parents:
        return False
    above = [each for each in real.parents if each.is_relative_to(top.resolve())]
    reached = all(stat.S_IMODE(each.stat().st_mode) & 0o001 for each in above)
    return bool(reached and stat.S_IMODE(real.stat().st_mode) & 0o004)
