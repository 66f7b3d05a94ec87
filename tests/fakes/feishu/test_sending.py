"""Messages are taken, joined, changed and refused as the platform does it."""

import json
from typing import Any

import pytest

from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu.conftest import ANN, BEN, GONE, TEAM, Client, Clock, card, markdown

CARD = card(markdown("hello"))


async def test_a_card_reaches_the_direct_chat(fake: FakeFeishu, bot: Client) -> None:
    answer = await bot.send(CARD)
    (message,) = fake.messages
    assert (answer.status, answer.code) == (200, 0)
    assert (message.room, message.user, message.wire, message.version) == ("", ANN, CARD, 1)
    assert answer.body["data"] == {
        "message_id": message.id,
        "msg_type": "interactive",
        "create_time": "1789606800000",
        "update_time": "1789606800000",
        "deleted": False,
        "updated": False,
        "chat_id": message.chat,
        "sender": {"id": fake.app_id, "id_type": "app_id", "sender_type": "app", "tenant_key": fake.tenant},
        "body": {"content": json.dumps(CARD)},
    }
    assert fake.calls[-1].body["receive_id"] == ANN
    assert fake.alarms == []


async def test_the_direct_chat_and_a_group_are_reached_by_their_id(fake: FakeFeishu, bot: Client) -> None:
    first = await bot.send(CARD)
    await bot.send(CARD, first.body["data"]["chat_id"])
    await bot.send(CARD, TEAM)
    assert [(each.room, each.user) for each in fake.messages] == [("", ANN), ("", ANN), (TEAM, "")]


async def test_the_same_uuid_gives_no_second_message_for_an_hour(fake: FakeFeishu, bot: Client, clock: Clock) -> None:
    first = await bot.send(CARD, uuid="u1")
    again = await bot.send(CARD, uuid="u1")
    assert again.body["data"]["message_id"] == first.body["data"]["message_id"]
    assert fake.alarms == []
    await bot.send(card(markdown("other")), uuid="u1")
    assert len(fake.messages) == 1
    assert "with other content" in fake.alarms.pop()
    clock.forward(minutes=61)
    await bot.send(CARD, uuid="u1")
    assert len(fake.messages) == 2


@pytest.mark.parametrize(
    ("to", "kind", "content", "code"),
    [
        ("ou_stranger", "interactive", CARD, 99992351),
        (GONE, "interactive", CARD, 230029),
        ("oc_unknown", "interactive", CARD, 230034),
        (ANN, "interactive", card({"tag": "note"}), 230099),
        (ANN, "interactive", card(markdown("x" * 31000)), 230025),
        (ANN, "text", {"text": "x" * 154_000}, 230025),
        (ANN, "text", {"text": ""}, 230001),
        (ANN, "text", {"text": "x", "more": 1}, 230001),
        (ANN, "text", ["x"], 230001),
        (ANN, "text", {"text": '<at user_id="ou_stranger">x</at>'}, 230001),
        (ANN, "image", {"image_key": "img_unknown"}, 230001),
        (ANN, "system", {"type": "divider"}, 230001),
        (ANN, "post", {"title": "t", "content": []}, 230001),
        (ANN, "post", {"zh_cn": {"content": [[{"tag": "blink"}]]}}, 230001),
    ],
)
async def test_what_cannot_be_sent(bot: Client, to: str, kind: str, content: Any, code: int) -> None:
    answer = await bot.send(content, to, kind)
    assert (answer.status, answer.code) == (400, code)
    assert bot.fake.messages == []
    assert answer.headers["X-Tt-Logid"] == answer.body["error"]["log_id"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"text": "hi"}, "text"),
        ({"text": f'<at user_id="{ANN}">Ann</at> <b>x</b>'}, "text"),
        ({"zh_cn": {"title": "t", "content": [[{"tag": "text", "text": "x"}, {"tag": "at", "user_id": BEN}]]}}, "post"),
        ({"chat_id": TEAM}, "share_chat"),
    ],
)
async def test_other_kinds_are_taken(fake: FakeFeishu, bot: Client, content: Any, kind: str) -> None:
    assert (await bot.send(content, kind=kind)).code == 0
    assert fake.alarms == []


async def test_a_body_that_is_not_documented_is_refused(fake: FakeFeishu, bot: Client) -> None:
    body: Any = {"receive_id": ANN, "msg_type": "text", "content": {"text": "an object, not a string"}}
    answer = await bot.call("POST", "im/v1/messages", body, receive_id_type="open_id")
    assert (answer.code, "content" in answer.body["msg"]) == (230001, True)
    body = {"receive_id": ANN, "msg_type": "text", "content": '{"text":"x"}', "priority": "1"}
    answer = await bot.call("POST", "im/v1/messages", body, receive_id_type="open_id")
    assert (answer.code, "priority" in answer.body["msg"]) == (230001, True)
    answer = await bot.call("POST", "im/v1/messages", {**body, "uuid": "u" * 51}, receive_id_type="openid")
    assert (answer.code, len(fake.alarms)) == (230001, 3)


@pytest.mark.parametrize(
    ("state", "code"), [("bot", 230002), ("dissolved", 232009), ("silenced", 230018)], ids=lambda each: str(each)
)
async def test_a_group_that_takes_nothing(fake: FakeFeishu, bot: Client, state: str, code: int) -> None:
    setattr(fake.platform.company.chats[TEAM], state, state != "bot")
    assert (await bot.send(CARD, TEAM)).code == code


