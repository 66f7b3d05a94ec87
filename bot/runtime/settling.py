"""How tries to send ended, put on file: what was taken is sent, what was not is put off or given up."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime

from bot.kernel.ids import DeliveryKey
from bot.ports.adapter import Receipt, SendError
from bot.ports.outbox import Used
from bot.ports.storage import Transaction
from bot.runtime.faults import describe
from bot.runtime.figures import Sent
from bot.runtime.logs import say
from bot.runtime.retrying import At, next_send
from bot.runtime.under_way import Ended, Sending

LOG = logging.getLogger(__name__)


def settle(tx: Transaction, done: Sequence[Ended], now: datetime) -> Sequence[Sent]:
    """How each ended."""
    sent = [(each, outcome) for each, outcome in done if isinstance(outcome, Receipt)]
    receipts = [(each.claimed, receipt) for each, receipt in sent]
    tx.outbox.settle(receipts, now, [_used(each) for each, _ in sent])
    failed = [(each, outcome) for each, outcome in done if isinstance(outcome, Exception)]
    ended: list[Sent] = ["sent"] * len(sent)
    return ended + [_put_off(tx, each, error, now) for each, error in failed]


def taken(done: Sequence[Ended]) -> Sequence[DeliveryKey]:
    """The keys of what a platform took, with those of what was merged into it."""
    sent = [each.claimed for each, outcome in done if isinstance(outcome, Receipt)]
    return list(dict.fromkeys(key for each in sent for key in (each.key, *each.parts)))


def _put_off(tx: Transaction, sent: Sending, error: Exception, now: datetime) -> Sent:
    claimed, used = sent.claimed, _used(sent)
    what = f"{type(error).__name__}: {error}" if isinstance(error, SendError) else describe(error)
    decision = next_send(error, claimed.attempts, claimed.due, now)
    # What broke without a word of the platform may have reached it.
    uncertain = not isinstance(error, SendError)
    if isinstance(decision, At):
        tx.outbox.postpone(claimed, decision.instant, what, uncertain, used, sent.in_place)
        outcome, action = "will be sent again", "outbox.failed"
    else:
        tx.outbox.bury(claimed, what, used)
        outcome, action = "was given up; `parked` lists it", "outbox.buried"
    about = {"platform": claimed.to.platform, "seq": claimed.seq, "error": what}
    say(LOG, logging.WARNING, f"A message was not taken and {outcome}", action, **about)
    if uncertain:
        LOG.debug("where it failed", exc_info=error)
    return "buried" if action == "outbox.buried" else "uncertain" if uncertain else "put_off"


def _used(sent: Sending) -> Used:
    return Used(sent.passage.calls, time.monotonic() - sent.over_at)
