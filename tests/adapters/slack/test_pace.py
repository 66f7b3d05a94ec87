"""Slack's limits are kept: evenly for messages, by method for the rest; a 429 rests what it is about."""

import asyncio
from collections import deque
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.limits import LIMITS, PACE, READS, TIERS
from adapters.slack.settings import read
from adapters.slack.web import Web
from bot.kernel.cards import say
from bot.ports.adapter import Spent, Unavailable
from tests.adapters.slack.conftest import ANN, BOB, delivery, opened, person, room
from tests.fakes.slack import BOT_TOKEN, FakeSlack, shapes


def test_every_method_has_its_tier_and_every_limit_its_source() -> None:
    assert set(TIERS) >= READS
    assert set(TIERS.values()) <= {limit.kind for limit in LIMITS}
    assert all(limit.link.startswith("https://docs.slack.dev/") for limit in LIMITS)


def test_limits_are_kept_unless_the_operator_says_that_there_are_none() -> None:
    tokens = {"bot_token": BOT_TOKEN, "app_token": "xapp-1"}
    published, none = (Web(read({**tokens, "rates": each})) for each in ("published", "none"))
    kinds = {limit.kind for limit in PACE}
    assert set(published.posts._limits) | set(published.others._limits) == kinds
    assert none.posts._limits == {"app": ()}


async def test_a_first_word_to_many_gives_each_a_minute_of_its_own(fake: FakeSlack) -> None:
    people = [f"U0MANY{number:05}" for number in range(120)]
    for each in people:
        fake.hire(each, each)
    waits = []
    async with opened(fake, rates="published") as office:
        for each in people:
            try:
                await office.adapter._directory.chat(each)
            except Unavailable as error:
                waits.append((error.retry_after or timedelta()).total_seconds())
    assert len([each for each in fake.calls if each.method == "conversations.open"]) == 50
    assert all(57 < each < 61 for each in waits[:50])
    assert all(117 < each < 121 for each in waits[50:])


async def test_a_429_in_one_channel_rests_that_channel_and_no_other(fake: FakeSlack) -> None:
    async with opened(fake, rates="published") as office:
        fake.api.canned["chat.postMessage"] = deque([shapes.limited("1")])
        with pytest.raises(Unavailable) as failure:
            await office.adapter.send(delivery(say("one")))
        assert failure.value.retry_after == timedelta(seconds=1)
        await office.adapter.send(delivery(say("two"), to=person(BOB), key="k2"))
        await office.adapter.send(delivery(say("one")))
    moments = [each.moment for each in fake.calls if each.method == "chat.postMessage"]
    assert moments[1] - moments[0] < 1 <= moments[2] - moments[0]
    assert [each.user for each in fake.messages] == [BOB, ANN]


async def test_under_strain_changes_are_left_out_and_answers_go_on(fake: FakeSlack) -> None:
    async with opened(fake, rates="published") as office:
        receipt = await office.adapter.send(delivery(say("one")))
        fake.api.canned["chat.postMessage"] = deque([shapes.limited("30")])
        with pytest.raises(Unavailable):
            await office.adapter.send(delivery(say("two"), key="k2"))
        office.adapter._web.posts._app.paused = 0.0  # the strain outlasts the pause; this test does not
        spared = replace(delivery(say("three"), key="k3"), revises=receipt, must=False)
        assert await office.adapter.send(spared) == receipt
        assert not [each for each in fake.calls if each.method == "chat.update"]
        await office.adapter.send(delivery(say("four"), to=person(BOB), key="k4"))
        assert [each.user for each in fake.messages] == [ANN, BOB]


async def test_a_new_sender_counts_what_the_old_one_used(fake: FakeSlack) -> None:
    async with opened(fake, rates="published") as office:
        await office.adapter.send(delivery(say("one")))
        posts = office.adapter.limiters[0]
        office.adapter.recall([Spent(0.0, person(ANN), 1), Spent(0.0, person("U0STRANGER"), 2), Spent(0.0, None)])
        assert len(posts._app.answered) == 1 + 4
        assert posts._app.paused > asyncio.get_running_loop().time(), "it may be a stranger's chat"
        assert [len(each.answered) for each in posts._keys.values()] == [2]
        office.adapter.recall([Spent(0.0, person(ANN), 1, revision=True)] * 3)
        assert len(posts._app.answered) == 1 + 4, "a change is a call of another kind"
        others = office.adapter.limiters[1]
        assert len(others._keys["tier3", "chat.update"].answered) == 3
        office.adapter.recall([Spent(0.0, person(ANN), 2, again=True)])
        looked = [len(others._keys["tier3", f"conversations.{each}"].answered) for each in ("history", "replies")]
        assert looked == [2, 2], "it may have been looked for, in the chat or in a thread"


async def test_who_was_written_to_before_was_not_opened_again(fake: FakeSlack) -> None:
    async with opened(fake, rates="published") as office:
        first, then = Spent(40.0, person(ANN), 2), Spent(20.0, person(ANN), 2, again=True)
        dead = [Spent(0.0, to, sure=False) for to in (person(ANN), person(BOB), room())]
        office.adapter.recall([*dead, then, first, Spent(30.0, person("U0KNOWN"))])
        opens = office.adapter.limiters[1]._keys["tier3", "conversations.open"].answered
        ago = [asyncio.get_running_loop().time() - each for each in opens]
        assert ago == pytest.approx([40.0, 0.0], abs=1.0), "Ann's first message, and perhaps Bob's"


async def test_of_a_senders_several_calls_it_is_doubtful_which_were_posts(fake: FakeSlack) -> None:
    async with opened(fake, rates="published") as office:
        posts = office.adapter.limiters[0]
        office.adapter.recall([Spent(20.0, person(ANN), 119), Spent(10.0, person(ANN)), Spent(5.0, person(ANN), 2)])
        assert len(posts._app.answered) == 120, "more than the limit would have been refused"
        moments = sorted(asyncio.get_running_loop().time() - each for each in posts._app.answered)
        assert moments[:3] == pytest.approx([5.0, 5.0, 10.0], abs=1.0), "the newest, and the one that is certain"


async def test_what_would_wait_too_long_makes_room(fake: FakeSlack) -> None:
    async with opened(fake, rates="published") as office:
        for _ in range(50):
            async with office.adapter._web.others.turn(tier3="chat.update"):
                pass
        receipt = await office.adapter.send(delivery(say("one")))
        with pytest.raises(Unavailable, match="used up") as failure:
            await office.adapter.send(replace(delivery(say("two"), key="k2"), revises=receipt))
        assert failure.value.retry_after
        assert failure.value.retry_after > timedelta(seconds=5)
