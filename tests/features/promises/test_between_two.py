"""A request and its answers: who may press what, when, and what each side hears."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bot.features.promises.model import BlockerState, State
from bot.kernel.facts import BlockerRaised, BlockerSolved
from bot.kernel.features import Effects, Turn
from tests.features.promises.agreeing import accepted, asked, blocker, owes, promise, stuck
from tests.features.red_flags.living import CHEN, LIU, MIN, NA, Living, at

GONE = "这张卡已经用不了了,没有改动。"


async def test_the_helper_is_asked_at_once_and_nobody_else_hears(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck())
    assert company.news() == [(NA.id, "赵敏希望你在 9/23(周三) 前给「接口文档」。 [1 接受] [2 改到…] [3 不归我,转给…]")]


async def test_a_request_at_night_waits_for_the_morning(company: Living) -> None:
    await company.until(at(17, 20))
    await company.tells(stuck())
    assert company.news() == []
    await company.until(at(18, 9, 5))
    assert [to for to, _ in company.news()] == [NA.id]


async def test_the_same_blocker_heard_twice_asks_once(company: Living) -> None:
    await asked(company)
    await company.tells(stuck())
    assert company.news() == []


@pytest.mark.parametrize("label", ["接受", "改到…", "不归我,转给…"])
async def test_sec_024_nobody_else_can_answer_for_the_helper(company: Living, label: str) -> None:
    await asked(company)
    for other in (MIN, CHEN, LIU):
        await company.presses(NA, label, by=other)
    assert (await promise(company)).state is State.ASKED
    assert {to for to, _ in company.news()} == {MIN.id, CHEN.id, LIU.id}, "each is told calmly that nothing changed"


async def test_sec_026_a_stranger_to_it_learns_nothing_from_pressing(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck("卡在薪资谈判", private=True))
    await company.until(at(17, 9, 45))
    company.news()
    await company.presses(CHEN, "今天", by=NA)
    assert company.news() == [(NA.id, GONE)]


async def test_sec_028_accepted_twice_is_accepted_once(company: Living) -> None:
    await asked(company)
    await company.presses(NA, "接受")
    company.news()
    await company.presses(NA, "接受")
    assert company.told(NA) == ["这件事已经有变,没有再改动。现在:李娜,9/23(周三) 前"]


async def test_an_earlier_day_is_simply_accepted(company: Living) -> None:
    await asked(company)
    await company.says(NA, "2 9/22")
    found = await promise(company)
    assert (found.state, found.due) == (State.ACCEPTED, at(22, 18))


async def test_another_day_stands_unless_somebody_objects(company: Living) -> None:
    await asked(company)
    await company.says(NA, "2 周四上午")
    assert {to for to, _ in company.news()} == {NA.id, MIN.id}, "no manager hears of it"
    assert await owes(company, NA) == ["待办 你的: · 9/24(周四)12:00 · 「接口文档」(给赵敏) [1 接口文档]"]
    await company.until(at(24, 9, 5))
    assert [to for to, _ in company.news()] == [NA.id]


async def test_agreed_the_day_is_the_promises_own(company: Living) -> None:
    await asked(company)
    await company.says(NA, "2 周四上午")
    await company.presses(MIN, "可以")
    found = await promise(company)
    assert (found.state, found.due, found.proposal) == (State.ACCEPTED, at(24, 12), None)
    await company.presses(MIN, "可以")
    assert "没有再改动" in company.told(MIN)[-1]


async def test_refused_the_authors_manager_decides_and_only_he(company: Living) -> None:
    await asked(company)
    await company.says(NA, "2 周四上午")
    await company.presses(MIN, "不行,找陈经理")
    await company.until(at(17, 11, 45))
    company.news()
    for other in (MIN, NA, LIU):
        await company.presses(CHEN, "按 9/23", by=other)
    assert (await promise(company)).state is State.JUDGED
    await company.presses(CHEN, "按 9/23")
    found = await promise(company)
    assert (found.state, found.due) == (State.ACCEPTED, at(23, 18))
    await company.presses(CHEN, "就 9/24")
    assert (await promise(company)).due == at(23, 18), "decided once"


async def test_a_wish_already_past_when_it_is_accepted_asks_for_a_day(company: Living) -> None:
    await asked(company)
    await company.until(at(24, 10))
    company.news()
    await company.presses(NA, "接受")
    assert company.told(NA)[0].startswith("9/23(周三) 已经过了。")
    await company.says(NA, "明天")
    assert "改到 9/25(周五) 前" in dict(company.news())[MIN.id], "which the author may refuse"


async def test_given_the_author_may_say_thanks_or_not_yet(company: Living) -> None:
    await accepted(company)
    await company.says(NA, "给了")
    told = dict(company.news())
    assert "赞 @李娜 2" in told[MIN.id]
    assert (await blocker(company)).state is BlockerState.SOLVED
    await company.presses(MIN, "还没好")
    assert (await blocker(company)).state is BlockerState.OPEN
    assert (await promise(company)).state is State.ACCEPTED
    assert "没好" in company.told(NA)[-1]
    assert await owes(company, NA) == ["待办 你的: · 9/23(周三) · 「接口文档」(给赵敏) [1 接口文档]"]


async def test_given_twice_the_author_hears_once(company: Living) -> None:
    await accepted(company)
    await company.until(at(23, 14, 5))
    await company.presses(NA, "已给")
    company.news()
    await company.presses(NA, "已给")
    assert {to for to, _ in company.news()} == {NA.id}


async def test_solved_by_the_author_the_helper_is_thanked_and_reminded_no_more(company: Living) -> None:
    await accepted(company)
    await company.says(MIN, "卡点")
    await company.presses(MIN, "接口文档")
    await company.presses(MIN, "解决了")
    assert (await promise(company)).state is State.MET
    await company.until(at(25, 20))
    told = [text for to, text in company.news() if to == NA.id]
    assert told == ["赵敏说「接口文档」解决了,谢谢你 🙏"]


async def test_taken_back_by_the_check_in_the_request_is_called_off(company: Living) -> None:
    await asked(company)
    await company.tells(BlockerSolved("b", MIN.id, withdrawn=True))
    assert company.told(NA) == ["赵敏说「接口文档」不用了。"]
    assert (await promise(company)).state is State.DROPPED
    assert (await blocker(company)).state is BlockerState.WITHDRAWN, "no digest counts it as solved"
    await company.presses(NA, "接受")
    assert (await promise(company)).state is State.DROPPED


async def test_stuck_on_the_way_the_author_knows_and_a_new_blocker_opens(company: Living) -> None:
    await accepted(company)
    await company.until(at(23, 14, 5))
    company.news()
    await company.says(NA, "3 等法务,@赵敏 明天中午", MIN)
    [told] = [text for to, text in company.news() if to == MIN.id]
    assert "李娜在「接口文档」上卡住了" in told
    assert "李娜希望你在 9/24(周四)12:00 前给「等法务」" in told


async def test_a_helper_on_leave_is_asked_on_return_and_the_author_knows(company: Living) -> None:
    await company.says(NA, "请假 9/17 到 9/18")
    await company.until(at(17, 9, 31))
    company.news()
    await company.tells(stuck())
    assert company.news() == [
        (MIN.id, "已问李娜:9/23(周三) 前,「接口文档」。 李娜休假,9/20(周日) 回来才会看到。 [不用了]")
    ]
    await company.until(at(20, 9, 5))
    assert next(to for to, _ in company.news()) == NA.id


async def test_another_feature_hears_of_a_blocker_once_however_it_ends(
    company: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    hearing = company.app.around.offers.hearing

    def overheard(fact: object) -> Sequence[Callable[[Turn, Any], Effects]]:
        heard.append(fact)
        return hearing(fact)

    monkeypatch.setattr(company.app.around.offers, "hearing", overheard)
    await accepted(company)
    await company.says(NA, "给了")
    kinds = [type(each) for each in heard if isinstance(each, BlockerRaised | BlockerSolved)]
    assert kinds == [BlockerRaised, BlockerSolved]
