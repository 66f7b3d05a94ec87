"""Dated commitments: moved once with a reason, again with the manager's word, and cancelled only in time."""

import pytest

from bot.features.promises.model import Promise, State
from tests.features.promises.agreeing import owes
from tests.features.red_flags.living import CHEN, LIU, MIN, NA, Living, at


async def only(company: Living) -> Promise:
    found = await company.app.storage.transact(
        lambda tx: [*tx.records.find(Promise, owner=MIN.id), *tx.records.find(Promise, owner=NA.id)]
    )
    assert len(found) == 1
    return found[0]


async def committed(company: Living) -> None:
    await company.says(MIN, "里程碑 方案定稿 周三 18:00")
    await company.until(at(15, 16, 5))
    company.news()


async def moved_once(company: Living) -> None:
    await committed(company)
    await company.says(MIN, "2 周五 等客户回复")
    company.news()


async def test_a_commitment_is_noted_with_its_reminder(company: Living) -> None:
    await company.says(MIN, "commit final plan Wed 6pm")
    assert company.told(MIN) == ["记下了:「final plan」9/16(周三) 前。9/15(周二) 16:00 提醒你一次。 [写错了,取消]"]


async def test_without_a_day_it_is_asked_for(company: Living) -> None:
    await company.says(MIN, "里程碑 方案定稿")
    assert company.told(MIN) == ["「方案定稿」什么时候?比如「周三」「9/23 18:00」。"]
    await company.says(MIN, "周三")
    assert (await only(company)).due == at(16, 18)


async def test_an_answer_that_begins_like_a_command_stays_an_answer(company: Living) -> None:
    await company.says(MIN, "里程碑 方案定稿")
    await company.says(MIN, "commit the fix")
    assert (await only(company)).what == "方案定稿", "the question waits for words: these name no day"
    await company.says(MIN, "commit the fix Friday")
    assert "「the fix」9/18(周五)" in company.told(MIN)[-1]


async def test_the_first_move_takes_a_reason_and_no_manager(company: Living) -> None:
    await committed(company)
    await company.says(MIN, "2 周五")
    assert "为什么" in company.told(MIN)[0]
    assert (await only(company)).due == at(16, 18)
    await company.says(MIN, "等客户回复")
    found = await only(company)
    assert (found.due, found.moves, found.reason) == (at(18, 18), 1, "等客户回复")
    assert {to for to, _ in company.news()} == {MIN.id}


async def test_the_second_move_waits_for_the_manager(company: Living) -> None:
    await moved_once(company)
    await company.says(MIN, "改期 9/22 法务没看完")
    found = await only(company)
    assert (found.due, found.proposal, found.judge) == (at(18, 18), at(22, 18), CHEN.id)
    await company.until(at(16, 9, 45))
    assert any(to == CHEN.id and "第 2 次改期" in text for to, text in company.news())
    await company.presses(CHEN, "同意", by=LIU)
    assert (await only(company)).due == at(18, 18), "only the one who was asked"
    await company.presses(CHEN, "同意")
    found = await only(company)
    assert (found.due, found.moves, found.proposal) == (at(22, 18), 2, None)
    await company.presses(CHEN, "不同意")
    assert (await only(company)).due == at(22, 18), "decided once"


async def test_while_one_move_waits_there_is_no_other(company: Living) -> None:
    await moved_once(company)
    await company.says(MIN, "改期 9/22 法务没看完")
    company.news()
    await company.says(MIN, "改期 9/23 客户没空")
    assert company.told(MIN)[-1] == "上一次改期还在等陈经理点头。"
    assert (await only(company)).proposal == at(22, 18)


async def test_refused_the_old_day_stands(company: Living) -> None:
    await moved_once(company)
    await company.says(MIN, "改期 9/22 法务没看完")
    await company.until(at(16, 9, 45))
    company.news()
    await company.presses(CHEN, "不同意")
    found = await only(company)
    assert (found.due, found.moves, found.proposal) == (at(18, 18), 1, None)
    assert "还按 9/18(周五)" in dict(company.news())[MIN.id]


