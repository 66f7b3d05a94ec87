"""Timers: one row each, found by when they are due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.kernel.codec import Codec
from bot.kernel.timers import Timer
from storage.session import Session
from storage.values import instant_of, text_of

_ARM = """
INSERT INTO timer (key, due, armed, body)
VALUES (:key, :due, (SELECT coalesce(max(armed), 0) + 1 FROM timer), :body)
ON CONFLICT (key) DO UPDATE SET due = excluded.due, body = excluded.body
"""
_DISARM = "DELETE FROM timer WHERE key = :key"
_DUE = "SELECT body FROM timer WHERE due <= :now ORDER BY due, armed, key LIMIT :limit"
_NEXT = "SELECT min(due) FROM timer"
_GET = "SELECT body FROM timer WHERE key = :key"


class Timers:
    def __init__(self, session: Session, codec: Codec) -> None:
        self._session = session
        self._codec = codec

    def arm(self, timers: Sequence[Timer]) -> None:
        dumps = self._codec.dumps
        rows: list[dict[str, Any]] = [{"key": t.key, "due": text_of(t.due), "body": dumps(t)} for t in timers]
        self._session.later(_ARM, rows)

    def disarm(self, keys: Sequence[str]) -> None:
        self._session.later(_DISARM, [{"key": key} for key in keys])

    def due(self, now: datetime, limit: int) -> Sequence[Timer]:
        found = self._session.rows(_DUE, now=text_of(now), limit=limit)
        return [self._codec.loads(body, Timer) for (body,) in found]

    def next_due(self) -> datetime | None:
        found = self._session.row(_NEXT)
        return instant_of(found[0]) if found and found[0] else None

    def get(self, key: str) -> Timer | None:
        found = self._session.row(_GET, key=key)
        timer: Timer | None = self._codec.loads(found[0], Timer) if found else None
        return timer
