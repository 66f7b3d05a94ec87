"""What people do comes in the documented shapes: the payloads of the platform notes, with our own ids."""

import json
from typing import Any

import pytest

from tests.fakes.feishu import Event, FakeFeishu
from tests.fakes.feishu.clicks import ABSENT
from tests.fakes.feishu.conftest import ANN, BEN, GONE, TEAM, Client, Clock, button, card, form, plain
from tests.fakes.feishu.drawing import Handle, draw
from tests.fakes.feishu.state import BOT

AT = "1789606800000"
TENANT = "2f0000000000001a"


def ids(fake: FakeFeishu, user: str) -> dict[str, str]:
    person = fake.platform.company.people[user]
    return {"union_id": person.union_id, "open_id": user, "user_id": person.user_id}


async def test_a_direct_message(fake: FakeFeishu) -> None:
    event = fake.said(ANN, "/checkin done: parser")
    message = event.event["message"]
    assert event.type == "im.message.receive_v1"
    assert event.event["sender"] == {"sender_id": ids(fake, ANN), "sender_type": "user", "tenant_key": TENANT}
    assert message.pop("user_agent").count("LarkLocale/zh_CN") == 1
    assert message == {
        "message_id": message["message_id"],
        "create_time": AT,
        "update_time": AT,
        "chat_id": fake.platform.company.direct(ANN).id,
        "chat_type": "p2p",
        "message_type": "text",
        "content": '{"text": "/checkin done: parser"}',
    }


async def test_a_message_in_a_thread_of_a_group_with_mentions(fake: FakeFeishu) -> None:
    root = fake.said(ANN, "release", TEAM).event["message"]["message_id"]
    parent = fake.said(BEN, "yes", TEAM, reply_to=root, thread="omt_d4be").event["message"]["message_id"]
    event = fake.said(
        ANN, "@合拍 kudos @Ben for @nobody", TEAM, [("Ben", BEN)], to_bot=True, reply_to=parent, thread="omt_d4be"
    )
    message = event.event["message"]
    assert (message["root_id"], message["parent_id"], message["thread_id"]) == (root, parent, "omt_d4be")
    assert (message["chat_id"], message["chat_type"]) == (TEAM, "group")
    assert json.loads(message["content"]) == {"text": "@_user_1 kudos @_user_2 for @nobody"}
    bot = {
        "key": "@_user_1",
        "id": {"union_id": "on_bot", "open_id": BOT},
        "mentioned_type": "bot",
        "name": "合拍",
        "tenant_key": TENANT,
    }
    ben = {
        "key": "@_user_2",
        "id": ids(fake, BEN),
        "mentioned_type": "user",
        "name": "Ben",
        "tenant_key": TENANT,
    }
    assert message["mentions"] == [bot, ben]


async def test_everybody_is_mentioned(fake: FakeFeishu) -> None:
    message = fake.said(ANN, "@所有人 hi", TEAM, [("所有人", "all")]).event["message"]
    assert (message["content"], message["mentions"][0]["id"]["user_id"]) == ('{"text": "@_all hi"}', "all")
    with pytest.raises(ValueError, match="does not mention Ben"):
        fake.said(ANN, "hi", TEAM, [("Ben", BEN)])


@pytest.mark.parametrize(
    ("media", "kind", "keys"),
    [
        ("sticker", "sticker", {"file_key"}),
        ("voice", "audio", {"file_key", "duration"}),
        ("video", "media", {"file_key", "image_key", "file_name", "duration"}),
        ("image", "image", {"image_key"}),
        ("file", "file", {"file_key", "file_name"}),
        ("post", "post", {"title", "content"}),
        ("share_user", "share_user", {"user_id"}),
    ],
)
async def test_other_than_words(fake: FakeFeishu, media: str, kind: str, keys: set[str]) -> None:
    message = fake.said(ANN, "", media=media).event["message"]
    assert (message["message_type"], set(json.loads(message["content"]))) == (kind, keys)


async def test_a_merged_forward_is_no_json(fake: FakeFeishu) -> None:
    message = fake.said(ANN, "", media="merge_forward").event["message"]
    assert message["content"] == "Merged and Forwarded Message"
    with pytest.raises(ValueError, match="nobody can send a hologram"):
        fake.said(ANN, "", media="hologram")


