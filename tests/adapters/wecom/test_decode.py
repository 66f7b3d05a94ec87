"""Every payload of the notes, and what the core hears of it; nothing that comes from outside raises."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom import xml
from adapters.wecom.decode import Decoder
from bot.kernel.events import ActionTriggered, Event, MessageReceived, UserChanged
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Envelope
from tests.adapters.wecom import samples
from tests.adapters.wecom.desk import MORNING, PLATFORM
from tests.adapters.wecom.samples import (
    CLICK,
    CONTACT,
    CORP,
    GROUP_CLICK,
    GROUP_TEXT,
    MIXED,
    direct,
    event,
    frame,
    said,
)

DECODER = Decoder(CORP, ("合拍", "Hepai"))


def decoded(payload: dict[str, Any]) -> list[Event]:
    return list(DECODER.decode(Envelope("wecom", "1", MORNING, payload)))


def app(document: bytes, **more: str) -> list[Event]:
    return decoded({"via": "app", **xml.read(document), **more})


def bot(body: dict[str, Any], **more: Any) -> list[Event]:
    return decoded({"via": "aibot", "user": "zhangsan", "body": body, **more})


def user(name: str) -> UserRef:
    return UserRef(PLATFORM, CORP, name)


def message(events: list[Event]) -> MessageReceived:
    [found] = events
    assert isinstance(found, MessageReceived)
    return found


def press(events: list[Event]) -> ActionTriggered:
    [found] = events
    assert isinstance(found, ActionTriggered)
    return found


def test_a_text_to_the_app() -> None:
    found = message(app(said("done: shipped the importer")))
    assert found.text == "done: shipped the importer"
    assert found.sender == user("zhangsan")
    assert found.chat == ChatRef(PLATFORM, CORP, "zhangsan", direct=True)
    assert found.to_bot
    assert found.ref == "7300000000000000001"
    assert found.media == ""


@pytest.mark.parametrize("spelling", ["ZhangSan", "zhangsan", "ZHANGSAN"])
def test_a_userid_is_one_whatever_its_case(spelling: str) -> None:
    assert message(app(event("click", FromUserName=spelling, EventKey="帮助"))).sender == user("zhangsan")
    assert message(bot(direct("text", {"content": "x"}))).sender == user("zhangsan")


@pytest.mark.parametrize(
    ("kind", "media"),
    [("image", "image"), ("voice", "voice"), ("video", "video"), ("file", "file"), ("location", "file"),
     ("link", "file"), ("merged_forward", "file")],
)  # fmt: skip
def test_what_is_no_text_gets_an_answer_too(kind: str, media: str) -> None:
    found = message(app(samples.xml(ToUserName=CORP, FromUserName="a", CreateTime="1", MsgType=kind, MsgId="9")))
    assert (found.text, found.media) == ("", media)


def test_a_face_of_the_clients_own_set_is_a_sticker_and_words_in_brackets_are_words() -> None:
    assert message(app(said("[呲牙][强]"))).media == "sticker"
    assert message(app(said("[1]"))).text == "[1]"
    assert message(app(said("看 [强]"))).text == "看 [强]"


def test_a_menu_click_is_its_word() -> None:
    assert message(app(event("click", EventKey="今日打卡"))).text == "今日打卡"


def test_the_first_look_is_a_greeting_and_no_other_look_is_anything() -> None:
    assert message(app(event("enter_agent", EventKey=""), first="1")).text == "你好"
    assert app(event("enter_agent", EventKey="")) == []
    assert message(bot(direct("event", {"eventtype": "enter_chat"}), first="1")).text == "你好"
    assert bot(direct("event", {"eventtype": "enter_chat"})) == []


def test_a_press_on_a_card_of_the_app() -> None:
    found = press(app(CLICK))
    assert (found.source, found.action, found.args) == ("d1", "checkins.skip", {"id": "7"})
    assert found.sender == user("lisi")
    assert found.chat == ChatRef(PLATFORM, CORP, "lisi", direct=True)


@pytest.mark.parametrize("key", ["", "submit", "{}", '{"k":1}', "[" * 5000, '{"k":"d","a":"x","x":{"i":1}}'])
def test_a_press_that_we_did_not_write_is_nothing(key: str) -> None:
    assert app(event("template_card_event", EventKey=key, TaskId="t")) == []
    assert bot(frame("event", {"eventtype": "template_card_event", "template_card_event": {"event_key": key}})) == []


def test_the_directory_changes() -> None:
    [changed] = app(CONTACT)
    assert changed == UserChanged(changed.id, MORNING, user("zhangsan"))
    [left] = app(CONTACT.replace(b"update_user", b"delete_user"))
    assert isinstance(left, UserChanged)
    assert left.left
    [out] = app(event("unsubscribe"))
    assert out == UserChanged(out.id, MORNING, user("zhangsan"))
    assert app(CONTACT.replace(b"update_user", b"update_tag")) == []


@pytest.mark.parametrize("name", ["view", "LOCATION", "inactive_alert", "never_heard_of", "subscribe"])
def test_events_that_mean_nothing_to_us(name: str) -> None:
    assert app(event(name)) == []


def test_a_group_message_without_the_bots_mention() -> None:
    found = message(bot(GROUP_TEXT))
    assert found.text == "/kudos lisi thanks"
    assert found.chat == ChatRef(PLATFORM, CORP, "wrQoP7Cw", direct=False)
    assert found.to_bot
    assert message(bot(frame("text", {"content": "谢谢 @合拍 帮助"}))).text == "谢谢 帮助"
    assert message(bot(frame("text", {"content": "@王磊 @hepai 赞"}))).text == "@王磊 赞"
    assert message(bot(frame("text", {"content": "@合拍打卡"}))).text == "打卡"
    assert message(bot(direct("text", {"content": "@合拍 帮助"}))).text == "@合拍 帮助"


def test_a_press_in_a_group() -> None:
    found = press(bot(GROUP_CLICK))
    assert (found.source, found.action) == ("d1", "checkins.skip")
    assert found.chat.chat == "wrQoP7Cw"


def test_other_messages_to_the_ai_bot() -> None:
    assert message(bot(MIXED)).text == "看"
    assert message(bot(direct("voice", {"content": "我说的话"}))).text == "我说的话"
    assert message(bot(direct("file", {"url": "https://x"}))).media == "file"
    assert bot(frame("event", {"eventtype": "feedback_event"})) == []
    assert bot(frame("event", None)) == []


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(kind=st.sampled_from(["text", "mixed", "voice", "image", "event", "x"]), content=JUNK, event=JUNK)
def test_no_frame_raises(kind: str, content: Any, event: Any) -> None:
    bot({**frame(kind, content), "event": event})


@given(payload=st.dictionaries(st.sampled_from(["FromUserName", "MsgType", "Event", "EventKey", "Content"]), JUNK))
def test_no_document_raises(payload: dict[str, Any]) -> None:
    decoded({"via": "app", **payload})
    decoded(payload)
