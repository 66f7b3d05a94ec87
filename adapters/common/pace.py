"""One limiter for everything an adapter sends: as many calls as each window allows, never more.

Whoever must wait is served by priority, within one in the order of asking; those who wait for one busy chat hold up
nobody else. What can wait leaves a little of what all share to answers.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from adapters.common.windows import API, APP, NEVER, Limit, Windows
from bot.ports.adapter import PASSAGE, NotOurs, Passage, Priority, SendError, Spent, Unavailable

__all__ = ["API", "APP", "Limit", "Pace"]

PATIENCE = 20.0
"""Seconds: a turn that would come later is not waited for; the outbox then keeps the message meanwhile."""
AGAIN = 1.0
"""Seconds after which to come again, for whom others were let before until their patience was over."""
LINGERS = 1.0
"""Seconds for which a call may still arrive that was given up without an answer."""
STRAIN = 60.0
"""Seconds for which a platform counts as strained after a long pause it asked for."""
LONG = 10.0
"""Seconds. What asks for less is out of the way before anybody misses an update."""
SWEEP = 500
"""Turns after which those keys are forgotten that fell silent."""


@dataclass(slots=True, eq=False)
class _Waiter:
    windows: Sequence[Windows]
    priority: Priority
    asked: float
    begins: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Pace:
    """Its time is the running loop's."""

    def __init__(self, limits: Sequence[Limit], patience: float = PATIENCE) -> None:
        self._patience = patience
        self._limits: dict[str, tuple[Limit, ...]] = {APP: ()}
        for limit in limits:
            self._limits[limit.kind] = (*self._limits.get(limit.kind, ()), limit)
        self._app = Windows(self._limits[APP])
        self._keys: dict[tuple[str, str], Windows] = {}
        self._queues: dict[Priority, dict[_Waiter, None]] = {each: {} for each in Priority}
        self._timer: asyncio.TimerHandle | None = None
        self._turns = 0
        self._strained = 0.0
        self.waited = 0.0
        """Seconds that turns were waited for, all together."""
        self.refused = 0
        """How many were too far away."""

    @property
    def waiting(self) -> Mapping[Priority, int]:
        """How many wait now."""
        return {priority: len(queue) for priority, queue in self._queues.items()}

    @property
    def strained(self) -> bool:
        """Whether the platform said lately that it is too much: what can be spared is then left out."""
        return _now() < self._strained

    def turn(self, **keys: str) -> "_Turn":
        """Around one call, of the app and of each key given, as in `turn(chat="oc_1")`: entered when it may begin.

        Raises Unavailable if that would be too long to wait, NotOurs if another process sends now: see PASSAGE.
        """
        self._sweep()
        return _Turn(self, [*(self._of(kind, key) for kind, key in keys.items() if kind in self._limits), self._app])

    async def enter(self, windows: Sequence[Windows]) -> None:
        """The call of these windows may begin when this returns; see `turn`."""
        passage = PASSAGE.get()
        await self._begin(windows, passage or Passage())
        if passage:
            if not passage.is_ours():
                self._undo(windows)
                raise NotOurs("another process sends to this platform now")
            passage.calls += 1

    def leave(self, windows: Sequence[Windows], kind: type[BaseException] | None) -> None:
        """The call has ended, or with this kind of exception."""
        if kind is None or issubclass(kind, SendError):
            self._end(windows)
        else:
            # Nobody knows whether it is there yet, or whether it counts when it comes.
            asyncio.get_running_loop().call_later(LINGERS, self._end, windows)

    def pause(self, seconds: float, **keys: str) -> None:
        """The platform said to wait: nothing begins for these until then; for the whole app if none is named."""
        until = _now() + seconds
        for each in [self._of(kind, key) for kind, key in keys.items()] or [self._app]:
            each.paused = max(each.paused, until)
        if seconds >= LONG:
            self._strained = max(self._strained, until + STRAIN)
        self._serve()

    def recall(self, spent: Iterable[Spent], keys: Callable[[Spent], Mapping[str, str]]) -> None:
        """What another process used, and of which keys. It counts like calls of our own."""
        now = _now()
        found: dict[Windows, dict[bool, list[float]]] = {}
        for used in spent:
            of_keys = (self._of(kind, key) for kind, key in keys(used).items() if kind in self._limits)
            for each in (*of_keys, self._app):
                moments = found.setdefault(each, {True: [], False: []})
                moments[used.sure].extend([now - max(used.ago, 0.0)] * used.calls)
        for each, moments in found.items():
            each.recall(moments[True], moments[False])
            each.forget(now)

    async def _begin(self, windows: Sequence[Windows], passage: Passage) -> None:
        priority = passage.priority
        now, hurried = _now(), priority is Priority.ANSWER
        if not any(self._queues.values()) and all(each.free_at(now, hurried) <= now for each in windows):
            # Nobody waits: no need to stand in a queue.
            for each in windows:
                each.begin(now)
            return
        if max(self._expected(each, passage, now, not passage.again) for each in windows) > now + self._patience:
            raise self._told(windows, passage, now)
        waiter = _Waiter(windows, priority, now)
        self._queues[priority][waiter] = None
        for each in windows:
            each.waiting[priority] += 1
        self._serve()
        try:
            await waiter.begins
        except asyncio.CancelledError:
            if waiter in self._queues[priority]:
                self._leave(waiter)
                self._serve()
            elif not waiter.begins.cancelled() and not waiter.begins.exception():
                self._undo(windows)
            raise

    def _expected(self, of: Windows, passage: Passage, now: float, last: bool) -> float:
        """When this may begin. `last`: behind those of its rank who will come back."""
        ahead = sum(of.waiting[: passage.priority + 1])
        if last:
            ahead += of.coming(_rank(passage), now + self._patience)
        return of.expected(now, passage.priority is Priority.ANSWER, ahead)

    def _told(self, windows: Sequence[Windows], passage: Passage, now: float) -> Unavailable:
        """Each is told a time of its own, so that not all come back at once."""
        expected = {each: self._expected(each, passage, now, True) for each in windows}
        busiest = max(windows, key=expected.__getitem__)
        busiest.told[_rank(passage)].append(expected[busiest])
        return self._too_late(expected[busiest] - now)

    def _serve(self) -> None:
        """Let begin whoever may, turn away whoever cannot in time, and come again when the next may."""
        now, wake, held = _now(), NEVER, set[Windows]()
        for waiter in [each for queue in self._queues.values() for each in queue]:
            if waiter.begins.done() or held.intersection(waiter.windows):
                continue
            at = self._free_at(waiter, now)
            if at <= now:
                self._let_begin(waiter, now)
                continue
            if waiter.asked + self._patience < at < NEVER:
                self._turn_away(waiter, at - now)
                continue
            wake = min(wake, at)
            if self._app.free_at(now, waiter.priority is Priority.ANSWER) > now:
                # What is not open to this one is open to none behind it.
                break
            held.update(waiter.windows[:-1])
        self._come_again(min(wake, self._first_deadline(now)))

    def _first_deadline(self, now: float) -> float:
        """Whose patience is over is turned away; when it is for the next of the others."""
        first = NEVER
        for queue in self._queues.values():
            for waiter in list(queue):
                deadline = waiter.asked + self._patience
                if deadline > now:
                    first = min(first, deadline)
                    break
                if not waiter.begins.done():
                    self._turn_away(waiter, AGAIN)
        return first

    def _come_again(self, at: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(at, self._serve) if at < NEVER else None

    def _end(self, windows: Sequence[Windows]) -> None:
        now = _now()
        for each in windows:
            each.end(now)
        if any(self._queues.values()):
            self._serve()

    def _free_at(self, waiter: _Waiter, now: float) -> float:
        hurried = waiter.priority is Priority.ANSWER
        return max(each.free_at(now, hurried) for each in waiter.windows)

    def _let_begin(self, waiter: _Waiter, now: float) -> None:
        self._leave(waiter)
        for each in waiter.windows:
            each.begin(now)
        waiter.begins.set_result(None)

    def _turn_away(self, waiter: _Waiter, wait: float) -> None:
        self._leave(waiter)
        waiter.begins.set_exception(self._too_late(wait))

    def _leave(self, waiter: _Waiter) -> None:
        del self._queues[waiter.priority][waiter]
        self.waited += _now() - waiter.asked
        for each in waiter.windows:
            each.waiting[waiter.priority] -= 1

    def _undo(self, windows: Sequence[Windows]) -> None:
        for each in windows:
            each.undo()
        self._serve()

    def _too_late(self, wait: float) -> Unavailable:
        """Whoever comes again comes a little early: there to begin when the place is free."""
        self.refused += 1
        again = max(wait - self._patience / 2, min(wait, AGAIN))
        return Unavailable("the platform's limit is used up", timedelta(seconds=again))

    def _of(self, kind: str, key: str) -> Windows:
        if (kind, key) not in self._keys:
            self._keys[kind, key] = Windows(self._limits.get(kind, ()))
        return self._keys[kind, key]

    def _sweep(self) -> None:
        self._turns += 1
        if self._turns % SWEEP == 0:
            now = _now()
            self._keys = {name: each for name, each in self._keys.items() if not each.idle(now)}


class _Turn:
    """Around one call."""

    __slots__ = ("_pace", "_windows")

    def __init__(self, pace: Pace, windows: Sequence[Windows]) -> None:
        self._pace, self._windows = pace, windows

    async def __aenter__(self) -> None:
        await self._pace.enter(self._windows)

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._pace.leave(self._windows, kind)


def _rank(passage: Passage) -> int:
    """Who was told to come back goes before those of its priority who come now."""
    return 2 * passage.priority + (not passage.again)


def _now() -> float:
    return asyncio.get_running_loop().time()