@pytest.mark.parametrize(("state", "code"), [("available", 230013), ("declines", 230053)])
async def test_a_person_who_gets_nothing(fake: FakeFeishu, bot: Client, state: str, code: int) -> None:
    setattr(fake.platform.company.people[ANN], state, state != "available")
    assert (await bot.send(CARD)).code == code


async def patched(bot: Client, id: str, content: Any) -> int:
    return (await bot.call("PATCH", f"im/v1/messages/{id}", {"content": json.dumps(content)})).code


async def test_a_card_is_changed_for_fourteen_days(fake: FakeFeishu, bot: Client, clock: Clock) -> None:
    id = (await bot.send(CARD)).body["data"]["message_id"]
    clock.forward(days=14)
    assert await patched(bot, id, card(markdown("new"))) == 0
    (message,) = fake.messages
    assert (message.wire, message.version, message.changed) == (card(markdown("new")), 2, clock())
    clock.forward(seconds=1)
    assert await patched(bot, id, CARD) == 230031
    assert message.version == 2


async def test_what_cannot_be_changed(fake: FakeFeishu, bot: Client) -> None:
    text = (await bot.send({"text": "x"}, kind="text")).body["data"]["message_id"]
    own = {**CARD, "config": {"summary": {"content": "x"}}}
    alone = (await bot.send(own)).body["data"]["message_id"]
    shared = (await bot.send(CARD)).body["data"]["message_id"]
    theirs = fake.said(ANN, "hi").event["message"]["message_id"]
    assert await patched(bot, text, CARD) == 230001
    assert await patched(bot, alone, CARD) == 230001
    assert await patched(bot, shared, own) == 230001
    assert await patched(bot, theirs, CARD) == 230027
    assert await patched(bot, "om_unknown", CARD) == 230001
    assert await patched(bot, shared, card({"tag": "note"})) == 230099
    assert (await bot.call("DELETE", f"im/v1/messages/{shared}")).code == 0
    assert await patched(bot, shared, CARD) == 230011
    assert [each.id for each in fake.messages if not each.gone] == [text, alone]


async def test_a_text_is_edited_twenty_times(fake: FakeFeishu, bot: Client) -> None:
    id = (await bot.send({"text": "0"}, kind="text")).body["data"]["message_id"]
    fake.platform.rates.on = False
    bodies = [{"msg_type": "text", "content": json.dumps({"text": str(edit)})} for edit in range(1, 22)]
    codes = [(await bot.call("PUT", f"im/v1/messages/{id}", body)).code for body in bodies]
    assert codes == [0] * 20 + [230072]
    assert fake.messages[0].wire == {"text": "20"}


async def test_an_answer_stands_where_the_question_stands(fake: FakeFeishu, bot: Client) -> None:
    asked = fake.said(ANN, "hi", TEAM, thread="omt_1").event["message"]["message_id"]
    body = {"msg_type": "interactive", "content": json.dumps(CARD), "uuid": "r1"}
    answer = await bot.call("POST", f"im/v1/messages/{asked}/reply", body)
    (message,) = fake.messages
    assert (message.room, message.parent, message.root, message.thread) == (TEAM, asked, asked, "omt_1")
    assert answer.body["data"]["parent_id"] == asked
    await bot.call("POST", f"im/v1/messages/{asked}/reply", body)
    assert len(fake.messages) == 1
    fake.recalled(asked)
    assert (await bot.call("POST", f"im/v1/messages/{asked}/reply", {**body, "uuid": "r2"})).code == 230011
    other = fake.said(ANN, "hi", TEAM).event["message"]["message_id"]
    fake.platform.company.chats[TEAM].threads = False
    answer = await bot.call("POST", f"im/v1/messages/{other}/reply", {**body, "reply_in_thread": True})
    assert answer.code == 230071


async def test_messages_are_read_back(fake: FakeFeishu, bot: Client, clock: Clock) -> None:
    asked = fake.said(ANN, "@合拍 问 @Ben", TEAM, [("Ben", BEN)], to_bot=True).event["message"]["message_id"]
    item = (await bot.call("GET", f"im/v1/messages/{asked}")).body["data"]["items"][0]
    assert (item["sender"]["id"], item["body"]["content"]) == (ANN, '{"text": "@_user_1 问 @_user_2"}')
    assert [each["id"] for each in item["mentions"]][1:] == [BEN]
    clock.forward(seconds=5)
    fake.edited(asked, "@合拍 changed @Ben")
    item = (await bot.call("GET", f"im/v1/messages/{asked}")).body["data"]["items"][0]
    assert (item["updated"], item["update_time"], item["body"]["content"]) == (
        True, "1789606805000", '{"text": "@_user_1 changed @_user_2"}',
    )  # fmt: skip
    own = (await bot.send(CARD)).body["data"]["message_id"]
    item = (await bot.call("GET", f"im/v1/messages/{own}")).body["data"]["items"][0]
    assert json.loads(item["body"]["content"])["elements"] == [[{"tag": "text", "text": "hello"}]]
    raw = await bot.call("GET", f"im/v1/messages/{own}", card_msg_content_type="raw_card_content")
    assert json.loads(raw.body["data"]["items"][0]["body"]["content"]) == CARD
