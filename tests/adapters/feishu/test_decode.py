"""Every payload of the platform notes but messages, and what of it reaches the core."""

from typing import Any

import pytest

from adapters.feishu.decode import KNOWN, decode
from adapters.feishu.press import Place
from bot.kernel.cards import Action
from bot.kernel.events import (
    ActionTriggered,
    BotAdded,
    BotRemoved,
    Event,
    MessageRecalled,
    MessageReceived,
    Reacted,
    UserChanged,
)
from bot.kernel.ids import DeliveryKey, EventId
from tests.adapters.feishu.payloads import (
    ANN,
    BEN,
    CLEO,
    CONTACT,
    FILLED,
    GROUP_MOVE,
    MENU,
    NOW,
    REACTION,
    RECALL,
    TEAM,
    click,
    direct,
    group,
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


def test_a_press_of_a_button() -> None:
    action = {"value": Place(KEY, False).value(Action("x.do", {"id": "7"})), "tag": "button", "name": ""}
    assert one(CLICK, click(action, TEAM)) == ActionTriggered(ID, NOW, user(ANN), group(), KEY, "x.do", {"id": "7"}, {})


def test_a_press_in_a_direct_chat_is_known_for_one() -> None:
    pressed = one(CLICK, click({"value": Place(KEY, True).value(Action("x.do")), "tag": "button"}))
    assert isinstance(pressed, ActionTriggered)
    assert pressed.chat == direct(ANN)


def test_a_choice_of_a_menu() -> None:
    action = {"tag": "select_static", "option": Place(KEY, True).text(Action("x.do", {"to": "Asia/Tokyo"}))}
    pressed = one(CLICK, click(action))
    assert isinstance(pressed, ActionTriggered)
    assert (pressed.source, pressed.action, pressed.args) == (KEY, "x.do", {"to": "Asia/Tokyo"})


@pytest.mark.parametrize("value", [{}, None, {"a": "another app's"}])
def test_a_form_is_known_by_its_buttons_name(value: Any) -> None:
    """Whether the button of a form may carry a value, no document says."""
    action = {
        "tag": "button",
        "name": Place(KEY, True).name(Action("checkin.submit", {"d": "chk_7"})),
        "timezone": "Asia/Shanghai",
        "form_value": {**FILLED, "nothing": None, "empty": ""},
        **({} if value is None else {"value": value}),
    }
    sent = one(CLICK, click(action))
    assert isinstance(sent, ActionTriggered)
    assert (sent.source, sent.action, sent.args, sent.chat) == (KEY, "checkin.submit", {"d": "chk_7"}, direct(ANN))
    assert sent.values == {
        "done": "parser merged",
        "plan": "write docs",
        "mood": "4",
        "risks": "blocked,scope",
        "helper": BEN,
        "helpers": f"{BEN},{CLEO}",
        "due": "2026-11-25 +0800",
        "at": "09:30 +0800",
        "when": "2026-11-25 09:30 +0800",
        "confirm": "True",
        "nothing": "",
        "empty": "",
    }


def test_the_second_form_of_a_card_has_its_fields_by_their_questions() -> None:
    action = {"name": Place(KEY, True).name(Action("x.submit")), "form_value": {"1.done": "yes"}}
    sent = one(CLICK, click(action))
    assert isinstance(sent, ActionTriggered)
    assert sent.values == {"done": "yes"}


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"value": {"a": "snooze", "d": "chk_20261122_7"}, "tag": "button", "name": ""},
        {"value": "a text", "tag": "button"},
        {"value": {"k": "k1", "a": "x", "x": {"n": 1}}},
        {"value": {"k": 1, "a": "x", "x": {}}},
        {"option": "not ours", "tag": "select_static"},
        {"option": "[" * 100_000, "tag": "select_static"},
        {"name": "s.%%%", "form_value": {}},
        {"name": "s.", "form_value": {}},
        {"name": "s.gA", "form_value": {}},
        {"name": 5, "value": None, "option": []},
    ],
)
def test_a_click_we_did_not_offer_means_nothing(action: dict[str, Any]) -> None:
    assert decode(stored(CLICK, click(action))) == ()


