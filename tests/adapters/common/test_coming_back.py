"""Whom a limit turns away is told when to come back: each a time of their own, so that few ask twice in vain."""

import asyncio
from datetime import timedelta

from adapters.common.pace import APP, Limit, Pace
from adapters.common.windows import Windows
from bot.ports.adapter import PASSAGE, Passage, Priority, Unavailable
from tests.support.virtual_time import virtually

A_MINUTE = Limit("method", 50, 60.0)
PATIENCE = 2.0


async def until_it_may(pace: Pace, priority: Priority, again: bool = False) -> int:
    """As the outbox does: turned away, it comes back when it was told to. How often it asked."""
    asked = 1
    while True:
        passage = Passage(priority, again=again or asked > 1)
        PASSAGE.set(passage)
        try:
            async with pace.turn(method="change"):
                return asked
        except Unavailable as error:
            await asyncio.sleep((error.retry_after or timedelta()).total_seconds())
            asked += 1


async def all_of(pace: Pace, many: int, priority: Priority, again: bool = False) -> tuple[int, float]:
    """How often they asked in all, and seconds until the last had its turn."""
    asked = await asyncio.gather(*(until_it_may(pace, priority, again) for _ in range(many)))
    return sum(asked), asyncio.get_running_loop().time()


def test_a_thousand_do_not_all_come_back_at_once() -> None:
    async def work() -> None:
        for priority in (Priority.ANSWER, Priority.MANY):
            pace, began = Pace([A_MINUTE], PATIENCE), asyncio.get_running_loop().time()
            asked, ended = await all_of(pace, 1000, priority)
            assert asked < 2 * 1000
            assert 19 * 60 <= ended - began < 20.5 * 60, "the limit is used up all the time"

    virtually(work())


def test_a_thousand_who_come_back_together_after_an_outage_are_told_times_of_their_own() -> None:
    async def work() -> None:
        asked, ended = await all_of(Pace([A_MINUTE], PATIENCE), 1000, Priority.MANY, again=True)
        assert asked < 2 * 1000
        assert ended < 20.5 * 60

    virtually(work())


def test_whose_place_answers_took_does_not_start_from_the_end() -> None:
    async def work() -> None:
        pace = Pace([A_MINUTE], PATIENCE)
        early = asyncio.create_task(all_of(pace, 100, Priority.MANY))
        await asyncio.sleep(1)
        late = asyncio.create_task(all_of(pace, 400, Priority.MANY))
        await asyncio.sleep(49)
        _, answered = await all_of(pace, 30, Priority.ANSWER)
        assert answered < 70
        assert (await early)[1] < 130
        assert 9 * 60 < (await late)[1] < 11 * 60

    virtually(work())


def test_who_was_told_to_come_back_goes_before_who_comes_then() -> None:
    async def work() -> None:
        pace = Pace([A_MINUTE], PATIENCE)
        await all_of(pace, 50, Priority.ANSWER)
        first = asyncio.create_task(all_of(pace, 50, Priority.ANSWER))
        await asyncio.sleep(1)
        _, late = await all_of(pace, 10, Priority.ANSWER)
        _, early = await first
        assert early < 63 < 119 < late

    virtually(work())


def test_who_never_came_back_is_forgotten() -> None:
    windows = Windows([A_MINUTE])
    windows.told[0].append(5.0)
    assert not windows.idle(4.0)
    assert windows.idle(5.0)


def test_a_busy_chat_gives_the_app_no_bad_name() -> None:
    async def work() -> None:
        pace = Pace([Limit("chat", 1, 10.0), Limit(APP, 50, 60.0)], PATIENCE)
        turned_away = 0
        for _ in range(100):
            try:
                async with pace.turn(chat="busy"):
                    pass
            except Unavailable:
                turned_away += 1
        assert turned_away == 99
        async with pace.turn(chat="another"):
            assert asyncio.get_running_loop().time() < 1

    virtually(work())
