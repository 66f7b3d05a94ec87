"""After a platform was down for long: what waits for one person becomes one message."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot.kernel.codec import Codec
from bot.kernel.ids import Platform
from storage.parts import Parts, until_of
from storage.session import Session

MOST = 2000
"""Rows looked at in one transaction."""

# Pushes to people that nobody can have seen yet.
_LATE = """
SELECT seq, lane, key, parts, reason FROM outbox AS mine
WHERE state = 'waiting' AND platform = :platform AND priority IN (0, 1, 2) AND at <= :now
  AND due <= :late AND rule <> '' AND person IS NOT NULL
  AND uncertain = 0 AND revises IS NULL
ORDER BY lane, due, seq LIMIT :most
"""
_OPEN = """
SELECT lane, seq FROM outbox WHERE lane IN :lanes AND state IN ('waiting', 'sending') ORDER BY lane, due, seq
"""
_GROW = "UPDATE outbox SET parts = :parts, reason = :reason, stands = 1, until = :until WHERE seq = :seq"
_GONE = "DELETE FROM outbox WHERE seq IN :seqs"
_PART = "INSERT INTO outbox_part (key, seq) VALUES (:key, :seq)"
_MOVE = "UPDATE outbox_part SET seq = :into WHERE seq IN :seqs"


def fold(session: Session, codec: Codec, platform: Platform, now: str, late: str) -> int:
    """Merge what is due since before `late`, lane by lane, into the first of each run. How many went into others."""
    rows = session.rows(_LATE, platform=platform, now=now, late=late, most=MOST)
    lanes = sorted({row[1] for row in rows})
    if len(lanes) == len(rows):
        return 0
    follows = _followers(session, lanes)
    folded, run = 0, rows[:1]
    for row in rows[1:]:
        if follows.get(run[-1][0]) != row[0]:
            folded += _into_one(session, codec, run)
            run = []
        run.append(row)
    return folded + _into_one(session, codec, run)


def _followers(session: Session, lanes: list[str]) -> dict[int, int]:
    """For each open row the next in its lane: an answer between two pushes keeps them apart."""
    found = session.rows(_OPEN, lanes=lanes)
    return {one[1]: next_[1] for one, next_ in pairwise(found) if one[0] == next_[0]}


def _into_one(session: Session, codec: Codec, run: Sequence[tuple[Any, ...]]) -> int:
    if len(run) < 2:
        return 0
    into, others = run[0][0], [row[0] for row in run[1:]]
    parts = tuple(part for row in run for part in codec.loads(row[3], Parts))
    reasons = [line for row in run for line in row[4].splitlines()]
    session.run(_MOVE, into=into, seqs=others)
    session.run(_GONE, seqs=others)
    session.many(_PART, [{"key": row[2], "seq": into} for row in run[1:]])
    grown = codec.dumps(parts, Parts)
    session.run(_GROW, seq=into, parts=grown, reason="\n".join(dict.fromkeys(reasons)), until=until_of(parts))
    return len(others)
