"""Leave as facts: who may enter it, what the others hear, and the return."""

from datetime import date

from bot.kernel.people import Absence, Person
from tests.features.red_flags.living import CHEN, LIU, MIN, NA, ZHOU, Living, at, three_low_days


async def _leave_of(company: Living, who: Person) -> list[tuple[date, date]]:
    found = await company.app.storage.transact(lambda tx: tx.records.find(Absence, person=who.id))
    return [(each.first, each.last) for each in found if not each.cancelled]


async def test_own_leave_is_entered_and_touching_leaves_become_one(company: Living) -> None:
    await company.says(MIN, "请假 9/21 到 9/22")
    await company.says(MIN, "请假 9/23")
    assert await _leave_of(company, MIN) == [(date(2026, 9, 21), date(2026, 9, 23))]
    await company.says(MIN, "请假 9/28")
    assert len(await _leave_of(company, MIN)) == 2
    await company.says(MIN, "请假 9/22 到 9/28")
    assert await _leave_of(company, MIN) == [(date(2026, 9, 21), date(2026, 9, 28))]


async def test_only_those_above_and_administrators_enter_leave_for_somebody(company: Living) -> None:
    for above in (CHEN, LIU, ZHOU):
        await company.says(above, "请假 @李娜 9/21", NA)
    assert await _leave_of(company, NA) == [(date(2026, 9, 21), date(2026, 9, 21))]
    for other in (MIN, NA):
        await company.says(other, "请假 @陈经理 9/21", CHEN)
        assert company.told(other)[-1] == "替陈经理请假要 TA 的经理或管理员来。"
    assert await _leave_of(company, CHEN) == []


async def test_a_button_of_somebody_elses_list_cancels_nothing(company: Living) -> None:
    await company.says(MIN, "请假 9/21")
    await company.says(MIN, "请假 10/12")
    await company.says(MIN, "取消请假")
    await company.presses(MIN, "9/21", by=NA)
    assert company.told(NA) == ["这段休假已经取消或结束了,没有变化。"]
    await company.presses(MIN, "9/21")
    await company.presses(MIN, "9/21")
    assert await _leave_of(company, MIN) == [(date(2026, 10, 12), date(2026, 10, 12))]
    assert company.told(MIN)[-1] == "这段休假已经取消或结束了,没有变化。"


async def test_a_running_leave_ends_with_yesterday(company: Living) -> None:
    await company.says(MIN, "请假 9/16 到 9/22")
    await company.says(MIN, "销假")
    assert await _leave_of(company, MIN) == [(date(2026, 9, 16), date(2026, 9, 16))]
    assert "欢迎提前回来" in company.told(MIN)[-1]


async def test_back_from_leave_with_nothing_to_tell_nothing_is_said(company: Living) -> None:
    await company.says(MIN, "请假 9/18")
    company.news()
    await company.until(at(21, 8))
    assert company.told(MIN) == []


async def test_back_on_a_day_that_became_a_holiday_the_welcome_waits_for_the_next(company: Living) -> None:
    await three_low_days(company, NA)
    await company.says(CHEN, "请假 9/17 到 9/18")
    await company.until(at(19, 10))
    await company.says(ZHOU, "放假 9/20 公司日")
    company.news()
    await company.until(at(20, 20))
    assert company.told(CHEN) == []
    await company.until(at(21, 9, 31))
    assert any("欢迎回来。你休假期间有 1 条和你有关" in text for text in company.told(CHEN))


async def test_cancelled_leave_welcomes_nobody_back(company: Living) -> None:
    await three_low_days(company, NA)
    await company.says(CHEN, "请假 9/17 到 9/18")
    await company.until(at(17, 12))
    await company.says(CHEN, "销假")
    company.news()
    await company.until(at(20, 12))
    assert not any("欢迎回来" in text for text in company.told(CHEN))


async def test_the_asking_card_listens_once_and_can_be_dropped(company: Living) -> None:
    await company.says(MIN, "请假")
    await company.presses(MIN, "算了")
    assert company.told(MIN)[-1] == "好,没有改变什么。"
    await company.says(MIN, "9/21")
    assert await _leave_of(company, MIN) == []
    await company.says(MIN, "请假")
    await company.says(MIN, "9/21")
    await company.says(MIN, "9/22")
    assert await _leave_of(company, MIN) == [(date(2026, 9, 21), date(2026, 9, 21))]


async def test_leave_entered_afterwards_welcomes_nobody_back(company: Living) -> None:
    await three_low_days(company, NA)
    await company.until(at(17, 20))
    await company.says(CHEN, "请假 9/16")
    assert company.told(CHEN)[-1].startswith("已登记")
    await company.until(at(18, 8))
    assert company.told(CHEN) == []


async def test_slept_through_the_welcome_waits_for_a_slot_of_the_day(company: Living) -> None:
    await three_low_days(company, NA)
    await company.says(CHEN, "请假 9/17 到 9/18")
    await company.until(at(17, 18))
    company.news()
    company.clock.set(at(20, 20))
    await company.app.settle()
    assert not any("欢迎回来" in text for text in company.told(CHEN))
    await company.until(at(21, 9, 45))
    assert any("欢迎回来" in text for text in company.told(CHEN))
