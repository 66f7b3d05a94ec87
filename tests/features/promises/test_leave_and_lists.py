"""Promises that fall into a leave, and the lists and digest lines they stand in."""

from datetime import date

from bot.features.promises import lists
from bot.kernel.calendar import Calendar
from bot.kernel.cards import plain
from bot.kernel.features import Section, Turn
from bot.kernel.ids import EventId
from bot.kernel.people import Person, Team
from bot.ports.storage import Transaction
from bot.runtime.almanac import REGION_CHINA, almanac_for
from bot.runtime.readings import Pinyin
from tests.features.promises.agreeing import accepted, asked, owes, promise, stuck
from tests.features.red_flags.living import CHEN, MIN, NA, TEAM, Living, at


def turn(company: Living, tx: Transaction) -> Turn:
    return Turn(
        event=EventId("test"),
        now=company.clock.now(),
        reads=tx.records,
        calendar=Calendar(almanac_for(REGION_CHINA)),
        readings=Pinyin(),
        offers=company.app.around.offers,
    )


async def digest(company: Living, first: int = 14, last: int = 20) -> list[str]:
    """The lines for the team, each with the name of its press."""

    def section(tx: Transaction) -> Section | None:
        team = tx.records.get(Team, TEAM.id)
        assert team is not None
        return lists.section(turn(company, tx), team, date(2026, 9, first), date(2026, 9, last))

    found = await company.app.storage.transact(section)
    return [f"{plain(each.line)} [{each.more.name if each.more else ''}]" for each in found.lines] if found else []


async def news(company: Living, who: Person, first: int, last: int) -> list[str]:
    days = date(2026, 9, first), date(2026, 9, last)
    lines = await company.app.storage.transact(lambda tx: lists.news(turn(company, tx), who, *days))
    return [plain(each) for each in lines]


async def test_who_waits_is_told_on_the_first_day_of_the_leave(company: Living) -> None:
    await accepted(company)
    await company.says(NA, "请假 9/21 到 9/23")
    await company.until(at(20, 20))
    assert MIN.id not in {to for to, _ in company.news()}
    await company.until(at(23, 20))
    told = company.news()
    assert [to for to, _ in told] == [MIN.id], "and who is away hears nothing"
    assert told[0][1].startswith("李娜 9/21–9/23 休假,9/23(周三) 要给你的「接口文档」可能要等 9/24(周四) 回来。")


async def test_leave_that_begins_today_is_told_in_the_next_slot(company: Living) -> None:
    await accepted(company)
    await company.until(at(23, 10))
    company.news()
    await company.says(NA, "请假 9/23")
    await company.until(at(23, 12))
    assert any(to == MIN.id and "休假" in text for to, text in company.news())


async def test_leave_that_ends_before_is_nobodys_business(company: Living) -> None:
    await accepted(company)
    await company.says(NA, "请假 9/21 到 9/22")
    await company.until(at(22, 20))
    assert MIN.id not in {to for to, _ in company.news()}


async def test_leave_revoked_undoes_what_was_told(company: Living) -> None:
    await accepted(company)
    await company.says(NA, "请假 9/21 到 9/23")
    await company.until(at(21, 9, 45))
    company.news()
    await company.says(NA, "取消请假")
    assert company.told(MIN) == ["李娜的休假不再影响「接口文档」:9/23(周三) 前。"]
    await company.presses(MIN, "等 TA 回来")
    assert (await promise(company)).due == at(23, 18)


async def test_leave_revoked_before_it_begins_was_never_told(company: Living) -> None:
    await accepted(company)
    await company.says(NA, "请假 9/22 到 9/23")
    await company.says(NA, "取消请假")
    await company.until(at(22, 20))
    assert MIN.id not in {to for to, _ in company.news()}


async def test_waiting_moves_the_day_to_the_return(company: Living) -> None:
    await accepted(company)
    await company.says(NA, "请假 9/21 到 9/23")
    await company.until(at(21, 9, 45))
    await company.presses(MIN, "等 TA 回来")
    assert (await promise(company)).due == at(24, 18)
    await company.presses(MIN, "等 TA 回来")
    assert (await promise(company)).due == at(24, 18)


async def test_only_who_waits_decides_about_it(company: Living) -> None:
    await accepted(company)
    await company.says(NA, "请假 9/21 到 9/23")
    await company.until(at(21, 9, 45))
    await company.presses(MIN, "等 TA 回来", by=CHEN)
    assert (await promise(company)).due == at(23, 18)


async def test_somebody_else_is_asked_and_the_first_owes_nothing(company: Living) -> None:
    await accepted(company)
    await company.says(NA, "请假 9/21 到 9/23")
    await company.until(at(21, 9, 45))
    company.news()
    await company.says(MIN, "2 @陈经理", CHEN)
    assert "赵敏希望你在 9/23(周三) 前给「接口文档」" in dict(company.news())[CHEN.id]
    assert await owes(company, NA) == ["没有待办,清清爽爽 ✨"]


async def test_the_list_shows_what_stops_me_and_who_waits_for_me(company: Living) -> None:
    await asked(company)
    await company.says(MIN, "卡点")
    assert company.told(MIN) == ["卡点 你卡着的: · 「接口文档」— 等李娜回复 [1 接口文档]"]
    await company.says(NA, "blockers")
    assert company.told(NA) == ["卡点 等你的: · 赵敏「接口文档」— 等李娜回复 [1 接口文档]"]
    await company.presses(NA, "接口文档")
    assert "[1 接受]" in company.told(NA)[0]


async def test_the_digest_counts_names_the_held_and_offers_the_rest(company: Living) -> None:
    await accepted(company)
    await company.tells(stuck("缺投标助理", id="free"), stuck("薪资谈判", id="secret", private=True))
    await company.presses(MIN, "先不用")
    await company.until(at(21, 9, 30))
    assert await digest(company) == [
        "卡点:解决 0,还开着 2 — @李娜 接口文档(9/23 到期)、赵敏 投标助理(第 4 天) [promises.team]",
        "所需支持:赵敏需要投标助理 [promises.claim]",
    ]
    await company.says(NA, "给了")
    assert (await digest(company, 21, 27))[0].startswith("卡点:解决 1,还开着 1 — 赵敏")


async def test_a_week_without_blockers_says_nothing(company: Living) -> None:
    assert await digest(company) == []


async def test_back_from_leave_there_is_news_of_these_days_only(company: Living) -> None:
    await accepted(company)
    await company.until(at(18, 10))
    await company.says(NA, "给了")
    assert await news(company, MIN, 18, 18) == ["李娜给了你「接口文档」"]
    assert await news(company, MIN, 17, 17) == []
    await company.tells(stuck(id="c", day=18))
    assert await news(company, NA, 18, 20) == ["赵敏请你帮忙:「接口文档」"]