def test_the_menu_says_its_word() -> None:
    said = one("application.bot.menu_v6", MENU, word="签到")
    assert said == MessageReceived(ID, NOW, user(ANN), direct(ANN), "签到")


def test_the_bot_is_brought_into_a_group() -> None:
    found = one("im.chat.member.bot.added_v1", GROUP_MOVE, members=[ANN, BEN, CLEO])
    assert found == BotAdded(ID, NOW, user(ANN), group(), "Team A", (user(BEN), user(CLEO)))


def test_a_group_with_other_companies_is_left_alone() -> None:
    assert decode(stored("im.chat.member.bot.added_v1", {**GROUP_MOVE, "external": True})) == ()


@pytest.mark.parametrize("kind", ["im.chat.member.bot.deleted_v1", "im.chat.disbanded_v1"])
def test_the_bot_is_put_out_or_the_group_is_gone(kind: str) -> None:
    assert one(kind, GROUP_MOVE) == BotRemoved(ID, NOW, user(ANN), group())


def test_a_message_is_taken_back() -> None:
    assert one("im.message.recalled_v1", RECALL) == MessageRecalled(ID, NOW, group(), "om_gone")
    assert one("im.message.recalled_v1", RECALL, direct=ANN) == MessageRecalled(ID, NOW, direct(ANN), "om_gone")


def test_a_reaction_to_somebodys_words() -> None:
    found = {"author": BEN, "chat": TEAM, "kind": "text", "content": '{"text":"@_user_1 发布了"}'}
    mentions = [{"key": "@_user_1", "id": CLEO, "id_type": "open_id", "name": "Cleo"}]
    assert one("im.message.reaction.created_v1", REACTION, **found, mentions=mentions) == Reacted(
        ID, NOW, user(ANN), group(), "om_praise", "👍", user(BEN), "@Cleo 发布了"
    )


@pytest.mark.parametrize(
    "change",
    [{"operator_type": "app"}, {"reaction_type": {"emoji_type": "thumbsup"}}, {"user_id": {}}, {"reaction_type": None}],
)
def test_a_reaction_without_a_person_or_a_character_means_nothing(change: dict[str, Any]) -> None:
    found = {"author": BEN, "chat": TEAM, "kind": "text", "content": '{"text":"x"}'}
    assert decode(stored("im.message.reaction.created_v1", {**REACTION, **change}, **found)) == ()


def test_news_of_a_person() -> None:
    assert one("contact.user.updated_v3", CONTACT) == UserChanged(ID, NOW, user(ANN), left=False)


def test_a_person_who_leaves() -> None:
    gone = {"object": {}, "old_object": {"department_ids": ["od-0"], "open_id": ANN}}
    assert one("contact.user.deleted_v3", gone) == UserChanged(ID, NOW, user(ANN), left=True)
    resigned = {"object": {"open_id": ANN, "status": {"is_resigned": True}}}
    assert one("contact.user.updated_v3", resigned) == UserChanged(ID, NOW, user(ANN), left=True)


@pytest.mark.parametrize("kind", sorted(KNOWN | {"p2p_chat_create", "", "im.message.message_read_v1"}))
@pytest.mark.parametrize("event", [{}, {"message": [], "sender": 1, "operator": "x", "action": None, "object": 3}])
def test_what_is_not_as_documented_means_nothing(kind: str, event: dict[str, Any]) -> None:
    assert decode(stored(kind, event)) == ()


def test_an_envelope_of_an_older_version_means_nothing() -> None:
    envelope = stored(MESSAGE, {})
    for payload in ({}, {"type": MESSAGE}, {"type": 5, "event": {}}, {"type": MESSAGE, "event": "x"}):
        assert decode(type(envelope)(envelope.source, "e", NOW, payload)) == ()