@pytest.mark.parametrize(
    ("scope", "room", "mention", "heard"),
    [
        ("", "", False, True),
        ("im:message.p2p_msg:readonly", "", False, False),
        ("", TEAM, True, True),
        ("im:message.group_at_msg:readonly", TEAM, True, False),
        ("", TEAM, False, False),
    ],
)
async def test_scopes_decide_what_is_heard(fake: FakeFeishu, scope: str, room: str, mention: bool, heard: bool) -> None:
    fake.platform.scopes -= {scope}
    event = fake.said(ANN, "@合拍 hi" if mention else "hi", room, to_bot=mention)
    assert event.heard is heard
    fake.platform.scopes |= {"im:message.group_msg"}
    assert fake.said(ANN, "hi", TEAM).heard
    fake.removed(ANN, TEAM)
    assert not fake.said(ANN, "hi", TEAM).heard


async def first(fake: FakeFeishu, bot: Client, *elements: Any, to: str = ANN) -> str:
    return str((await bot.send(card(*elements), to)).body["data"]["message_id"])


async def test_a_press(fake: FakeFeishu, bot: Client) -> None:
    value = {"a": "snooze", "d": "chk_20261122_7"}
    id = await first(fake, bot, button("A", behaviors=[{"type": "callback", "value": value}]))
    event = fake.pressed(ANN, id, draw(fake.messages[0]).pressables[0].handle)
    assert (event.type, event.callback, event.created) == ("card.action.trigger", True, AT + "000")
    assert event.event == {
        "operator": {"tenant_key": TENANT, **ids(fake, ANN)},
        "token": event.token,
        "action": {"value": value, "tag": "button", "name": ""},
        "host": "im_message",
        "context": {"open_message_id": id, "open_chat_id": fake.platform.company.direct(ANN).id},
    }
    assert event.token.startswith("c-")


async def test_an_option_is_picked(fake: FakeFeishu, bot: Client) -> None:
    options = [{"text": plain("好"), "value": '{"a":1}'}, {"text": plain("坏"), "value": '{"a":2}'}]
    id = await first(fake, bot, {"tag": "select_static", "placeholder": plain("心情"), "options": options})
    event = fake.pressed(ANN, id, draw(fake.messages[0]).pressables[1].handle)
    assert event.event["action"] == {"tag": "select_static", "option": '{"a":2}', "name": ""}


FIELDS = (
    {"tag": "input", "name": "done", "label": plain("昨天?"), "input_type": "multiline_text", "required": True},
    {"tag": "input", "name": "note", "label": plain("备注"), "max_length": 5},
    {
        "tag": "select_static",
        "name": "mood",
        "placeholder": plain("心情"),
        "options": [{"text": plain("好"), "value": "4"}],
    },
)


async def test_a_form_is_sent(fake: FakeFeishu, bot: Client) -> None:
    id = await first(fake, bot, form(*FIELDS))
    submit = draw(fake.messages[0]).forms[0].submit.handle
    event = fake.submitted(ANN, id, submit, {"done": "a\nb", "mood": "4"})
    assert event.event["action"] == {
        "tag": "button",
        "name": "go",
        "form_value": {"done": "a\nb", "note": "", "mood": "4"},
        "timezone": "Asia/Shanghai",
    }
    fake.deeds.empty_fields = ABSENT
    event = fake.submitted(ANN, id, submit, {"done": "x"})
    assert event.event["action"]["form_value"] == {"done": "x"}


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "done is required"),
        ({"done": "x", "strange": "y"}, "no field strange"),
        ({"done": "x", "note": "too long"}, "takes 5 characters"),
        ({"done": "x", "note": "a\nb"}, "a single line"),
        ({"done": "x", "mood": "9"}, "no option"),
    ],
)
async def test_what_a_form_does_not_take(fake: FakeFeishu, bot: Client, values: dict[str, str], why: str) -> None:
    id = await first(fake, bot, form(*FIELDS))
    with pytest.raises(ValueError, match=why):
        fake.submitted(ANN, id, draw(fake.messages[0]).forms[0].submit.handle, values)


async def test_only_what_was_there_is_pressed(fake: FakeFeishu, bot: Client, clock: Clock) -> None:
    id = await first(fake, bot, button("A"))
    handle = draw(fake.messages[0]).pressables[0].handle
    with pytest.raises(ValueError, match="never had"):
        fake.pressed(ANN, id, Handle('{"tag": "button", "value": {"a": "forged"}}'))
    with pytest.raises(ValueError, match="cannot see"):
        fake.pressed(BEN, id, handle)
    await bot.call("PATCH", f"im/v1/messages/{id}", {"content": json.dumps(card(button("B")))})
    assert fake.pressed(ANN, id, handle).event["action"]["value"] == {"a": "A"}
    clock.forward(days=14, seconds=1)
    with pytest.raises(ValueError, match="14 days"):
        fake.pressed(ANN, id, handle)


