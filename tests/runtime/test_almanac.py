"""The almanac: published years, years to come, and regions without one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.calendar import Calendar, Day
from bot.kernel.people import Locale
from bot.runtime.almanac import ChineseAlmanac, PlainAlmanac, almanac_for

CHINA = ChineseAlmanac()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 17), Day(True)),
        (date(2026, 9, 19), Day(False)),
        (date(2026, 9, 20), Day(True, "国庆节", swapped=True, english="National Day")),
        (date(2026, 9, 25), Day(False, "中秋", english="Mid-Autumn Festival")),
        (date(2026, 10, 7), Day(False, "国庆节", english="National Day")),
        (date(2026, 10, 8), Day(True)),
        (date(2026, 10, 10), Day(True, "国庆节", swapped=True, english="National Day")),
    ],
)
def test_a_published_year_knows_its_holidays_and_swapped_days(day: date, expected: Day) -> None:
    assert CHINA.day(day) == expected


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),
        (date(2027, 2, 8), True),  # a lunar holiday: not guessed
        (date(2027, 5, 1), False),
        (date(2027, 10, 1), False),
        (date(2027, 10, 4), True),
        (date(2027, 10, 9), False),
        (date(1999, 10, 1), False),
    ],
)
def test_a_year_not_published_keeps_the_fixed_holidays_and_the_weekday(day: date, works: bool) -> None:
    assert CHINA.day(day).works is works


def test_only_published_years_are_known() -> None:
    assert CHINA.knows(2026)
    assert not CHINA.knows(2027)
    assert not CHINA.knows(2003)


@given(st.dates())
def test_no_day_raises_and_a_swapped_day_is_always_worked(day: date) -> None:
    found = CHINA.day(day)
    assert found.works or not found.swapped
    assert PlainAlmanac().day(day).works is (day.weekday() < 5)


def test_elsewhere_weeks_are_plain_and_every_year_is_known() -> None:
    elsewhere = almanac_for("none")
    assert elsewhere.day(date(2026, 10, 1)).works
    assert elsewhere.knows(2099)
    assert isinstance(almanac_for("CN"), ChineseAlmanac)


def test_the_first_workday_of_a_holiday_week_and_the_swapped_sunday_are_found() -> None:
    calendar = Calendar(CHINA)
    assert calendar.first_workday_of_week(date(2026, 10, 7)) == date(2026, 10, 8)
    assert calendar.workdays(date(2026, 9, 14), date(2026, 9, 20))[-1] == date(2026, 9, 20)


def test_a_holiday_is_called_by_its_name_in_the_readers_language() -> None:
    assert CHINA.day(date(2026, 9, 25)).called(Locale.ZH) == "中秋"
    assert CHINA.day(date(2026, 9, 25)).called(Locale.EN) == "Mid-Autumn Festival"
    assert Day(False, "公司日").called(Locale.EN) == "公司日"
