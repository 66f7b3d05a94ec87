"""Wire goldens of every card element, and that no typed word ever becomes markup."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.common.press import press_text
from adapters.dingtalk import card, render
from adapters.dingtalk.markup import escaped, joined
from adapters.dingtalk.plain import by_name
from bot.kernel.cards import Action, Button, Buttons, Card, Fields, Form, Paragraph, Quote, Said, Select, Text
from bot.kernel.ids import DeliveryKey
from bot.kernel.questions import TextQuestion
from bot.kernel.text import clean
from tests.adapters.dingtalk.desk import NOW
from tests.adapters.dingtalk.samples import DONE, LATER, PLAIN, RICH, SHORT, TALK
from tests.fakes.dingtalk.drawing import draw
from tests.fakes.dingtalk.model import Message

KEY = DeliveryKey("k1")
BODY = (
    "早上好,@王磊。  \n第二行  \n"
    "**昨天**: 修了 \\*bug\\*  \n**今天**: **上线**  \n"
    "> **赵敏**: 卡在接口  \n> 明天要\n\n"
    "---  \n"
    "[看板](https://example.com/b?x=1) · 旧 \\(javascript:alert\\(1\\)\\)"
)


def press(name: str, **args: str) -> str:
    return press_text(KEY, Action(name, args))


def test_a_plain_message_with_buttons() -> None:
    (message,) = render.render(KEY, PLAIN, "因为周四", by_name)
    token = message.token
    key, param = render.as_robot(message)
    url = "dtmd://dingtalkclient/sendMessage?content="
    assert key == "sampleActionCard2"
    assert json.loads(param) == {
        "title": "华东组",
        "text": f"### 华东组  \n{BODY}  \nⓘ 因为周四",
        "actionTitle1": "1 完成",
        "actionURL1": f"{url}%E5%AE%8C%E6%88%90+%E2%80%B9{token}%E2%80%BA",
        "actionTitle2": "2 以后",
        "actionURL2": f"{url}%E4%BB%A5%E5%90%8E+%E2%80%B9{token}%E2%80%BA",
    }
    assert message.presses == {"完成": press("done", p="x"), "以后": press("later")}
    assert render.as_webhook(message, ["u1"]) == {
        "msgtype": "actionCard",
        "actionCard": {
            "title": "华东组",
            "text": message.text,
            "btnOrientation": "0",
            "btns": [{"title": each.label, "actionURL": each.url} for each in message.buttons],
        },
        "at": {"atUserIds": ["u1"], "isAtAll": False},
    }


def test_one_button_no_button() -> None:
    (one,) = render.render(KEY, Card((Paragraph((Text("好?"),)), Buttons((TALK,)))), "", by_name)
    assert render.as_robot(one)[0] == "sampleActionCard"
    assert json.loads(render.as_robot(one)[1])["singleTitle"] == "一题一题答"
    (none,) = render.render(KEY, Card((Paragraph((Text("好"),)),)), "", by_name)
    assert render.as_robot(none) == ("sampleMarkdown", '{"title": "好", "text": "好"}')
    assert render.as_webhook(none) == {"msgtype": "markdown", "markdown": {"title": "好", "text": "好"}}


def test_buttons_between_texts_stand_in_the_text() -> None:
    shown = Card((Paragraph((Text("一"),)), Buttons((DONE,)), Paragraph((Text("二"),)), Buttons((LATER,))))
    (message,) = render.render(KEY, shown, "", by_name)
    assert message.buttons == ()
    assert re.fullmatch(
        r"一  \n\[1 完成\]\(dtmd://\S+\)  \n二  \n\[2 以后\]\(dtmd://\S+\)",
        message.text,
    )
    drawn = draw(Message("m", "m", "robot", {"msgKey": "sampleMarkdown", "msgParam": {"text": message.text}}, NOW, NOW))
    assert drawn.text == "一 [1 完成]\n二 [2 以后]"


def test_what_a_plain_message_cannot_show_is_a_talk_and_words() -> None:
    (message,) = render.render(KEY, RICH, "", by_name, buttons=3)
    assert [line for line in message.text.split("  \n") if "dtmd" not in line][-3:] == [
        "选一个",
        "转给",
        "\\(一题一题答\\)",
    ]
    assert list(message.presses) == ["完成", "1 王磊", "2 李娜"]


def test_the_same_to_twenty_people_is_one_text() -> None:
    shown = [
        Card((Paragraph((Text("今天?"),)), Buttons((Button("1 完成", Action("done", {"p": each})),)))) for each in "ab"
    ]
    first, second = (
        render.as_robot(render.render(DeliveryKey(str(n)), each, "", by_name)[0]) for n, each in enumerate(shown)
    )
    assert first == second


def test_a_text_too_long_for_one_message_goes_in_several() -> None:
    shown = Card((Quote("赵敏", (Said("\n".join(["行"] * 3500)),)), Buttons((DONE,))))
    *before, last = render.render(KEY, shown, "因为", by_name)
    assert before
    assert all(len(render.as_robot(each)[1].encode()) <= 15_000 for each in (*before, last))
    assert [bool(each.buttons) for each in (*before, last)] == [False] * len(before) + [True]


def test_a_card() -> None:
    values = card.render(KEY, RICH, "因为周四", by_name, 1024)
    first, menu, form, talk = (json.loads(values[n]) for n in ("buttons_1", "form_2", "form_3", "buttons_3"))
    assert {name: value for name, value in values.items() if not name.startswith(("buttons", "form"))} == {
        "title": "华东组",
        "tone": "alert",
        "text_1": BODY,
        "text_2": "选一个",
        "submit_3": "提交",
        "reason": "因为周四",
    }
    assert first == [{"text": "1 完成", "id": first[0]["id"], "style": "primary", "value": press("done", p="x")}]
    assert menu == {
        "fields": [
            {
                "name": "choice",
                "label": "转给",
                "type": "SELECT",
                "options": [
                    {"value": press("pass", to="w"), "text": "1 王磊"},
                    {"value": press("pass", to="l"), "text": "2 李娜"},
                ],
            }
        ]
    }
    assert form == {
        "fields": [
            {"name": "today", "label": "今天?", "required": False, "type": "TEXT_AREA"},
            {
                "name": "plan",
                "label": "计划?",
                "required": False,
                "type": "SELECT",
                "options": [{"value": "done", "text": "完成"}, {"value": "no", "text": "没动"}],
            },
            {
                "name": "mood",
                "label": "心情?",
                "required": False,
                "type": "SELECT",
                "options": [{"value": "1", "text": "1"}, {"value": "2", "text": "2"}],
            },
            {"name": "calls", "label": "通话?", "required": False, "type": "NUMBER"},
            {"name": "_", "label": "_", "type": "TEXT", "hidden": True, "defaultValue": press("submit", p="x")},
        ]
    }
    assert [each["value"] for each in talk] == [press("talk")]


def test_a_card_has_slots_for_long_texts_and_many_buttons() -> None:
    lines = [Paragraph((Text("字" * 300),)) for _ in range(3)]
    many = Buttons(tuple(Button(f"{n} 选项", Action("pick", {"n": "x" * 60 + str(n)})) for n in range(12)))
    values = card.render(KEY, Card((*lines, many)), "", by_name, 1024)
    assert [values[f"text_{n}"] for n in (1, 2, 3)] == ["字" * 300] * 3
    labels = [each["text"] for n in range(1, 9) for each in json.loads(values.get(f"buttons_{n}", "[]"))]
    assert labels == [f"{n} 选项" for n in range(12)]
    assert all(len(value.encode()) <= 1024 for value in values.values())


@pytest.mark.parametrize(
    "shown",
    [
        Card((Paragraph((Text("字" * 400),)),)),
        Card(tuple(each for n in range(9) for each in (Paragraph((Text(f"{n}"),)), Buttons((TALK,))))),
    ],
    ids=["a line over 1 KB", "more than eight slots"],
)
def test_what_the_template_cannot_hold_goes_plain(shown: Card) -> None:
    with pytest.raises(card.TooLong):
        card.render(KEY, shown, "", by_name, 1024)


def test_a_form_or_menu_too_large_becomes_its_buttons() -> None:
    form = Form((TextQuestion("q", "问" * 400),), Action("submit"), "提交", TALK)
    menu = Select("选", tuple(Button(f"{n} 项", Action("pick", {"n": "x" * 80 + str(n)})) for n in range(9)))
    values = card.render(KEY, Card((form, menu)), "", by_name, 1024)
    assert not any(name.startswith("form") for name in values)
    labels = [each["text"] for n in range(1, 9) for each in json.loads(values.get(f"buttons_{n}", "[]"))]
    assert labels == ["一题一题答", *(f"{n} 项" for n in range(9))]


TYPED = st.text(st.sampled_from("aA1 .中。@\n\\`*_{}[]()#+-!><~|&;:/=\"'？ ").map(str), max_size=40).map(clean)
EVIL = "[同意](dtmd://dingtalkclient/sendMessage?content=x) <a atId=all>x</a> @所有人 ![](http://e/x.png) **b** # h"


@given(TYPED, TYPED)
@example(EVIL, EVIL)
@example("- a\n1. b\n---\n===\n> c", "&lt;br&gt; &nbsp; [微笑]")
def test_sec_045_typed_words_are_shown_as_they_are(words: str, name: str) -> None:
    """Drawn by the fake's own reader, in messages and in cards, they are what was typed."""
    author = " ".join(name.split()) or "某人"
    shown = Card(
        (
            Paragraph((Said(words),)),
            Fields(((author, (Said(words),)),)),
            Quote(author, (Said(words),)),
            Paragraph((Text("完"),)),
        )
    )
    (message,) = render.render(KEY, shown, "", by_name)
    values = card.render(KEY, shown, "", by_name, 8192)
    wire = {"cardParamMap": values, "cardAtUserIds": ["all"]}
    as_message = draw(
        Message("m", "m", "robot", {"msgKey": "sampleMarkdown", "msgParam": {"text": message.text}}, NOW, NOW)
    )
    as_card = draw(Message("c", "c", "card", wire, NOW, NOW))
    expected = _expected(words, author)
    assert [_squeezed(line) for line in as_message.text.split("\n")] == expected
    assert [_squeezed(line) for line in as_card.text.split("\n")] == expected
    assert as_message.pressables == ()


