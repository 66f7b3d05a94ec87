"""What has to be put right in a database of yesterday before it may speak again.

Messages that the sent journals know were sent. What they do not know may still have gone out in the moment in which
the bot died: the platform is asked, where it can be, before such a message is sent. What was good for a while only
is good no more, and nobody holds a lease.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from bot.kernel.codec import Codec
from storage.errors import StorageError
from storage.journal import said_since
from storage.parts import Parts, until_of
from storage.pointless import drop
from storage.session import Session
from storage.values import text_of

EARLIER: Final = timedelta(days=1)
"""Journals are read from so long before the backup: clocks differ, and what was being sent is settled later."""
AS_THEY_ARE: Final = Codec(lambda _owner, text: text, lambda _owner, sealed: sealed)
"""Private words are moved sealed: no key is needed."""
_GROUP: Final = 1000
_STEP: Final = 20_000
_OPEN: Final = "state IN ('waiting', 'sending')"

_SAID = "INSERT INTO said (key, at) VALUES (:key, :at) ON CONFLICT (key) DO NOTHING"
_SENT = """
UPDATE outbox SET state = 'sent', error = '', uncertain = 0,
  settled = (SELECT said.at FROM said WHERE said.key = outbox.key),
  leased_until = (SELECT said.at FROM said WHERE said.key = outbox.key)
WHERE state IN ('waiting', 'sending', 'buried') AND key IN (SELECT key FROM said)
"""
_PARTS_SAID = f"""
SELECT outbox.seq, outbox.parts, said.key, said.at FROM outbox_part JOIN said ON said.key = outbox_part.key
JOIN outbox ON outbox.seq = outbox_part.seq WHERE {_OPEN} ORDER BY outbox.seq
"""  # noqa: S608 - a constant of ours
_KEEP_PARTS = "UPDATE outbox SET parts = :parts, until = :until WHERE seq = :seq"
_NOTHING_LEFT = "UPDATE outbox SET state = 'sent', settled = :at, uncertain = 0 WHERE seq = :seq"
_DOUBTFUL = f"UPDATE outbox SET uncertain = 1 WHERE {_OPEN} AND at <= :now AND seq BETWEEN :first AND :last"  # noqa: S608
_WAITS = """
UPDATE outbox SET state = 'waiting', leased_until = '', uncertain = 1
WHERE state = 'sending' AND seq BETWEEN :first AND :last
"""
_DUE = "SELECT count(*) FROM outbox WHERE state = 'waiting' AND at <= :now AND platform <> ''"
_HOLD = """
UPDATE outbox SET state = 'buried', error = 'held back after a restore'
WHERE state = 'waiting' AND at <= :now AND platform <> '' AND seq BETWEEN :first AND :last
"""
_VOID = "DELETE FROM note WHERE substr(id, 1, length(CAST(:start AS VARCHAR))) = CAST(:start AS VARCHAR)"
_LET_GO = "UPDATE lease SET holder = '', until = ''"


@dataclass(frozen=True, slots=True)
class Aftermath:
    """`said`: keys that the journals gave; `settled`: messages of the backup that are among them; `due`: those in no
    journal that were due by now; `held`: whether these were set aside."""

    said: int
    settled: int
    due: int
    held: bool


def settle(
    session: Session, at: datetime, now: datetime, journals: Sequence[Path], hold: bool, void: Sequence[str]
) -> Aftermath:
    said = _load(session, at, journals)
    by_now = text_of(now)
    settled = session.run(_SENT)
    _take_out(session, AS_THEY_ARE)
    drop(session, AS_THEY_ARE, now)
    for statement in (_DOUBTFUL, _WAITS):
        _in_steps(session, statement, by_now)
    found = session.row(_DUE, now=by_now)
    if hold:
        _in_steps(session, _HOLD, by_now)
    for start in void:
        session.run(_VOID, start=start)
    session.run(_LET_GO)
    return Aftermath(said, settled, int(found[0]) if found else 0, hold)


def _in_steps(session: Session, statement: str, now: str) -> None:
    """A statement over the whole outbox, of which the database holds a part in memory only."""
    found = session.row("SELECT min(seq), max(seq) FROM outbox")
    if found and found[0] is not None:
        for first in range(found[0], found[1] + 1, _STEP):
            session.run(statement, now=now, first=first, last=first + _STEP - 1)


def _load(session: Session, at: datetime, journals: Sequence[Path]) -> int:
    rows = _rows(journals, at - EARLIER)
    count = 0
    while group := list(islice(rows, _GROUP)):
        session.many(_SAID, group)
        count += len(group)
    return count


def _rows(journals: Sequence[Path], since: datetime) -> Iterator[dict[str, Any]]:
    for folder in journals:
        try:
            for key, at in said_since(folder, since):
                yield {"key": key, "at": at}
        except OSError as error:
            where = error.filename or folder
            raise StorageError(
                f"{where}: this sent journal cannot be read ({error.strerror}). Check the path and the rights."
            ) from None


def _take_out(session: Session, codec: Codec) -> None:
    """Of a merged message whose parts went out by another way, the rest is sent."""
    left: dict[int, Parts] = {}
    last: dict[int, str] = {}
    for seq, parts, key, at in session.rows(_PARTS_SAID):
        known: Parts = left[seq] if seq in left else codec.loads(parts, Parts)
        left[seq] = tuple(part for part in known if part[0] != key)
        last[seq] = at
    for seq, rest in left.items():
        if rest:
            session.run(_KEEP_PARTS, seq=seq, parts=codec.dumps(rest, Parts), until=until_of(rest))
        else:
            session.run(_NOTHING_LEFT, seq=seq, at=last[seq])
