"""`doctor`: what is wrong before it hurts, each with its remedy."""

import argparse
import asyncio
import os
import socket
import stat
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from zoneinfo import available_timezones

from bot.app import storage_of
from bot.cli.database_findings import database
from bot.cli.file_findings import disks, secrets
from bot.cli.journal_findings import journal
from bot.cli.live import live, look
from bot.ports.adapter import Finding
from bot.runtime.almanac import almanac_for
from bot.settings import Settings
from storage import AlreadyRunning

Check = Callable[[Settings], Iterator[Finding]]


def doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints every finding; 1 if something fatal needs a remedy. With --live it sends one of each card instead."""
    if arguments.live:
        return live(settings, arguments.live, arguments.to or "")
    findings = [finding for check in CHECKS for finding in check(settings)]
    for finding in findings:
        mark = "ok  " if not finding.remedy else "FAIL" if finding.fatal else "note"
        print(f"{mark}  {finding.subject}: {finding.says}")
        if finding.remedy:
            print(f"      → {finding.remedy}")
    return int(any(finding.remedy and finding.fatal for finding in findings))


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding("settings", f"read from {settings.file}" if settings.file else "the defaults (no hepai.toml here)")


def _database(settings: Settings) -> Iterator[Finding]:
    async def opened() -> None:
        storage = storage_of(settings)
        await storage.open()
        await storage.close()

    try:
        asyncio.run(opened())
    except AlreadyRunning:
        yield Finding("database", "the bot itself is running on it")
    except Exception as error:
        yield Finding("database", type(error).__name__, str(error) or "look at the log of a start")
    else:
        yield Finding("database", f"{settings.storage.url} opens and its schema is up to date")


def _platforms(settings: Settings) -> Iterator[Finding]:
    yield from asyncio.run(look(settings))


def _keys(settings: Settings) -> Iterator[Finding]:
    file = settings.keys.file
    if not file.exists():
        yield Finding("keys", f"{file} is made at the first start")
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        yield Finding("keys", f"{file} can be read by others (mode {mode:o})", f"chmod 400 {file}")
    else:
        yield Finding("keys", f"{file} is readable by its owner only; keep a copy of it elsewhere")


def _calendar(settings: Settings) -> Iterator[Finding]:
    if settings.calendar.region == "none":
        yield Finding("calendar", "weekdays only, no holidays")
        return
    almanac, this_year = almanac_for(settings.calendar.region), datetime.now(UTC).year
    for year in (this_year, this_year + 1):
        known = almanac.knows(year) or any(day.year == year for day in settings.calendar.days_off)
        yield Finding(
            "calendar",
            f"{year} holidays are {'on file' if known else 'not on file: fixed holidays and weekdays are used'}",
            "" if known else f"when {year} is published, set [calendar] days_off and workdays, or tell the bot 放假 …",
            fatal=False,
        )


def _clock(_: Settings) -> Iterator[Finding]:
    if date.today().year < 2026 or time.time() < 0:  # noqa: DTZ011 - the machine's own idea is what is checked
        yield Finding("clock", f"this machine says {datetime.now(UTC):%Y-%m-%d}", "set the clock (timedatectl)")
    else:
        yield Finding("clock", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    if "Asia/Shanghai" not in available_timezones():
        yield Finding("time zones", "no time zone data", "install the tzdata package")


def _folders(settings: Settings) -> Iterator[Finding]:
    # Once the key is there its folder may be closed, as that of mounted secrets is.
    wanted = [] if settings.keys.file.exists() else [settings.keys.file.parent]
    if settings.playground.enabled:
        wanted.append(settings.playground.log.parent)
    for folder in wanted:
        nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        if os.access(nearest, os.W_OK):
            yield Finding("folder", f"{folder} can be written")
        else:
            yield Finding("folder", f"{nearest} cannot be written", f"give this user the right to write {nearest}")


def _ports(settings: Settings) -> Iterator[Finding]:
    wanted = {"[web] port": (settings.web.host, settings.web.port), "[web] metrics": settings.web.metrics}
    for setting, address in wanted.items():
        if address:
            yield _port(setting, *address)


def _port(setting: str, host: str, port: int) -> Finding:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            remedy = f"stop the program that uses it (perhaps the bot itself runs), or set another {setting}"
            return Finding("port", f"{host}:{port} is not free ({error.strerror})", remedy, fatal=False)
    return Finding("port", f"{host}:{port} is free")


CHECKS: tuple[Check, ...] = (
    _settings,
    _folders,
    disks,
    journal,
    _keys,
    secrets,
    _database,
    database,
    _platforms,
    _calendar,
    _clock,
    _ports,
)
