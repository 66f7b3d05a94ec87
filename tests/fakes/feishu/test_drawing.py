"""Messages are drawn from the wire as people see them."""

from typing import Any

import pytest

from tests.fakes.feishu.conftest import button, card, form, markdown, plain
from tests.fakes.feishu.drawing import drawn

NAMES = {"ou_ann": "赵敏"}


def text(wire: Any, kind: str = "interactive") -> str:
    return drawn(kind, wire, NAMES).text


def row(*buttons: Any) -> Any:
    return {"tag": "column_set", "columns": [{"tag": "column", "elements": [each]} for each in buttons]}


SELECT = {
    "tag": "select_static",
    "placeholder": plain("心情"),
    "options": [{"text": plain("1 好"), "value": "a"}, {"text": plain("2 坏"), "value": "b"}],
}
MOOD = {**SELECT, "name": "mood"}
INPUT = {"tag": "input", "name": "done", "label": plain("昨天?")}


@pytest.mark.parametrize(
    ("wire", "read"),
    [
        (card(markdown("hi **you**\nthere")), "hi you\nthere"),
        (card(markdown("x"), header={"title": plain("**标题**")}), "**标题**\nx"),
        (card(markdown("x"), row(button("1 完成"), button("2 以后"))), "x [1 完成] [2 以后]"),
        (card(markdown("x"), row(button("1 a")), button("2 b")), "x [1 a] [2 b]"),
        (card(markdown("> **赵敏**: a\n> b")), "> 赵敏: a\n> b"),
        (card(markdown("x"), {"tag": "hr"}, markdown("y")), "x\n---\ny"),
        (card(markdown("x"), SELECT), "x\n{心情: 1 好|2 坏}"),
        (card(form(INPUT, MOOD), button("逐个回答")), "{昨天?}\n{心情: 1 好|2 坏} [Send] [逐个回答]"),
        (card(markdown("x"), markdown("<font color='grey'>ⓘ 因为</font>", text_size="notation")), "x\n(i) 因为"),
        (card(markdown("ⓘ no reason")), "ⓘ no reason"),
        (card(markdown("<at id=ou_ann></at> <at id=all></at> [x](https://y)")), "@赵敏 @所有人 x (https://y)"),
        (card(markdown("a [b] {c}")), "a \\[b\\] \\{c\\}"),
        (card({"tag": "div", "text": plain("**as is**\nⓘ because")}), "**as is**\nⓘ because"),
    ],
)  # fmt: skip
def test_what_is_read(wire: Any, read: str) -> None:
    assert text(wire) == read


def test_plain_texts_and_posts() -> None:
    said = 'hi <at user_id="ou_ann">x</at> <at user_id="all"></at> <b>b</b>\nⓘ because'
    assert text({"text": said}, "text") == "hi @赵敏 @所有人 b\n(i) because"
    row = [{"tag": "text", "text": "a "}, {"tag": "at", "user_id": "ou_ann"}, {"tag": "a", "text": "l", "href": "u"}]
    assert text({"zh_cn": {"title": "t", "content": [row, [{"tag": "md", "text": "**b**"}]]}}, "post") == (
        "t\na @赵敏l (u)\nb"
    )
    assert text({"image_key": "x"}, "image") == "(image)"


def test_buttons_carry_what_the_client_sends() -> None:
    (pressable,) = drawn("interactive", card(button("1 完成")), NAMES).pressables
    assert (pressable.label, pressable.takes) == ("1 完成", True)
    assert pressable.handle.value == {"tag": "button", "name": "", "value": {"a": "1 完成"}}
    one, two = drawn("interactive", card(SELECT), NAMES).pressables
    assert (one.menu, two.handle.value["option"]) == ("心情", "b")


def test_a_message_without_buttons_listens() -> None:
    assert drawn("text", {"text": "x"}, NAMES).listens
    assert not drawn("interactive", card(button("A")), NAMES).listens
    assert not drawn("interactive", card(form(INPUT)), NAMES).listens
