"""Rows of low days, working hours, and what people type: pure."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.red_flags.model import MOOD, Level, metric_key
from bot.features.red_flags.rules import (
    HEAD_START,
    after_answer,
    entry_of,
    evening,
    level_of,
    low_row,
    metric_meant,
    shown_number,
    since,
    working_hours_after,
)
from tests.features.red_flags.living import at

DAYS = [date(2026, 9, day) for day in (14, 15, 16, 17, 18)]
LINE = Decimal(90)


def _values(*values: int | None) -> dict[date, Decimal]:
    return {day: Decimal(value) for day, value in zip(DAYS, values, strict=False) if value is not None}


def test_a_row_is_the_newest_unbroken_stretch_below_the_line() -> None:
    assert low_row(_values(10, 95, 52, 61, 48), DAYS, "calls", LINE) == tuple(DAYS[2:])
    assert low_row(_values(52, 61, 48, 52, 90), DAYS, "calls", LINE) == ()


def test_a_grey_day_neither_counts_nor_breaks_the_row() -> None:
    assert low_row(_values(52, None, 61, None, 48), DAYS, "calls", LINE) == (DAYS[0], DAYS[2], DAYS[4])


def test_a_metric_at_its_line_is_fine_and_a_mood_at_its_line_is_low() -> None:
    assert low_row(_values(90, 90, 90), DAYS[:3], "calls", LINE) == ()
    assert low_row(_values(2, 2, 1), DAYS[:3], MOOD, Decimal(2)) == tuple(DAYS[:3])


def test_three_days_are_yellow_and_five_are_red() -> None:
    assert [level_of(days) for days in (2, 3, 4, 5)] == [None, Level.YELLOW, Level.YELLOW, Level.RED]


def test_an_answer_ends_the_row_of_misses_up_to_its_day() -> None:
    assert after_answer(DAYS[:3], DAYS[1]) == (DAYS[2],)
    assert after_answer(DAYS[:3], DAYS[3]) == ()


def test_after_a_flag_was_closed_only_later_days_count() -> None:
    assert since(DAYS, DAYS[3]) == (DAYS[3], DAYS[4])
    assert since(DAYS, None) == tuple(DAYS)


def _workday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(17, 9, 40), at(17, 11, 40)),
        (at(17, 11, 40), at(17, 15, 5)),
        (at(17, 14, 10), at(17, 16, 10)),
        (at(17, 18, 0), at(18, 10, 30)),
        (at(18, 18, 0), at(21, 10, 30)),
        (at(19, 12, 0), at(21, 11, 0)),
    ],
)
def test_two_working_hours_leave_out_lunch_nights_and_days_off(start: datetime, end: datetime) -> None:
    assert working_hours_after(start, HEAD_START, "Asia/Shanghai", _workday) == end


@given(st.integers(0, 365 * 24 * 60), st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]))
def test_a_head_start_is_never_shorter_than_it_says_and_ends_in_working_hours(minutes: int, zone: str) -> None:
    start = at(1, 0) + timedelta(minutes=minutes)
    end = working_hours_after(start, HEAD_START, zone, _workday)
    local = end.astimezone(ZoneInfo(zone))
    assert end - start >= HEAD_START
    assert _workday(local.date())
    assert 9 <= local.hour < 19


def test_the_evening_by_which_data_is_corrected_is_todays_unless_it_has_passed() -> None:
    assert evening(at(17, 10), "Asia/Shanghai") == at(17, 18)
    assert evening(at(17, 18), "Asia/Shanghai") == at(18, 18)


@pytest.mark.parametrize(
    ("text", "metric", "value", "rest"),
    [
        ("有效通话 52", "有效通话", "52", ""),
        ("有效通话52", "有效通话", "52", ""),
        ("有效通话: 52.5 9/14 CRM", "有效通话", "52.5", "9/14 CRM"),
        ("calls made 1,200 14 Sep", "calls made", "1200", "14 Sep"),
        ("通话 ５２", "通话", "52", ""),
        ("利润 -3", "利润", "-3", ""),
    ],
)
def test_a_value_is_taken_apart(text: str, metric: str, value: str, rest: str) -> None:
    entry = entry_of(text)
    assert entry is not None
    assert (entry.metric, shown_number(entry.value), entry.rest) == (metric, value, rest)


@pytest.mark.parametrize("text", ["", "52", "有效通话", "通话 ", "通话 abc", "通话 9/14", "很" * 40 + " 3"])
def test_sec_068_what_is_no_value_is_refused(text: str) -> None:
    assert entry_of(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    entry = entry_of(text)
    assert entry is None or entry.value.is_finite()


def test_a_metric_is_found_by_its_names_and_by_a_part_only_one_has() -> None:
    known = {"calls": "有效通话", "新客户拜访": "新客户拜访", "老客户拜访": "老客户拜访"}
    assert metric_key("通话") == metric_key("有效通话") == metric_key("Calls") == "calls"
    assert metric_meant("通话", known) == "calls"
    assert metric_meant("新客户", known) == "新客户拜访"
    assert metric_meant("拜访", known) is None
    assert metric_meant("", known) is None


def test_numbers_are_shown_without_exponent_or_idle_zeros() -> None:
    assert shown_number(Decimal("1200")) == "1200"
    assert shown_number(Decimal("52.50")) == "52.5"
    assert timedelta(hours=2) == HEAD_START
