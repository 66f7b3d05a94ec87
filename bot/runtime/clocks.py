"""Clocks: the real one, one that can be moved while it runs, and one that stands still."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """Real time plus an offset that can be changed: the playground's time machine."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def set(self, to: datetime) -> None:
        self.offset = to - datetime.now(UTC)


class FrozenClock:
    """Stands still until set: transcripts and tests."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, to: datetime) -> None:
        self._now = to.astimezone(UTC)
