"""Messages as rows: claimed by a sender under a lease and a growing token, then settled, postponed or buried.

Rows of one lane go one at a time, in the order of their due times. A lease is of real time: it ends when its
sender is no longer there, and whoever claims the row next is told that the first try may have arrived.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from bot.kernel.codec import Codec
from bot.kernel.ids import DeliveryKey, Platform
from bot.ports.adapter import Priority, Receipt, Spent
from bot.ports.backlog import OutboxBacklog
from bot.ports.outbox import NOTHING, REMEMBERED, Buried, Claimed, Used
from storage import backlog
from storage.folding import fold
from storage.messages import Recipient
from storage.outbox import Composing
from storage.parts import Parts
from storage.pointless import drop
from storage.session import Session
from storage.values import instant_of, text_of

LEASE: Final = timedelta(seconds=30)

_HEAD = """
  AND NOT EXISTS (SELECT 1 FROM outbox AS head WHERE head.lane = mine.lane
    AND head.state IN ('waiting', 'sending') AND (head.due, head.seq) < (mine.due, mine.seq))
  AND NOT EXISTS (SELECT 1 FROM outbox AS busy WHERE busy.lane = mine.lane AND busy.state = 'sending')
"""
_READY = """
SELECT seq, calls FROM outbox AS mine
WHERE state = 'waiting' AND platform = :platform AND priority = :priority AND at <= :now {head}
ORDER BY at, place, seq LIMIT :limit {skip}
"""
# What a sender of an earlier term claimed is nobody's: there is one sender at a time, and now it is this one.
_EXPIRED = """
SELECT seq, 1 FROM outbox AS mine
WHERE state = 'sending' AND platform = :platform AND (leased_until <= :real OR term < :term)
ORDER BY leased_until, seq LIMIT :limit {skip}
"""
# What an earlier try used of the limits counts where and when it was made. Of a sender who is gone nobody knows it.
_KEEP_TRIES = """
INSERT INTO outbox_try (platform, recipient, until, calls, changes, again, term, sure)
SELECT platform, recipient, CASE WHEN state = 'sending' THEN :over ELSE leased_until END,
  CASE WHEN state = 'sending' THEN 1 ELSE calls END, CASE WHEN revises IS NULL THEN 0 ELSE 1 END,
  CASE WHEN attempts > 1 THEN 1 ELSE 0 END, term, CASE WHEN state = 'sending' THEN 0 ELSE 1 END
FROM outbox WHERE seq IN :seqs
"""
_FORGET_TRIES = "DELETE FROM outbox_try WHERE platform = :platform AND until <= :before"
_TAKE = """
UPDATE outbox SET token = token + 1, attempts = attempts + 1, leased_until = :until, term = :term,
  uncertain = CASE WHEN state = 'sending' THEN 1 ELSE uncertain END,
  calls = 0, state = 'sending'
WHERE seq IN :seqs
RETURNING seq, token, key, recipient, parts, due, reason, attempts, uncertain, must, thread, priority, revises
"""
_REVISED = "SELECT seq, state, parts, reason, receipt FROM outbox WHERE seq IN :seqs"
_POINTLESS = "UPDATE outbox SET state = 'withdrawn' WHERE seq IN :seqs"
_MINE = "WHERE seq = :seq AND token = :token AND state = 'sending'"
# As if its lease had begun when the try was over.
_USED = "calls = :calls, leased_until = :until"
_SETTLE = f"""
UPDATE outbox SET state = 'sent', receipt = :receipt, settled = :now, error = '', uncertain = 0,
  {_USED} {_MINE}
"""  # noqa: S608 - a constant of ours
_POSTPONE = f"""
UPDATE outbox SET state = 'waiting', at = :at, error = :error, uncertain = :uncertain,
  lane = CASE WHEN :aside = 1 AND revises IS NOT NULL THEN 'change:' || revises ELSE lane END, {_USED} {_MINE}
"""  # noqa: S608 - a constant of ours
_GIVE_BACK = f"UPDATE outbox SET state = 'waiting', attempts = attempts - 1 {_MINE}"  # noqa: S608 - a constant of ours
_BURY = f"UPDATE outbox SET state = 'buried', error = :error, {_USED} {_MINE}"  # noqa: S608 - a constant of ours
_DROP_REVISIONS = """
UPDATE outbox SET state = 'withdrawn'
WHERE revises = :seq AND state IN ('waiting', 'sending') AND state = 'waiting'
"""
_BURIED = "SELECT seq, key, lane, platform, due, attempts, error FROM outbox WHERE state = 'buried' ORDER BY seq"
# What never had an address cannot be sent to it.
_RESEND = """
UPDATE outbox SET state = 'waiting', due = :now, at = :now, attempts = 0, error = ''
WHERE seq = :seq AND state = 'buried' AND recipient <> ''
"""
# What is being sent may use a call at any moment.
_SPENT = """
SELECT CASE WHEN state = 'sending' THEN '' ELSE leased_until END, recipient,
  CASE WHEN state = 'sending' THEN 1 ELSE calls END, revises IS NOT NULL, attempts > 1, term, state <> 'sending'
