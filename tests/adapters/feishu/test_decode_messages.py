"""Messages as the platform notes show them, and what of them reaches the core."""

from typing import Any

import pytest

from adapters.feishu.decode import decode
from adapters.feishu.press import Place
from bot.kernel.cards import Action
from bot.kernel.events import (
    Event,
    Mention,
    MessageReceived,
)
from bot.kernel.ids import DeliveryKey, EventId
from tests.adapters.feishu.payloads import (
    ANN,
    BEN,
    BOT,
    DIRECT_MESSAGE,
    MENTIONS,
    NOW,
    TEAM,
    TENANT,
    THREAD_MESSAGE,
    click,
    direct,
    group,
    message,
    sender,
    stored,
    user,
)

ID = EventId("feishu:event:1")
MESSAGE = "im.message.receive_v1"
CLICK = "card.action.trigger"
KEY = DeliveryKey("k1")


def one(kind: str, event: dict[str, Any], /, **found: Any) -> Event:
    (only,) = decode(stored(kind, event, **found))
    return only


def said(event: dict[str, Any], **found: Any) -> MessageReceived:
    heard = one(MESSAGE, event, **found)
    assert isinstance(heard, MessageReceived)
    return heard


def test_a_direct_message() -> None:
    assert one(MESSAGE, DIRECT_MESSAGE) == MessageReceived(
        ID, NOW, user(ANN), direct(ANN), "/checkin done: parser", ref="om_x100b58c743c3"
    )


def test_a_message_in_a_thread_that_mentions_the_bot_and_a_person() -> None:
    assert one(MESSAGE, THREAD_MESSAGE) == MessageReceived(
        ID,
        NOW,
        user(ANN),
        group(),
        "kudos @Li Lei for the release",
        (Mention("Li Lei", user(BEN)),),
        to_bot=True,
        ref="om_child",
        thread="om_root",
    )


def test_the_first_message_of_a_thread_is_itself_what_is_answered() -> None:
    assert said(message(thread_id="omt_1", message_id="om_first", chat_type="group")).thread == "om_first"


def test_an_answer_outside_a_thread_stands_in_none() -> None:
    assert said(message(root_id="om_root", parent_id="om_root", chat_type="group")).thread == ""


def test_ten_mentions_are_not_mixed_up() -> None:
    mentions = [{"key": f"@_user_{n}", "id": {"open_id": f"ou_{n}"}, "name": f"N{n}"} for n in range(1, 12)]
    heard = said(message(content={"text": "@_user_10 @_user_1 @_user_11"}, chat_type="group", mentions=mentions))
    assert heard.text == "@N10 @N1 @N11"
    assert [each.user.user for each in heard.mentions] == ["ou_10", "ou_1", "ou_11"]


def test_what_somebody_typed_like_a_placeholder_stays() -> None:
    assert said(message(content={"text": "write @_user_9 literally"})).text == "write @_user_9 literally"


@pytest.mark.parametrize("everybody", [{"user_id": "all"}, {"user_id": "all", "open_id": ""}, "all"])
def test_a_mention_of_everybody_is_not_one_of_the_bot(everybody: object) -> None:
    mentions = [{"key": "@_all", "id": everybody, "name": "所有人"}]
    heard = said(message(content={"text": "@_all 开会"}, chat_type="group", mentions=mentions))
    assert (heard.text, heard.mentions, heard.to_bot) == ("@所有人 开会", (), False)


def test_a_group_message_to_nobody_is_not_to_the_bot() -> None:
    assert not said(message(chat_type="group", chat_id=TEAM)).to_bot


def test_an_answer_to_the_bot_is_to_the_bot() -> None:
    assert said(message(chat_type="group", chat_id=TEAM), answers_bot=True).to_bot


def test_a_post_is_read_line_by_line() -> None:
    content = {
        "title": "周报",
        "content": [
            [{"tag": "text", "text": "见 "}, {"tag": "a", "href": "https://x.cn", "text": "文档"}],
            [{"tag": "at", "user_id": "@_user_2", "user_name": "Li Lei"}, {"tag": "text", "text": " 好"}],
            [{"tag": "emotion", "emoji_type": "DONE"}, {"tag": "code_block", "language": "c", "text": "x = 1"}],
            [{"tag": "img", "image_key": "img_v3_1"}],
        ],
    }
    heard = said(message("post", content, mentions=MENTIONS))
    assert heard.text == "周报\n见 文档 (https://x.cn)\n@Li Lei 好\n[DONE]x = 1"
    assert heard.mentions == (Mention("Li Lei", user(BEN)),)


def test_a_post_of_a_picture_alone_is_a_picture() -> None:
    heard = said(message("post", {"title": "", "content": [[{"tag": "img", "image_key": "img_v3_1"}]]}))
    assert (heard.text, heard.media) == ("", "image")


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("audio", "voice"),
        ("media", "video"),
        ("image", "image"),
        ("sticker", "sticker"),
        ("file", "file"),
        ("folder", "file"),
        ("merge_forward", "file"),
        ("share_chat", "file"),
        ("share_user", "file"),
        ("todo", "file"),
        ("vote", "file"),
        ("location", "file"),
        ("interactive", "file"),
        ("a kind of next year", "file"),
    ],
)
def test_what_is_no_text_says_what_it_is(kind: str, media: str) -> None:
    heard = said(message(kind, {"file_key": "file_v3_1"}))
    assert (heard.text, heard.media) == ("", media)


@pytest.mark.parametrize("content", ["", "Merged and Forwarded Message", "[]", "null", '{"text":null}', '{"text":{}}'])
def test_a_message_without_text_is_none_and_no_error(content: str) -> None:
    assert said(message("text", content)).text == ""


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"message": None, "sender": None},
        {"sender": sender(), "message": {}},
        {"sender": {**sender(), "sender_type": "bot"}, "message": message()["message"]},
        {"sender": {**sender(), "sender_type": "app"}, "message": message()["message"]},
        {"sender": {**sender(), "sender_id": {"open_id": ""}}, "message": message()["message"]},
        {"sender": {**sender(), "sender_id": None}, "message": message()["message"]},
        message("system", {"template": "{from_user} started"}),
    ],
)
def test_sec_031_nobodys_message_means_nothing(event: dict[str, Any]) -> None:
    assert decode(stored(MESSAGE, event)) == ()


def test_sec_031_a_guest_of_another_company_is_not_heard() -> None:
    event = {"sender": sender(tenant_key="2f00000000000099"), "message": message(chat_type="group")["message"]}
    assert decode(stored(MESSAGE, event)) == ()
    pressed = click({"value": Place(KEY, False).value(Action("x.do"))}, who={"open_id": ANN, "tenant_key": "2f99"})
    assert decode(stored(CLICK, pressed)) == ()


def test_the_bots_own_id_tells_its_mention_and_no_name_does() -> None:
    posing = [{"key": "@_user_1", "id": {"open_id": "ou_posing"}, "mentioned_type": "bot", "name": "Pulse"}]
    heard = said(message(content={"text": "@_user_1 hi"}, chat_type="group", mentions=posing))
    assert not heard.to_bot
    assert heard.text == "@Pulse hi"
    assert BOT != "ou_posing"
    assert heard.sender.tenant == TENANT
