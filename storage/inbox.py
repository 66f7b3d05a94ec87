"""Events as they came: stored once, handled in order, set aside when they cannot be."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from bot.ports.adapter import Envelope
from bot.ports.backlog import InboxBacklog
from bot.ports.storage import Parked, Pending
from storage import backlog
from storage.session import Session
from storage.values import instant_of, text_of

_ACCEPT = """
INSERT INTO inbox (source, dedupe, received, lane, payload, state, due, attempts, error)
VALUES (:source, :dedupe, :received, :lane, :payload, 'waiting', '', 0, '')
ON CONFLICT (source, dedupe) DO NOTHING
"""
# A lane is held up by a row that came earlier and may not be handled yet. There are few, so they are found first: asked
# row by row, PostgreSQL looked through all that wait for each as long as it had not yet counted them.
_WAITING = """
WITH held AS MATERIALIZED (
  SELECT lane, min(seq) AS first FROM inbox WHERE state = 'waiting' AND due > :now AND lane <> '' GROUP BY lane
)
SELECT mine.seq, source, dedupe, received, payload, mine.lane, attempts
FROM inbox AS mine LEFT JOIN held ON held.lane = mine.lane AND held.first < mine.seq
WHERE mine.state = 'waiting' AND mine.due <= :now AND held.lane IS NULL
ORDER BY mine.seq LIMIT :limit
"""
_HANDLED = "UPDATE inbox SET state = 'handled', payload = '', error = '' WHERE seq = :seq AND state = 'waiting'"
# Leaps from lane to lane, and takes of each its oldest.
_SHARES = """
WITH RECURSIVE lanes (lane) AS (
  SELECT min(lane) FROM inbox WHERE state = 'waiting'
  UNION ALL
  SELECT (SELECT min(lane) FROM inbox WHERE state = 'waiting' AND lane > lanes.lane) FROM lanes
  WHERE lanes.lane IS NOT NULL
)
SELECT mine.seq FROM lanes JOIN inbox AS mine ON mine.lane = lanes.lane
WHERE mine.state = 'waiting' AND mine.seq <= coalesce(
  (SELECT seq FROM inbox AS nth WHERE nth.state = 'waiting' AND nth.lane = lanes.lane
   ORDER BY seq LIMIT 1 OFFSET :share), mine.seq)
ORDER BY mine.seq LIMIT :limit
"""
_AMONG = _WAITING.replace("WHERE mine.state", "WHERE mine.seq IN :seqs AND mine.state", 1)
_RETRY = """
UPDATE inbox SET attempts = attempts + 1, due = :at, error = :error WHERE seq = :seq AND state = 'waiting'
"""
_PARK = """
UPDATE inbox SET attempts = attempts + 1, state = 'parked', error = :error WHERE seq = :seq AND state = 'waiting'
"""
_PARKED = """
SELECT seq, source, dedupe, received, attempts, error FROM inbox WHERE state = 'parked' ORDER BY received, seq
"""
_REPLAY = """
UPDATE inbox SET state = 'waiting', attempts = 0, due = '', error = '' WHERE seq = :seq AND state = 'parked'
"""
# The soonest of those that no row of their lane holds up longer.
_NEXT = """
SELECT due, received FROM inbox AS mine
WHERE state = 'waiting' AND NOT EXISTS (
  SELECT 1 FROM inbox AS held
  WHERE held.state = 'waiting' AND held.lane = mine.lane AND held.due > mine.due AND held.seq < mine.seq
  AND mine.lane <> '')
ORDER BY due, seq LIMIT 1
"""
_PURGE_KEYS = "DELETE FROM inbox WHERE state = 'handled' AND received < :before"
# The key stays, so that a late second delivery still ends here.
_PURGE_PARKED = "UPDATE inbox SET state = 'handled', payload = '' WHERE state = 'parked' AND received < :before"


_ASCII: Final = json.JSONEncoder(separators=(",", ":")).encode

SHARE: Final = 20
"""Rows of one lane that are taken at once while others wait too."""


def _crowded(rows: Sequence[tuple[Any, ...]]) -> bool:
    """Whether one lane has more than its share."""
    return max(Counter(lane for _, _, _, _, _, lane, _ in rows).values()) > SHARE


class Inbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def accept(self, envelopes: Sequence[Envelope]) -> Sequence[bool]:
        self._session.news = True
        return self._session.changes(_ACCEPT, [_row(envelope) for envelope in envelopes])

    def waiting(self, now: datetime, limit: int) -> Sequence[Pending]:
        found = self._session.rows(_WAITING, now=text_of(now), limit=limit)
        if len(found) == limit and limit > SHARE and _crowded(found):
            shares = [seq for (seq,) in self._session.rows(_SHARES, share=SHARE - 1, limit=limit)]
            first = self._session.rows(_AMONG, seqs=shares, now=text_of(now), limit=limit)
            found = [*first, *(row for row in found if row not in first)][:limit]
        return [
            Pending(seq, Envelope(source, dedupe, instant_of(received), json.loads(payload), lane), attempts)
            for seq, source, dedupe, received, payload, lane, attempts in found
        ]

    def handled(self, seqs: Sequence[int]) -> int:
        return self._session.many(_HANDLED, [{"seq": seq} for seq in seqs])

    def retry(self, seq: int, at: datetime, error: str) -> None:
        self._session.run(_RETRY, seq=seq, at=text_of(at), error=error)

    def park(self, seq: int, error: str) -> None:
        self._session.run(_PARK, seq=seq, error=error)

    def parked(self) -> Sequence[Parked]:
        return [
            Parked(seq, source, dedupe, instant_of(received), attempts, error)
            for seq, source, dedupe, received, attempts, error in self._session.rows(_PARKED)
        ]

    def replay(self, seqs: Sequence[int], now: datetime) -> int:
        return self._session.many(_REPLAY, [{"seq": seq} for seq in seqs])

    def next_retry(self) -> datetime | None:
        found = self._session.row(_NEXT)
        return instant_of(found[0] or found[1]) if found else None

    def purge(self, keys_before: datetime, parked_before: datetime) -> None:
        self._session.run(_PURGE_PARKED, before=text_of(parked_before))
        self._session.run(_PURGE_KEYS, before=text_of(keys_before))

    def backlog(self) -> InboxBacklog:
        return backlog.events(self._session)


def _row(envelope: Envelope) -> dict[str, Any]:
    return {
        "source": envelope.source,
        "dedupe": envelope.dedupe,
        "received": text_of(envelope.received),
        "lane": envelope.lane,
        "payload": _packed(envelope.payload),
    }


def _packed(payload: Mapping[str, Any]) -> str:
    try:
        return orjson.dumps(payload).decode()
    except TypeError:
        # A lone surrogate, or a number beyond 64 bits: stored as it came, whatever the database thinks of it.
        return _ASCII(payload)
