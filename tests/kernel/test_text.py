"""Text from outside is cleaned once, and cut where a reader would cut it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.text import clean, graphemes, shorten, squash


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  赞 @王磊  ", "赞 @王磊"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("\ud800x", "x"),
        ("‮5+‬", "5+"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("z" + "\u0301" * 50, "ź\u0301\u0301\u0301\u0301"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("管‍理员", "管理员"),
        ("e\u0301", "é"),
        ("\ufeff", ""),
        ("tag\U000e0041", "tag"),
    ],
)
def test_sec_048_what_a_reader_cannot_see_is_taken_out(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(st.text())
def test_sec_049_clean_text_can_be_stored_anywhere(raw: str) -> None:
    cleaned = clean(raw)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned


@given(st.text())
def test_graphemes_together_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


def test_shortening_keeps_whole_characters_and_says_so() -> None:
    assert shorten("👍🏽👍🏽👍🏽", 2) == "👍🏽…"
    assert shorten("王磊", 2) == "王磊"


def test_words_are_compared_without_case_width_and_closing_marks() -> None:
    assert squash("ＯＫ!") == squash("ok")
