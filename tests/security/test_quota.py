"""The organisation's month of calls cannot be burnt by one person, and never down to the last answer."""

from datetime import timedelta

import pytest

from adapters.dingtalk.shares import FEWEST
from bot.kernel.cards import say
from bot.ports.adapter import PASSAGE, Passage, Priority, Unavailable
from tests.adapters.dingtalk.desk import BOSS, LEI, MIN, NOW, Bot, company, person
from tests.fakes.dingtalk import FakeDingTalk

ANSWER, FEW, MANY = Priority
MONTH = 40


async def test_sec_108_nobody_burns_the_months_calls() -> None:
    fake = FakeDingTalk(lambda: NOW, quota=(MONTH, 3_000))
    async with company(fake):
        bot = Bot(fake, calls_per_month=MONTH)
        meter = bot.adapter.meter
        for number in range(FEWEST):
            await bot.send(say(str(number)), person(LEI), key=f"lei{number}")
        with pytest.raises(Unavailable, match="today") as late:
            await bot.send(say("more"), person(LEI), key="lei")
        assert late.value.retry_after == timedelta(hours=15), "at midnight in China"
        await meter.flush()
        for number in range(12):
            PASSAGE.set(Passage(MANY))
            await bot.send(say(str(number)), person(MIN), key=f"min{number}")
        await meter.flush()
        with pytest.raises(Unavailable, match="kept for answers"):
            await bot.send(say("prompt"), person(MIN), key="prompt")
        for priority in (FEW, ANSWER, FEW, ANSWER, FEW, ANSWER):
            PASSAGE.set(Passage(priority))
            await bot.send(say("flag"), person(BOSS), key=f"boss{meter.used('calls')}")
        await meter.flush()
        await meter.flush()
        month = [f"quota.calls.2026-09.{level}" for level in (50, 80, 95)]
        assert bot.desk.troubles == ["quota.share.2026-09-17", *month], "each once"
        assert fake.site.quota.calls == MONTH - 2
        await bot.close()
