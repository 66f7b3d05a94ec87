"""The sent journal: which messages the platforms took, in files away from the database, so that a restore repeats none.

A file a process and day, `sent-2026-11-22-1f2e3d4c.log`; a line a group of messages: the real instant, then their
keys. A key is itself a hash (see `bot.kernel.ids.derive`): whoever reads the file learns how much was said, and when.

What was noted survives the death of the process at once, and a power cut after a second: each line is one write,
and the file is flushed to the disk a second after the first line that was not. A failing disk stops no message:
what could not be written is tried again with the next, and the operator is told.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Final

from bot.kernel.ids import DeliveryKey
from storage.files import sync_folder
from storage.values import text_of

KEPT: Final = timedelta(days=35)
"""As long as backups are."""
FLUSHED_WITHIN: Final = 1.0
"""Seconds."""
_BEHIND: Final = 1_000_000
"""Bytes that wait for a disk that fails; what is older is given up."""
_QUIET: Final = timedelta(minutes=1)
_NAME: Final = re.compile(r"sent-(\d{4}-\d\d-\d\d)-[0-9a-f]{8}\.log")
_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.]{15}\+00:00)((?: \S+)+)\n")


class SentJournal:
    """`complain` is told, at most once a minute, that the folder cannot be written. `now` is real time."""

    def __init__(
        self,
        folder: Path,
        complain: Callable[[str], None] = lambda _: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder
        self._complain = complain
        self._now = now
        self._file: int | None = None
        self._day: date | None = None
        self._behind = b""
        self._complained: datetime | None = None
        self._flush: threading.Timer | None = None
        self._lock = threading.Lock()

    def note(self, keys: Sequence[DeliveryKey]) -> None:
        """The platform has these. Returns once the system has them too."""
        now = self._now()
        line = " ".join((text_of(now), *(key for key in keys if key))).encode() + b"\n"
        with self._lock:
            self._behind += line
            try:
                file = self._of(now.astimezone(UTC).date())
                # What did not fit is the beginning of what comes next, so that no line is torn for good.
                self._behind = self._behind[os.write(file, self._behind) :][-_BEHIND:]
            except OSError as error:
                self._behind = self._behind[-_BEHIND:]
                self._tell(now, error)
            else:
                self._flush_soon()

    def close(self) -> None:
        """What was noted is on the disk. Closing twice is harmless; noting afterwards opens it again."""
        with self._lock:
            if self._flush:
                self._flush.cancel()
                self._flush = None
            self._let_go()

    def _of(self, day: date) -> int:
        if self._file is None or day != self._day:
            self._let_go()
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._forget(day)
            name = self._folder / f"sent-{day}-{token_hex(4)}.log"
            self._file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL, 0o600)
            self._day = day
            sync_folder(self._folder)
        return self._file

    def _let_go(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                os.fdatasync(self._file)
            os.close(self._file)
            self._file = None

    def _forget(self, today: date) -> None:
        for path, day in _files(self._folder):
            if day < today - KEPT:
                with suppress(OSError):
                    path.unlink()

    def _flush_soon(self) -> None:
        if self._flush is None:
            self._flush = threading.Timer(FLUSHED_WITHIN, self._flush_now)
            self._flush.daemon = True
            self._flush.start()

    def _flush_now(self) -> None:
        with self._lock:
            self._flush = None
            if self._file is None:
                return
            # A copy: the day may end while the disk is slow, and no message waits for it.
            copy = os.dup(self._file)
        try:
            os.fdatasync(copy)
        except OSError as error:
            self._tell(self._now(), error)
        finally:
            os.close(copy)

    def _tell(self, now: datetime, error: OSError) -> None:
        if self._complained is None or now - self._complained >= _QUIET:
            self._complained = now
            self._complain(
                f"{self._folder}: the sent journal cannot be written ({error.strerror}). Give this user the right, or "
                "free some space; until then a restore may repeat what is said now."
            )


def said_since(folder: Path, since: datetime) -> Iterator[tuple[DeliveryKey, str]]:
    """Every key noted at that instant or later in any file of the folder, with its instant. Torn lines are passed over.

    Raises OSError for a folder or file that cannot be read.
    """
    first, after = since.astimezone(UTC).date(), text_of(since)
    for path, day in sorted(_files(folder)):
        if day < first:
            continue
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                found = _LINE.fullmatch(line)
                if found and found[1] >= after:
                    yield from ((DeliveryKey(key), found[1]) for key in found[2].split())


def last_said(folder: Path) -> Sequence[DeliveryKey]:
    """The keys of the last line of all; none if nothing was noted yet."""
    newest = max((path for path, _ in _files(folder)), key=lambda path: path.stat().st_mtime, default=None)
    if newest is None:
        return ()
    with newest.open("rb") as file:
        file.seek(max(0, newest.stat().st_size - _BEHIND))
        lines = file.read().decode("utf-8", "replace").splitlines(keepends=True)
    found = next((each for line in reversed(lines) if (each := _LINE.fullmatch(line))), None)
    return [DeliveryKey(key) for key in found[2].split()] if found else ()


def _files(folder: Path) -> Iterator[tuple[Path, date]]:
    for path in folder.iterdir():
        if found := _NAME.fullmatch(path.name):
            with suppress(ValueError):
                yield path, date.fromisoformat(found[1])
