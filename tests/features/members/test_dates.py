"""The days of a leave, as people type them on Thursday 17 September 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.members.dates import days_of
from bot.kernel.calendar import Calendar
from bot.runtime.almanac import ChineseAlmanac
from tests.features.red_flags.living import at

CALENDAR = Calendar(ChineseAlmanac())
TODAY = date(2026, 9, 17)


def _read(text: str) -> tuple[str, str, str] | None:
    days = days_of(text, TODAY, at(17, 10), CALENDAR)
    return (days.first.isoformat(), days.last.isoformat(), days.rest) if days else None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("9/21 到 9/23", "2026-09-21", "2026-09-23"),
        ("9/21到9/23", "2026-09-21", "2026-09-23"),
        ("9/21-23", "2026-09-21", "2026-09-23"),
        ("9/21-9/23", "2026-09-21", "2026-09-23"),
        ("９／２１～９／２３", "2026-09-21", "2026-09-23"),
        ("9月21日到23日", "2026-09-21", "2026-09-23"),
        ("从 2026年9月21号 至 9月23号", "2026-09-21", "2026-09-23"),
        ("21 Sep to 23 Sep", "2026-09-21", "2026-09-23"),
        ("from Sep 21 until Sep 23", "2026-09-21", "2026-09-23"),
        ("Monday for 3 days", "2026-09-21", "2026-09-23"),
        ("周一起3天", "2026-09-21", "2026-09-23"),
        ("下周一 三天", "2026-09-21", "2026-09-23"),
        ("明天", "2026-09-18", "2026-09-18"),
        ("tomorrow", "2026-09-18", "2026-09-18"),
        ("周五到周一", "2026-09-18", "2026-09-21"),
        ("下周", "2026-09-21", "2026-09-24"),
        ("next week", "2026-09-21", "2026-09-24"),
        ("12/30 到 1/2", "2026-12-30", "2027-01-02"),
        ("1/5", "2027-01-05", "2027-01-05"),
        ("9/10", "2026-09-10", "2026-09-10"),
        ("9/24 三天", "2026-09-24", "2026-09-29"),
    ],
)
def test_days_are_read_as_they_are_meant(text: str, first: str, last: str) -> None:
    assert _read(text) == (first, last, "")


@pytest.mark.parametrize(
    "text", ["", "想休息", "半天", "三天", "2/30", "99/99", "9/18 和下周二", "3 小时后", "maybe", "9/31 到 10/3"]
)
def test_what_names_no_days_is_not_guessed(text: str) -> None:
    assert _read(text) is None


def test_a_range_written_backwards_is_given_back_as_it_was_typed() -> None:
    assert _read("9/23 到 9/21") == ("2026-09-23", "2026-09-21", "")


def test_the_words_beside_the_days_are_kept() -> None:
    assert _read("2027-02-06 到 2027-02-12 春节") == ("2027-02-06", "2027-02-12", "春节")
    assert _read("公司日 9/25") == ("2026-09-25", "2026-09-25", "公司日")


@given(st.text(alphabet="0123456789/-到至~周一二月日天 fortmanexwk.", max_size=30))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    days_of(text, TODAY, at(17, 10), CALENDAR)
