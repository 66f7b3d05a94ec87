"""Every button has a typed equivalent, the same on every platform."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.cards import Action, Button, Buttons, Card, Paragraph, Text, buttons_of, say
from bot.kernel.replies import free_text, pressed
from bot.kernel.text import squash
from tests.kernel.test_codec import cards

ASK = say(
    "王磊改到 9/24(周四)12:00 前。",
    Button("可以", Action("p.yes"), words=("好", "ok")),
    Button("改到…", Action("p.move"), takes="什么时候"),
    Button("不行,找陈经理", Action("p.no")),
)
QUESTION = say("2/3 今天最重要的一两件事?", listens=Action("c.answer"))
THANKS = say("你收到赵敏的感谢(+2)。", Button("我也谢谢他", Action("k.back")), numbered=False)


@pytest.mark.parametrize("typed", ["1", "１", "[1]", "1.", "可以", "可以。", "OK", " 好 "])
def test_a_digit_a_label_or_a_further_word_presses(typed: str) -> None:
    match = pressed(typed, [ASK])
    assert match is not None
    assert match.action.name == "p.yes"


@pytest.mark.parametrize("typed", ["2 周四上午", "2周四上午", "2、周四上午", "改到周四上午", "改到 周四上午"])
def test_a_button_that_takes_text_gets_the_words_after_it(typed: str) -> None:
    match = pressed(typed, [ASK])
    assert match is not None
    assert (match.action.name, match.text) == ("p.move", "周四上午")


@pytest.mark.parametrize("typed", ["4", "0", "1 顺便说一句", "可以不可以", ""])
def test_what_is_no_button_presses_nothing(typed: str) -> None:
    assert pressed(typed, [ASK]) is None


def test_a_digit_goes_to_the_newest_card_that_has_digits() -> None:
    newer = say("?", Button("甲", Action("n.a")))
    match = pressed("1", [THANKS, newer, ASK])
    assert match is not None
    assert match.action.name == "n.a"


def test_a_digit_is_text_for_a_newer_card_that_waits_for_text() -> None:
    assert pressed("1", [QUESTION, ASK]) is None
    match = free_text("1", [QUESTION, ASK])
    assert match is not None
    assert (match.action.name, match.text) == ("c.answer", "1")


def test_a_word_is_found_on_an_older_card_too() -> None:
    match = pressed("可以", [QUESTION, THANKS, ASK])
    assert match is not None
    assert match.action.name == "p.yes"


def test_free_text_goes_to_nobody_where_no_card_listens() -> None:
    assert free_text("你好", [ASK, THANKS]) is None


@given(cards)
def test_every_numbered_button_can_be_pressed_by_its_digit(card: Card) -> None:
    numbered = [button for button, has_digit in buttons_of(card) if has_digit]
    for digit, button in enumerate(numbered, start=1):
        match = pressed(str(digit), [card])
        assert match is not None
        spoken = {each.label for each, _ in buttons_of(card)}
        assert match.button == button or str(digit) in {squash(label) for label in spoken}


@given(st.text(max_size=60))
def test_any_text_is_understood_or_not_without_an_error(text: str) -> None:
    pressed(text, [ASK, Card((Paragraph((Text(""),)), Buttons(())))])
