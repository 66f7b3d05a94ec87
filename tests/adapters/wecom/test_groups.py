"""Groups: what the AI bot hears and says there, and the other ways in where it may not speak."""

import asyncio
from typing import Any

import pytest

from adapters.wecom import aibot
from bot.kernel.cards import Action, Button, Card, Mentioned, Paragraph, Text, say
from bot.kernel.events import ActionTriggered, MessageReceived
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Refused, Unavailable
from tests.adapters.wecom.desk import ANN, GROUP, PLATFORM, ROOM, Desk, Office, opened, until
from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.drawing import Handle
from tests.fakes.wecom.fake import BOT, CORP

ASK = say("谁来?", Button("我来", Action("a.mine")))
NEWS = say("打卡:两人已交")
ALONE: dict[str, Any] = dict.fromkeys(("corp_id", "agent_id", "secret", "token", "encoding_aes_key"))
NO_BOT: dict[str, Any] = {"aibot_id": None, "aibot_secret": None}


async def test_a_group_is_heard_and_answered(office: Office) -> None:
    await office.fake.push(office.fake.said("zhaomin", "@合拍 帮助", ROOM, to_bot=True))
    [heard] = office.events
    assert isinstance(heard, MessageReceived)
    assert (heard.text, heard.chat, heard.sender) == ("帮助", GROUP, ANN)
    await office.send("k1", NEWS, to=GROUP)
    [message] = office.shown(room=ROOM)
    assert message.wire["markdown"]["content"] == "打卡:两人已交"
    assert office.sent("aibot_send_msg")[-1]["chat_type"] == 2
    assert office.fake.alarms == []


async def test_a_press_in_a_group(office: Office) -> None:
    await office.send("k1", ASK, to=GROUP)
    [message] = office.shown(room=ROOM)
    key = message.wire["template_card"]["button_list"][0]["key"]
    await office.fake.push(office.fake.pressed("wanglei", message.id, Handle("button", key)))
    [press] = office.events
    assert isinstance(press, ActionTriggered)
    assert (press.source, press.action, press.chat, press.sender.user) == ("k1", "a.mine", GROUP, "wanglei")


async def test_one_message_is_on_its_way_at_a_time(office: Office) -> None:
    office.fake.faults.delay = 0.02
    await asyncio.gather(*(office.send(f"k{number}", NEWS, to=GROUP) for number in range(5)))
    assert len(office.shown(room=ROOM)) == 5
    assert office.fake.alarms == []


@pytest.mark.parametrize("fault", ["lost", "dropped", "html"])
async def test_a_message_without_an_acknowledgement_is_unknown(office: Office, fault: str) -> None:
    office.fake.faults.add(fault)
    with pytest.raises(Exception, match="acknowledgement") as caught:
        await office.send("k1", NEWS, to=GROUP)
    assert not isinstance(caught.value, Refused | Unavailable)
    await office.send("k1", NEWS, to=GROUP)
    assert len(office.shown(room=ROOM)) == (2 if fault == "lost" else 1), "at most the one in flight comes twice"


async def test_a_card_that_is_there_already_is_no_refusal(office: Office) -> None:
    office.fake.faults.add("lost")
    with pytest.raises(Exception, match="acknowledgement"):
        await office.send("k1", ASK, to=GROUP)
    with pytest.raises(Refused, match="40058"):
        await office.send("k1", ASK, to=GROUP)
    await office.adapter.already_sent(Delivery(DeliveryKey("k1"), GROUP, (ASK,)))
    receipt = await office.send("k1", ASK, to=GROUP)
    [message] = office.shown(room=ROOM)
    assert receipt.native["message"] == message.wire["template_card"]["task_id"]


async def test_too_fast_is_waited_for(office: Office) -> None:
    office.fake.faults.add("limited")
    with pytest.raises(Unavailable):
        await office.send("k1", NEWS, to=GROUP)


async def test_pages_that_were_taken_are_not_said_again(office: Office) -> None:
    office.fake.faults.add("dropped")
    pages = (say("一"), say("二"), say("三"))
    with pytest.raises(Exception, match="acknowledgement"):
        await office.send("k1", *pages, to=GROUP)
    await office.send("k0", say("零"), to=GROUP)
    office.fake.faults.coming.extend(())
    await office.send("k1", *pages, to=GROUP)
    await office.send("k1", *pages, to=GROUP)
    assert [each.wire["markdown"]["content"] for each in office.shown(room=ROOM)] == ["零", "一", "二", "三"]


async def test_a_cold_group_is_answered_under_its_last_message(office: Office) -> None:
    await office.fake.push(office.fake.said("zhaomin", "@合拍 帮助", ROOM, to_bot=True))
    office.fake.company.rooms[ROOM].warm = False
    await office.send("k1", NEWS, to=GROUP)
    assert office.sent("aibot_respond_msg") == [{"msgtype": "markdown", "markdown": {"content": "打卡:两人已交"}}]
    assert len(office.shown(room=ROOM)) == 1