async def test_an_outsider_presses_in_a_group(fake: FakeFeishu, bot: Client) -> None:
    id = await first(fake, bot, button("A"), to=TEAM)
    event = fake.pressed(BEN, id, draw(fake.messages[0]).pressables[0].handle)
    assert event.event["operator"]["open_id"] == BEN
    with pytest.raises(ValueError, match="cannot see"):
        fake.pressed(GONE, id, draw(fake.messages[0]).pressables[0].handle)


def about(fake: FakeFeishu) -> dict[str, Any]:
    return {
        "chat_id": TEAM,
        "operator_id": ids(fake, ANN),
        "external": False,
        "operator_tenant_key": TENANT,
        "name": "华东组",
        "i18n_names": {"zh_cn": "华东组", "en_us": "华东组", "ja_jp": ""},
    }


async def test_the_bot_comes_and_goes(fake: FakeFeishu) -> None:
    assert (fake.removed(ANN, TEAM).type, fake.platform.company.chats[TEAM].bot) == (
        "im.chat.member.bot.deleted_v1", False,
    )  # fmt: skip
    event = fake.invited(ANN, TEAM)
    assert (event.type, event.event) == ("im.chat.member.bot.added_v1", about(fake))


async def test_members_come_and_go(fake: FakeFeishu) -> None:
    event = fake.deeds.members(ANN, TEAM, [BEN], inside=False)
    assert (event.type, fake.platform.company.chats[TEAM].members) == ("im.chat.member.user.deleted_v1", [ANN])
    users = [{"name": "Ben", "tenant_key": TENANT, "user_id": ids(fake, BEN)}]
    assert event.event == {**about(fake), "users": users}
    assert fake.deeds.dissolved(ANN, TEAM).event == about(fake)


async def test_a_chat_is_opened(fake: FakeFeishu, bot: Client) -> None:
    chat = fake.platform.company.direct(ANN).id
    assert fake.opened(ANN).event == {"chat_id": chat, "operator_id": ids(fake, ANN)}
    id = await first(fake, bot, button("A"))
    event = fake.opened(ANN)
    assert event.type == "im.chat.access_event.bot_p2p_chat_entered_v1"
    assert (event.event["last_message_id"], event.event["last_message_create_time"]) == (id, AT)


async def test_a_menu_item(fake: FakeFeishu) -> None:
    event = fake.menu(ANN, "menu_checkin")
    operator = {"operator_name": "Ann", "operator_id": ids(fake, ANN)}
    assert event.type == "application.bot.menu_v6"
    assert event.event == {"operator": operator, "event_key": "menu_checkin", "timestamp": 1789606800}


def changes(fake: FakeFeishu) -> list[tuple[Event, str, dict[str, Any]]]:
    said = fake.said(BEN, "praise", TEAM).event["message"]["message_id"]
    reaction = {
        "message_id": said,
        "reaction_type": {"emoji_type": "THUMBSUP"},
        "operator_type": "user",
        "user_id": ids(fake, ANN),
        "app_id": "",
        "action_time": AT,
    }
    return [
        (fake.reacted(ANN, said, "THUMBSUP"), "im.message.reaction.created_v1", reaction),
        (fake.reacted(ANN, said, "THUMBSUP", gone=True), "im.message.reaction.deleted_v1", reaction),
        (fake.recalled(said), "im.message.recalled_v1", {"message_id": said, "chat_id": TEAM}),
    ]


async def test_reactions_and_recalls(fake: FakeFeishu) -> None:
    for event, kind, fields in changes(fake):
        assert event.type == kind
        assert {name: event.event[name] for name in fields} == fields


async def test_the_directory_changes(fake: FakeFeishu) -> None:
    event = fake.deeds.updated(ANN, leader=GONE)
    assert (event.type, event.event["old_object"]) == ("contact.user.updated_v3", {"leader_user_id": BEN})
    assert (event.event["object"]["leader_user_id"], event.event["object"]["status"]["is_resigned"]) == (GONE, False)
    assert event.event["object"]["orders"] == [{"department_id": "od-1", "is_primary_dept": True}]
    event = fake.deeds.resigned(ANN)
    assert event.type == "contact.user.deleted_v3"
    assert event.event["old_object"] == {"department_ids": ["od-1"], "open_id": ANN}
    assert event.event["object"]["status"]["is_resigned"] is True
