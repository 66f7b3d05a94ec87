"""Which week is told, when, and what a line's button is called: pure."""

from datetime import date, datetime, timedelta

import pytest

from bot.features.digests.cards import days_text, weekly
from bot.features.digests.rules import LINES, Week, is_due, label_of, told_week, week_of
from bot.kernel.calendar import Calendar, Day
from bot.kernel.cards import Action, Paragraph, Text, buttons_of
from bot.kernel.features import SectionLine
from bot.kernel.people import Locale
from bot.runtime.almanac import ChineseAlmanac
from tests.features.red_flags.living import TEAM, at

CALENDAR = Calendar(ChineseAlmanac())
LONG_AGO = at(1, 9, month=1)


def test_a_week_is_told_by_its_iso_monday_to_sunday_with_the_swapped_sunday() -> None:
    week = told_week(date(2026, 9, 21), CALENDAR)
    assert (week.first, week.last) == (date(2026, 9, 14), date(2026, 9, 20))
    assert len(week.workdays) == 6
    assert days_text(week.workdays, Locale.ZH) == "9/14–9/18 及 9/20 补班"
    assert days_text(week.workdays, Locale.EN) == "14–18 Sep, plus 20 Sep in exchange for a holiday"


def test_behind_a_week_of_holidays_the_week_before_is_told_as_nobody_told_it() -> None:
    off = {date(2026, 9, 28) + timedelta(n): Day(False) for n in range(3)}
    calendar = Calendar(ChineseAlmanac(), off)
    assert told_week(date(2026, 10, 8), calendar).first == date(2026, 9, 21)
    assert told_week(date(2026, 10, 8), CALENDAR).first == date(2026, 9, 28)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(21, 9, 29), False),
        (at(21, 9, 30), True),
        (at(21, 18, 30), True),
        (at(21, 18, 31), False),
        (at(22, 10, 0), True),
        (at(20, 10, 0), True),
        (at(19, 10, 0), False),
        (at(26, 10, 0), False),
        (at(7, 10, 0, month=10), False),
        (at(8, 9, 30, month=10), True),
    ],
)
def test_a_digest_is_out_from_the_first_working_day_in_working_hours(now: datetime, due: bool) -> None:
    assert is_due(now, "Asia/Shanghai", LONG_AGO, CALENDAR) is due


def test_a_team_followed_since_the_middle_of_a_week_waits_for_the_next_one() -> None:
    wednesday = at(23, 11)
    assert not is_due(at(24, 9, 30), "Asia/Shanghai", wednesday, CALENDAR)
    assert is_due(at(28, 9, 30), "Asia/Shanghai", wednesday, CALENDAR)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("打卡 92%", "打卡"),
        ("卡点:解决 4,还开着 2", "卡点"),
        ("陈经理回复率 5/6", "陈经理回复率"),
        ("谢谢:9 人收到感谢", "谢谢"),
        ("Chen answered 5 of 6 alerts", "Chen answered"),
        ("a very long beginning of a line", "a very long begi"),
        ("9 人", "7"),
        ("", "7"),
        ("一二三四五六七八九十", "一二三四五六七八"),
    ],
)
def test_a_button_is_called_by_the_words_its_line_begins_with(text: str, label: str) -> None:
    assert label_of(text, 7) == label


def _lines(count: int) -> list[SectionLine]:
    return [SectionLine((Text(f"行{n}"),), Action("x", {"n": str(n)})) for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 11, 12, 40])
def test_a_digest_has_twelve_lines_at_most_with_its_heading(count: int) -> None:
    week = week_of(date(2026, 9, 14), CALENDAR)
    card = weekly(TEAM, week, False, _lines(count))
    shown = [block for block in card.blocks if isinstance(block, Paragraph)]
    assert 1 + len(shown) <= LINES
    assert len(list(buttons_of(card))) == min(count, 10 if count > 11 else 11)


def test_alone_one_sees_every_line() -> None:
    card = weekly(TEAM, week_of(date(2026, 9, 14), CALENDAR), False, _lines(40), None)
    assert len(list(buttons_of(card))) == 40


def test_a_week_of_one_day_reads_well_in_english() -> None:
    team = type(TEAM)(TEAM.id, "East", "UTC", Locale.EN)
    card = weekly(team, Week(date(2026, 9, 14), date(2026, 9, 20), (date(2026, 9, 16),)), False, [])
    assert card.title == "📌 East · last week (16 Sep; 1 working day)"
