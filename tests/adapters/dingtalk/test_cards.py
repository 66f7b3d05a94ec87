"""The rich tier: cards under our own key, presses answered at once, changes by PUT."""

import asyncio

import pytest

from bot.kernel.cards import Card, Mentioned, Paragraph, Text, say
from bot.kernel.events import ActionTriggered
from bot.kernel.ids import DeliveryKey, PersonId
from bot.ports.adapter import Delivery, Receipt, Refused, Unavailable
from tests.adapters.dingtalk.desk import LEI, MIN, Bot, group, mentions, person
from tests.adapters.dingtalk.samples import RICH, SHORT
from tests.fakes.dingtalk import FakeDingTalk, draw
from tests.fakes.dingtalk.acks import CARDS

CREATE = "/v1.0/card/instances/createAndDeliver"
TOO_LONG = say("字" * 400)


async def press(bot: Bot, fake: FakeDingTalk, user: str = MIN, button: int = 0) -> ActionTriggered:
    message = fake.messages[-1]
    await fake.push(fake.pressed(user, message.id, draw(message).pressables[button].handle))
    event = bot.events[-1]
    assert isinstance(event, ActionTriggered)
    return event


async def test_a_card_goes_to_a_person(rich: Bot, fake: FakeDingTalk) -> None:
    receipt = await rich.send(RICH, reason="因为", mentions=mentions(LEI))
    (call,) = [each for each in fake.calls if each.path == CREATE]
    assert {key: value for key, value in call.body.items() if key != "cardData"} == {
        "cardTemplateId": fake.messages[0].wire["cardTemplateId"],
        "outTrackId": receipt.native["message"],
        "callbackType": "STREAM",
        "userIdType": 1,
        "openSpaceId": f"dtv1.card//IM_ROBOT.{MIN}",
        "imRobotOpenSpaceModel": {
            "supportForward": False,
            "lastMessageI18n": {"ZH_CN": "华东组", "EN_US": "华东组"},
        },
        "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": "dingfake0hepai"},
    }
    assert fake.messages[0].id == receipt.native["message"]


async def test_in_a_group_a_card_mentions(rich: Bot, fake: FakeDingTalk) -> None:
    shown = Card((Paragraph((Mentioned(PersonId(LEI), "王磊"), Mentioned(PersonId("x"), "没有"), Text(" 看"))),))
    await rich.send(shown, group(), mentions=mentions(LEI))
    (call,) = [each for each in fake.calls if each.path == CREATE]
    assert call.body["cardAtUserIds"] == [LEI]
    assert call.body["imGroupOpenDeliverModel"]["atUserIds"] == {LEI: "王磊"}
    assert call.body["cardData"]["cardParamMap"]["text_1"] == f"<a atId={LEI}>王磊</a>@没有 看"
    assert draw(fake.messages[0]).text == "@王磊@没有 看"


@pytest.mark.parametrize("fault", ["lost", "dropped", "broken", "html"])
async def test_sent_again_it_comes_once(rich: Bot, fake: FakeDingTalk, fault: str) -> None:
    fake.faults.add(fault)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one says nothing
        await rich.send(SHORT)
    assert not isinstance(caught.value, Refused | Unavailable)
    await rich.send(SHORT)
    assert len(fake.messages) == 1


async def test_a_press_is_answered_and_then_changes_the_card(rich: Bot, fake: FakeDingTalk) -> None:
    await rich.connect()
    receipt = await rich.send(SHORT)
    event = await press(rich, fake)
    assert (event.source, event.action, event.sender.user, event.chat.direct) == ("k1", "done", MIN, True)
    (ack,) = fake.acks
    assert (ack.topic, ack.data) == (CARDS, {"response": {}})
    assert ack.seconds < 2
    await rich.send(say("已完成"), key="k2", revises=receipt)
    assert draw(fake.messages[0]).text == "已完成"


async def test_a_card_waits_for_the_answer_to_its_press(rich: Bot, fake: FakeDingTalk) -> None:
    """The platform forbids a change inside the callback: the fake would alarm."""
    await rich.connect()
    receipt = await rich.send(SHORT)
    revised: list[asyncio.Task[Receipt]] = []

    async def storing() -> None:
        revised.append(asyncio.create_task(rich.send(say("好"), key="k2", revises=receipt)))
        await asyncio.sleep(0.05)

    rich.desk.storing = storing
    await press(rich, fake)
    await revised[0]
    assert draw(fake.messages[0]).text == "好"


