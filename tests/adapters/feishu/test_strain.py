"""What is spared while the platform says that it is too much, and what a new sender counts of the old one."""

import pytest

from adapters.common.pace import LONG
from bot.kernel.cards import say
from bot.ports.adapter import Spent, Unavailable
from tests.adapters.feishu.served import ANN, group, served, user
from tests.fakes.feishu.drawing import draw

HELLO = say("你好")


async def test_a_platform_under_strain_is_spared_changes_that_can_be_left_out() -> None:
    async with served() as one:
        receipt = await one.send(HELLO)
        [pace] = one.adapter.limiters
        one.fake.faults.add("limited")
        with pytest.raises(Unavailable):
            await one.send(HELLO, key="k2")
        assert not pace.strained, "a second's pause is no strain"
        pace.pause(LONG, chat="elsewhere")
        assert await one.send(say("再见"), key="k3", revises=receipt, must=False) == receipt
        assert one.called("PATCH", "messages") == []
        await one.send(say("再见"), key="k4", revises=receipt)
        assert [draw(each).text for each in one.fake.messages] == ["再见"]


async def test_a_new_sender_counts_what_the_old_one_used() -> None:
    async with served() as one:
        one.adapter.recall([Spent(0.1, user(ANN), 3), Spent(0.1, group()), Spent(0.1, None)])
        [pace] = one.adapter.limiters
        assert [len(each.answered) for each in (pace._app, *pace._keys.values())] == [5, 3, 1]