def _expected(words: str, author: str) -> list[str]:
    first, *more = words.split("\n")
    lines = [first, *more, f"{author}: {first}", *more, f"> {author}: {first}", *(f"> {each}" for each in more), "完"]
    return [_squeezed(re.sub(r"([\[\]{}\\])", r"\\\1", each)) for each in lines]


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@given(st.text(max_size=30))
def test_sec_051_escaping_never_ends_inside_an_escape(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", escaped(text), flags=re.DOTALL) == text


@given(st.lists(st.sampled_from(["", "a", "---", "> q", "&nbsp;", "**l**: x"]), max_size=6))
def test_lines_stay_lines(lines: list[str]) -> None:
    assert len([each for each in joined(lines).replace("\n\n", "  \n").split("  \n") if each]) == len(
        [each for each in lines if each]
    )


@pytest.mark.parametrize("words", ["完成 ‹k7f2›", "完成‹k7f2›", " 完成 ‹k7f2› "])
def test_a_spoken_word_is_taken_apart(words: str) -> None:
    assert render.spoken(words) == ("完成", "k7f2")


@pytest.mark.parametrize("words", ["完成", "‹k7f2›", "完成 <k7f2>", "完成 ‹K7F2›", "完成 ‹k7f2› 好"])
def test_other_words_are_left_alone(words: str) -> None:
    assert render.spoken(words) == (words, "")


def test_a_short_card_is_golden() -> None:
    values = card.render(KEY, SHORT, "", by_name, 1024)
    assert set(values) == {"tone", "text_1", "buttons_1"}


def test_two_buttons_of_one_word_are_told_apart() -> None:
    wait = [Button(f"{n} 等", Action("wait", {"n": n})) for n in "12"]
    bare = [Button("等", Action("wait", {"n": n})) for n in "34"]
    shown = Card((Buttons(tuple(wait)), Buttons(tuple(bare), numbered=False)))
    (message,) = render.render(KEY, shown, "", by_name)
    assert message.presses == {
        "等": press("wait", n="1"),
        "2 等": press("wait", n="2"),
        "等 2": press("wait", n="3"),
        "等 3": press("wait", n="4"),
    }
    assert [each.words.partition(" ‹")[0] for each in message.buttons] == list(message.presses)
