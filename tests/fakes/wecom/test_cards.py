"""The five template cards: each document's sample is taken, and each limit is kept."""

from typing import Any

import pytest

from tests.fakes.wecom.cards import check_card
from tests.fakes.wecom.records import Refusal
from tests.fakes.wecom.samples import BUTTONS, CARDS, MULTIPLE, NEWS_NOTICE, TEXT_NOTICE, URL, VOTE, plain_card, without

Json = dict[str, Any]


def _options(number: int) -> list[Json]:
    return [{"id": str(each), "text": str(each), "is_checked": False} for each in range(number)]


def _buttons(number: int) -> list[Json]:
    return [{"text": str(each), "key": str(each)} for each in range(number)]


SELECT = MULTIPLE["select_list"][0]
GOOD = {
    **CARDS,
    "six buttons": {**BUTTONS, "button_list": _buttons(6)},
    "twenty options": {**VOTE, "checkbox": {**VOTE["checkbox"], "option_list": _options(20)}},
    "three selects": {**MULTIPLE, "select_list": [SELECT] * 3},
    "a notice nobody answers": without(TEXT_NOTICE, "action_menu", "task_id"),
    "a picture with text": {
        **without(NEWS_NOTICE, "card_image"),
        "image_text_area": {"image_url": URL, "title": "a", "desc": "b"},
    },
    "a key of 1024 bytes": {**BUTTONS, "button_list": [{"text": "a", "key": "k" * 1024}]},
    "a task of 128 bytes": {**BUTTONS, "task_id": "aZ0_-@" + "x" * 122},
}
BAD = {
    "no type": (without(BUTTONS, "card_type"), "card_type"),
    "an unknown type": ({**BUTTONS, "card_type": "form_interaction"}, "card_type"),
    "an input": ({**BUTTONS, "input": {"key": "a"}}, "input is not documented"),
    "no task": (without(BUTTONS, "task_id"), "task_id"),
    "a menu without task": (without(TEXT_NOTICE, "task_id"), "task_id"),
    "a task of other characters": ({**BUTTONS, "task_id": "a/b"}, "task_id"),
    "a task of 129 bytes": ({**BUTTONS, "task_id": "x" * 129}, "128 bytes"),
    "seven buttons": ({**BUTTONS, "button_list": _buttons(7)}, "button_list"),
    "no buttons": ({**BUTTONS, "button_list": []}, "button_list"),
    "one key twice": ({**BUTTONS, "button_list": [{"text": "a", "key": "k"}] * 2}, "twice"),
    "a button without key": ({**BUTTONS, "button_list": [{"text": "a"}]}, "key"),
    "a link without address": ({**BUTTONS, "button_list": [{"text": "a", "type": 1}]}, "url"),
    "a fifth style": ({**BUTTONS, "button_list": [{"text": "a", "key": "k", "style": 5}]}, "style"),
    "a key of 1025 bytes": ({**BUTTONS, "button_list": [{"text": "a", "key": "k" * 1025}]}, "1024 bytes"),
    "a notice without action": (without(TEXT_NOTICE, "card_action"), "card_action"),
    "a notice without words": (without(TEXT_NOTICE, "main_title", "sub_title_text"), "sub_title_text"),
    "seven rows": ({**TEXT_NOTICE, "horizontal_content_list": [{"keyname": "a"}] * 7}, "horizontal_content_list"),
    "four jumps": ({**TEXT_NOTICE, "jump_list": [{"title": "a"}] * 4}, "jump_list"),
    "a jump to nowhere": ({**TEXT_NOTICE, "jump_list": [{"type": 1, "title": "a"}]}, "url"),
    "a question of the app": ({**TEXT_NOTICE, "jump_list": [{"type": 3, "title": "a", "question": "b"}]}, "jump_list"),
    "news without picture": (without(NEWS_NOTICE, "card_image"), "card_image"),
    "news too wide": ({**NEWS_NOTICE, "card_image": {"url": URL, "aspect_ratio": 2.3}}, "aspect_ratio"),
    "five paragraphs": ({**NEWS_NOTICE, "vertical_content_list": [{"title": "a"}] * 5}, "vertical_content_list"),
    "21 options": ({**VOTE, "checkbox": {**VOTE["checkbox"], "option_list": _options(21)}}, "option_list"),
    "an option not said to be unchecked": (
        {**VOTE, "checkbox": {**VOTE["checkbox"], "option_list": [{"id": "a", "text": "b"}]}},
        "is_checked",
    ),
    "a vote without submit": (without(VOTE, "submit_button"), "submit_button"),
    "four selects": ({**MULTIPLE, "select_list": [SELECT] * 4}, "select_list"),
    "eleven options": (
        {**MULTIPLE, "select_list": [{**SELECT, "option_list": [{"id": "a", "text": "b"}] * 11}]},
        "option_list",
    ),
    "an option id of 129 bytes": (
        {**MULTIPLE, "select_list": [{**SELECT, "option_list": [{"id": "i" * 129, "text": "b"}]}]},
        "128 bytes",
    ),
    "a replacement in a new card": ({**BUTTONS, "replace_text": "done"}, "replace_text"),
    "no object": ("card", "no object"),
}


@pytest.mark.parametrize("card", GOOD.values(), ids=GOOD)
def test_a_good_card_is_taken(card: Json) -> None:
    assert check_card(card, "app") == []


@pytest.mark.parametrize(("card", "problem"), BAD.values(), ids=BAD)
def test_a_bad_card_is_refused_by_name(card: Json, problem: str) -> None:
    with pytest.raises(Refusal, match=problem) as refused:
        check_card(card, "app")
    assert refused.value.code == 40058


def test_a_long_text_is_taken_and_folded() -> None:
    card = plain_card(title="长" * 37, sub_title_text="长" * 161)
    assert check_card(card, "app") == [
        "template_card.main_title.title: 37 characters of 36",
        "template_card.sub_title_text: 161 characters of 160",
    ]
    assert check_card(plain_card(title="长" * 27), "aibot") == ["template_card.main_title.title: 27 characters of 26"]


def test_what_replaces_a_card_may_say_so_and_needs_no_task() -> None:
    assert check_card({**without(BUTTONS, "task_id"), "replace_text": "done"}, "app", updating=True) == []


def test_a_card_of_the_ai_bot_has_its_own_rules() -> None:
    asks = {"jump_list": [{"type": 3, "title": "Ask", "question": "帮助"}], "feedback": {"id": "f1"}}
    assert check_card({**plain_card(), **asks}, "aibot") == []
    for card in (BUTTONS, {**plain_card(), "horizontal_content_list": [{"keyname": "a", "type": 2}]}):
        with pytest.raises(Refusal):
            check_card(card, "aibot")


@pytest.mark.parametrize("card", [BUTTONS, VOTE, MULTIPLE])
def test_a_webhook_robot_sends_notices_only(card: Json) -> None:
    check_card(without(TEXT_NOTICE, "action_menu"), "webhook")
    with pytest.raises(Refusal, match="card_type"):
        check_card(card, "webhook")