async def test_a_group_without_the_bot_is_reached_by_its_robot(fake: FakeWeCom, desk: Desk) -> None:
    fake.company.rooms[ROOM].bot = False
    async with opened(fake, desk, webhooks={ROOM: fake.robot(ROOM)}) as office:
        mentioned = Card((Paragraph((Text("请看 "), Mentioned(PersonId("p1"), "赵敏"))),), title="问")
        await office.send("k1", mentioned, ASK, to=GROUP, mentions={PersonId("p1"): ANN}, reason="因为约好")
        assert [each.via for each in office.shown(room=ROOM)] == ["webhook", "webhook"]
        first, second = (each.wire for each in office.shown(room=ROOM))
        assert first["markdown"]["content"] == "**问**\n请看 <@zhaomin>"
        assert second["text"]["content"] == "谁来?\n(我来)\nⓘ 因为约好"
        assert "key=" not in str(office.fake.alarms)


async def test_a_group_that_nothing_reaches_says_what_to_do(fake: FakeWeCom, desk: Desk) -> None:
    fake.company.rooms[ROOM].bot = False
    async with opened(fake, desk) as office:
        with pytest.raises(Refused, match="webhook robot") as caught:
            await office.send("k1", NEWS, to=GROUP)
        assert type(caught.value) is Refused


async def test_an_appchat_is_written_to_by_the_app(fake: FakeWeCom, desk: Desk) -> None:
    fake.company.found("appchat1", "项目", ["ZhaoMin", "WangLei"], bot=False, warm=False, app=True, owner="ZhaoMin")
    async with opened(fake, desk, appchats=["appchat1"], **NO_BOT) as office:
        assert office.adapter.capabilities(direct=False).buttons == 0
        await office.send("k1", ASK, to=ChatRef(PLATFORM, CORP, "appchat1", direct=False))
        [message] = office.shown(room="appchat1")
        assert message.wire["text"]["content"] == "谁来?\n(我来)"


async def test_the_ai_bot_alone(fake: FakeWeCom, desk: Desk) -> None:
    """Its people must have written first, which a refusal says; ids keep the spelling it knows."""
    person = UserRef(PLATFORM, BOT, "zhaomin")
    async with opened(fake, desk, **ALONE) as office:
        with pytest.raises(Refused, match="say a word to it first"):
            await office.send("k0", NEWS, to=person)
        await office.fake.push(office.fake.said("zhaomin", "帮助", to="aibot"))
        [heard] = office.events
        assert isinstance(heard, MessageReceived)
        assert heard.sender == person
        assert heard.chat.direct
        await office.send("k1", ASK, to=person)
        assert office.sent("aibot_send_msg")[-1]["chatid"] == "ZhaoMin"
        assert office.shown("zhaomin")[-1].wire["msgtype"] == "template_card"
        assert await office.adapter.profile(person) is None


async def test_who_writes_to_the_ai_bot_directly_is_shown_to_the_app(office: Office) -> None:
    """Answers come in the app's chat, which alone can be written to and changed at any time."""
    for text in ("帮助", "在吗"):
        await office.fake.push(office.fake.said("zhaomin", text, to="aibot"))
    await until(lambda: office.shown("zhaomin"))
    assert len(office.events) == 2
    await office.send("k1", NEWS)
    assert [each.via for each in office.shown("zhaomin")] == ["aibot", "app"], "told once a day"
    assert "应用「合拍」" in office.shown("zhaomin")[0].wire["markdown"]["content"]


async def test_an_encrypted_id_is_read_by_the_app(office: Office) -> None:
    office.fake.hire("LiNa", "李娜", open_id="woAJ2GCAAAXtWyujaWJHDDGi0mACAAAA")
    await office.fake.push(office.fake.said("lina", "@合拍 帮助", to="aibot"))
    await office.fake.push(office.fake.said("lina", "再来", to="aibot"))
    assert [each.sender.user for each in office.events if isinstance(each, MessageReceived)] == ["lina", "lina"]
    assert len(office.sent("openuserid_to_userid")) == 1, "once read, it is known"
    office.fake.hire("Out", "外面", open_id="woAJ2GCAAAXtWyujaWJHDDGi0mACBBBB").visible = False
    await office.fake.push(office.fake.said("out", "在吗", to="aibot"))
    last = office.events[-1]
    assert isinstance(last, MessageReceived)
    assert last.sender.user == "woAJ2GCAAAXtWyujaWJHDDGi0mACBBBB"
    with pytest.raises(Refused, match="encrypted"):
        await office.send("k1", NEWS, to=last.sender)


async def test_who_wrote_longest_ago_makes_room_in_memory(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aibot, "REMEMBERED", 2)
    for name in ("a1", "b2", "c3", "b2", "d4"):
        office.fake.hire(name, name)
        await office.fake.push(office.fake.said(name, "在吗", to="aibot"))
    assert office.adapter._frames
    assert list(office.adapter._frames.asked) == ["b2", "d4"]
