"""Wire goldens: the exact JSON of every element of a card, and that the platform's rules accept it."""

import json
from decimal import Decimal
from typing import Any

import pytest

from adapters.feishu.limits import CAPABILITIES
from adapters.feishu.press import Place
from adapters.feishu.render import render
from adapters.feishu.settings import PLATFORM
from bot.kernel.cards import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Link,
    Mentioned,
    Paragraph,
    Private,
    Quote,
    Said,
    Select,
    Style,
    Text,
    Tone,
)
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.questions import Choice, ChoiceQuestion, NumberQuestion, ScaleQuestion, TextQuestion
from bot.ports.adapter import Delivery
from tests.adapters.feishu.payloads import group, user
from tests.fakes.feishu.cards import Inspection

KEY = DeliveryKey("k1")
ME = PersonId("p1")
GO = Action("x.go", {"id": "7"})
VALUE = {"k": "k1", "a": "x.go", "x": {"id": "7"}, "d": 1}


def sent(card: Card, reason: str = "", group_chat: bool = False) -> list[Any]:
    delivery = Delivery(
        KEY,
        group() if group_chat else user("ou_a"),
        fit(card, CAPABILITIES).pages,
        reason,
        mentions={ME: user("ou_ann")},
    )
    cards = [json.loads(content) for content in render(delivery)]
    for each in cards:
        inspection = Inspection({"ou_ann"}.__contains__)
        inspection.accept(each)
        assert inspection.alarms == []
    return cards


def body(*blocks: Block, reason: str = "") -> list[Any]:
    (card,) = sent(Card(blocks), reason)
    elements: list[Any] = card["body"]["elements"]
    return elements


