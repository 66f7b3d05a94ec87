"""A text taken apart at its mentions."""

import pytest

from bot.kernel.spoken import Named, spoken


def test_mentions_stand_between_the_words_they_were_written_between() -> None:
    assert spoken("问 @王磊 要,再给 @李娜", [("王磊", 1), ("李娜", 2)]) == (
        "问 ",
        Named("王磊", 1),
        " 要,再给 ",
        Named("李娜", 2),
    )


def test_a_longer_name_is_not_taken_for_a_shorter_one_before_it() -> None:
    assert spoken("@张伟明 @张伟", [("张伟明", 1), ("张伟", 2)]) == (Named("张伟明", 1), " ", Named("张伟", 2))


def test_the_same_person_twice_is_two_mentions() -> None:
    assert spoken("@a@a", [("a", 1), ("a", 1)]) == (Named("a", 1), Named("a", 1))


def test_a_mention_that_is_not_in_the_text_comes_last() -> None:
    assert spoken("你好", [("王磊", 1), ("", 2)]) == ("你好", Named("王磊", 1), Named("", 2))


@pytest.mark.parametrize("text", ["", "@", "没有提到谁", "@王磊 @王磊"])
def test_joined_again_it_is_the_text(text: str) -> None:
    pieces = spoken(text, [("王磊", 1)] if "王磊" in text else [])
    assert "".join(piece if isinstance(piece, str) else f"@{piece.name}" for piece in pieces) == text
