"""`backup` beside a running bot, `restore` into a database on which none runs."""

import argparse
import asyncio
import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.app import storage_of
from bot.features.accounts import codes, phrases
from bot.kernel.people import Locale
from bot.ports.adapter import Envelope
from bot.runtime.desk import TROUBLE
from bot.settings import Settings
from storage import StorageError
from storage.backup import Restored, look, restore, write

_NAME: Final = re.compile(r"hepai-\d{8}T\d{6}Z\.zip")
_DAY: Final = 86400


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write one; print where it is. With --keep-days, older ones beside it go once the new one is known to be whole."""
    place: Path = arguments.place
    named = place.suffix == ".zip" and not place.is_dir()
    file = place if named else place / f"hepai-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.zip"
    write(settings.storage.url, file)
    if arguments.keep_days:
        _forget(file.parent, arguments.keep_days)
    print(file)
    return 0


def bring_back(arguments: argparse.Namespace, settings: Settings) -> int:
    """Restore, check that the master key fits, and say what the bot will do at its next start."""

    def tell(since: datetime, until: datetime) -> Sequence[Envelope]:
        return () if arguments.moved else (lost(since, until, settings.locale.timezone),)

    done = restore(
        arguments.file,
        settings.storage.url,
        _journals(arguments, settings),
        replace=arguments.replace,
        hold=arguments.hold,
        void=(codes.PREFIX,),
        tell=tell,
    )
    for line in _told(done, arguments.moved):
        print(line)
    asyncio.run(_opened(settings))
    return 0


def lost(since: datetime, until: datetime, timezone: str) -> Envelope:
    """What tells the administrators, once, of the hours that are gone."""
    zone = ZoneInfo(timezone)
    hours = {
        "since": f"{since.astimezone(zone):%Y-%m-%d %H:%M}",
        "until": f"{until.astimezone(zone):%Y-%m-%d %H:%M}",
        "zone": timezone,
    }
    told = {
        "platform": "",
        "subject": "restored",
        "zh": phrases.RESTORED.text(Locale.ZH, **hours),
        "en": phrases.RESTORED.text(Locale.EN, **hours),
        "over": False,
    }
    return Envelope(TROUBLE, f"restored:{until.isoformat()}", until, told)


def _journals(arguments: argparse.Namespace, settings: Settings) -> Sequence[Path]:
    if arguments.no_journal:
        return ()
    if arguments.journal:
        return [Path(each) for each in arguments.journal]
    usual = settings.storage.sent_journal
    if usual.is_dir() or arguments.moved:
        return [usual] if usual.is_dir() else ()
    at = look(arguments.file).at
    raise StorageError(
        f"{usual}: there is no sent journal. Name those of every bot that ran since {at:%Y-%m-%d %H:%M}Z with "
        "--journal; --no-journal restores without, and what was said since then may be said again."
    )


def _told(done: Restored, moved: bool) -> Sequence[str]:
    manifest, after = done.manifest, done.after
    lines = [
        f"Restored {manifest.rows} rows as they were at {manifest.at:%Y-%m-%d %H:%M}Z.",
        f"The journals name {after.said} messages, from a day before that on; none of them is sent again.",
    ]
    if after.due:
        verb = "were set aside: `parked` lists them, `replay` sends them" if after.held else "go out at the next start"
        lines.append(f"{after.due} messages that were due, and that no journal names, {verb}.")
    if not moved:
        lines.append("At the next start the administrators are told which hours are gone.")
    return lines


async def _opened(settings: Settings) -> None:
    """The master key is the one that the backup was written with, or this says so now rather than at the start."""
    storage = storage_of(settings)
    await storage.open()
    await storage.close()


def _forget(folder: Path, days: int) -> None:
    before = time.time() - days * _DAY
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path.stat().st_mtime < before:
            path.unlink()
