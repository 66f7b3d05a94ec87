"""What becomes of flags that stay: red, a number for the superior, who left, a whole team silent."""

from dataclasses import replace
from datetime import date, timedelta

from bot.company import Company
from bot.kernel.facts import AnswersGiven, AnswersMissed, BlockerRaised, BlockerSolved
from bot.kernel.people import Membership, Person
from tests.features.red_flags.conftest import Open
from tests.features.red_flags.living import (
    CHEN,
    COMPANY,
    LIU,
    MIN,
    NA,
    SINCE,
    TEAM,
    ZHOU,
    Living,
    at,
    someone,
    three_low_days,
)


async def test_unanswered_for_three_working_days_it_turns_red_without_another_message(company: Living) -> None:
    await three_low_days(company)
    await company.until(at(18, 12))
    company.news()
    await company.until(at(21, 9, 38))
    shown = company.told(CHEN)
    assert [text[0] for text in shown] == ["🔴"]


async def test_the_superior_gets_a_number_and_no_name(company: Living) -> None:
    await three_low_days(company)
    await company.until(at(21, 9, 45))
    assert company.told(LIU) == ["华东组 1 条预警超 2 个工作日未回应。 可以问问经理需要什么;这里不带任何员工的名字。"]
    await company.until(at(22, 18))
    assert company.told(LIU) == []


async def _miss(company: Living, *people: Person) -> None:
    days = [date(2026, 9, day) for day in (14, 15, 16)]
    await company.tells(*(AnswersMissed(f"{who.id}/{day}", who.id, TEAM.id, day) for who in people for day in days))


async def test_three_missed_in_a_row_ask_the_person_kindly(company: Living) -> None:
    await _miss(company, MIN)
    await company.until(at(17, 9, 45))
    assert "最近 3 次打卡没有你的消息(9/14、9/15、9/16)" in company.told(MIN)[0]


async def test_a_late_answer_breaks_the_row(company: Living) -> None:
    await _miss(company, MIN)
    await company.tells(AnswersGiven("x", MIN.id, TEAM.id, date(2026, 9, 15), {}, late=True))
    await company.until(at(17, 12))
    assert company.told(MIN) == []


async def test_an_answer_after_the_manager_knows_turns_the_card_for_both(company: Living) -> None:
    await _miss(company, MIN)
    await company.until(at(17, 11, 45))
    company.news()
    await company.tells(AnswersGiven("x", MIN.id, TEAM.id, date(2026, 9, 17), {}))
    shown = dict(company.news())
    assert shown[MIN.id] == "已消除:打卡又有消息了。"
    assert shown[CHEN.id] == "赵敏 · 已消除:打卡又有消息了。"


async def test_when_most_of_a_team_is_silent_nobody_is_asked_and_the_manager_hears_once(open_company: Open) -> None:
    more = tuple(someone(f"p{n}", f"同事{n}", "chen") for n in range(2))
    members = tuple(Membership(f"east/{each.id}", TEAM.id, each.id, SINCE) for each in more)
    people, memberships = (*COMPANY.people, *more), (*COMPANY.memberships, *members)
    company = await open_company(Company(people, COMPANY.teams, memberships, COMPANY.groups))
    await _miss(company, MIN, NA, more[0])
    await company.until(at(18, 18))
    news = company.news()
    assert [to for to, _ in news] == [CHEN.id]
    assert "多数人都没有消息" in news[0][1]
    assert "赵敏" not in news[0][1]


async def test_a_blocker_is_asked_about_after_three_working_days_and_never_twice(company: Living) -> None:
    await company.tells(BlockerRaised("b1", MIN.id, TEAM.id, "合同没人审", date(2026, 9, 14)))
    await company.until(at(17, 9, 45))
    assert "「合同没人审」卡了 3 个工作日" in company.told(MIN)[0]
    await company.until(at(17, 11, 45))
    await company.presses(CHEN, "已沟通")
    company.news()
    await company.until(at(24, 18))
    assert not any("合同没人审" in text for text in company.told(MIN))


async def test_a_blocker_on_leave_does_not_age(company: Living) -> None:
    await company.tells(BlockerRaised("b1", MIN.id, TEAM.id, "合同没人审", date(2026, 9, 16)))
    await company.says(MIN, "请假 9/17 到 9/18")
    company.news()
    await company.until(at(21, 18))
    assert not any("合同没人审" in text for text in company.told(MIN))
    await company.until(at(22, 9, 45))
    assert any("合同没人审" in text for text in company.told(MIN))


async def test_a_solved_blocker_clears_its_flag_also_by_the_persons_own_button(company: Living) -> None:
    await company.tells(BlockerRaised("b1", MIN.id, TEAM.id, "合同没人审", date(2026, 9, 14)))
    await company.tells(BlockerRaised("b2", NA.id, TEAM.id, "没有账号", date(2026, 9, 14)))
    await company.until(at(17, 10))
    company.news()
    await company.tells(BlockerSolved("b1", MIN.id))
    await company.presses(NA, "已经解决了")
    shown = dict(company.news())
    assert shown[MIN.id] == "已消除:「合同没人审」不再卡着了。"
    assert shown[NA.id] == "已消除:「没有账号」不再卡着了。"
    await company.until(at(18, 18))
    assert company.told(CHEN) == []


async def test_a_flag_of_somebody_who_left_ends_and_a_leavers_own_cards_go_on_to_who_answers_now(
    company: Living,
) -> None:
    await three_low_days(company)
    await company.until(at(17, 11, 45))
    company.news()
    await company.says(ZHOU, "离职 @陈经理", CHEN)
    await company.presses(ZHOU, "确定")
    await company.until(at(17, 14, 15))
    told = company.told(LIU)
    assert "陈经理不在了,转给你。" in told[0]
    await company.says(ZHOU, "离职 @赵敏", MIN)
    await company.presses(ZHOU, "确定")
    company.news()
    await company.until(at(22, 18))
    assert {to for to, text in company.news() if "赵敏" in text} == set()


async def test_a_day_that_became_a_holiday_meanwhile_counts_for_nothing(company: Living) -> None:
    await three_low_days(company)
    await company.says(ZHOU, "放假 9/16 公司日")
    company.news()
    await company.until(at(17, 12))
    assert company.news() == []


async def test_the_looks_survive_a_team_without_a_manager_or_any_administrator(open_company: Open) -> None:
    alone = replace(MIN, manager=None)
    team = replace(TEAM, manager=alone.id)
    company = await open_company(Company((alone,), (team,), COMPANY.memberships[:1], COMPANY.groups))
    await company.says(alone, "基线 有效通话 90")
    for back in (1, 2, 3):
        await company.says(alone, f"记 有效通话 5 {date(2026, 9, 17) - timedelta(back):%m/%d}")
    company.news()
    await company.until(at(18, 18))
    assert company.news() == []
