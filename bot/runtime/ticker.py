"""The beat: due timers become inbox rows, an occurrence once, in the commit that moves the timer on."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.kernel.events import TimerFired
from bot.kernel.ids import EventId, derive
from bot.kernel.timers import Timer, fire
from bot.ports.adapter import Envelope
from bot.ports.clock import Clock
from bot.ports.storage import Storage, Transaction
from bot.runtime.failpoints import passing

CLOCK = "clock"
"""The source of envelopes that timers write."""
GROUP = 500


class Ticker:
    """Fires what is due, in order; the same on a beat, on a settle and when time is moved."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def beat(self) -> int:
        """Fire every due timer. How many there were."""
        total = 0
        async with self._one_at_a_time:
            while True:
                now = self._clock.now()
                fired = await self._storage.transact(lambda tx, at=now: fire_due(tx, at))  # type: ignore[misc]
                if not fired:
                    return total
                passing("tick.after_commit")
                total += fired


def fire_due(tx: Transaction, now: datetime) -> int:
    """One group of due timers: inbox rows keyed by timer and instant, timers re-armed or gone."""
    due = tx.timers.due(now, GROUP)
    if not due:
        return 0
    firings = [(timer, fire(timer, now)) for timer in due]
    tx.inbox.accept([_envelope(timer, at.scheduled_for, now) for timer, at in firings if at.scheduled_for])
    tx.timers.arm([firing.rearmed for _, firing in firings if firing.rearmed])
    tx.timers.disarm([timer.key for timer, firing in firings if firing.rearmed is None])
    passing("tick.before_commit")
    return len(due)


def _envelope(timer: Timer, scheduled_for: datetime, now: datetime) -> Envelope:
    instant = scheduled_for.isoformat()
    payload: dict[str, Any] = {
        "timer": timer.key,
        "scheduled_for": instant,
        "action": timer.action,
        "args": dict(timer.args),
    }
    return Envelope(CLOCK, f"{timer.key}@{instant}", now, payload)


def gone_on(event: EventId, action: str, args: Mapping[str, str], now: datetime) -> Envelope:
    """What `fire_due` would write for a timer that is due now, in the name of the event that goes on."""
    payload: dict[str, Any] = {"timer": "", "scheduled_for": now.isoformat(), "action": action, "args": dict(args)}
    return Envelope(CLOCK, derive(event, action, *args.values()), now, payload)


def timer_fired(envelope: Envelope) -> TimerFired:
    """The event in an envelope that `fire_due` wrote."""
    payload = envelope.payload
    return TimerFired(
        envelope.event_id,
        envelope.received,
        payload["timer"],
        datetime.fromisoformat(payload["scheduled_for"]),
        payload["action"],
        payload["args"],
    )