FROM outbox WHERE platform = :platform AND leased_until > :since AND leased_until <> ''
UNION ALL
SELECT until, recipient, calls, changes = 1, again = 1, term, sure = 1
FROM outbox_try WHERE platform = :platform AND until > :since
"""
_OUT = "SELECT min(due) FROM outbox WHERE state = 'sending' AND platform = :platform"
_PLATFORMS = "SELECT min(platform) FROM outbox WHERE state = 'waiting' AND platform > :after"
_PLATFORMS_OUT = "SELECT DISTINCT platform FROM outbox WHERE state = 'sending'"
# The soonest of those that no message of their lane holds up longer.
_NEXT = """
SELECT at FROM outbox AS mine
WHERE state = 'waiting' AND platform = :platform AND NOT EXISTS (
  SELECT 1 FROM outbox AS head WHERE head.lane = mine.lane
  AND head.state IN ('waiting', 'sending') AND (head.due, head.seq) < (mine.due, mine.seq) AND head.at > mine.at)
ORDER BY at LIMIT 1
"""
_PURGE = """
UPDATE outbox SET parts = '', reason = '', stands = 0
WHERE settled <> '' AND parts <> '' AND settled < :before AND state = 'sent'
"""
_PURGE_SAID = "DELETE FROM said WHERE at < :before"


class Outbox(Composing):
    """The whole outbox: composing, and sending."""

    def __init__(self, session: Session, codec: Codec) -> None:
        super().__init__(session, codec)
        self._ready = _READY.format(head=_HEAD, skip=session.skip_locked)
        self._expired = _EXPIRED.format(skip=session.skip_locked)

    def claim(
        self, platform: Platform, now: datetime, limit: int, many: int | None = None, term: int = 0
    ) -> Sequence[Claimed]:
        real = self._session.real_now()
        found = self._session.rows(self._expired, platform=platform, real=real, limit=limit, term=term)
        for priority in Priority:
            room = limit - len(found)
            if priority is Priority.MANY and many is not None:
                room = min(room, many)
            if room > 0:
                values = {"platform": platform, "priority": int(priority), "now": text_of(now), "limit": room}
                found += self._session.rows(self._ready, **values)
        if not found:
            return []
        until = text_of(instant_of(real) + LEASE)
        if tried := [seq for seq, calls in found if calls]:
            self._session.run(_FORGET_TRIES, platform=platform, before=text_of(instant_of(real) + LEASE - REMEMBERED))
            self._session.run(_KEEP_TRIES, seqs=tried, over=until)
        taken = self._session.rows(_TAKE, seqs=[seq for seq, _ in found], until=until, term=term)
        place = {seq: index for index, (seq, _) in enumerate(found)}
        taken.sort(key=lambda row: place[row[0]])
        revised = self._revised([row[-1] for row in taken if row[-1] is not None])
        pointless = [row[0] for row in taken if row[-1] is not None and not _may_revise(row, revised)]
        if pointless:
            self._session.run(_POINTLESS, seqs=pointless)
        return [self._claimed(row, revised) for row in taken if row[0] not in pointless]

    def settle(self, receipts: Sequence[tuple[Claimed, Receipt]], now: datetime, used: Sequence[Used] = ()) -> int:
        settled, tries = text_of(now), self._used(used or [Used()] * len(receipts))
        rows = [
            {"seq": c.seq, "token": c.token, "receipt": self._codec.dumps(receipt), "now": settled} | values
            for (c, receipt), values in zip(receipts, tries, strict=True)
        ]
        return self._session.many(_SETTLE, rows)

    def give_back(self, claimed: Sequence[Claimed]) -> None:
        self._session.many(_GIVE_BACK, [{"seq": each.seq, "token": each.token} for each in claimed])

    def _used(self, used: Sequence[Used]) -> Sequence[dict[str, Any]]:
        """The values for _USED, of each."""
        now = instant_of(self._session.real_now())
        return [{"calls": each.calls, "until": text_of(now + LEASE - timedelta(seconds=each.ago))} for each in used]

    def spent(self, platform: Platform) -> Sequence[Spent]:
        now = instant_of(self._session.real_now())
        recipient = cache(lambda to: self._codec.loads(to, Recipient))
        found = self._session.rows(_SPENT, platform=platform, since=text_of(now - REMEMBERED + LEASE))

        def ago(until: str) -> float:
            return (now - instant_of(until) + LEASE).total_seconds() if until else 0.0

        return [
            Spent(ago(until), recipient(to), calls, bool(changed), bool(again), term, bool(sure))
            for until, to, calls, changed, again, term, sure in found
            if to and calls
        ]

    def drop_pointless(self, now: datetime) -> int:
        return drop(self._session, self._codec, now)

    def fold_late(self, platform: Platform, now: datetime, late: timedelta) -> int:
        return fold(self._session, self._codec, platform, text_of(now), text_of(now - late))

    def postpone(
        self,
        claimed: Claimed,
        until: datetime,
        error: str,
        uncertain: bool = False,
        used: Used = NOTHING,
        aside: bool = False,
    ) -> None:
        [values] = self._used([used])
        self._session.run(
            _POSTPONE,
            seq=claimed.seq,
            token=claimed.token,
            at=text_of(until),
            error=error,
            uncertain=int(claimed.uncertain or uncertain),
            aside=int(aside),
            **values,
        )

    def bury(self, claimed: Claimed, error: str, used: Used = NOTHING) -> None:
        [values] = self._used([used])
        if self._session.run(_BURY, seq=claimed.seq, token=claimed.token, error=error, **values):
            self._session.run(_DROP_REVISIONS, seq=claimed.seq)

    def buried(self) -> Sequence[Buried]:
        return [
            Buried(seq, DeliveryKey(key), lane, Platform(platform), instant_of(due), attempts, error)
            for seq, key, lane, platform, due, attempts, error in self._session.rows(_BURIED)
        ]

    def resend(self, seqs: Sequence[int], now: datetime) -> int:
        return self._session.many(_RESEND, [{"seq": seq, "now": text_of(now)} for seq in seqs])

    def next_due(self, platform: Platform | None = None) -> datetime | None:
        platforms = self._platforms() if platform is None else (platform,)
        found = [self._session.row(statement, platform=each) for each in platforms for statement in (_OUT, _NEXT)]
        times = [row[0] for row in found if row and row[0]]
        return instant_of(min(times)) if times else None

    def purge(self, before: datetime) -> None:
        self._session.run(_PURGE, before=text_of(before))
        self._session.run(_PURGE_SAID, before=text_of(before))

    def backlog(self, now: datetime) -> OutboxBacklog:
        return backlog.messages(self._session, now)

    def _platforms(self) -> Sequence[Platform]:
        """The few platforms with open rows, found by leaping from one to the next."""
        names = {Platform(name) for (name,) in self._session.rows(_PLATFORMS_OUT)}
        after = ""
        while (found := self._session.row(_PLATFORMS, after=after)) and found[0]:
            after = found[0]
            names.add(Platform(after))
        return sorted(names)

    def _revised(self, seqs: Sequence[int]) -> Mapping[int, tuple[str, str, str]]:
        """Parts, reason and receipt of the messages to change, as far as they were sent."""
        if not seqs:
            return {}
        found = self._session.rows(_REVISED, seqs=seqs)
        return {seq: (parts, reason, receipt) for seq, state, parts, reason, receipt in found if state == "sent"}

    def _claimed(self, row: tuple[Any, ...], revised: Mapping[int, tuple[str, str, str]]) -> Claimed:
        seq, token, key, recipient, parts, due, reason, attempts, uncertain, must, thread, priority, revises = row
        receipt = None
        if revises is not None:
            parts, reason, proof = revised[revises]
            # A message that is known only by the journal to have been sent cannot be changed.
            receipt = self._codec.loads(proof, Receipt) if proof else None
        found: Parts = self._codec.loads(parts, Parts) if parts else ()
        return Claimed(
            seq=seq,
            token=token,
            key=DeliveryKey(key),
            to=self._codec.loads(recipient, Recipient),
            cards=tuple(card for _, card in found),
            due=instant_of(due),
            reason=reason,
            attempts=attempts,
            uncertain=bool(uncertain),
            revises=receipt,
            must=bool(must),
            thread=thread,
            priority=Priority(priority),
            parts=tuple(name for name, _ in found) if revises is None else (),
        )


def _may_revise(row: tuple[Any, ...], revised: Mapping[int, tuple[str, str, str]]) -> bool:
    """Whether there is a message to change, or this change is an answer that then goes as a new message."""
    must, revises = row[-4], row[-1]
    return revises in revised and bool(must or revised[revises][2])
