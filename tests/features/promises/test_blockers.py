"""Blockers over time: asked about, found help for, told in private, and who may read them."""

from datetime import date

from bot.features.promises.access import may_read_blocker, may_read_promise
from bot.features.promises.model import Blocker, BlockerState, Promise, State
from bot.kernel.facts import AnswersGiven, PersonLeft
from bot.kernel.people import Person
from bot.ports.storage import Transaction
from tests.features.promises.agreeing import accepted, asked, blocker, owes, promise, stuck
from tests.features.red_flags.living import CHEN, LIU, MIN, NA, TEAM, ZHOU, Living, at
from tests.support.toy import press


def answers(day: int, blocker: str = "", revised: bool = False) -> AnswersGiven:
    return AnswersGiven(f"o{day}", MIN.id, TEAM.id, date(2026, 9, day), {"blocker": blocker}, revised=revised)


async def open_yesterday(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck("缺投标助理"))
    await company.presses(MIN, "先不用")
    await company.until(at(18, 9, 31))
    company.news()


async def test_without_a_helper_the_author_is_asked_once_and_kindly(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck("缺投标助理"))
    assert company.news() == [(MIN.id, "「投标助理」谁能帮?写「@名字 什么时候要」。 [1 先不用]")]
    await company.presses(MIN, "先不用")
    await company.until(at(18, 20))
    assert [text for _, text in company.news() if "谁能帮" in text and "[" in text] == []


async def test_a_full_name_without_a_mention_is_offered_not_assumed(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck("缺投标助理 李娜 周三前"))
    assert company.news() == [(MIN.id, "「投标助理 李娜」谁能帮?写「@名字 什么时候要」。 [1 请李娜] [2 先不用]")]
    await company.presses(MIN, "请李娜")
    assert (await promise(company)).state is State.ASKED


async def test_without_a_day_the_author_may_leave_it_to_the_helper(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck("卡在接口文档,@李娜"))
    assert "什么时候要" in company.told(MIN)[0]
    await company.presses(MIN, "让 TA 定")
    assert "什么时候能给" in dict(company.news())[NA.id]
    await company.presses(NA, "今天")
    found = await promise(company)
    assert (found.state, found.due) == (State.ACCEPTED, at(17, 18))


async def test_a_day_that_does_not_exist_is_said_so(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck("卡在接口文档,@李娜 2/30 前"))
    assert company.told(MIN)[0].startswith("「2/30」没有这一天。")


async def test_words_meant_for_something_else_are_not_swallowed_by_the_question(company: Living) -> None:
    await company.tells(stuck("缺投标助理", day=14))
    company.news()
    await company.says(MIN, "待办")
    assert company.told(MIN) == ["没有待办,清清爽爽 ✨"]


async def test_an_open_blocker_is_asked_about_once_a_day(company: Living) -> None:
    await open_yesterday(company)
    await company.tells(answers(18))
    await company.tells(answers(18, revised=True))
    assert company.news() == [(MIN.id, "昨天说卡在「投标助理」,解决了吗? [1 解决了] [2 还没]")]
    await company.presses(MIN, "还没")
    company.news()
    await company.until(at(20, 9, 31))
    company.news()
    await company.tells(answers(20))
    assert company.told(MIN)[0].startswith("9/17(周四)说卡在「投标助理」")
    await company.presses(MIN, "解决了")
    assert (await blocker(company)).state is BlockerState.SOLVED


async def test_who_names_a_blocker_today_is_not_asked_about_yesterdays(company: Living) -> None:
    await open_yesterday(company)
    await company.tells(answers(18, "缺合同"))
    assert company.news() == []


async def test_what_somebody_has_in_hand_is_not_asked_about(company: Living) -> None:
    await accepted(company)
    await company.until(at(18, 9, 31))
    await company.tells(answers(18))
    assert company.news() == []


async def test_a_blocker_is_not_somebody_elses_to_close(company: Living) -> None:
    await open_yesterday(company)
    await company.tells(answers(18))
    await company.presses(MIN, "解决了", by=NA)
    assert (await blocker(company)).state is BlockerState.OPEN


async def test_told_in_private_only_the_manager_hears(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck("卡在薪资谈判", private=True))
    await company.until(at(17, 20))
    assert company.news() == [(CHEN.id, "赵敏有个卡点,只说给你:薪资谈判 [1 今天] [2 别的日子…] [3 已经聊过]")]
    await company.presses(CHEN, "已经聊过")
    await company.until(at(18, 12))
    assert "解决了吗" in dict(company.news())[MIN.id]


async def test_private_words_are_on_file_sealed_only(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck("卡在薪资谈判", private=True))
    await company.until(at(17, 9, 45))
    await company.presses(CHEN, "今天")
    found, held = await blocker(company), await promise(company)
    assert (found.text, found.what, held.what) == ("", "", "")
    assert found.secret is not None
    assert found.secret.text == "薪资谈判"
    assert await owes(company, CHEN) == ["待办 你的: · 9/17(周四) · 「一个私下说的卡点」(给赵敏) [1 一个私下说的卡点]"]


async def test_who_may_read_what(company: Living) -> None:
    await company.until(at(17, 9, 31))
    await company.tells(stuck(), stuck("薪资谈判", id="secret", private=True))
    everyone = (MIN, NA, CHEN, LIU, ZHOU)

    def readers(tx: Transaction, id: str) -> tuple[list[Person], list[Person]]:
        one, other = tx.records.get(Blocker, id), tx.records.get(Promise, f"for:{id}")
        return (
            [each for each in everyone if may_read_blocker(each, one, tx.records)],
            [each for each in everyone if may_read_promise(each, other, tx.records)],
        )

    shared = await company.app.storage.transact(lambda tx: readers(tx, "b"))
    secret = await company.app.storage.transact(lambda tx: readers(tx, "secret"))
    assert shared == ([MIN, NA, CHEN, LIU], [MIN, NA, CHEN, LIU]), "the team, and those above; no administrator"
    assert secret == ([MIN, CHEN], [MIN, CHEN]), "not even those further up"


async def test_what_a_leaver_had_in_hand_goes_back_to_who_waits(company: Living) -> None:
    await accepted(company)
    await company.tells(PersonLeft(NA.id))
    assert "李娜已经离开" in dict(company.news())[MIN.id]
    await company.until(at(25, 12))
    assert NA.id not in {to for to, _ in company.news()}


async def test_what_waited_for_a_leaver_is_over(company: Living) -> None:
    await asked(company)
    await company.tells(PersonLeft(MIN.id))
    assert (await blocker(company)).state is BlockerState.WITHDRAWN
    assert (await promise(company)).state is State.DROPPED


async def test_a_claim_is_for_colleagues_and_for_one(company: Living) -> None:
    await open_yesterday(company)
    for who, begins in ((MIN, "这是你自己的卡点"), (NA, "什么时候能给?"), (CHEN, "已经有人在帮了:等李娜回复")):
        await claims(company, who)
        assert company.told(who)[-1].startswith(begins)
    await company.says(NA, "明天")
    assert (await promise(company)).state is State.ACCEPTED


async def claims(company: Living, who: Person) -> None:
    """The digest's press, without the digest."""
    await company.app.runtime.accept(press(f"claim-{who.id}", who.id, "", "promises.claim", id="b"))
    await company.app.settle()
