"""Clocks: the real one, one that can be moved while it runs, and one that stands still."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """Real time plus an offset that can be changed and is kept in a file: the playground's time machine.

    An unreadable file counts as no offset: the playground's past stays, its clock returns to the present.
    """

    def __init__(self, kept_in: Path) -> None:
        self._kept_in = kept_in
        try:
            self._offset = timedelta(seconds=float(kept_in.read_text(encoding="ascii")))
        except (OSError, ValueError, OverflowError):
            self._offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def set(self, to: datetime) -> None:
        self._offset = to - datetime.now(UTC)
        self._kept_in.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._kept_in.with_suffix(".new")
        fresh.write_text(str(self._offset.total_seconds()), encoding="ascii")
        fresh.replace(self._kept_in)


class FrozenClock:
    """Stands still until set: transcripts and tests."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, to: datetime) -> None:
        self._now = to.astimezone(UTC)
