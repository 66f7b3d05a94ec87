"""Repeated failures do not fill a disk: of one kind one line a minute, with the number of those left out."""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

MINUTE = 60.0
MORE = "more"
"""The attribute of an entry with the number of those like it that were left out."""
KINDS = 500
"""Kept apart at most; what comes beyond counts as one kind."""

Kind = tuple[str, str, str]


@dataclass(slots=True)
class _Silence:
    """`latest`: of those left out."""

    until: float
    left_out: int = 0
    latest: logging.LogRecord | None = None


def kind_of(record: logging.LogRecord) -> Kind:
    """What was done, on which platform, and the class of the error; of a library's entry the place in its code."""
    fields = record.__dict__
    action = str(fields.get("action") or f"{record.name}:{record.lineno}")
    error = re.match(r"\w*", str(fields.get("error", "")))
    name = error[0] if error else ""
    if not name and record.exc_info and record.exc_info[0]:
        name = record.exc_info[0].__name__
    return action, str(fields.get("platform", "")), name


class Sparing(logging.StreamHandler[TextIO]):
    """Writes the first warning or error of a kind at once; those of the next minute end as one line with their number.

    That line comes with the next entry after the minute, or at the end. What is no failure is written as it comes.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._clock = clock
        self._silences: dict[Kind, _Silence] = {}
        self._look_at = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        now = self._clock()
        if now >= self._look_at:
            self._tell(now)
        if record.levelno < logging.WARNING:
            super().emit(record)
            return
        kind = kind_of(record)
        if kind not in self._silences and len(self._silences) >= KINDS:
            kind = ("", "", "")
        silence = self._silences.get(kind)
        if silence is None:
            self._silences[kind] = _Silence(now + MINUTE)
            self._look_at = min(self._look_at, now + MINUTE)
            super().emit(record)
        else:
            silence.left_out += 1
            silence.latest = record

    def close(self) -> None:
        """Nothing left out stays untold."""
        self.acquire()
        try:
            self._tell(float("inf"))
        finally:
            self.release()
        super().close()

    def _tell(self, now: float) -> None:
        over = [kind for kind, silence in self._silences.items() if silence.until <= now]
        for kind in over:
            silence = self._silences.pop(kind)
            if silence.latest is not None:
                self._silences[kind] = _Silence(now + MINUTE)
                super().emit(_summed(silence.latest, silence.left_out - 1))
        self._look_at = min((silence.until for silence in self._silences.values()), default=float("inf"))


def _summed(record: logging.LogRecord, more: int) -> logging.LogRecord:
    copy = logging.makeLogRecord(record.__dict__)
    copy.__dict__[MORE] = more
    return copy
