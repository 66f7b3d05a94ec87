"""Every payload of the platform's notes, and what must never break decoding."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.common.press import press_text
from adapters.dingtalk.decode import decode, in_order
from bot.kernel.cards import Action
from bot.kernel.events import ActionTriggered, BotAdded, BotRemoved, Event, MessageReceived, UserChanged
from bot.kernel.ids import DeliveryKey
from bot.ports.adapter import Envelope
from tests.adapters.dingtalk.desk import NOW

CORP = "ding9f50b15bccd16741"
SAID: dict[str, Any] = {
    "conversationId": "cidTfIU1sIgBdRlm2ciOP9KpQ==",
    "conversationType": "2",
    "conversationTitle": "Team A",
    "atUsers": [
        {"dingtalkId": "$:LWCP_v1:$k0Z6"},
        {"dingtalkId": "$:LWCP_v1:$abc", "staffId": "user123"},
    ],
    "chatbotCorpId": CORP,
    "chatbotUserId": "$:LWCP_v1:$k0Z6",
    "msgId": "msgu0bY1EJYRrlsFz4tIBjCOQ==",
    "senderNick": "Li Lei",
    "isAdmin": True,
    "senderStaffId": "manager4713",
    "senderId": "$:LWCP_v1:$xNSq",
    "senderUnionId": "iSxxxx",
    "senderCorpId": CORP,
    "createAt": 1690362102194,
    "isInAtList": True,
    "robotCode": "dingxxxx",
    "senderPlatform": "Mac",
    "openThreadId": "cid",
    "msgtype": "text",
    "text": {"content": " done, shipped the parser"},
}
DIRECT = {key: value for key, value in SAID.items() if key not in ("conversationTitle", "atUsers", "isInAtList")} | {
    "conversationType": "1",
    "text": {"content": "done"},
}
PRESSED = {
    "type": "actionCallback",
    "outTrackId": "d-checkin",
    "corpId": CORP,
    "userId": "manager4713",
    "userIdType": 1,
    "spaceId": "cidTfIU1",
    "spaceType": "IM",
    "extension": "{}",
}
MEANT = press_text(DeliveryKey("k1"), Action("checkins.start", {"p": "x"}))


def events(kind: str, data: object, **more: object) -> list[Event]:
    return list(decode(Envelope("dingtalk", "1", NOW, {"kind": kind, "data": data, **more})))


def said(data: Mapping[str, Any], **more: object) -> MessageReceived:
    (event,) = events("message", data, **more)
    assert isinstance(event, MessageReceived)
    return event


def pressed(params: str) -> list[Event]:
    told = f'{{"cardPrivateData":{{"actionIds":["b1"],"params":{params}}}}}'
    return events("card", {**PRESSED, "content": told, "value": told})


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_a_group_message() -> None:
    event = said(SAID, people=[{"name": "王磊", "user": "user123"}])
    assert (event.text, event.sender.user, event.sender.tenant) == ("done, shipped the parser", "manager4713", CORP)
    assert (event.chat.chat, event.chat.direct) == ("cidTfIU1sIgBdRlm2ciOP9KpQ==", False)
    assert [(each.name, each.user.user) for each in event.mentions] == [("王磊", "user123")]
    assert event.at == datetime(2023, 7, 26, 9, 1, 42, 194000, UTC)


def test_a_direct_message_is_answered_to_the_person() -> None:
    event = said(DIRECT)
    assert (event.chat.chat, event.chat.direct, event.to_bot) == ("manager4713", True, True)


@pytest.mark.parametrize(
    ("part", "text", "media"),
    [
        ({"msgtype": "picture", "content": {"downloadCode": "m", "pictureDownloadCode": "1"}}, "", "image"),
        (
            {
                "msgtype": "richText",
                "content": {"richText": [{"text": "@Bot"}, {"text": "see the chart"}, {"type": "picture"}]},
            },
            "see the chart",
            "",
        ),
        ({"msgtype": "richText", "content": {"richText": [{"text": "@Bot"}, {"type": "picture"}]}}, "", "image"),
        ({"msgtype": "audio", "content": {"duration": 4000, "recognition": "I am blocked"}}, "I am blocked", ""),
        ({"msgtype": "audio", "content": {"duration": 4000}}, "", "voice"),
        ({"msgtype": "file", "content": {"spaceId": "671", "fileName": "plan.xlsx"}}, "", "file"),
        ({"msgtype": "video", "content": {"duration": 4}}, "", "video"),
        ({"msgtype": "unknownMsgType", "content": {"unknownMsgType": "sticker"}}, "", "sticker"),
        ({"msgtype": "mergedForward", "content": {}}, "", "file"),
        ({"msgtype": "mergedForward"}, "", "file"),
        ({"msgtype": "text"}, "", ""),
        ({"msgtype": "text", "text": {"content": "  "}}, "", ""),
        ({"msgtype": "text", "text": {"content": "yes", "isReplyMsg": True, "repliedMsg": {}}}, "yes", ""),
    ],
)
def test_kinds_of_messages(part: dict[str, Any], text: str, media: str) -> None:
    event = said({**{key: value for key, value in DIRECT.items() if key != "text"}, **part})
    assert (event.text, event.media) == (text, media)


@pytest.mark.parametrize(
    "change",
    [{"senderStaffId": ""}, {"senderStaffId": None}, {"errorCode": 20001}, {"senderCorpId": "dingother"}],
)
def test_sec_031_nobody_we_could_answer_is_nothing(change: dict[str, Any]) -> None:
    assert events("message", {**DIRECT, **change}) == []


def test_ids_keep_their_case_and_dates_lie_in_no_future() -> None:
    event = said({**DIRECT, "senderStaffId": "UsEr9", "createAt": "9990362102194"})
    assert (event.sender.user, event.at) == ("UsEr9", NOW)


def test_the_first_call_in_a_group_introduces_the_bot() -> None:
    added, received = events("message", SAID, first=True)
    assert isinstance(added, BotAdded)
    assert added.title == "Team A"
    assert added.id != received.id
    (alone,) = events("message", {**SAID, "text": {"content": " "}}, first=True)
    assert isinstance(alone, BotAdded)


def test_a_pressed_word_is_a_press() -> None:
    (event,) = events("message", DIRECT, press=MEANT)
    assert isinstance(event, ActionTriggered)
    assert (event.source, event.action, event.args) == ("k1", "checkins.start", {"p": "x"})


@pytest.mark.parametrize("field", ["content", "value"])
def test_a_press_is_read_from_either_field(field: str) -> None:
    told = f'{{"cardPrivateData":{{"actionIds":["b1"],"params":{{"value":{quoted(MEANT)}}}}}}}'
    (event,) = events("card", {**PRESSED, "content": "", field: told})
    assert isinstance(event, ActionTriggered)
    assert (event.action, event.chat.direct, event.chat.chat) == ("checkins.start", True, "manager4713")


def test_a_press_in_a_group_is_told_by_the_card() -> None:
    told = f'{{"params":{{"value":{quoted(MEANT)}}},"cardPrivateData":{{}}}}'
    (event,) = events("card", {**PRESSED, "outTrackId": "g-1", "content": told})
    assert isinstance(event, ActionTriggered)
    assert (event.chat.direct, event.chat.chat) == (False, "cidTfIU1")


def test_a_form() -> None:
    (event,) = pressed(
        f'{{"form":{{"_":{quoted(MEANT)},"today":" 上线\\u202e ","mood":{{"index":2,"value":"3"}},"ok":true}}}}'
    )
    assert isinstance(event, ActionTriggered)
    assert event.values == {"today": "上线", "mood": "3", "ok": "true"}


def test_a_menu() -> None:
    (event,) = pressed(f'{{"form":{{"choice":{{"index":0,"value":{quoted(MEANT)}}}}}}}')
    assert isinstance(event, ActionTriggered)
    assert (event.action, event.values) == ("checkins.start", {})


@pytest.mark.parametrize(
    "params",
    [
        '{"value":"unheard of"}',
        "{}",
        "[]",
        '{"value":7}',
        '{"form":[]}',
        # words typed into a field are never a press
        f'{{"form":{{"today":{quoted(MEANT)}}}}}',
        '{"value":"{\\"k\\":\\"k1\\",\\"a\\":\\"x\\",\\"x\\":[]}"}',
    ],
)
def test_a_press_of_something_that_is_not_ours_is_nothing(params: str) -> None:
    assert pressed(params) == []


def test_people_come_change_and_leave() -> None:
    born = "1608017258073"
    data = {"timeStamp": born, "userId": ["user123456"], "diffInfo": {"userid": "user123456", "curr": {}}}
    (changed,) = events("event", data, event="user_modify_org", corp=CORP)
    assert isinstance(changed, UserChanged)
    assert (changed.user.user, changed.user.tenant, changed.left) == ("user123456", CORP, False)
    left = events("event", {"timeStamp": "1685501863357", "userId": ["015x", "016y"]}, event="user_leave_org")
    assert [each.left for each in left if isinstance(each, UserChanged)] == [True, True]
    assert len({each.id for each in left}) == 2


def test_a_group_that_installs_the_bot() -> None:
    data = {"coolAppCode": "c", "robotCode": "d", "openConversationId": "cidX", "operator": "u1", "operateTime": 1}
    (added,) = events("event", data, event="im_cool_app_install", corp=CORP)
    (removed,) = events("event", data, event="im_cool_app_uninstall", corp=CORP)
    assert isinstance(added, BotAdded)
    assert isinstance(removed, BotRemoved)


@pytest.mark.parametrize("kind", ["chat_add_member", "robot_msg_read", "todo_task_create", "made_up", ""])
def test_events_nobody_asked_for_are_nothing(kind: str) -> None:
    assert events("event", {"userId": ["u"], "openConversationId": "c"}, event=kind) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["message", "card", "event", "other"]),
    st.dictionaries(st.sampled_from([*SAID, *PRESSED, "content", "value", "userId"]), JSON),
    st.text(max_size=12),
)
def test_nothing_breaks_decoding(kind: str, changes: dict[str, Any], event: str) -> None:
    decode(Envelope("dingtalk", "1", NOW, {"kind": kind, "event": event, "data": {**SAID, **PRESSED, **changes}}))


def test_mentions_come_in_the_order_of_the_text() -> None:
    names = {"u2": "王磊", "u1": "张伟", "u3": ""}
    assert [each["user"] for each in in_order("@张伟 @Amy 谢谢 @王磊", names)] == ["u1", "u3", "u2"]
    assert in_order("@张伟 谢谢", {"u1": "张", "u2": "张伟"}) == [{"name": "张伟", "user": "u2"}]
