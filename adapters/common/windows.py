"""Sliding windows over one thing that is limited: when its next call may begin."""

from bisect import bisect, insort
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

APP, API = "app", "api"
"""Kinds that many share: the whole application, and each interface of it where a platform counts those apart."""
SHARED = frozenset({APP, API})

EVEN_UP_TO = 60.0
"""Seconds: over windows as long as this, calls that can wait are spread evenly, so that an answer finds a place."""
CATCH_UP = 0.5
"""Seconds, and at most an eighth of a window, for which the even stream makes up when the loop was late."""
ON_FILE = 1.0
"""Seconds by which the moment of a call may be off that somebody else made."""
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Limit:
    """`calls` in any `per` seconds. `kind`: for the whole app, or for each key of that kind: chat, person, message.

    `per` 0: so many on their way at once. `link`: where the platform says so.
    """

    kind: str
    calls: int
    per: float
    link: str = ""

    @property
    def kept(self) -> float:
        """The seconds of the window as we keep it: clocks run apart by less than a thousandth."""
        return self.per + max(0.005, self.per * 0.001) if self.per else 0.0

    def open_to(self, hurried: bool) -> int:
        """How many calls: of what many share, what can wait leaves a hundredth to answers."""
        return self.calls if hurried or self.kind not in SHARED else self.calls - self.calls // 100

    @property
    def gap(self) -> float:
        """Seconds from one call that can wait to the next."""
        return self.kept / self.open_to(False) if self.kind in SHARED and self.per <= EVEN_UP_TO else 0.0


@dataclass(slots=True, eq=False)
class Windows:
    """The calls of one key. A platform counts a call somewhere between its beginning and its answer.

    So a call fills its windows from the moment it begins until their length after its answer: whatever the line does,
    the platform never counts more than the limit. `waiting`: how many wait, by priority. `told`: when those come back
    who were told to, by rank: of each priority first those who were told before.
    """

    limits: Sequence[Limit]
    answered: deque[float] = field(default_factory=deque)
    on_the_way: int = 0
    paused: float = 0.0
    waiting: list[int] = field(default_factory=lambda: [0, 0, 0])
    told: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _even: float = 0.0

    def free_at(self, now: float, hurried: bool) -> float:
        """When a call may begin; NEVER before one on its way is answered. `hurried`: it is an answer."""
        at = max(now, self.paused) if hurried else max(now, self.paused, self._even)
        for limit in self.limits:
            room = limit.open_to(hurried) - self.on_the_way
            if room <= 0:
                return NEVER
            if room <= len(self.answered):
                at = max(at, self.answered[-room] + limit.kept)
        return at

    def expected(self, now: float, hurried: bool, ahead: int) -> float:
        """When a call is likely to begin before which `ahead` others wait."""
        at = max(now, self.paused)
        for limit in self.limits:
            most = limit.open_to(hurried)
            rounds, place = divmod(self.on_the_way + ahead, most)
            room = most - place
            first = self.answered[-room] + limit.kept if room <= len(self.answered) else now
            at = max(at, max(first, now) + rounds * limit.kept)
            if not hurried:
                at = max(at, self._even + ahead * limit.gap)
        return at

    def coming(self, rank: int, after: float) -> int:
        """How many of this rank or before it come back after then."""
        self._forget_told(after)
        return sum(len(told) for of, told in self.told.items() if of <= rank)

    @property
    def gap(self) -> float:
        return max((limit.gap for limit in self.limits), default=0.0)

    @property
    def late(self) -> float:
        return min((limit.per / 8 for limit in self.limits if limit.gap == self.gap), default=0.0)

    def begin(self, now: float) -> None:
        self.on_the_way += 1
        self._even = max(self._even, now - min(CATCH_UP, self.late)) + self.gap

    def end(self, now: float) -> None:
        self.on_the_way -= 1
        self.answered.append(now)
        self.forget(now)

    def undo(self) -> None:
        """It did not begin after all."""
        self.on_the_way -= 1
        self._even -= self.gap

    def recall(self, sure: Sequence[float], doubtful: Sequence[float] = ()) -> None:
        """Calls of somebody else: those that were answered then, and those that may have been, at the latest then.

        They kept the limits too, so of what is doubtful no more was made than had room beside the rest. That much
        counts, the newest first: for as long as it possibly can.
        """
        counted = sorted((*self.answered, *sure))
        for moment, many in sorted(Counter(doubtful).items(), reverse=True):
            for _ in range(many):
                if not all(_has_room(limit, counted, moment) for limit in self.limits):
                    break
                insort(counted, moment)
        self.answered = deque(counted)

    def forget(self, now: float) -> None:
        """What lies outside every window goes."""
        longest = max((limit.kept for limit in self.limits), default=0.0)
        while self.answered and self.answered[0] <= now - longest:
            self.answered.popleft()
        self._forget_told(now)

    def _forget_told(self, until: float) -> None:
        for told in self.told.values():
            while told and told[0] <= until:
                told.popleft()

    def idle(self, now: float) -> bool:
        """Whether nothing of it need be remembered."""
        self.forget(now)
        busy = self.answered or self.on_the_way or any(self.waiting) or any(self.told.values())
        return not (busy or self.paused > now or self._even > now)


def _has_room(limit: Limit, counted: Sequence[float], moment: float) -> bool:
    """Whether one more call then leaves every window with no more than it may have."""
    if limit.per <= ON_FILE:
        return True
    place = bisect(counted, moment)
    last = min(place, len(counted) - limit.calls)
    for first in range(max(0, place - limit.calls), last + 1):
        begin, end = min(counted[first], moment), max(counted[first + limit.calls - 1], moment)
        if end - begin < limit.per - ON_FILE:
            return False
    return True
