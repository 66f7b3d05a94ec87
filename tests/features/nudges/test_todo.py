"""The list of what one owes and is owed."""

from bot.kernel.facts import Ladder, ObligationMet
from tests.features.nudges.owing import owed
from tests.features.red_flags.living import CHEN, MIN, NA, Living, at


async def test_what_is_owed_stands_in_order_of_its_day_with_whom_it_is_for(company: Living) -> None:
    await company.tells(owed(at(18, 12), id="b", what="海报", towards=CHEN), owed(at(16, 18), id="a"))
    await company.says(MIN, "待办")
    assert company.told(MIN) == [
        "待办 你的: · 9/16(周三) · 「方案」 · 9/18(周五)12:00 · 「海报」(给陈经理) [1 方案] [2 海报]"
    ]


async def test_who_waits_sees_it_too_without_a_way_to_press_it(company: Living) -> None:
    await company.tells(owed(at(18, 12), what="海报", towards=CHEN))
    await company.says(CHEN, "todo")
    assert company.told(CHEN) == ["待办 别人答应你的: · 9/18(周五)12:00 · 「海报」(赵敏)"]


async def test_what_is_late_says_by_how_many_working_days(company: Living) -> None:
    await company.tells(owed())
    await company.until(at(18, 8))
    company.news()
    await company.says(MIN, "待办")
    assert "逾期 2 个工作日" in company.told(MIN)[0]


async def test_a_check_in_that_is_over_is_not_held_against_anybody(company: Living) -> None:
    await company.tells(owed(at(14, 12), at(14, 11), ladder=Ladder.ONCE))
    await company.until(at(14, 15))
    company.news()
    await company.says(MIN, "待办")
    assert company.told(MIN) == ["没有待办,清清爽爽 ✨"]


async def test_nobody_sees_the_things_of_others(company: Living) -> None:
    await company.tells(owed(towards=CHEN))
    await company.says(NA, "待办")
    assert company.told(NA) == ["没有待办,清清爽爽 ✨"]


async def test_one_thing_opens_with_its_buttons_and_closes_when_done(company: Living) -> None:
    await company.tells(owed())
    await company.says(MIN, "待办")
    await company.presses(MIN, "方案")
    assert company.told(MIN)[-1] == "9/16(周三) · 「方案」 [1 已完成]"
    await company.tells(ObligationMet("plan"))
    assert company.told(MIN) == ["「方案」:已处理 ✓"]


async def test_somebody_else_or_somebody_late_opens_nothing(company: Living) -> None:
    await company.tells(owed())
    await company.says(MIN, "待办")
    company.news()
    await company.presses(MIN, "方案", by=NA)
    await company.tells(ObligationMet("plan"))
    await company.presses(MIN, "方案")
    gone = "这件已经处理过了,没有变化。"
    assert [(to, text) for to, text in company.news() if text == gone] == [(NA.id, gone), (MIN.id, gone)]
