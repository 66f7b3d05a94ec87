"""Dates and times as people write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.calendar import Calendar
from bot.kernel.said_days import Reason
from bot.kernel.when import FARTHEST, LIMIT, NoTime, Precision, When, parse_when
from bot.runtime.almanac import REGION_CHINA, almanac_for

SHANGHAI = "Asia/Shanghai"
CALENDAR = Calendar(almanac_for(REGION_CHINA))
THURSDAY = datetime(2026, 9, 17, 1, 30, tzinfo=UTC)
"""09:30 in Shanghai. Friday the 25th is a holiday, Sunday the 20th is worked."""


def read(text: str, now: datetime = THURSDAY, zone: str = SHANGHAI, after: datetime | None = None) -> str:
    """What was understood, as a local time and the rest of the text, or the reason why nothing was."""
    found = parse_when(text, now, zone, CALENDAR, after)
    if found is None:
        return "nothing"
    if isinstance(found, NoTime):
        return f"{found.reason.value} {found.said}".strip()
    return f"{found.instant.astimezone(ZoneInfo(zone)):%m-%d %H:%M} {found.rest}".strip()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("周三", "09-23 18:00"),
        ("星期三", "09-23 18:00"),
        ("礼拜天", "09-20 18:00"),
        ("下周三", "09-23 18:00"),
        ("下下周一", "09-28 18:00"),
        ("这周五", "09-18 18:00"),
        ("周四上午", "09-17 12:00"),
        ("9/23", "09-23 18:00"),
        ("9月23日", "09-23 18:00"),
        ("9 月 23 号", "09-23 18:00"),
        ("2026-09-23", "09-23 18:00"),
        ("2026年9月23日", "09-23 18:00"),
        ("明天 18:00", "09-18 18:00"),
        ("明早", "09-18 10:00"),
        ("今晚", "09-17 21:00"),
        ("今天下午", "09-17 18:00"),
        ("后天中午", "09-19 12:00"),
        ("大后天", "09-20 18:00"),
        ("3天后", "09-20 18:00"),
        ("三天内", "09-20 18:00"),
        ("两周后", "10-01 18:00"),
        ("2小时后", "09-17 11:30"),
        ("半小时后", "09-17 10:00"),
        ("二十分钟后", "09-17 09:50"),
        ("月底", "09-30 18:00"),
        ("11月底", "11-30 18:00"),
        ("下个月3号", "10-03 18:00"),
        ("23号前", "09-23 18:00"),
        ("周五前", "09-18 18:00"),
        ("周三下午3点半", "09-23 15:30"),
        ("周四9点", "09-24 09:00"),
        ("三点半", "09-17 15:30"),
        ("晚上8点", "09-17 20:00"),
        ("by Friday", "09-18 18:00"),
        ("next Tue", "09-22 18:00"),
        ("tomorrow 6pm", "09-18 18:00"),
        ("tomorrow morning", "09-18 12:00"),
        ("the day after tomorrow at 3pm", "09-19 15:00"),
        ("in 3 days", "09-20 18:00"),
        ("in two weeks", "10-01 18:00"),
        ("in half an hour", "09-17 10:00"),
        ("Sep 23", "09-23 18:00"),
        ("23 September 2026", "09-23 18:00"),
        ("Sept 23rd, 6:30 pm", "09-23 18:30"),
        ("18:00 on Friday", "09-18 18:00"),
        ("noon tomorrow", "09-18 12:00"),
        ("by eod", "09-17 18:00"),
        ("end of month", "09-30 18:00"),
    ],
)
def test_a_day_or_an_hour_is_understood(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2/30", "no_such_day 2/30"),
        ("2027-02-29", "no_such_day 2027-02-29"),
        ("13/1", "no_such_day 13/1"),
        ("31 June", "no_such_day 31 June"),
        ("周三 25:00", "no_such_time 周三 25:00"),
        ("9点75分", "no_such_time 9点75分"),
        ("9/1", "past 9/1"),
        ("昨天", "past 昨天"),
        ("上周三", "past 上周三"),
        ("这周一", "past 这周一"),
        ("今天 9:00", "past 今天 9:00"),
        ("凌晨2点", "past 凌晨2点"),
        ("9999天后", "too_far 9999天后"),
        ("2031-01-01", "too_far 2031-01-01"),
    ],
)
def test_what_is_no_time_says_why(text: str, reason: str) -> None:
    assert read(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有",
        "两周一次的会",
        "每周三",
        "3号楼的钥匙",
        "接口v1.2",
        "we sat down",
        "market 3",
        "卡在接口文档",
        "1234567890",
    ],
)
def test_what_names_no_time_is_left_alone(text: str) -> None:
    assert read(text) == "nothing"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("卡在接口文档,@王磊 周三前要", "09-23 18:00 卡在接口文档,@王磊 要"),
        ("客户A方案定稿 周三 18:00", "09-23 18:00 客户A方案定稿"),
        ("周五前给 9/1 的对账表", "09-18 18:00 给 9/1 的对账表"),
        ("9月报告 周三", "09-23 18:00 9月报告"),
        ("send it by Friday, please", "09-18 18:00 send it please"),
        ("move to next Tue because of legal", "09-22 18:00 because of legal"),
        ("9/23(周三)12:00 前", "09-23 12:00"),
        ("Wed 23 Sep, 12:00", "09-23 12:00"),
    ],
)
def test_the_rest_of_the_text_is_given_back(text: str, meant: str) -> None:
    assert read(text) == meant


def test_full_width_digits_and_spaces_are_read_like_plain_ones() -> None:
    assert read("２０２６－０９－２３　１８：００") == "09-23 18:00"


def test_how_exactly_it_was_said_is_kept() -> None:
    said = {text: parse_when(text, THURSDAY, SHANGHAI, CALENDAR) for text in ("周五", "周五上午", "周五 10:00")}
    kept = [each.precision for each in said.values() if isinstance(each, When)]
    assert kept == [Precision.DAY, Precision.PART, Precision.TIME]


def test_a_weekday_whose_hour_has_passed_is_next_weeks() -> None:
    assert read("周四 9:00") == "09-24 09:00"
    assert read("周四 10:00") == "09-17 10:00"


def test_a_weekday_moved_to_lies_after_what_is_moved() -> None:
    wednesday = datetime(2026, 9, 23, 10, 0, tzinfo=UTC)
    assert read("周四上午", after=wednesday) == "09-24 12:00"
    assert read("9/21", after=wednesday) == "09-21 18:00"


def test_today_without_an_hour_lasts_into_the_evening() -> None:
    evening = datetime(2026, 9, 17, 11, 0, tzinfo=UTC)
    assert read("今天", evening) == "09-17 23:59"
    assert read("今天 18:00", evening) == "past 今天 18:00"


def test_a_date_without_a_year_is_the_next_one_around_new_year() -> None:
    december = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
    assert read("1/5", december) == "01-05 18:00"
    assert read("12/1", december) == "past 12/1"


def test_ends_of_weeks_and_months_are_working_days() -> None:
    assert read("下周") == "09-24 18:00", "Friday the 25th is a holiday"
    assert read("本周内") == "09-20 18:00", "Sunday the 20th is worked"
    assert read("10月底") == "10-30 18:00"
    assert read("3个工作日内") == "09-21 18:00"


def test_the_end_of_february_29_waits_for_a_leap_year() -> None:
    assert read("2/29", datetime(2027, 6, 1, tzinfo=UTC)) == "02-29 18:00"


def test_the_day_is_the_writers_own() -> None:
    late = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)
    assert read("明天 9:00", late, "America/New_York") == "09-17 09:00"
    assert read("明天 9:00", late, "Asia/Shanghai") == "09-18 09:00"


def test_an_hour_that_spring_skips_moves_on_by_the_gap() -> None:
    winter = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)
    assert read("3/8 02:30", winter, "America/New_York") == "03-08 03:30"


def test_an_hour_that_comes_twice_is_the_first() -> None:
    summer = datetime(2026, 10, 31, 12, 0, tzinfo=UTC)
    found = parse_when("11/1 01:30", summer, "America/New_York", CALENDAR)
    assert isinstance(found, When)
    assert found.instant == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert read("啊" * LIMIT + " 周三") == "nothing"
    assert isinstance(parse_when("周三" + "啊" * 100_000, THURSDAY, SHANGHAI, CALENDAR), When)


_ZH = "周三 下周三 上午 18:00 25:00 9/23 2/30 9月23日 明天 今晚 3天后 前 月底 王磊 接口文档 , 。 ( ) 半 点 号 天 \n"
_EN = "by Friday next Tue tomorrow 6pm in days Sep 23 @ - / : 12 2026-09-23"
WORDS = st.sampled_from([*_ZH.split(" "), *_EN.split(" ")])
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(WORDS, max_size=8).map("".join), st.lists(WORDS, max_size=8).map(" ".join)
)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@given(text=TEXTS, now=INSTANTS, zone=st.sampled_from(sorted(available_timezones())))
def test_whatever_is_written_a_time_lies_ahead_and_not_too_far(text: str, now: datetime, zone: str) -> None:
    found = parse_when(text, now, zone, CALENDAR)
    if isinstance(found, When):
        assert now < found.instant <= now + FARTHEST + timedelta(days=1)
        assert found.instant.utcoffset() == timedelta(0)
    if isinstance(found, NoTime):
        assert found.reason in Reason
        assert found.said in text


@given(text=TEXTS)
def test_the_rest_is_made_of_what_was_written(text: str) -> None:
    found = parse_when(text, THURSDAY, SHANGHAI, CALENDAR)
    if found is not None:
        assert len(found.rest) <= len(text) + 1
        assert set(found.rest) <= {*text, " "}


@given(
    pieces=st.lists(
        st.sampled_from(["周", "三", "1", "/", ":", " ", "前", "(", "day", "by ", "点", "天", "in "]), max_size=600
    )
)
def test_hostile_text_costs_no_more_than_its_length(pieces: list[str]) -> None:
    parse_when("".join(pieces), THURSDAY, SHANGHAI, CALENDAR)
