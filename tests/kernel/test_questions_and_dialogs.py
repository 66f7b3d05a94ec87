"""Questions as data: a form and a talk end in the same session."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.dialogs import Session, answer, complete
from bot.kernel.questions import (
    Answer,
    Choice,
    ChoiceQuestion,
    Invalid,
    NumberQuestion,
    Question,
    ScaleQuestion,
    TextQuestion,
    parse,
    parse_number,
)

YESTERDAY = ChoiceQuestion(
    "yesterday", "昨天?", (Choice("done", "完成", ("搞完了",)), Choice("part", "部分"), Choice("none", "没动"))
)
TODAY = TextQuestion("today", "今天?", limit=10)
BLOCKER = TextQuestion("blocker", "卡点?", required=False, nothing=(Choice("none", "没有", ("无", "no")),))
CALLS = NumberQuestion("calls", "有效通话?", highest=Decimal(1440))
MOOD = ScaleQuestion("mood", "心情?")
ALL: tuple[Question, ...] = (YESTERDAY, TODAY, BLOCKER, CALLS, MOOD)


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (YESTERDAY, "1", "done"),
        (YESTERDAY, "搞完了", "done"),
        (YESTERDAY, "part", "part"),
        (TODAY, "上线对账", "上线对账"),
        (BLOCKER, "没有。", ""),
        (BLOCKER, "", ""),
        (CALLS, "５２", "52"),
        (CALLS, "52.50", "52.5"),
        (MOOD, "5", "5"),
    ],
)
def test_a_reply_becomes_an_answer(question: Question, raw: str, value: str) -> None:
    assert parse(question, raw) == Answer(question.name, value)


@pytest.mark.parametrize(
    ("question", "raw", "reason"),
    [
        (YESTERDAY, "4", "not_a_choice"),
        (YESTERDAY, "", "empty"),
        (TODAY, "十一个字的今天要做的事", "too_long"),
        (CALLS, "很多", "not_a_number"),
        (CALLS, "1e3", "not_a_number"),
        (CALLS, "nan", "not_a_number"),
        (CALLS, "1441", "out_of_range"),
        (MOOD, "2.5", "not_a_number"),
        (MOOD, "0", "out_of_range"),
    ],
)
def test_what_does_not_answer_says_why(question: Question, raw: str, reason: str) -> None:
    parsed = parse(question, raw)
    assert isinstance(parsed, Invalid)
    assert parsed.reason == reason


@pytest.mark.parametrize("raw", ["Infinity", "-0x1", "1_000", "９" * 40, "1e999", "--1", "1.", ""])
def test_sec_068_odd_numbers_are_refused(raw: str) -> None:
    assert parse_number(raw) is None


GOOD = {"yesterday": "1", "today": "上线", "blocker": "没有", "calls": "52", "mood": "4"}


def test_a_form_and_a_talk_end_in_equal_sessions() -> None:
    form = complete(Session(ALL), GOOD).session
    talk = Session(ALL)
    for question in ALL:
        talk = answer(talk, GOOD[question.name]).session
    assert form == talk
    assert form.finished


def test_the_next_question_is_the_first_unanswered_one() -> None:
    session = complete(Session(ALL), {"today": "上线", "calls": "9"}).session
    assert session.next == YESTERDAY
    assert session.position(BLOCKER) == (3, 5)


def test_a_bad_value_leaves_its_question_open_and_keeps_the_good_ones() -> None:
    step = complete(Session(ALL), {"today": "上线", "calls": "很多"})
    assert step.session.value("today") == "上线"
    assert [each.question for each in step.invalid] == ["calls"]


def test_a_later_answer_replaces_the_earlier_one() -> None:
    once = complete(Session(ALL), {"today": "上线"}).session
    assert complete(once, {"today": "改需求"}).session.value("today") == "改需求"


@given(st.lists(st.text(max_size=12), max_size=12))
def test_a_talk_takes_anything_without_an_error(replies: list[str]) -> None:
    session = Session(ALL)
    for raw in replies:
        before = session
        session = answer(session, raw).session
        assert len(session.answers) >= len(before.answers)
