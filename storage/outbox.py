"""Messages as rows: what turns do with them (see `sending` for what senders do)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.kernel.cards import Card
from bot.kernel.codec import Codec
from bot.kernel.copies import filled
from bot.kernel.features import Standing
from bot.kernel.ids import DeliveryKey, PersonId
from bot.ports.adapter import Priority
from bot.ports.outbox import Outgoing, Planned
from storage.messages import Messages
from storage.parts import Parts, lasting, stands, until_of
from storage.session import Session
from storage.values import instant_of, text_of

_COLUMNS_PUT = """
(key, lane, platform, recipient, person, rule, reason, due, at, state, token, attempts, uncertain, leased_until,
  settled, error, receipt, parts, stands, revises, must, thread, priority, place, until, term, calls)
"""
# What was said after the backup from which this database was restored is not said again.
_INSERT = f"""
INSERT INTO outbox {_COLUMNS_PUT}
SELECT CAST(:key AS VARCHAR), :lane, :platform, :recipient, :person, :rule, :reason, :due, :at,
  CASE WHEN said.key IS NULL THEN :state ELSE 'sent' END, 0, 0, 0, coalesce(said.at, ''), coalesce(said.at, ''),
  :error, '', :parts, :stands, :revises, :must, :thread, :priority, :place, :until, 0, 0
FROM (SELECT 1) AS one LEFT JOIN said ON said.key = :key
WHERE NOT EXISTS (SELECT 1 FROM outbox_part WHERE key = :key)
ON CONFLICT (key) DO NOTHING
"""  # noqa: S608 - a constant of ours
# The same for many of which none was said or merged before: one look instead of two a row, a third of its time.
_PLAIN = f"""
INSERT INTO outbox {_COLUMNS_PUT}
VALUES (:key, :lane, :platform, :recipient, :person, :rule, :reason, :due, :at, 'waiting', 0, 0, 0,
  '', '', '', '', :parts, :stands, NULL, 1, :thread, :priority, :place, :until, 0, 0)
ON CONFLICT (key) DO NOTHING
"""  # noqa: S608 - a constant of ours
_ELSEWHERE = "SELECT 1 FROM said WHERE key IN :keys UNION ALL SELECT 1 FROM outbox_part WHERE key IN :same LIMIT 1"
_FEW: Final = 10
"""Messages for which the look does not pay."""
# What an answer must wait for, because it goes to the same person, does not wait for others.
_HURRY = """
UPDATE outbox SET priority = 0
WHERE lane = :lane AND state IN ('waiting', 'sending') AND state = 'waiting' AND priority > 0 AND due <= :due
"""
# The same where several write, and what their clocks, a little ahead, have put into the lane before.
_HURRY_AND_ASK = """
WITH hurried AS (
  UPDATE outbox SET priority = 0 WHERE lane IN :lanes AND state IN ('waiting', 'sending') AND state = 'waiting'
  AND priority > 0 AND due <= :due
)
SELECT lane, max(due) FROM outbox
WHERE lane IN :lanes AND state IN ('waiting', 'sending') AND due > :due AND due <= :soon GROUP BY lane
"""
CLOCKS_APART: Final = timedelta(seconds=2)
"""By which the clocks of two processes may differ; `doctor` warns of more than one."""
_COLUMNS = "seq, key, lane, platform, recipient, rule, reason, due, at, state, attempts, uncertain, parts"
# A revision's key leads to the message it revises.
_FIND = f"""
SELECT EXISTS (SELECT 1 FROM outbox WHERE key = :new) OR EXISTS (SELECT 1 FROM outbox_part WHERE key = :new),
  {_COLUMNS} FROM outbox WHERE seq = coalesce(
  (SELECT coalesce(revises, seq) FROM outbox WHERE key = :key), (SELECT seq FROM outbox_part WHERE key = :key))
"""  # noqa: S608 - a constant of ours
_SAID = "SELECT 1 FROM said WHERE key = :key"
_ADD_PART = "INSERT INTO outbox_part (key, seq) VALUES (:key, :seq)"
# Changes of one message go one after another, also those that were put aside.
_CHANGE = """
UPDATE outbox SET parts = :parts, stands = :stands, until = :until WHERE seq = :seq
RETURNING (SELECT count(*) FROM outbox AS change WHERE change.revises = :seq
  AND change.state IN ('waiting', 'sending') AND change.state = 'waiting'),
  coalesce((SELECT max(lane) FROM outbox AS change WHERE change.revises = :seq
  AND change.state IN ('waiting', 'sending') AND change.state = 'sending'), lane)
