"""How a flag ends: once, by the right person, and with a word to the one it was about."""

from datetime import timedelta
from decimal import Decimal

from bot.kernel.facts import MetricRecorded
from tests.features.red_flags.living import CHEN, LIU, MIN, NA, ZHOU, Living, at, three_low_days


async def _raised(company: Living) -> None:
    await three_low_days(company)
    await company.until(at(17, 11, 45))
    company.news()


async def test_sec_024_only_the_one_who_answers_for_it_can_close_it(company: Living) -> None:
    await _raised(company)
    for stranger in (MIN, NA, LIU, ZHOU):
        await company.presses(CHEN, "已沟通", by=stranger)
        assert company.told(stranger) == ["这张卡不是给你的,没有变化。"]
    await company.presses(CHEN, "已沟通")
    assert any("记为已沟通(今天):赵敏。" in text for text in company.told(CHEN))


async def test_only_the_person_it_is_about_can_annotate_it(company: Living) -> None:
    await three_low_days(company)
    await company.until(at(17, 10))
    company.news()
    for label in ("数据不对", "在忙别的", "需要帮忙"):
        await company.presses(MIN, label, by=NA)
        assert company.told(NA) == ["这张卡不是给你的,没有变化。"]
    await company.until(at(17, 11, 45))
    assert "需要帮忙" not in company.told(CHEN)[0]


async def test_sec_027_028_pressed_twice_it_is_closed_once_and_told_once(company: Living) -> None:
    await _raised(company)
    await company.presses(CHEN, "误报")
    await company.presses(CHEN, "误报")
    assert company.told(CHEN)[-1] == "这条已经关了,没有变化。"
    await company.until(at(18, 18))
    assert len(company.told(MIN)) == 1


async def test_not_talked_yet_takes_it_back_until_the_person_was_told(company: Living) -> None:
    await _raised(company)
    await company.presses(CHEN, "已沟通")
    await company.presses(CHEN, "还没聊")
    assert any(text == "好,这条还开着。" for text in company.told(CHEN))
    await company.until(at(17, 18))
    assert company.told(MIN) == []
    await company.presses(CHEN, "已沟通")
    await company.until(at(18, 9, 45))
    company.news()
    await company.presses(CHEN, "还没聊")
    assert company.told(CHEN) == ["已经告诉赵敏了,收不回来了。"]


async def test_words_that_may_be_about_several_flags_close_none_of_them(company: Living) -> None:
    await company.says(CHEN, "基线 有效通话 90")
    days = [at(day, 9).date() for day in (14, 15, 16)]
    await company.tells(*(MetricRecorded(who.id, "calls", day, Decimal(9), "CRM") for who in (MIN, NA) for day in days))
    await company.until(at(17, 11, 45))
    company.news()
    await company.says(CHEN, "知道了,下午找她")
    assert company.told(CHEN) == [
        "说的是哪一条?选了就记为已沟通。 [1 赵敏 · 有效通话低于约定] [2 李娜 · 有效通话低于约定]"
    ]
    await company.presses(CHEN, "李娜")
    assert any("记为已沟通(今天):李娜。" in text for text in company.told(CHEN))


async def test_a_line_is_written_once_and_reaches_the_person(company: Living) -> None:
    await _raised(company)
    await company.says(CHEN, "先把标投完")
    await company.says(CHEN, "通话下周补")
    company.news()
    await company.until(at(17, 14, 15))
    told = company.told(MIN)
    assert len(told) == 1
    assert "通话下周补" in told[0]
    assert "先把标投完" not in told[0]


async def test_a_closed_flag_is_not_raised_again_for_the_same_days(company: Living) -> None:
    await _raised(company)
    await company.presses(CHEN, "已沟通")
    company.news()
    await company.until(at(18, 9, 45))
    assert not any("低于约定的" in text for text in company.told(MIN))


async def test_three_new_low_days_after_it_was_closed_raise_a_new_one(company: Living) -> None:
    await _raised(company)
    await company.presses(CHEN, "已沟通")
    day = at(17, 9).date()
    low = [MetricRecorded(MIN.id, "calls", day + timedelta(n), Decimal(9), "CRM") for n in (0, 1, 3)]
    await company.tells(*low)
    await company.until(at(21, 9, 45))
    assert any("(9/9/9)" in text for text in company.told(MIN))
