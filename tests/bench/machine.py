"""What a run was measured on: absolute figures mean nothing without it."""

import os
import platform
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp
import psycopg

SYNCS = 200


def machine(folder: Path) -> Iterator[tuple[str, str]]:
    """Names and values. The disk is the one below `folder`."""
    yield "cores", f"{len(os.sched_getaffinity(0))} of {_field('/proc/cpuinfo', 'model name')}"
    yield "memory", f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.0f} GB"
    yield "system", f"{platform.freedesktop_os_release().get('PRETTY_NAME', '')}, Linux {platform.release()}"
    yield "Python", f"{platform.python_version()}, aiohttp {aiohttp.__version__}"
    yield "SQLite", f"{sqlite3.sqlite_version}, WAL, synchronous = FULL"
    yield "psycopg", psycopg.__version__
    yield "disk", f"{median(_syncs(folder)) * 1e6:.0f} µs to write and sync 4 KB"


def _field(file: str, name: str) -> str:
    found = re.search(rf"^{re.escape(name)}\s*:\s*(.+)$", Path(file).read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "unknown"


def _syncs(folder: Path) -> Iterator[float]:
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            began = perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            yield perf_counter() - began
