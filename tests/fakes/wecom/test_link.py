"""The long connection: subscribing, events and their answers, and every way in which it ends."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from tests.fakes.wecom import FakeWeCom, NotAcknowledged
from tests.fakes.wecom.conftest import ROOM, Connect, Time, Wire
from tests.fakes.wecom.drawing import Handle, draw
from tests.fakes.wecom.fake import BOT
from tests.fakes.wecom.samples import plain_card

Json = dict[str, Any]
HELLO = {"chatid": "zhangsan", "chat_type": 1, "msgtype": "markdown", "markdown": {"content": "**Check-in**"}}


async def _pushed(fake: FakeWeCom, wire: Wire, event: Any) -> Json:
    await fake.push(event)
    return await wire.next()


async def test_a_bot_subscribes_and_pings(wire: Wire, fake: FakeWeCom) -> None:
    assert await wire.ask("ping", req_id="p1") == {"headers": {"req_id": "p1"}, "errcode": 0, "errmsg": "ok"}
    assert [call.path for call in fake.calls] == ["aibot_subscribe", "ping"]
    assert fake.calls[0].body == {"bot_id": BOT, "secret": "***"}


async def test_a_wrong_secret_is_refused_and_the_socket_stays_open(connect: Connect) -> None:
    wire = await connect()
    assert (await wire.subscribe("wrong"))["errcode"] == 40001
    assert (await wire.ask("ping"))["errcode"] == 846609
    assert (await wire.subscribe())["errcode"] == 0


async def test_a_mention_in_a_group_arrives_as_documented(wire: Wire, fake: FakeWeCom) -> None:
    frame = await _pushed(fake, wire, fake.said("zhangsan", "@合拍 赞 @李四 2 谢谢", ROOM, [("李四", "LiSi")], True))
    body = frame["body"]
    assert frame["cmd"] == "aibot_msg_callback"
    assert body.pop("msgid")
    assert body == {
        "aibotid": BOT,
        "chatid": ROOM,
        "chattype": "group",
        "from": {"userid": "ZhangSan"},
        "msgtype": "text",
        "text": {"content": "@合拍 赞 @李四 2 谢谢"},
    }
    assert [ack.code for ack in fake.acks] == [200]


@pytest.mark.parametrize(
    ("text", "media", "to_bot"), [("hello", "", False), ("", "voice", True), ("@合拍", "file", True)]
)
async def test_what_does_not_mention_it_or_is_no_text_never_reaches_it(
    fake: FakeWeCom, text: str, media: str, to_bot: bool
) -> None:
    event = fake.said("LiSi", text, ROOM, to_bot=to_bot, media=media)
    assert event.intake == ""
    await fake.push(event)
    assert fake.acks == []


async def test_a_picture_with_words_is_mixed_and_a_quote_is_told(wire: Wire, fake: FakeWeCom) -> None:
    await wire.ask(
        "aibot_send_msg", {"chatid": ROOM, "chat_type": 2, "msgtype": "markdown", "markdown": {"content": "q"}}
    )
    said = fake.said("LiSi", "@合拍 看", ROOM, to_bot=True, media="image")
    mixed = (await _pushed(fake, wire, said))["body"]
    assert [each["msgtype"] for each in mixed["mixed"]["msg_item"]] == ["text", "image"]
    said = fake.said("LiSi", "@合拍 好", ROOM, to_bot=True, reply_to=fake.messages[0].id)
    assert (await _pushed(fake, wire, said))["body"]["quote"] == {"msgtype": "text", "text": {"content": "q"}}


async def test_the_same_event_again_has_the_same_id_and_another_request(wire: Wire, fake: FakeWeCom) -> None:
    event = fake.said("LiSi", "@合拍 hi", ROOM, to_bot=True)
    first, second = await _pushed(fake, wire, event), await _pushed(fake, wire, event)
    assert first["body"] == second["body"]
    assert first["headers"] != second["headers"]


async def test_joining_and_leaving_a_group_is_told_to_nobody(wire: Wire, fake: FakeWeCom) -> None:
    assert fake.removed("LiSi", ROOM).intake == ""
    assert (await wire.ask("aibot_send_msg", {**HELLO, "chatid": ROOM, "chat_type": 2}))["errcode"] == 93008
    assert fake.said("LiSi", "@合拍 hi", ROOM, to_bot=True).intake == ""
    assert fake.invited("LiSi", ROOM).intake == ""
    assert (await wire.ask("aibot_send_msg", {**HELLO, "chatid": ROOM, "chat_type": 2}))["errcode"] == 0


async def test_a_second_connection_kicks_the_first(wire: Wire, fake: FakeWeCom, connect: Connect) -> None:
    second = await connect()
    assert (await second.subscribe())["errcode"] == 0
    kicked = await wire.next()
    assert kicked["cmd"] == "aibot_event_callback"
    assert kicked["body"]["event"] == {"eventtype": "disconnected_event"}
    assert await wire.next() == {}
    assert wire.socket.close_code == 1000
    frame = await _pushed(fake, second, fake.said("LiSi", "@合拍 hi", ROOM, to_bot=True))
    assert frame["cmd"] == "aibot_msg_callback"


@pytest.mark.parametrize(
    ("how", "code"),
    [("reset", 1006), ("clean", 1000), ("refresh", 1000), ("close", 1011), ("half", 1006), ("kick", 1000)],
)
async def test_a_link_ends_in_many_ways(wire: Wire, fake: FakeWeCom, how: str, code: int) -> None:
    await fake.disconnect(how)
    if how == "kick":
        assert (await wire.next())["body"]["event"]["eventtype"] == "disconnected_event"
    assert await wire.next() == {}
    assert wire.socket.close_code == code
    await fake.disconnect(how)


async def test_a_frozen_link_says_nothing_until_another_takes_its_place(
    wire: Wire, fake: FakeWeCom, connect: Connect
) -> None:
    await fake.disconnect("freeze")
    await wire.send("ping")
    fake.link.patience = 0.01
    with pytest.raises(NotAcknowledged):
        await fake.push(fake.said("LiSi", "@合拍 hi", ROOM, to_bot=True))
    second = await connect()
    assert (await second.subscribe())["errcode"] == 0
    assert await wire.next() == {}, "it never answered, and ends"
    assert (await _pushed(fake, second, fake.said("LiSi", "@合拍 hi", ROOM, to_bot=True)))["body"]


async def test_a_refused_bot_is_turned_away_once(fake: FakeWeCom, wire: Wire, http: ClientSession) -> None:
    await fake.disconnect("refused")
    with pytest.raises(WSServerHandshakeError):
        await http.ws_connect(fake.ws_url)
    async with http.ws_connect(fake.ws_url):
        pass
    with pytest.raises(ValueError, match="half"):
        await fake.disconnect("softly")


async def test_a_silent_link_is_dropped(fake: FakeWeCom, connect: Connect) -> None:
    fake.link.silence = 0.02
    wire = await connect()
    assert await wire.next() == {}
    assert fake.alarms == ["a silent link was dropped"]


async def test_what_nobody_reads_is_not_acknowledged(fake: FakeWeCom, http: ClientSession, wire: Wire) -> None:
    fake.link.deadline = 0.02
    wire._reader.cancel()
    with pytest.raises(NotAcknowledged):
        await fake.push(fake.said("LiSi", "@合拍 hi", ROOM, to_bot=True))
    assert [ack.code for ack in fake.acks] == [0]


async def test_an_event_waits_for_the_next_connection(fake: FakeWeCom, connect: Connect) -> None:
    push = asyncio.create_task(fake.push(fake.said("LiSi", "@合拍 hi", ROOM, to_bot=True)))
    wire = await connect()
    await wire.subscribe()
    await push
    assert (await wire.next())["cmd"] == "aibot_msg_callback"


async def test_junk_of_any_kind_may_come(wire: Wire, fake: FakeWeCom) -> None:
    await fake.link.junk('{"no": "frame"}')
    assert await wire.next() == {"no": "frame"}
    await fake.link.junk(b"\x00")
    assert (await wire.ask("ping"))["errcode"] == 0


async def test_a_frame_of_the_bot_that_is_none_is_refused_without_headers(wire: Wire, fake: FakeWeCom) -> None:
    for frame in ("hello", "[]", '{"cmd":"ping"}', '{"cmd":"ping","headers":[]}'):
        await wire.socket.send_str(frame)
        answer = await wire.next()
        assert (answer["errcode"], "headers" in answer) == (40058, False), frame
    assert (await wire.ask("aibot_edit_msg", {}))["errcode"] == 40058
    assert len(fake.alarms) == 5


async def test_faults_strike_what_is_sent(wire: Wire, fake: FakeWeCom) -> None:
    for fault in ("limited", "broken", "expired"):
        fake.faults.add(fault)
    codes = [(await wire.ask("aibot_send_msg", to_room()))["errcode"] for _ in range(4)]
    assert codes == [45009, -1, 846609, 846609]
    assert (await wire.ask("ping"))["errcode"] == 846609
    assert (await wire.subscribe())["errcode"] == 0
    assert (await wire.ask("aibot_send_msg", to_room()))["errcode"] == 0


@pytest.mark.parametrize(("fault", "stored"), [("dropped", 0), ("lost", 1), ("html", 0)])
async def test_the_link_breaks_before_or_after_storing(wire: Wire, fake: FakeWeCom, fault: str, stored: int) -> None:
    fake.faults.add(fault)
    await wire.send("aibot_send_msg", to_room())
    if fault == "html":
        assert "page" in await wire.next()
    assert await wire.next() == {}
    assert len(fake.messages) == stored


async def test_a_press_is_answered_under_its_request_within_five_seconds_and_once(
    wire: Wire, fake: FakeWeCom, time: Time
) -> None:
    await wire.ask("aibot_send_msg", to_room(msgtype="template_card", template_card=plain_card("t1")))
    frame = await _pushed(fake, wire, fake.pressed("LiSi", fake.messages[0].id, Handle("button", "done")))
    assert frame["cmd"] == "aibot_event_callback"
    event = frame["body"]["event"]
    assert event["eventtype"] == "template_card_event"
    assert event["template_card_event"] == {
        "card_type": "button_interaction",
        "event_key": "done",
        "task_id": "t1",
    }
    req_id = frame["headers"]["req_id"]
    card = {**plain_card("t1", "完成"), "replace_text": "好"}
    update = {"response_type": "update_template_card", "template_card": card}
    wrong = {**update, "template_card": {**card, "task_id": "t2"}}
    assert (await wire.ask("aibot_respond_update_msg", wrong, req_id))["errcode"] == 40058
    assert (await wire.ask("aibot_respond_update_msg", {**update, "userids": ["LiSi"]}, req_id))["errcode"] == 0
    assert draw(fake.messages[0], reader="LiSi").text == "完成\n(好)"
    assert draw(fake.messages[0]).text == "完成了吗? [1 完成] [2 以后]"
    assert (await wire.ask("aibot_respond_update_msg", update, req_id))["errcode"] == 846605
    assert (await wire.ask("aibot_respond_msg", to_room(), req_id))["errcode"] == 846605


def to_room(**content: Any) -> Json:
    return {"chatid": ROOM, "chat_type": 2, **(content or {"msgtype": "markdown", "markdown": {"content": "hi"}})}
