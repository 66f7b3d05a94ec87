"""How days are written."""

from datetime import date

from bot.kernel.days import dated_text, day_text, range_text, runs
from bot.kernel.people import Locale

THURSDAY = date(2026, 9, 24)


def test_a_day_is_written_as_the_reader_writes_it() -> None:
    assert day_text(THURSDAY, Locale.ZH) == "9/24"
    assert day_text(THURSDAY, Locale.EN) == "24 Sep"
    assert dated_text(THURSDAY, Locale.ZH) == "9/24(周四)"
    assert dated_text(THURSDAY, Locale.EN) == "Thu 24 Sep"


def test_a_year_is_written_only_where_it_is_another() -> None:
    today = date(2026, 12, 30)
    assert day_text(date(2027, 1, 4), Locale.ZH, today) == "2027/1/4"
    assert day_text(date(2027, 1, 4), Locale.EN, today) == "4 Jan 2027"
    assert day_text(today, Locale.ZH, today) == "12/30"


def test_a_range_of_one_day_is_that_day() -> None:
    assert range_text(date(2026, 9, 14), date(2026, 9, 18), Locale.ZH) == "9/14–9/18"
    assert range_text(THURSDAY, THURSDAY, Locale.ZH) == "9/24"
    assert range_text(THURSDAY, THURSDAY, Locale.EN) == "24 Sep"


def test_a_range_writes_what_both_days_share_once() -> None:
    first, last, today = date(2027, 2, 6), date(2027, 2, 12), date(2026, 12, 1)
    assert range_text(first, last, Locale.ZH, today) == "2027/2/6–2/12"
    assert range_text(first, last, Locale.EN, today) == "6–12 Feb 2027"
    assert range_text(date(2026, 9, 28), date(2026, 10, 1), Locale.EN, today) == "28 Sep–1 Oct"
    assert range_text(date(2026, 12, 31), date(2027, 1, 2), Locale.ZH, today) == "12/31–2027/1/2"
    assert range_text(date(2027, 1, 30), date(2027, 2, 2), Locale.EN, today) == "30 Jan–2 Feb 2027"


def test_days_are_gathered_into_stretches() -> None:
    days = [date(2026, 9, day) for day in (14, 15, 16, 20)]
    assert runs(days) == ((days[0], days[2]), (days[3], days[3]))
    assert runs([]) == ()
