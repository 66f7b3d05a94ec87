"""XML from outside: what is read, and every trick that is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom.xml import BIGGEST, NotXml, listed, read, text
from tests.adapters.wecom.samples import CLICK

BOMB = (
    b'<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'
)
OUTSIDE = b'<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/hostname">]><xml><Encrypt>&x;</Encrypt></xml>'


def test_one_item_and_several_are_read_alike() -> None:
    several = read(CLICK)
    assert listed(several, "SelectedItems", "SelectedItem", "QuestionKey") == ["mood", "risk"]
    assert listed(several, "SelectedItems", "SelectedItem", "OptionIds", "OptionId") == ["good", "none"]
    one = read(
        b"<xml><SelectedItems><SelectedItem><QuestionKey>mood</QuestionKey></SelectedItem></SelectedItems></xml>"
    )
    assert listed(one, "SelectedItems", "SelectedItem", "QuestionKey") == ["mood"]
    assert listed(one, "Nothing", "There") == []


def test_a_tag_given_twice_is_no_text() -> None:
    assert text(read(b"<xml><A>1</A><A>2</A></xml>"), "A") == ""
    assert text(read(b"<xml><A>1</A></xml>"), "A") == "1"


@pytest.mark.parametrize(
    "raw",
    [
        BOMB,
        OUTSIDE,
        b'<!DOCTYPE xml SYSTEM "http://127.0.0.1/x.dtd"><xml><A>1</A></xml>',
        b"<?php evil ?><xml><A>1</A></xml>",
        b"<xml>&undefined;</xml>",
        b"not xml",
        b"",
        b"<other><A>1</A></other>",
        b"<xml>only text</xml>",
        b"<xml><A></xml>",
        b"<xml>" + b"<a>" * 50 + b"</a>" * 50 + b"</xml>",
        b"\xff\xfe<xml><A>1</A></xml>",
        b"<xml><A>\xff</A></xml>",
        b"<xml><A>1</A></xml><xml/>",
        b"<!DOCTYPE xml><xml><A>1</A></xml>",
        b"<xml><A>" + b"x" * BIGGEST + b"</A></xml>",
    ],
    ids=lambda raw: str(raw[:24]),
)
def test_sec_017_what_is_refused(raw: bytes) -> None:
    with pytest.raises(NotXml):
        read(raw)


@given(raw=st.binary(max_size=200))
def test_nothing_else_is_raised(raw: bytes) -> None:
    try:
        read(b"<xml>" + raw + b"</xml>")
    except NotXml:
        return
