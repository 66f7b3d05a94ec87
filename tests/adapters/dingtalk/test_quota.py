"""The month's quota: what counts, what it will come to, who is told, and what is spared."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from adapters.dingtalk.batch import LONG_WAIT, WAIT, Batcher
from adapters.dingtalk.quota import CALLS, PUSHES, Meter
from bot.kernel.cards import say
from bot.ports.adapter import PASSAGE, Passage, Priority, Unavailable
from tests.adapters.dingtalk.desk import LEI, MIN, NOW, ROOM, Bot, Desk, company, group
from tests.adapters.dingtalk.samples import SHORT
from tests.fakes.dingtalk import TEMPLATE, FakeDingTalk


def meter(desk: Desk, calls: int = 5_000, pushes: int = 3_000) -> Meter:
    return Meter(desk, {CALLS: calls, PUSHES: pushes})


async def test_our_count_is_the_platforms(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    await fake.push(fake.said(MIN, "@合拍 你好", ROOM, to_bot=True))
    await fake.push(fake.left(LEI))
    await fake.push(fake.happened("todo_task_create", {"taskId": "1"}))
    fake.faults.add("limited")
    with pytest.raises(Unavailable):
        await plain.send(SHORT)
    plain.adapter.api.pace._keys.clear()
    await plain.send(SHORT, key="k2")
    await plain.send(say("群里"), group(), key="k3")
    counted = plain.adapter.meter
    assert (counted.used(CALLS), counted.used(PUSHES)) == (fake.site.quota.calls, fake.site.quota.pushes)
    assert fake.site.quota.calls == 2
    await plain.adapter.close()
    assert plain.desk.counts == {"quota.calls.2026-09": 2, "quota.pushes.2026-09": 2}


async def test_a_count_is_no_transaction() -> None:
    desk = Desk()
    counting = meter(desk)
    for _ in range(49):
        counting.call()
        await asyncio.sleep(0)
    assert desk.writes == 0
    for _ in range(100):
        counting.call()
    await asyncio.sleep(0.01)
    assert desk.counts["quota.calls.2026-09"] == 149
    assert desk.writes <= 3
    await counting.close()


async def test_it_goes_on_counting_after_a_restart() -> None:
    desk = Desk()
    desk.counts["quota.calls.2026-09"] = 2_000
    counting = meter(desk)
    counting.call()
    await counting.flush()
    assert counting.used(CALLS) == 2_001
    await counting.close()


@pytest.mark.parametrize(
    ("used", "told"),
    [(2_499, []), (2_500, ["50"]), (4_000, ["80"]), (4_750, ["95"])],
)
async def test_administrators_are_told_how_much_is_used(used: int, told: list[str]) -> None:
    """On the 17th at nine, a little more than half of September is over."""
    desk = Desk()
    desk.counts["quota.calls.2026-09"] = used
    counting = meter(desk)
    await counting.flush()
    await counting.flush()
    assert desk.troubles == [f"quota.calls.2026-09.{level}" for level in told]
    assert counting.short is (used >= 4_000)
    await counting.close()


async def test_a_months_first_day_cries_no_wolf() -> None:
    desk = Desk()
    desk.moment = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
    desk.counts["quota.calls.2026-09"] = 200
    counting = meter(desk)
    await counting.flush()
    assert desk.troubles == []
    await counting.close()


async def test_a_month_ends_in_china() -> None:
    desk = Desk()
    desk.moment = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)
    counting = meter(desk)
    counting.call()
    desk.moment += timedelta(minutes=1)
    counting.call()
    assert counting.used(CALLS) == 1
    await counting.close()
    assert desk.counts["quota.calls.2026-09"] == 1


async def test_without_a_limit_nothing_runs_short() -> None:
    counting = meter(Desk(), calls=0)
    counting.call()
    assert not counting.short
    await counting.close()


async def test_when_it_runs_short_what_can_be_spared_is(fake: FakeDingTalk) -> None:
    bot = Bot(fake, card_template_id=TEMPLATE, calls_per_month=10)
    bot.desk.counts["quota.calls.2026-09"] = 9
    await bot.adapter.meter.flush()
    receipt = await bot.send(SHORT)
    before = len(fake.calls)
    assert await bot.send(say("省下"), key="k2", revises=receipt, must=False) == receipt
    assert len(fake.calls) == before
    await bot.send(say("必须"), key="k3", revises=receipt)
    assert len(fake.calls) == before + 1
    await bot.close()


async def test_when_it_runs_short_messages_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    sleep = asyncio.sleep

    async def waiting(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    monkeypatch.setattr("adapters.dingtalk.batch.asyncio.sleep", waiting)

    sent: list[list[str]] = []

    async def call(key: str, param: str, users: Callable[[], list[str]]) -> dict[str, object]:
        sent.append(users())
        return {"processQueryKey": "p"}

    async def send(user: str, priority: Priority) -> None:
        PASSAGE.set(Passage(priority))
        await batcher.send(user, "k", "{}")

    short = False
    batcher = Batcher(call, lambda: short)
    await batcher.send(MIN, "k", "{}")
    short = True
    await asyncio.gather(*(asyncio.create_task(send(MIN, each)) for each in (Priority.MANY, Priority.ANSWER)))
    assert waits == [WAIT, LONG_WAIT, WAIT]
    assert sent == [[MIN]] * 3, "an answer joins no batch that waits"


async def test_groups_are_answered_by_what_is_left(fake: FakeDingTalk) -> None:
    bot = Bot(fake, calls_per_month=10)
    await bot.connect()
    await fake.push(fake.said(MIN, "@合拍 在吗", ROOM, to_bot=True))
    await bot.send(say("一"), group(), key="k1")
    await bot.send(say("二"), group(), key="k2")
    assert [each.kind for each in fake.messages] == ["robot", "webhook"]
    await bot.close()


async def test_spent_is_told_and_waited_for() -> None:
    fake = FakeDingTalk(lambda: NOW, quota=(0, 1))
    async with company(fake):
        bot = Bot(fake)
        await bot.connect()
        with pytest.raises(Unavailable) as caught:
            await bot.send(SHORT)
        assert caught.value.retry_after == timedelta(hours=1)
        for text in ("来", "来了但没有内容"):
            await fake.push(fake.said(MIN, text))
        assert [type(each).__name__ for each in bot.events] == ["MessageReceived"]
        assert bot.desk.troubles == ["quota.spent.2026-09"]
        await bot.close()
