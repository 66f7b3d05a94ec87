"""The inbox is drained: next rows → decode → turn; what fails is retried, then parked."""

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.events import Event, TimerFired
from bot.kernel.ids import Platform
from bot.ports.adapter import Adapter, Envelope
from bot.ports.clock import Clock
from bot.ports.storage import Pending, Storage, Touches, Transaction
from bot.runtime.applying import REREAD
from bot.runtime.asking import EDIT, Asking, Asks, Question, Stranger, edit_read
from bot.runtime.desk import TROUBLE, troubled
from bot.runtime.failpoints import passing
from bot.runtime.faults import describe
from bot.runtime.figures import Figures
from bot.runtime.logs import say
from bot.runtime.retrying import At, next_turn
from bot.runtime.ticker import CLOCK, timer_fired
from bot.runtime.touching import look_up, touches
from bot.runtime.turn import NeedsProfile, Surroundings, take_turn

LOG = logging.getLogger(__name__)
GROUP = 50
"""Waiting turns that share a commit (engine.md 3: five to fourteen times the speed of one commit each)."""
LOOKED_AT = 150
"""Waiting rows among which a group is sought: others may be at work on the first ones, or a question be open."""
LONGEST = 0.05
"""Seconds after which a group takes no further turn: what wants to be stored meanwhile waits for its commit."""
GATHERING = 0.01
"""Seconds left to others to come in after a group that was neither small nor full: then more share the next commit."""
FEW = 3
"""Turns for which nothing is asked beforehand, and after which nobody is waited for."""
LONGEST_SHARED = 0.25
"""The same where nobody waits for it: on a database that several processes write to at once."""
ASK_AGAIN = 2.0
"""Seconds before a platform that could not be asked about an event is asked again; its lane waits."""


@dataclass(slots=True)
class _Drained:
    """What one transaction did. `asks`: the row that must wait, and what to ask a platform before it can go on.

    `retried` and `parked` are among those handled. `overtaken`: nothing, for another process was quicker.
    """

    handled: int = 0
    retried: int = 0
    parked: int = 0
    asks: tuple[Pending, Question] | None = None
    overtaken: bool = False


class _Troubled(Exception):
    """A turn of the group failed."""


