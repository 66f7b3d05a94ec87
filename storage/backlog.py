"""What waits: counted by indexes over the few rows that still matter, so asking stays cheap however old a table is."""

from datetime import datetime

from bot.kernel.ids import Platform
from bot.ports.adapter import Priority
from bot.ports.backlog import InboxBacklog, OutboxBacklog, Queue
from storage.session import Session
from storage.values import instant_of, text_of

_EVENTS = "SELECT count(*) FROM inbox WHERE state = 'waiting'"
_OLDEST = "SELECT received FROM inbox WHERE state = 'waiting' ORDER BY seq LIMIT 1"
_PARKED = "SELECT count(*) FROM inbox WHERE state = 'parked'"
# The index of waiting rows holds these columns in this order.
_QUEUES = """
SELECT platform, priority, count(*), sum(CASE WHEN at <= :now THEN 1 ELSE 0 END), min(at) FROM outbox
WHERE state = 'waiting' GROUP BY platform, priority
"""
_BURIED = "SELECT count(*) FROM outbox WHERE state = 'buried'"


def events(session: Session) -> InboxBacklog:
    oldest = session.row(_OLDEST)
    return InboxBacklog(_count(session, _EVENTS), instant_of(oldest[0]) if oldest else None, _count(session, _PARKED))


def messages(session: Session, now: datetime) -> OutboxBacklog:
    queues = [
        Queue(Platform(platform), Priority(priority), waiting, int(due), instant_of(soonest) if due else None)
        for platform, priority, waiting, due, soonest in session.rows(_QUEUES, now=text_of(now))
    ]
    return OutboxBacklog(queues, _count(session, _BURIED))


def _count(session: Session, statement: str) -> int:
    found = session.row(statement)
    return int(found[0]) if found else 0