"""
_GROW = """
UPDATE outbox SET parts = :parts, stands = 1, reason = :reason, due = :due, at = :at,
  until = :until
WHERE seq = :seq
"""
_WITHDRAW = "UPDATE outbox SET state = 'withdrawn', parts = '', reason = '' WHERE seq = :seq"
_MUST = """
UPDATE outbox SET must = 1, priority = 0, at = CASE WHEN at > :now THEN :now ELSE at END
WHERE revises = :seq AND state = 'waiting'
"""
_PLANNED = """
SELECT person, key, due, state = 'waiting' AND uncertain = 0 FROM outbox
WHERE person IN :people AND due >= :since AND rule <> '' AND state IN ('waiting', 'sending', 'sent')
ORDER BY due, seq
"""
# The lease was renewed at each try, so its end tells in which order the messages really went. What waits after a try
# whose end nobody knows may be on their screens as well.
_STANDING = """
SELECT parts, rule, reason FROM (
  SELECT * FROM (
    SELECT parts, rule, reason, leased_until, seq FROM outbox
    WHERE lane = :lane AND state IN ('sending', 'sent') AND stands = 1 AND parts <> ''
    ORDER BY leased_until DESC, seq DESC LIMIT :limit
  ) AS went
  UNION ALL
  SELECT parts, rule, reason, leased_until, seq FROM outbox
  WHERE lane = :lane AND state IN ('waiting', 'sending') AND state = 'waiting' AND uncertain = 1 AND stands = 1
) AS seen ORDER BY leased_until DESC, seq DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the outbox. `may_change`: nobody outside can have seen it yet."""

    parts: Parts
    known: int
    seq: int
    key: DeliveryKey
    lane: str
    platform: str
    recipient: str
    rule: str
    reason: str
    due: str
    at: str
    state: str
    attempts: int
    uncertain: int

    @property
    def may_change(self) -> bool:
        return self.state == "waiting" and not self.uncertain


class Composing:
    """Putting messages, and changing those that were put."""

    def __init__(self, session: Session, codec: Codec) -> None:
        self._session = session
        self._codec = codec
        self._messages = Messages(codec)
        self._seen: dict[str, Parts] = {}

    def put(self, messages: Sequence[Outgoing]) -> None:
        self._session.news = True
        answers = [message for message in messages if message.priority is Priority.ANSWER]
        if answers and self._session.several_clocks:
            messages = self._in_line(messages, answers)
        elif answers:
            self._session.many(_HURRY, [{"lane": each.lane, "due": text_of(each.due)} for each in answers])
        self._session.later(self._insert(messages), [self._messages.row(message) for message in messages])

    def _insert(self, messages: Sequence[Outgoing]) -> str:
        if len(messages) <= _FEW:
            return _INSERT
        keys = [each.key for each in messages]
        return _INSERT if self._session.row(_ELSEWHERE, keys=keys, same=keys) else _PLAIN

    def _in_line(self, messages: Sequence[Outgoing], answers: Sequence[Outgoing]) -> Sequence[Outgoing]:
        """None before what another process, whose clock is a little ahead, has put into the same lane before."""
        due = min(message.due for message in answers)
        lanes = [message.lane for message in answers]
        found = self._session.rows(_HURRY_AND_ASK, lanes=lanes, due=text_of(due), soon=text_of(due + CLOCKS_APART))
        last = {lane: instant_of(ahead) for lane, ahead in found}
        return (
            [replace(each, due=max(each.due, last.get(each.lane, each.due))) for each in messages] if last else messages
        )

    def bury_unaddressed(self, key: DeliveryKey, lane: str, card: Card, due: datetime, error: str) -> None:
        row = self._messages.bare(key, lane, text_of(due), ((key, card),))
        self._session.run(_INSERT, **row | {"state": "buried", "error": error})

    def merge(self, into: DeliveryKey, message: Outgoing) -> bool:
        found = self._find(into, message.key)
        if found is None or not found.may_change:
            return False
        if found.known:
            return True
        if self._session.row(_SAID, key=message.key):
            return False
        due = text_of(message.due)
        parts = (*found.parts, (message.key, filled(message.card, message.words)))
        self._session.run(
            _GROW,
            seq=found.seq,
            parts=self._messages.parts(parts),
            reason="\n".join(dict.fromkeys([*found.reason.splitlines(), *message.reason.splitlines()])),
            due=min(found.due, due),
            # One that was tried and refused keeps its pause.
            at=min(found.at, due) if found.attempts == 0 else found.at,
            until=until_of(parts),
        )
        self._session.run(_ADD_PART, key=message.key, seq=found.seq)
        return True

    def revise(self, of: DeliveryKey, card: Card, now: datetime, key: DeliveryKey, answers: str = "") -> bool:
        found = self._find(of, key)
        if found is None or all(name != of for name, _ in found.parts):
            return False
        if found.known:
            return True
        parts = tuple((name, lasting(card, old) if name == of else old) for name, old in found.parts)
        revising, lane = self._change(found, parts)
        must = int(found.lane == answers)
        if found.may_change or found.state == "buried":
            return True
        self._session.news = True
        if revising:
            if must:
                self._session.run(_MUST, seq=found.seq, now=text_of(now))
        else:
            at = text_of(now)
            # Never before the message itself, though the clock was set back.
            row = self._messages.bare(key, lane, max(at, found.due), ())
            row |= {"platform": found.platform, "recipient": found.recipient, "at": at}
            row |= {"revises": found.seq, "must": must, "priority": int(Priority.ANSWER if must else Priority.FEW)}
            self._session.later(_INSERT, [row])
        return True

    def withdraw(self, key: DeliveryKey) -> None:
        found = self._find(key)
        if found is None or not found.may_change:
            return
        left = tuple((name, card) for name, card in found.parts if name != key)
        if left:
            self._change(found, left)
        else:
            self._session.run(_WITHDRAW, seq=found.seq)

    def planned(self, people: Sequence[PersonId], since: datetime) -> Mapping[PersonId, Sequence[Planned]]:
        planned: dict[PersonId, list[Planned]] = {}
        found = self._session.rows(_PLANNED, people=people, since=text_of(since))
        for person, key, due, waiting in found:
            each = Planned(DeliveryKey(key), instant_of(due), bool(waiting))
            planned.setdefault(PersonId(person), []).append(each)
        return planned

    def standing(self, lane: str, limit: int) -> Sequence[Standing]:
        found = self._session.rows(_STANDING, lane=lane, limit=limit)
        return [Standing(self._parts(parts), rule, reason) for parts, rule, reason in found]

    def arrives(self, key: DeliveryKey) -> datetime | None:
        found = self._find(key)
        there = found and found.state in ("waiting", "sending", "sent")
        return instant_of(max(found.at, found.due)) if found and there else None

    def standing_by_key(self, key: DeliveryKey) -> Standing | None:
        found = self._find(key)
        return Standing(found.parts, found.rule, found.reason, found.lane) if found and found.parts else None

    def _find(self, key: DeliveryKey, new: str = "") -> Message | None:
        """The message with this key, and whether there is one with the key `new`."""
        found = self._session.row(_FIND, key=key, new=new)
        if found is None:
            return None
        *columns, parts = found
        return Message(self._parts(parts) if parts else (), *columns)

    def forget(self) -> None:
        self._seen.clear()
        self._messages.forget()

    def _parts(self, body: str) -> Parts:
        """Read once in a transaction: a turn looks at the same card more than once."""
        if body not in self._seen:
            self._seen[body] = self._codec.loads(body, Parts)
        return self._seen[body]

    def _change(self, found: Message, parts: Parts) -> tuple[bool, str]:
        """Whether a change of it waits to be sent; and the lane of the one that is being sent, else its own."""
        values = {"parts": self._messages.parts(parts), "stands": stands(parts, found.reason), "until": until_of(parts)}
        [(waiting, lane)] = self._session.rows(_CHANGE, seq=found.seq, **values)
        return bool(waiting), lane
