"""The inbox is drained: next rows → decode → turn; what fails is retried, then parked."""

import asyncio
import gc
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.events import Event, TimerFired
from bot.kernel.ids import Platform
from bot.ports.adapter import Adapter, Envelope
from bot.ports.clock import Clock
from bot.ports.storage import Pending, Storage, Transaction
from bot.runtime.applying import REREAD
from bot.runtime.asking import EDIT, Asking, Asks, Question, Stranger, edit_read
from bot.runtime.desk import TROUBLE, troubled
from bot.runtime.failpoints import passing
from bot.runtime.faults import describe
from bot.runtime.logs import say
from bot.runtime.retrying import At, next_turn
from bot.runtime.ticker import CLOCK, timer_fired
from bot.runtime.turn import NeedsProfile, Surroundings, take_turn

LOG = logging.getLogger(__name__)
GROUP = 50
"""Waiting turns that share a commit (engine.md 3: five to fourteen times the speed of one commit each)."""


@dataclass(slots=True)
class _Drained:
    """What one transaction did. `question`: to be put to a platform before going on."""

    handled: int = 0
    question: Question | None = None


class _Troubled(Exception):
    """A turn of the group failed."""


@contextmanager
def _collector_held() -> Iterator[None]:
    """A turn that asks ten thousand people makes a million objects, none of them garbage yet: looking costs a fifth."""
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


class Inbox:
    """Takes turns, in groups, one group at a time."""

    def __init__(
        self,
        storage: Storage,
        adapters: Mapping[Platform, Adapter],
        clock: Clock,
        around: Surroundings,
        attempts: int,
        moved: Callable[[], None],
    ) -> None:
        self._storage = storage
        self._adapters = adapters
        self._clock = clock
        self._around = around
        self._attempts = attempts
        self._moved = moved
        self._asking = Asking(storage, adapters, around)
        self._one_at_a_time = asyncio.Lock()

    async def drain(self) -> int:
        """Handle every waiting row. How many were handled or set aside."""
        total = 0
        async with self._one_at_a_time:
            while True:
                drained = await self._group()
                if drained.question:
                    await self._asking.ask(drained.question)
                elif drained.handled == 0:
                    return total
                total += drained.handled
                self._moved()

    async def idle(self) -> int:
        """Return when no platform is being asked in the background. How often one was."""
        return await self._asking.idle()

    async def close(self) -> None:
        await self._asking.close()

    async def _group(self) -> _Drained:
        now = self._clock.now()
        try:
            drained = await self._storage.transact(lambda tx: self._take_together(tx, now))
        except _Troubled:
            drained = await self._storage.transact(lambda tx: self._take_apart(tx, now))
        if drained.handled:
            passing("turn.after_commit")
        return drained

    def _take_together(self, tx: Transaction, now: datetime) -> _Drained:
        """All waiting turns in one transaction without savepoints: the common case, in which none fails."""
        pending = tx.inbox.waiting(now, GROUP)
        try:
            with _collector_held():
                for each in pending:
                    self._take(tx, each, now)
        except Exception as error:
            raise _Troubled from error
        tx.inbox.handled([each.seq for each in pending])
        if pending:
            passing("turn.before_commit")
        return _Drained(len(pending))

    def _take_apart(self, tx: Transaction, now: datetime) -> _Drained:
        """Each turn behind a savepoint: one that fails takes nothing with it but its own lane's order."""
        drained = _Drained()
        stopped: set[str] = set()
        for each in tx.inbox.waiting(now, GROUP):
            if each.envelope.lane in stopped:
                continue
            try:
                with tx.savepoint():
                    self._take(tx, each, now)
            except NeedsProfile as needs:
                drained.question = Stranger(needs.user)
                return drained
            except Asks as asks:
                drained.question = asks.question
                return drained
            except Exception as error:
                self._set_aside(tx, each, now, error)
                if each.envelope.lane:
                    stopped.add(each.envelope.lane)
            else:
                tx.inbox.handled([each.seq])
            drained.handled += 1
        return drained

    def _take(self, tx: Transaction, pending: Pending, now: datetime) -> None:
        events = self._decode(pending.envelope)
        self._asking.before(pending.envelope, events)
        for event in events:
            take_turn(tx, event, now, self._around)

    def _decode(self, envelope: Envelope) -> Sequence[Event]:
        if envelope.source == CLOCK:
            fired: TimerFired = timer_fired(envelope)
            return (fired,)
        if envelope.source == TROUBLE:
            return (troubled(envelope),)
        if envelope.source == REREAD:
            return ()
        if envelope.source == EDIT:
            return (edit_read(envelope),)
        return self._adapters[Platform(envelope.source)].decode(envelope)

    def _set_aside(self, tx: Transaction, pending: Pending, now: datetime, error: Exception) -> None:
        attempts, what = pending.attempts + 1, describe(error)
        decision = next_turn(attempts, self._attempts, now)
        if isinstance(decision, At):
            tx.inbox.retry(pending.seq, decision.instant, what)
        else:
            tx.inbox.park(pending.seq, what)
        outcome = "will be tried again" if isinstance(decision, At) else "was parked; `parked` lists it"
        say(LOG, logging.ERROR, f"An event failed and {outcome}", "inbox.failed", seq=pending.seq, error=what)
        LOG.debug("where it failed", exc_info=error)
