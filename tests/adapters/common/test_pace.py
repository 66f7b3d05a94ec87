"""The limiter: never above a limit in any window, nearly all of what is allowed, answers first, nobody held up."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.common.pace import API, APP, LONG, Limit, Pace
from bot.kernel.ids import Platform
from bot.kernel.people import UserRef
from bot.ports.adapter import Priority, Spent, Unavailable
from tests.adapters.common.pacing import Call, Course, most, run_calls, under
from tests.support.virtual_time import virtually

LIMITS = (Limit(APP, 50, 1.0), Limit(APP, 1000, 60.0), Limit("chat", 5, 1.0), Limit("chat", 1, 0.0))
ANSWER, FEW, MANY = Priority

SOME_LIMITS = st.lists(
    st.builds(Limit, st.sampled_from((APP, API, "chat")), st.integers(1, 4), st.sampled_from((0.0, 0.3, 1.0, 5.0))),
    min_size=1,
    max_size=3,
)
SECONDS = st.sampled_from((0.0, 0.0, 0.05, 0.6, 2.0))
SOME_CALLS = st.lists(
    st.builds(
        Call,
        st.sampled_from("abc"),
        st.sampled_from(Priority),
        st.sampled_from((0.0, 0.0, 0.0, 0.4, 3.0)),
        SECONDS,
        SECONDS,
        st.none() | st.sampled_from((0.0, 0.1, 0.5, 3.0)),
    ),
    min_size=8,
    max_size=25,
)


@given(SOME_LIMITS, SOME_CALLS, st.sampled_from((1.0, 1e6)))
def test_no_window_ever_holds_more_than_its_limit_and_nothing_leaks(
    limits: list[Limit], calls: list[Call], patience: float
) -> None:
    async def work() -> None:
        pace = Pace(limits, patience)
        course = await run_calls(pace, calls)
        for limit in limits:
            for (kind, _), at in course.arrived.items():
                assert kind != limit.kind or most(at, limit.per) <= limit.calls
        if patience > 1:
            assert not course.refused
            assert all(number in course.begun or call.gives_up is not None for number, call in enumerate(calls))
        for (one, first), (other, second) in ((a, b) for a in enumerate(calls) for b in enumerate(calls)):
            _in_order(course, (one, first), (other, second))
        assert not any(pace.waiting.values())
        await asyncio.sleep(100)
        before = asyncio.get_running_loop().time()
        async with pace.turn(chat="a", api="send"):
            assert asyncio.get_running_loop().time() == before

    virtually(work())


def _in_order(course: Course, one: tuple[int, Call], other: tuple[int, Call]) -> None:
    """Who asked before, at no lesser priority, for the same chat, was not overtaken."""
    (first, call), (second, later) = one, other
    if call.chat == later.chat and (call.asked, first) < (later.asked, second) and call.priority <= later.priority:
        begun, after = course.begun.get(first), course.begun.get(second)
        assert begun is None or after is None or begun <= after


@pytest.mark.parametrize(
    "limits",
    [LIMITS, (Limit(APP, 120, 30.0), Limit(APP, 8, 1.0)), (Limit(API, 20, 1.0),), (Limit("chat", 30, 60.5),)],
    ids=["50/s and 1000/min", "120 in 30 s", "20/s of an interface", "30/min of a person"],
)
def test_a_fan_out_uses_what_is_allowed_and_an_answer_waits_for_one_place(limits: Sequence[Limit]) -> None:
    least = min((each for each in limits if each.per), key=lambda each: (each.kind == "chat", each.calls / each.per))
    shared = least.kind != "chat"
    dice, rounds = random.Random(4), 6
    many = [
        Call(f"chat{number if shared else 0}", MANY, 0.0, dice.random() * 0.004, dice.random() * 0.004)
        for number in range(rounds * least.calls + 1)
    ]
    answers = [Call(f"asker{number}", ANSWER, least.per * (1.3 + 0.37 * number)) for number in range(10)]
    course = virtually(run_calls(Pace(limits, patience=1e6), [*many, *answers]))
    key = {APP: "", API: "send", "chat": "chat0"}[least.kind]
    assert course.used(least, key) >= 0.98
    for limit in limits:
        assert all(most(at, limit.per) <= limit.calls for (kind, _), at in course.arrived.items() if kind == limit.kind)
    waits = [course.begun[len(many) + number] - call.asked for number, call in enumerate(answers)]
    assert max(waits) <= (1.5 * least.per / least.calls if shared else 0.0)


def test_answers_alone_use_the_whole_limit() -> None:
    course = virtually(run_calls(Pace(LIMITS, patience=1e6), [Call(f"chat{number}") for number in range(2500)]))
    assert most(course.arrived[APP, ""], 1.0) == 50
    assert most(course.arrived[APP, ""], 60.0) == 1000


def test_a_busy_chat_holds_up_nobody_else() -> None:
    course = virtually(run_calls(Pace(LIMITS), [*[Call("busy", there=0.01)] * 30, Call("other")]))
    assert course.begun[30] == 0.0
    assert max(course.begun.values()) == pytest.approx(5 * (1.005 + 0.01) + 4 * 0.01)


def test_answers_go_before_few_before_many() -> None:
    calls = [Call(str(number), (MANY, FEW, ANSWER)[number % 3]) for number in range(12)]
    course = virtually(run_calls(Pace((Limit(APP, 1, 1.0),)), calls))
    assert sorted(range(12), key=course.begun.__getitem__) == [0, 2, 5, 8, 11, 1, 4, 7, 10, 3, 6, 9]


def test_what_the_platform_pauses_does_not_begin_before() -> None:
    async def work() -> list[float]:
        pace, loop, begun = Pace(LIMITS), asyncio.get_running_loop(), list[float]()
        strained = [pace.strained]
        pace.pause(3.0, chat="a")
        strained.append(pace.strained)
        pace.pause(LONG, chat="elsewhere")
        strained.append(pace.strained)
        for chat in "ba":
            async with pace.turn(chat=chat):
                begun.append(loop.time())
        pace.pause(4.0)
        async with pace.turn(chat="c"):
            begun.append(loop.time())
        await asyncio.sleep(70)
        assert [*strained, pace.strained] == [False, False, True, False]
        return begun

    assert virtually(work()) == [0.0, 3.0, 7.0]


def test_a_turn_too_far_away_is_refused_and_takes_no_place() -> None:
    async def work() -> None:
        pace = Pace((Limit(APP, 1, 60.0),), patience=20.0)
        async with pace.turn():
            pass
        with pytest.raises(Unavailable) as refused:
            await pace.turn().__aenter__()
        assert refused.value.retry_after == timedelta(seconds=50.06), "with patience left for the rest"
        assert pace.refused == 1
        await asyncio.sleep(60.06)
        async with pace.turn():
            assert asyncio.get_running_loop().time() == pytest.approx(60.06)

    virtually(work())


def test_whom_others_keep_from_their_turn_for_too_long_comes_again() -> None:
    calls = [Call("a", asked=number / 10) for number in range(300)]
    course = virtually(run_calls(Pace((Limit(APP, 5, 1.0),)), [Call("b", MANY, 0.05), *calls]))
    assert 0 in course.refused


def test_those_too_many_to_be_served_in_time_are_told_at_once() -> None:
    async def work() -> None:
        pace = Pace((Limit("chat", 5, 1.0),), patience=4.0)
        async with asyncio.TaskGroup() as group:
            before = group.create_task(run_calls(pace, [Call("a", MANY)] * 20 + [Call("a", MANY, 0.4)] * 5))
            await asyncio.sleep(0.5)
            with under(MANY), pytest.raises(Unavailable):
                await pace.turn(chat="a").__aenter__()
            assert asyncio.get_running_loop().time() == 0.5
        assert len(before.result().begun) == 25

    virtually(work())


def test_nobody_waits_longer_than_patience_for_a_call_that_is_not_answered() -> None:
    async def work() -> float:
        pace = Pace((Limit("chat", 1, 0.0),), patience=20.0)
        async with pace.turn(chat="a"):
            with pytest.raises(Unavailable):
                await pace.turn(chat="a").__aenter__()
            return asyncio.get_running_loop().time()

    assert virtually(work()) == 20.0


def test_a_little_is_left_open_to_answers() -> None:
    many = [Call(f"chat{number}", MANY) for number in range(2500)]
    answers = [Call(f"asker{number}", ANSWER, 90.0) for number in range(10)]
    course = virtually(run_calls(Pace(LIMITS, patience=1e6), [*many, *answers]))
    assert {course.begun[len(many) + number] for number in range(10)} == {90.0}


def test_whoever_does_not_send_any_more_begins_nothing() -> None:
    async def work() -> None:
        pace = Pace((Limit(APP, 1, 1.0),))
        with under(MANY) as passage:
            async with pace.turn():
                assert passage.calls == 1
        now = asyncio.get_running_loop().time
        with under(ANSWER, lambda: now() < 1.0) as late, pytest.raises(Unavailable, match="another process"):
            await pace.turn().__aenter__()
        assert late.calls == 0
        with under(FEW) as passage:
            async with pace.turn():
                assert now() == pytest.approx(1.005)
        assert passage.calls == 1
        assert pace.waited == pytest.approx(1.005)

    virtually(work())


def test_what_another_process_used_counts_on() -> None:
    async def work() -> None:
        pace = Pace((Limit("person", 30, 60.0), Limit(APP, 100, 60.0)), patience=1e6)
        pace.recall([used("ann", 59.0, 10), used("ann", 20.0, 20), used("bob", 3.0, 5)], person)
        assert len(pace._app.answered) == 35
        at = []
        for _ in range(11):
            async with pace.turn(person="ann"):
                at.append(asyncio.get_running_loop().time())
        assert at == pytest.approx([1.06] * 10 + [40.06])

    virtually(work())


def test_what_another_process_had_in_hand_beyond_the_limit_was_never_begun() -> None:
    async def work() -> None:
        pace = Pace((Limit(APP, 1000, 60.0),))
        pace.recall([*(used("ann", age, 16) for age in range(1, 60)), used("ann", 0.0, 200, sure=False)], person)
        async with pace.turn():
            assert asyncio.get_running_loop().time() <= 2.5

    virtually(work())


def test_what_certainly_was_used_is_not_pushed_out_by_what_may_have_been() -> None:
    async def work() -> None:
        pace = Pace((Limit(APP, 50, 60.0),), patience=1e6)
        pace.recall([used("ann", 40.0, 30, sure=False), used("ann", 2.0, 40)], person)
        assert sorted(pace._app.answered) == pytest.approx([-40.0] * 10 + [-2.0] * 40)

    virtually(work())


def test_of_what_may_have_been_used_the_newest_counts() -> None:
    async def work() -> None:
        pace = Pace((Limit(APP, 50, 60.0),), patience=1e6)
        doubtful = [used("ann", 40.0, 20, sure=False), used("ann", 0.0, 20, sure=False)]
        pace.recall([*doubtful, used("ann", 50.0, 30)], person)
        assert sorted(pace._app.answered) == pytest.approx([-50.0] * 30 + [0.0] * 20)

    virtually(work())


def used(user: str, ago: float, calls: int, sure: bool = True) -> Spent:
    return Spent(ago, UserRef(Platform("desk"), "acme", user), calls, sure=sure)


def person(spent: Spent) -> dict[str, str]:
    return {"person": spent.to.user} if isinstance(spent.to, UserRef) else {}
