"""Messages out: batches, groups, mentions, every way in which the platform says no, and what comes twice."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from adapters.common.pace import API
from adapters.dingtalk.render import render
from bot.kernel.cards import Action, Button, Buttons, Card, Mentioned, Paragraph, Text, say
from bot.kernel.ids import DeliveryKey, PersonId, Platform
from bot.kernel.people import UserRef
from bot.ports.adapter import Delivery, Receipt, Refused, Spent, Unauthorised, Unavailable
from tests.adapters.dingtalk.desk import BOSS, LEI, MIN, ROOM, Bot, group, mentions, person
from tests.adapters.dingtalk.samples import LATER, SHORT
from tests.fakes.dingtalk import FakeDingTalk, draw

BATCH = "/v1.0/robot/oToMessages/batchSend"
GROUP = "/v1.0/robot/groupMessages/send"
HOOK = "/robot/sendBySession"
TO_LEI = Card((Paragraph((Mentioned(PersonId(LEI), "王磊"), Text(" 请看"))),))


def paths(fake: FakeDingTalk) -> list[str]:
    return [each.path for each in fake.calls if "Token" not in each.path]


def texts(fake: FakeDingTalk) -> list[str]:
    return [each.wire["msgParam"]["text"] for each in fake.messages]


async def settled(*sends: Awaitable[Receipt]) -> list[Receipt | BaseException]:
    return list(await asyncio.gather(*sends, return_exceptions=True))


async def test_the_same_at_the_same_moment_is_one_call(plain: Bot, fake: FakeDingTalk) -> None:
    people = [f"person{n}" for n in range(45)]
    for each in people:
        fake.hire(each, each)
    got = await settled(*(plain.send(SHORT, person(each), key=each) for each in people))
    assert len({each.native["message"] for each in got if isinstance(each, Receipt)}) == 45
    assert [len(each.body["userIds"]) for each in fake.calls if each.path == BATCH] == [20, 20, 5]
    assert sorted(each.user for each in fake.messages) == sorted(people)


async def test_different_words_are_different_calls(plain: Bot, fake: FakeDingTalk) -> None:
    await settled(plain.send(say("一"), key="a"), plain.send(say("二"), person(LEI), key="b"))
    assert paths(fake).count(BATCH) == 2


async def test_who_cannot_be_reached_is_told_apart(plain: Bot, fake: FakeDingTalk) -> None:
    fake.site.flow_controlled.add(LEI)
    there, held, gone = await settled(
        plain.send(SHORT, person(MIN), key="a"),
        plain.send(SHORT, person(LEI), key="b"),
        plain.send(SHORT, person("nobody"), key="c"),
    )
    assert isinstance(there, Receipt)
    assert isinstance(held, Unavailable)
    assert isinstance(gone, Refused)
    assert paths(fake).count(BATCH) == 1


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_too_fast_in_every_disguise_is_only_not_yet(plain: Bot, fake: FakeDingTalk, times: int) -> None:
    fake.faults.add("limited", times)
    for _ in range(times):
        with pytest.raises(Unavailable) as caught:
            await plain.send(SHORT)
        assert caught.value.retry_after
        plain.adapter.api.pace._keys.clear()  # the pause is proved elsewhere
    await plain.send(SHORT)
    assert len(fake.messages) == 1


async def test_after_too_fast_nothing_is_sent_for_a_while(plain: Bot, fake: FakeDingTalk) -> None:
    fake.faults.add("limited")
    with pytest.raises(Unavailable):
        await plain.send(SHORT)
    pace, now = plain.adapter.api.pace, asyncio.get_running_loop().time
    paused = pace._keys[API, BATCH].paused
    assert paused - now() == pytest.approx(1.0, abs=0.5)
    await plain.send(SHORT)
    assert now() >= paused
    assert pace.waited > 0


async def test_a_new_sender_counts_what_the_old_one_used(plain: Bot) -> None:
    plain.adapter.recall([Spent(0.1, person(MIN), 20), Spent(0.1, group(), 2)])
    keys = plain.adapter.api.pace._keys
    assert [len(keys[API, path].answered) for path in (BATCH, GROUP)] == [20, 2]
    began = asyncio.get_running_loop().time()
    await plain.send(SHORT)
    assert asyncio.get_running_loop().time() - began >= 0.9


@pytest.mark.parametrize("fault", ["lost", "dropped", "broken", "html"])
async def test_an_unknown_outcome_is_no_refusal(plain: Bot, fake: FakeDingTalk, fault: str) -> None:
    fake.faults.add(fault)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one says nothing
        await plain.send(SHORT)
    assert not isinstance(caught.value, Refused | Unavailable | Unauthorised)
    await plain.send(SHORT)
    assert len(fake.messages) == (2 if fault == "lost" else 1)


async def test_a_token_that_ends_early_is_renewed_once(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.send(SHORT)
    fake.faults.add("expired")
    await plain.send(say("二"), key="k2")
    assert [each.path for each in fake.calls].count("/v1.0/oauth2/accessToken") == 2


async def test_a_wrong_secret_is_named(fake: FakeDingTalk) -> None:
    bot = Bot(fake, client_secret="another")
    with pytest.raises(Unauthorised, match="client_secret"):
        await bot.send(SHORT)
    await bot.close()


@pytest.mark.parametrize("to", [person(MIN), group()], ids=["person", "group"])
async def test_a_missing_permission_is_named(plain: Bot, fake: FakeDingTalk, to: Any) -> None:
    fake.site.scopes.discard("qyapi_robot_sendmsg")
    with pytest.raises(Unauthorised, match="qyapi_robot_sendmsg"):
        await plain.send(SHORT, to)


async def test_a_group_the_bot_is_not_in_refuses(plain: Bot, fake: FakeDingTalk) -> None:
    fake.removed(MIN, ROOM)
    with pytest.raises(Refused):
        await plain.send(SHORT, group())
    with pytest.raises(Refused):
        await plain.send(SHORT, group("cidNowhere=="))


async def test_a_message_of_another_platform_is_refused(plain: Bot) -> None:
    with pytest.raises(Refused):
        await plain.send(SHORT, UserRef(Platform("other"), "t", MIN))


async def test_a_mention_goes_by_the_address_of_an_answer(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    await plain.send(TO_LEI, group(), key="before", mentions=mentions(LEI))
    await fake.push(fake.said(MIN, "@合拍 在吗", ROOM, to_bot=True))
    await plain.send(TO_LEI, group(), key="after", mentions=mentions(LEI))
    assert [each.kind for each in fake.messages] == ["robot", "webhook"]
    assert fake.messages[0].wire["msgParam"]["text"] == "@王磊 请看"
    assert fake.messages[1].wire["markdown"]["text"] == f"@{LEI} 请看"
    assert fake.messages[1].wire["at"] == {"atUserIds": [LEI], "isAtAll": False}


async def test_an_address_that_is_not_taken_any_more_is_no_loss(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    await fake.push(fake.said(MIN, "@合拍 在吗", ROOM, to_bot=True))
    fake.site.sessions.clear()
    await plain.send(TO_LEI, group(), mentions=mentions(LEI))
    assert [each.kind for each in fake.messages] == ["robot"]
    assert len(fake.alarms) == 1
    fake.alarms.clear()


async def test_an_address_on_another_host_is_never_used(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    event = fake.said(MIN, "@合拍 在吗", ROOM, to_bot=True)
    event.data["sessionWebhook"] = "http://127.0.0.1:1/robot/sendBySession?session=x"
    await fake.push(event)
    await plain.send(TO_LEI, group(), mentions=mentions(LEI))
    assert paths(fake)[-1] == GROUP


async def test_a_button_says_a_word_and_the_word_is_the_press(plain: Bot, fake: FakeDingTalk) -> None:
    """On the older of two messages that have the same word, and after a restart."""
    await plain.connect()
    for key in ("old", "new"):
        await plain.send(Card((Paragraph((Text(key),)), Buttons((LATER,)))), key=key)
    await plain.adapter.close()
    again = Bot(fake)
    again.desk.notes = plain.desk.notes
    await again.connect()
    await plain.disconnect()
    first = fake.messages[0]
    event = fake.pressed(MIN, first.id, draw(first).pressables[0].handle)
    await fake.push(event)
    (pressed,) = again.events
    assert pressed.source == "old"  # type: ignore[union-attr]
    assert pressed.action == "later"  # type: ignore[union-attr]
    again.desk.notes.clear()
    lost = Bot(fake)
    await lost.connect()
    await again.close()
    await fake.push(fake.pressed(MIN, first.id, draw(first).pressables[0].handle))
    (word,) = lost.events
    assert word.text == "以后"  # type: ignore[union-attr]
    await lost.close()


async def test_several_messages_go_on_where_they_stopped(plain: Bot, fake: FakeDingTalk) -> None:
    pages = tuple(say(f"第 {n} 页") for n in (1, 2, 3))
    fake.faults.coming.extend([None, "limited"])  # type: ignore[list-item]
    delivery = Delivery(DeliveryKey("long"), person(MIN), pages, reason="因为")
    with pytest.raises(Unavailable):
        await plain.adapter.send(delivery)
    await plain.adapter.send(delivery)
    assert texts(fake) == ["第 1 页", "第 2 页", "第 3 页  \nⓘ 因为"]


async def test_what_was_given_up_while_waiting_is_not_sent(plain: Bot, fake: FakeDingTalk) -> None:
    waiting = asyncio.create_task(plain.send(SHORT, person(MIN)))
    other = asyncio.create_task(plain.send(SHORT, person(BOSS), key="k2"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    await other
    assert [each.user for each in fake.messages] == [BOSS]


def test_a_number_that_is_part_of_a_label_is_said() -> None:
    numbered = Buttons((Button("1 2024 年", Action("x")),))
    bare = Buttons((Button("2024 年", Action("x")),), numbered=False)
    for shown in (numbered, bare):
        (message,) = render(DeliveryKey("k"), Card((shown,)), "", str)
        assert message.presses.keys() == {"2024 年"}