class _Overtaken(Exception):
    """Another process handled one of the rows meanwhile."""


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
        wanted: Callable[[], None],
        figures: Figures,
    ) -> None:
        self._storage = storage
        self._adapters = adapters
        self._clock = clock
        self._around = around
        self._attempts = attempts
        self._moved = moved
        self._wanted = wanted
        self._figures = figures
        self._questions: dict[asyncio.Task[None], Pending] = {}
        self._asked = 0
        self._read: Mapping[int, Sequence[Event] | None] = {}
        self._asking = Asking(storage, adapters, around)
        self._one_at_a_time = asyncio.Lock()
        self._closed = False
        self._longest = LONGEST_SHARED if storage.shared else LONGEST

    async def drain(self) -> int:
        """Handle every waiting row that no other process is at work on. How many were handled or set aside."""
        total = 0
        async with self._one_at_a_time:
            while not self._closed:
                drained = await self._group()
                if drained.asks:
                    self._ask(*drained.asks)
                elif drained.handled == 0 and not drained.overtaken:
                    return total
                total += drained.handled
                self._moved()
                if FEW < drained.handled < GROUP:
                    await asyncio.sleep(GATHERING)
            return total

    async def idle(self) -> int:
        """Return when no platform is being asked in the background. How often one was, since the last time."""
        asked, self._asked = self._asked, 0
        if self._questions:
            await asyncio.wait(self._questions)
        return asked + await self._asking.idle()

    async def close(self) -> None:
        """No further group is taken. What is being asked is given up: its rows wait."""
        self._closed = True
        for task in self._questions:
            task.cancel()
        await self.idle()
        await self._asking.close()

    def _ask(self, pending: Pending, question: Question) -> None:
        """In the background: others do not wait for a slow platform, only who comes behind in the same lane."""
        task = asyncio.create_task(self._answered(question))
        self._questions[task] = pending
        self._asked += 1
        task.add_done_callback(self._forget)

    async def _answered(self, question: Question) -> None:
        try:
            await self._asking.ask(question)
        except Exception as error:
            say(LOG, logging.WARNING, "A platform could not be asked", "inbox.asking", error=describe(error))
            await asyncio.sleep(ASK_AGAIN)

    def _forget(self, task: "asyncio.Task[None]") -> None:
        del self._questions[task]
        self._wanted()

    def _free(self, rows: Sequence[Pending]) -> Sequence[Pending]:
        """Those about which no question is open, nor about one before them in their lane."""
        asked = {each.seq for each in self._questions.values()}
        lanes = {each.envelope.lane for each in self._questions.values()} - {""}
        return [row for row in rows if row.seq not in asked and row.envelope.lane not in lanes]

    async def _group(self) -> _Drained:
        began = time.monotonic()
        try:
            try:
                drained = await self._take(self._take_together)
            except _Troubled:
                drained = await self._take(self._take_apart)
        except _Overtaken:
            drained = _Drained(overtaken=True)
        if drained.handled:
            passing("turn.after_commit")
            self._count(drained, time.monotonic() - began)
        return drained

    def _count(self, drained: _Drained, seconds: float) -> None:
        self._figures.took(seconds)
        self._figures.turned("handled", drained.handled - drained.retried - drained.parked)
        if drained.retried or drained.parked:
            self._figures.turned("retried", drained.retried)
            self._figures.turned("parked", drained.parked)

    async def _take(self, work: Callable[[Transaction, Sequence[Pending]], _Drained]) -> _Drained:
        now = self._clock.now()
        looked_at = LOOKED_AT if self._storage.shared or self._questions else GROUP
        drained = await self._storage.take_turns(
            lambda tx: self._free(tx.inbox.waiting(now, looked_at)), self._touches, work, GROUP
        )
        return drained or _Drained()

    def _touches(self, tx: Transaction, rows: Sequence[Pending]) -> Touches:
        # Most rows are looked at several times before they are taken.
        self._read = {row.seq: self._read.get(row.seq) or self._events(row.envelope) for row in rows}
        return touches(tx, self._read, rows)

    def _take_together(self, tx: Transaction, rows: Sequence[Pending]) -> _Drained:
        """All waiting turns in one transaction without savepoints: the common case, in which none fails."""
        # Not before the rows are ours: another process may have handled those before them a moment ago.
        now = self._clock.now()
        began, taken = time.monotonic(), []
        try:
            with _collector_held():
                if not self._storage.shared:
                    self._read = {each.seq: self._events(each.envelope) for each in rows}
                if len(rows) > FEW:
                    look_up(tx, (event for each in rows for event in self._read.get(each.seq) or ()))
                for each in rows:
                    self._take_one(tx, each, now)
                    taken.append(each.seq)
                    if time.monotonic() - began > self._longest:
                        break
        except Exception as error:
            raise _Troubled from error
        _done(tx, taken)
        passing("turn.before_commit")
        return _Drained(len(taken))

    def _take_apart(self, tx: Transaction, rows: Sequence[Pending]) -> _Drained:
        """Each turn behind a savepoint: one that fails takes nothing with it but its own lane's order."""
        now = self._clock.now()
        drained = _Drained()
        stopped: set[str] = set()
        for each in rows:
            if each.envelope.lane in stopped:
                continue
            try:
                with tx.savepoint():
                    self._take_one(tx, each, now)
            except NeedsProfile as needs:
                drained.asks = each, Stranger(needs.user)
                return drained
            except Asks as asks:
                drained.asks = each, asks.question
                return drained
            except Exception as error:
                parked = self._set_aside(tx, each, now, error)
                drained.parked += parked
                drained.retried += not parked
                if each.envelope.lane:
                    stopped.add(each.envelope.lane)
            else:
                _done(tx, [each.seq])
            drained.handled += 1
        return drained

    def _take_one(self, tx: Transaction, pending: Pending, now: datetime) -> None:
        events = self._read.get(pending.seq) or self._decode(pending.envelope)
        self._asking.before(pending.envelope, events)
        for event in events:
            take_turn(tx, event, now, self._around)

    def _events(self, envelope: Envelope) -> Sequence[Event] | None:
        """None if they cannot be read: the turn will find that out for itself."""
        try:
            return self._decode(envelope)
        except Exception:
            return None

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

    def _set_aside(self, tx: Transaction, pending: Pending, now: datetime, error: Exception) -> bool:
        """Whether it was the last time."""
        attempts, what = pending.attempts + 1, describe(error)
        decision = next_turn(attempts, self._attempts, now)
        parked = not isinstance(decision, At)
        if isinstance(decision, At):
            tx.inbox.retry(pending.seq, decision.instant, what)
        else:
            tx.inbox.park(pending.seq, what)
        outcome = "was parked; `parked` lists it" if parked else "will be tried again"
        action = "inbox.parked" if parked else "inbox.failed"
        say(LOG, logging.ERROR, f"An event failed and {outcome}", action, seq=pending.seq, error=what)
        LOG.debug("where it failed", exc_info=error)
        return parked


def _done(tx: Transaction, seqs: Sequence[int]) -> None:
    if tx.inbox.handled(seqs) != len(seqs):
        raise _Overtaken