async def test_forms_and_menus_come_back(rich: Bot, fake: FakeDingTalk) -> None:
    await rich.connect()
    await rich.send(RICH)
    message = fake.messages[0]
    (form,) = draw(message).forms
    filled = {"today": "上线", "mood": "2"}
    await fake.push(fake.submitted(MIN, message.id, form.submit.handle, filled))
    (submitted,) = rich.events
    assert isinstance(submitted, ActionTriggered)
    assert (submitted.action, submitted.values) == ("submit", {"today": "上线", "mood": "2", "calls": ""})
    menu = next(each for each in draw(message).pressables if each.label == "2 李娜")
    await fake.push(fake.pressed(MIN, message.id, menu.handle))
    assert rich.events[-1].args == {"to": "l"}  # type: ignore[union-attr]


async def test_a_press_in_a_group_is_the_groups(rich: Bot, fake: FakeDingTalk) -> None:
    await rich.connect()
    await rich.send(SHORT, group())
    event = await press(rich, fake, LEI)
    assert (event.sender.user, event.chat) == (LEI, group())


async def test_what_a_card_cannot_hold_goes_plain_and_is_not_changed(rich: Bot, fake: FakeDingTalk) -> None:
    receipt = await rich.send(TOO_LONG)
    assert fake.messages[0].kind == "robot"
    same = await rich.send(say("短"), key="k2", revises=receipt, must=False)
    assert same == receipt
    await rich.send(say("短"), key="k2", revises=receipt)
    assert [each.kind for each in fake.messages] == ["robot", "card"]


async def test_a_change_that_does_not_fit_is_left_out_or_sent_anew(rich: Bot, fake: FakeDingTalk) -> None:
    receipt = await rich.send(SHORT)
    assert await rich.send(TOO_LONG, key="k2", revises=receipt, must=False) == receipt
    await rich.send(TOO_LONG, key="k2", revises=receipt)
    assert [each.kind for each in fake.messages] == ["card", "robot"]


async def test_a_card_that_is_gone_is_sent_anew(rich: Bot, fake: FakeDingTalk) -> None:
    receipt = await rich.send(SHORT)
    fake.cards.clear()
    assert await rich.send(say("好"), key="k2", revises=receipt, must=False) == receipt
    await rich.send(say("好"), key="k2", revises=receipt)
    assert len(fake.messages) == 2


async def test_pages_are_cards_of_their_own(rich: Bot, fake: FakeDingTalk) -> None:
    first = Delivery(DeliveryKey("k1"), person(MIN), (say("一"), say("二")), reason="因为")
    receipt = await rich.adapter.send(first)
    assert receipt.native["message"] == fake.messages[1].id
    longer = Delivery(DeliveryKey("k2"), person(MIN), (say("一!"), say("二!"), say("三")), revises=receipt)
    again = await rich.adapter.send(longer)
    assert [draw(each).text for each in fake.messages] == ["一!", "二!", "三"]
    assert again.native["message"] == fake.messages[2].id


async def test_a_card_nobody_gets_is_refused(rich: Bot, fake: FakeDingTalk) -> None:
    with pytest.raises(Refused, match="user not exist"):
        await rich.send(SHORT, person("nobody"))


@pytest.mark.parametrize("what", ["permission", "template", "unpublished"])
async def test_without_cards_people_get_plain_messages(rich: Bot, fake: FakeDingTalk, what: str) -> None:
    match what:
        case "permission":
            fake.site.scopes.discard("Card.Instance.Write")
        case "template":
            fake.site.templates.clear()
        case _:
            fake.import_template(published=False)
    await rich.send(RICH)
    assert [each.kind for each in fake.messages] == ["robot"]
    assert rich.desk.troubles == ["cards"]
    fake.site.scopes.add("Card.Instance.Write")
    fake.import_template()
    await rich.send(SHORT, key="k2")
    assert rich.desk.troubles == []


async def test_an_id_names_one_chat(rich: Bot) -> None:
    with pytest.raises(Refused, match="semicolon"):
        await rich.send(SHORT, person(f"x;IM_ROBOT.{MIN}"))
