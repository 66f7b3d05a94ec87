"""Senders die and others go on, knowing only what came on file: no window ever has more than its limit."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from adapters.common.windows import APP, ON_FILE, Limit, Windows

NEVER_BEGUN = 3
"""Calls that a sender had in hand when it died, at most, without having begun them."""


@dataclass
class File:
    """What the database knows: calls that were answered, and what those in hand of dead senders may have been."""

    sure: list[float] = field(default_factory=list)
    doubtful: list[float] = field(default_factory=list)
    in_hand: int = 0


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[list[tuple[float, bool]], int, int, float]]:
    """Of each sender: its calls (seconds of waiting before each, and whether it came on file), what it had in hand
    without having begun it, how much of what its predecessor had in hand it left alone, seconds until the next.
    """
    calls = st.lists(st.tuples(st.sampled_from((0.0, 0.0, 0.5, 2.0, 7.0)), st.booleans()), max_size=8)
    left = st.integers(0, NEVER_BEGUN)
    return draw(st.lists(st.tuples(calls, left, left, st.sampled_from((0.0, 1.0, 3.0, 8.0))), min_size=2, max_size=5))


@given(lives(), st.integers(1, 5), st.sampled_from((5.0, 10.0)))
def test_whoever_goes_on_keeps_the_limit_with_those_before(
    senders: list[tuple[list[tuple[float, bool]], int, int, float]], most: int, per: float
) -> None:
    limit, now, begun, file = Limit(APP, most, per), 0.0, list[float](), File()
    for calls, never_begun, left_alone, pause in senders:
        windows = Windows([limit])
        windows.recall(file.sure, file.doubtful + [now] * file.in_hand)
        taken = max(0, file.in_hand - left_alone)
        file.doubtful += [now] * taken
        file.in_hand += never_begun - taken
        for wait, answered in calls:
            now = max(now + wait, windows.free_at(now + wait, True))
            windows.begin(now)
            windows.end(now)
            begun.append(now)
            if answered:
                file.sure.append(now)
            else:
                file.in_hand += 1
        now += pause
    for first, last in zip(begun, begun[most:], strict=False):
        assert last - first > per, begun


@given(st.lists(st.floats(0.0, 30.0), max_size=30), st.integers(1, 5))
def test_what_is_doubtful_never_counts_for_more_than_the_limit(doubtful: list[float], most: int) -> None:
    windows = Windows([Limit(APP, most, 10.0)])
    windows.recall([], doubtful)
    counted = list(windows.answered)
    assert all(last - first >= 10.0 - ON_FILE for first, last in zip(counted, counted[most:], strict=False))
    assert not doubtful or counted, "something may have been done"
