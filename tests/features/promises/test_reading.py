"""What people write when they are stuck."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.promises.reading import TITLE, beyond_label, read_ask, titled, without_mentions
from bot.kernel.calendar import Calendar
from bot.kernel.ids import PersonId
from bot.kernel.when import When
from bot.runtime.almanac import REGION_CHINA, almanac_for
from tests.features.red_flags.living import at

CALENDAR = Calendar(almanac_for(REGION_CHINA))
MIN, LEI, NA = PersonId("min"), PersonId("lei"), PersonId("na")
LEI_AND_NA = [("王磊", LEI), ("李娜", NA)]


def read(text: str, *mentions: tuple[str, PersonId]) -> tuple[str, PersonId | None, str]:
    ask = read_ask(text, mentions, MIN, at(17, 9, 30), "Asia/Shanghai", CALENDAR)
    if isinstance(ask.when, When):
        return ask.what, ask.helper, f"{ask.when.instant:%m-%d %H:%M}"
    return ask.what, ask.helper, ask.when.reason.value if ask.when else ""


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        ("卡在接口文档,@王磊 周三前要", "接口文档", "09-23 10:00"),
        ("@王磊 要接口文档 周三前", "接口文档", "09-23 10:00"),
        ("需要@王磊给一版报价,明天中午", "给一版报价", "09-18 04:00"),
        ("缺法务意见,@王磊", "法务意见", ""),
        ("卡在合同 @王磊 2/30 前", "合同", "no_such_day"),
        ("stuck on the API doc, need it from @王磊 by Wednesday", "the API doc", "09-23 10:00"),
        ("@王磊: logo please, by Friday", "logo", "09-18 10:00"),
    ],
)
def test_who_what_and_when_are_told_apart(text: str, what: str, when: str) -> None:
    assert read(text, ("王磊", LEI)) == (what, LEI, when)


def test_the_first_other_person_mentioned_is_meant() -> None:
    assert read("@王磊 @李娜 周三前要海报", *LEI_AND_NA)[1] == LEI
    assert read("@赵敏 @李娜 海报", ("赵敏", MIN), ("李娜", NA))[1] == NA, "never oneself"


def test_a_name_without_a_mention_is_nobody() -> None:
    assert read("卡在接口文档,王磊周三前要")[1] is None


def test_words_that_only_look_like_asking_stay() -> None:
    assert titled("要求不清楚") == "要求不清楚"
    assert titled("被客户审批卡住了") == "被客户审批卡住了"


def test_with_nothing_but_who_and_when_the_whole_sentence_is_kept() -> None:
    assert read("@王磊 周三前要", ("王磊", LEI))[0] == "周三前要"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("改到周四", "周四"),
        ("不归我,转给 李娜", "李娜"),
        ("应该是李娜", "李娜"),
        ("move it to Thu", "Thu"),
        ("周四", "周四"),
    ],
)
def test_a_buttons_own_words_are_passed_over(text: str, rest: str) -> None:
    assert beyond_label(text) == rest


@given(text=st.text(max_size=300), named=st.booleans())
def test_whatever_is_written_gives_a_title_of_bounded_length(text: str, named: bool) -> None:
    what, helper, _ = read(text, *([("王磊", LEI)] if named else []))
    assert len(what) <= TITLE + 1
    assert (helper == LEI) == named


@given(text=st.text(alphabet="卡在要给缺需 ,@王磊stuckneed from", max_size=400))
def test_mentions_taken_out_leave_the_rest(text: str) -> None:
    assert "@王磊" in text or without_mentions(text, [("王磊", LEI)]) == " ".join(text.split())
    titled(text)
