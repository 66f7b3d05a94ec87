"""From cards to what the page draws: every block, and no press without its meaning."""

from decimal import Decimal

import pytest

from adapters.playground.limits import CAPABILITIES
from adapters.playground.render import press_id, render
from adapters.playground.settings import PLATFORM, TENANT
from bot.kernel.cards import (
    Action,
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
from bot.kernel.ids import PersonId
from bot.kernel.people import UserRef
from bot.kernel.questions import Choice, ChoiceQuestion, NumberQuestion, ScaleQuestion, TextQuestion

ME = PersonId("p1")


def _button(label: str, name: str = "x.do", **more: str) -> Button:
    return Button(label, Action(name, {"label": label, **more}))


EVERYTHING = Card(
    (
        Paragraph(
            (Text("早上好,"), Bold("赵敏"), Said("<b>"), Private(ME, "心情"), Mentioned(ME, "赵敏"), Link("规则", "/r"))
        ),
        Fields((("通话", (Text("52"),)),)),
        Quote("赵敏", (Said("在投标"),)),
        Divider(),
        Buttons((_button("完成"), _button("没动"))),
        Buttons((Button("撤回", Action("x.undo"), Style.DANGER),), numbered=False),
        Select("时区", (_button("上海"), _button("纽约"))),
        Form(
            (
                TextQuestion("t", "今天?", nothing=(Choice("", "没有"),), limit=100),
                ChoiceQuestion("c", "昨天?", (Choice("done", "完成"),)),
                NumberQuestion("n", "通话?", highest=Decimal(1440), required=False),
                ScaleQuestion("s", "心情?"),
            ),
            Action("x.submit"),
            "提交",
            _button("一题一题答"),
        ),
    ),
    title="今天",
    tone=Tone.WARNING,
)


def _rendered() -> dict[str, object]:
    [card] = render(fit(EVERYTHING, CAPABILITIES).pages, {ME: UserRef(PLATFORM, TENANT, "zhaomin")}).cards
    return card


def test_every_block_is_drawn() -> None:
    card = _rendered()
    blocks = card["blocks"]
    assert isinstance(blocks, list)
    assert [block["kind"] for block in blocks] == [
        "paragraph", "fields", "quote", "divider", "buttons", "buttons", "select", "form",
    ]  # fmt: skip
    assert (card["title"], card["tone"]) == ("今天", "warning")
    assert [piece["kind"] for piece in blocks[0]["line"]] == ["text", "bold", "said", "said", "mention", "link"]
    assert blocks[0]["line"][4] == {"kind": "mention", "text": "@赵敏", "user": "zhaomin"}
    assert [question["kind"] for question in blocks[7]["questions"]] == ["text", "choice", "number", "scale"]


def test_digits_stand_apart_and_run_on_through_the_card() -> None:
    blocks = _rendered()["blocks"]
    assert isinstance(blocks, list)
    assert [(button["digit"], button["label"]) for button in blocks[4]["buttons"]] == [("1", "完成"), ("2", "没动")]
    assert [(button["digit"], button["style"]) for button in blocks[5]["buttons"]] == [("", "danger")]
    assert [option["digit"] for option in blocks[6]["options"]] == ["3", "4"]


def test_a_label_that_begins_with_a_number_keeps_it() -> None:
    card = Card((Buttons((_button("1 小时后"),), numbered=False), Buttons((_button("2 点"),))))
    [drawn] = render(fit(card, CAPABILITIES).pages, {}).cards
    assert [block["buttons"][0]["label"] for block in drawn["blocks"]] == ["1 小时后", "2 点"]


def test_every_press_that_is_drawn_has_its_meaning_kept() -> None:
    rendered = render(fit(EVERYTHING, CAPABILITIES).pages, {})
    names = [action.name for action in rendered.presses.values()]
    assert sorted(names) == sorted(["x.do"] * 5 + ["x.undo", "x.submit"])
    assert all(press_id(action) == id for id, action in rendered.presses.items())


def test_a_press_is_named_by_what_it_means_alone() -> None:
    assert press_id(Action("x.do", {"a": "1", "b": "2"})) == press_id(Action("x.do", {"b": "2", "a": "1"}))
    assert press_id(Action("x.do", {"a": "1"})) != press_id(Action("x.do", {"a": "2"}))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "http://evil.example",
        "ftp://x",
    ],
)
def test_sec_047_only_links_of_our_making_can_be_followed(url: str) -> None:
    [card] = render((Card((Paragraph((Link("看", url),)),)),), {}).cards
    [piece] = card["blocks"][0]["line"]
    assert piece == {"kind": "text", "text": f"看 ({url})"}


def test_somebody_not_on_this_platform_is_shown_by_name() -> None:
    [card] = render((Card((Paragraph((Mentioned(ME, "赵敏"),)),)),), {}).cards
    assert card["blocks"][0]["line"] == [{"kind": "mention", "text": "@赵敏", "user": ""}]