async def test_with_nobody_else_to_ask_it_moves_freely(company: Living) -> None:
    await company.says(LIU, "里程碑 预算 周五")
    for day in ("9/21", "9/22", "9/23"):
        await company.says(LIU, f"改期 {day} 等数据")
    told = company.news()
    assert [text for _, text in told if "第二次改期" in text], "an administrator answers for who has no manager"
    assert {to for to, _ in told} == {LIU.id}


async def test_moved_in_plain_words_which_of_several_is_asked(company: Living) -> None:
    await company.says(MIN, "改期 周五")
    assert company.told(MIN) == ["你现在没有答应过的事。"]
    await company.says(MIN, "里程碑 方案定稿 周三")
    await company.says(MIN, "里程碑 海报 周三")
    company.news()
    await company.says(MIN, "改期 周五 客户没空")
    assert company.told(MIN) == ["改哪一件? [1 方案定稿] [2 海报]"]
    await company.presses(MIN, "海报")
    assert "好,「海报」改到 9/18(周五) 前。" in company.told(MIN)


async def test_asked_of_somebody_it_needs_their_yes(company: Living) -> None:
    await company.says(CHEN, "里程碑 @李娜 海报 周五", NA)
    assert "陈经理请你在 9/18(周五) 前完成「海报」" in dict(company.news())[NA.id]
    assert await owes(company, NA) == ["没有待办,清清爽爽 ✨"]
    await company.presses(NA, "接受")
    assert await owes(company, NA) == ["待办 你的: · 9/18(周五) · 「海报」(给陈经理) [1 海报]"]
    await company.says(NA, "已完成")
    assert any(to == CHEN.id and "完成了「海报」" in text for to, text in company.news())


async def test_called_off_the_request_says_so_and_takes_no_press(company: Living) -> None:
    await company.says(CHEN, "里程碑 @李娜 海报 周五", NA)
    await company.presses(CHEN, "不用了")
    assert "陈经理说「海报」不用了。" in company.told(NA)
    await company.presses(NA, "接受")
    assert (await only(company)).state is State.DROPPED


async def test_a_slip_is_taken_back_but_not_what_is_late(company: Living) -> None:
    await committed(company)
    await company.until(at(16, 18, 1))
    await company.presses(MIN, "写错了,取消")
    assert (await only(company)).state is State.ACCEPTED
    await company.says(MIN, "里程碑 第二件 周五")
    await company.presses(MIN, "写错了,取消")
    assert "好,取消了「第二件」。" in company.told(MIN)


@pytest.mark.parametrize("label", ["没问题", "改期", "卡住了"])
async def test_nobody_else_answers_a_reminder(company: Living, label: str) -> None:
    await committed(company)
    await company.presses(MIN, label, by=CHEN)
    assert "没有再改动" in company.told(CHEN)[0]
    assert (await only(company)).due == at(16, 18)


async def test_on_track_changes_nothing_and_closes_the_reminder(company: Living) -> None:
    await committed(company)
    await company.presses(MIN, "没问题")
    assert company.told(MIN) == ["好,「方案定稿」9/16(周三) 见 👍"]
    await company.until(at(17, 9, 45))
    assert company.told(MIN)[0].startswith("「方案定稿」昨天到期")


async def test_done_said_in_plain_words_asks_which_of_several(company: Living) -> None:
    await company.says(MIN, "里程碑 方案定稿 周三")
    await company.says(MIN, "里程碑 海报 周五")
    company.news()
    await company.says(MIN, "搞定了")
    assert company.told(MIN) == ["哪一件好了? [1 方案定稿] [2 海报]"]
    await company.presses(MIN, "海报")
    assert await owes(company, MIN) == ["待办 你的: · 9/16(周三) · 「方案定稿」 [1 方案定稿]"]
