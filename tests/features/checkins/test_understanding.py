"""One message taken apart: pure, in Chinese and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.checkins.model import Template
from bot.features.checkins.taking import parts_of, take
from bot.features.checkins.templates import (
    BLOCKER,
    CALLS,
    DONE,
    PARTLY,
    PLANNED,
    TODAY,
    UNTOUCHED,
    YESTERDAY,
    questions_of,
)
from bot.features.checkins.understanding import progress_of, understand
from bot.kernel.people import Locale
from bot.kernel.questions import Invalid

THREE = (YESTERDAY, TODAY, BLOCKER)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "对账昨天搞完了 今天上线+见客户 没卡点",
            {YESTERDAY: "对账搞完了", TODAY: "上线、见客户", BLOCKER: ""},
        ),
        ("昨天完成对账今天上线没卡点", {YESTERDAY: "完成对账", TODAY: "上线", BLOCKER: ""}),
        ("对账完成,今天上线,没有", {YESTERDAY: "对账完成", TODAY: "上线", BLOCKER: ""}),
        (
            "昨天对账,今天上线,下午跟客户 A 过需求,卡在接口文档,@王磊 周三前要",
            {YESTERDAY: "对账", TODAY: "上线,下午跟客户 A 过需求", BLOCKER: "卡在接口文档,@王磊 周三前要"},
        ),
        ("昨天:合同\n今天:上线\n卡点:接口文档", {YESTERDAY: "合同", TODAY: "上线", BLOCKER: "接口文档"}),
        (
            "finished billing yesterday, today ship it and see the customer, no blockers",
            {YESTERDAY: "finished billing", TODAY: "ship it and see the customer", BLOCKER: ""},
        ),
        (
            "Yesterday: billing done. Today: ship v1.2. Blocked by the API docs.",
            {YESTERDAY: "billing done", TODAY: "ship v1.2", BLOCKER: "Blocked by the API docs"},
        ),
        ("今天把昨天剩的做完,没卡点", {TODAY: "把昨天剩的做完", BLOCKER: ""}),
        ("上线对账,下午跟客户过需求", {}),
        ("", {}),
    ],
)
def test_a_message_is_taken_apart_under_its_words(text: str, fields: dict[str, str]) -> None:
    assert dict(understand(text, THREE).fields) == fields


@pytest.mark.parametrize("text", ["昨天完成,今天上线,无", "Yesterday: billing. Today: ship. Blockers: none"])
def test_in_order_and_each_under_its_own_word_nothing_is_guessed(text: str) -> None:
    assert understand(text, THREE).exact


@pytest.mark.parametrize(
    "text",
    [
        "对账昨天搞完了 今天上线+见客户 没卡点",
        "今天上线,昨天完成,无",
        "昨天完成今天上线,无",
        "昨天完成,今天上线,下午见客户,无",
        "昨天完成,今天上线",
    ],
)
def test_whatever_had_to_be_guessed_is_not_exact(text: str) -> None:
    assert not understand(text, THREE).exact


def test_a_number_is_found_under_its_word() -> None:
    wanted = (YESTERDAY, CALLS, TODAY, BLOCKER)
    fields = understand("昨天合同,有效通话 95.5 分钟,今天拜访,无", wanted).fields
    assert dict(fields) == {YESTERDAY: "合同", CALLS: "95.5", TODAY: "拜访", BLOCKER: ""}


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("搞完了", DONE),
        ("shipped it", DONE),
        ("做了一半", PARTLY),
        ("没来得及", UNTOUCHED),
        ("没完成", None),
        ("not done", None),
        ("完成了,但还差测试", None),
        ("跟客户聊了", None),
    ],
)
def test_progress_is_read_only_where_the_words_leave_no_doubt(text: str, progress: str | None) -> None:
    assert progress_of(text) == progress


def test_a_plan_becomes_a_choice_only_where_it_is_shown_before_it_counts() -> None:
    questions = (PLANNED[Locale.ZH], *questions_of(Template.DEFAULT)["zh"][1:])
    guessed = parts_of(questions, "昨天上线做了一半 没卡点 今天收尾")
    exact = parts_of(questions, "昨天上线做了一半,今天收尾,没卡点")
    assert (guessed.fields[YESTERDAY], guessed.exact) == (PARTLY, False)
    assert (exact.fields[YESTERDAY], exact.exact) == ("上线做了一半", True)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    understood = understand(text, THREE)
    assert set(understood.fields) <= set(THREE)
    for question in questions_of(Template.SALES)["zh"]:
        take(question, text)


@given(st.lists(st.sampled_from(["昨天", "今天", "没卡点", "卡在", "对账", "上线", ",", " ", "。", "+"]), max_size=12))
def test_no_word_of_a_message_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    fields = understand(text, THREE).fields
    if fields:
        kept = "".join(fields.values())
        assert all(kept.count(word) >= text.count(word) for word in ("对账", "上线"))


@pytest.mark.parametrize("raw", ["昨天完成", "完成了", "1", "done", "搞定"])
def test_a_choice_is_meant_by_its_words_with_or_without_the_day(raw: str) -> None:
    reply = take(PLANNED[Locale.ZH], raw)
    assert not isinstance(reply, Invalid)
    assert reply.value == DONE


def test_free_words_answer_the_question_about_the_plan_too() -> None:
    reply = take(PLANNED[Locale.ZH], "改成先做合同了")
    assert not isinstance(reply, Invalid)
    assert reply.value == "改成先做合同了"