def plain(content: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": content}


def button(label: str, kind: str = "default") -> dict[str, Any]:
    return {"tag": "button", "text": plain(label), "type": kind, "behaviors": [{"type": "callback", "value": VALUE}]}


@pytest.mark.parametrize(
    ("tone", "colour"),
    [(Tone.PLAIN, "blue"), (Tone.GOOD, "green"), (Tone.WARNING, "orange"), (Tone.ALERT, "red")],
)
def test_the_frame_of_a_card(tone: Tone, colour: str) -> None:
    assert sent(Card((Paragraph((Text("早"),)),), "周报 <b>", tone)) == [
        {
            "schema": "2.0",
            "config": {"update_multi": True, "enable_forward": False, "summary": {"content": "周报 <b>"}},
            "header": {"title": plain("周报 <b>"), "template": colour},
            "body": {"elements": [{"tag": "markdown", "content": "早"}]},
        }
    ]


def test_a_card_without_title_has_no_header_and_shows_its_first_words_in_the_list() -> None:
    (card,) = sent(Card((Quote("赵敏", (Said("第一行\n" + "很长" * 60),)),)))
    assert "header" not in card
    summary = card["config"]["summary"]["content"]
    assert summary.startswith("赵敏: 第一行 很长")
    assert len(summary) == 80


def test_what_is_private_is_not_shown_in_the_list_or_in_a_push() -> None:
    (card,) = sent(Card((Paragraph((Text("你说:"), Private(ME, "想换个项目"), Text("。"))),)))
    assert card["config"]["summary"] == {"content": "你说:…。"}
    assert "想换个项目" in card["body"]["elements"][0]["content"]


def test_a_paragraph_and_everything_in_a_line() -> None:
    line = (
        Text("早,"),
        Bold("赵敏"),
        Said("<b>*"),
        Private(ME, "_心情_"),
        Mentioned(ME, "赵敏"),
        Link("规则", "https://x.cn/r"),
    )
    assert body(Paragraph(line)) == [
        {
            "tag": "markdown",
            "content": "早,**赵敏**&#60;b&#62;&#42;&#95;心情&#95;<at id=ou_ann></at>[规则](https://x.cn/r)",
        }
    ]


def test_fields() -> None:
    rows = (("通话", (Text("52"),)), ("1. *", (Said("- a"),)))
    assert body(Fields(rows)) == [
        {"tag": "markdown", "content": "**通话**: 52\n**1. &#42;**: &#45; a"},
    ]


def test_a_quote() -> None:
    assert body(Quote("赵敏", (Said("一\n\n> 二"),))) == [
        {"tag": "markdown", "content": "> **赵敏**: 一\n> \n> &#62; 二"}
    ]


def test_a_divider() -> None:
    assert body(Paragraph((Text("a"),)), Divider()) == [{"tag": "markdown", "content": "a"}, {"tag": "hr"}]


def test_one_button() -> None:
    assert body(Buttons((Button("完成", GO),))) == [button("1 完成")]


def test_buttons_in_a_row() -> None:
    buttons = (Button("完成", GO), Button("是", GO, Style.PRIMARY), Button("删", GO, Style.DANGER))
    columns = [
        {"tag": "column", "width": "auto", "elements": [each]}
        for each in (button("完成"), button("是", "primary"), button("删", "danger"))
    ]
    assert body(Buttons(buttons, numbered=False)) == [
        {"tag": "column_set", "flex_mode": "flow", "horizontal_spacing": "8px", "columns": columns}
    ]


def test_a_button_in_a_group_says_nothing_of_a_direct_chat() -> None:
    (card,) = sent(Card((Buttons((Button("完成", GO),)),)), group_chat=True)
    assert card["body"]["elements"][0]["behaviors"][0]["value"] == {"k": "k1", "a": "x.go", "x": {"id": "7"}}


def test_a_menu() -> None:
    (menu,) = body(Select("时区", (Button("上海", GO), Button("东京", GO))))
    assert menu == {
        "tag": "select_static",
        "placeholder": plain("时区"),
        "options": [
            {"text": plain("1 上海"), "value": json.dumps(VALUE, separators=(",", ":"))},
            {"text": plain("2 东京"), "value": json.dumps(VALUE, separators=(",", ":"))},
        ],
    }


FORM = Form(
    (
        TextQuestion("t", "今天?", nothing=(Choice("", "没有"),), limit=100),
        TextQuestion("long", "都写下来", limit=2000),
        ChoiceQuestion("c", "昨天?", (Choice("done", "完成"), Choice("part", "部分"))),
        NumberQuestion("n", "通话?", highest=Decimal(1440), required=False),
        ScaleQuestion("s", "心情?", top=3),
    ),
    GO,
    "提交",
    Button("一题一题答", GO),
)


def test_a_form() -> None:
    form, talk = body(FORM)
    assert talk == button("一题一题答")
    text = {"tag": "input", "input_type": "multiline_text", "rows": 2, "width": "fill"}
    assert form == {
        "tag": "form",
        "name": "form.0",
        "elements": [
            {**text, "name": "t", "label": plain("今天?"), "max_length": 100},
            {**text, "name": "long", "label": plain("都写下来"), "max_length": 1000},
            {
                "tag": "select_static",
                "name": "c",
                "placeholder": plain("昨天?"),
                "options": [{"text": plain("完成"), "value": "done"}, {"text": plain("部分"), "value": "part"}],
                "width": "fill",
            },
            {"tag": "input", "name": "n", "label": plain("通话?"), "width": "fill"},
            {
                "tag": "select_static",
                "name": "s",
                "placeholder": plain("心情?"),
                "options": [{"text": plain(each), "value": each} for each in "123"],
                "width": "fill",
            },
            {
                "tag": "button",
                "name": Place(KEY, True).name(GO),
                "text": plain("提交"),
                "type": "primary",
                "form_action_type": "submit",
            },
        ],
    }


def test_two_forms_in_one_card_have_names_of_their_own() -> None:
    other = Form(FORM.questions, Action("y.go"), "提交", FORM.talk)
    _, _, second, _ = body(FORM, other)
    assert second["name"] == "form.1"
    assert [each["name"] for each in second["elements"][:-1]] == ["1.t", "1.long", "1.c", "1.n", "1.s"]


def test_why_it_came_stands_last_small_and_grey() -> None:
    *_, reason = body(Paragraph((Text("a"),)), Buttons((Button("好", GO),)), reason="因为 <b>\n- 约好")
    assert reason == {
        "tag": "markdown",
        "content": "<font color='grey'>ⓘ 因为 &#60;b&#62;</font>\n<font color='grey'>&#45; 约好</font>",
        "text_size": "notation",
    }


def test_the_reason_of_several_pages_stands_on_the_last() -> None:
    first, last = sent(Card((Paragraph((Text("字" * 5000),)),)), reason="因为")
    assert "ⓘ" not in json.dumps(first, ensure_ascii=False)
    assert last["body"]["elements"][-1]["text_size"] == "notation"


def test_the_platform_is_the_one_of_the_address() -> None:
    assert user("ou_a").platform == PLATFORM
