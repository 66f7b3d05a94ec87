"""Who belongs where: rights at every step, circles, leavers, and what is asked before."""

from dataclasses import replace

from bot.company import Company
from bot.kernel.calendar import CalendarDay
from bot.kernel.people import Membership, Person
from tests.features.red_flags.conftest import Open
from tests.features.red_flags.living import CHEN, COMPANY, LIU, MIN, NA, SINCE, TEAM, ZHOU, Living, someone


async def _person(company: Living, who: Person) -> Person:
    found = await company.app.storage.transact(lambda tx: tx.records.get(Person, who.id))
    assert found is not None
    return found


async def test_only_an_administrator_closes_accounts_also_at_the_second_press(company: Living) -> None:
    for other in (MIN, CHEN, LIU):
        await company.says(other, "离职 @李娜", NA)
        assert "只有管理员能改" in company.told(other)[-1]
    await company.says(ZHOU, "离职 @李娜", NA)
    await company.presses(ZHOU, "确定", by=CHEN)
    assert (await _person(company, NA)).active
    await company.presses(ZHOU, "确定")
    assert not (await _person(company, NA)).active
    memberships = await company.app.storage.transact(lambda tx: tx.records.find(Membership, person=NA.id))
    assert [each.until is None for each in memberships] == [False]


async def test_sec_032_a_leaver_is_answered_that_the_account_is_closed_and_nothing_is_done(company: Living) -> None:
    await company.says(ZHOU, "离职 @李娜", NA)
    await company.presses(ZHOU, "确定")
    company.news()
    await company.says(NA, "请假 9/21")
    assert company.told(NA) == ["你的账号已停用,所以我不再记录或提醒。如果弄错了,请找管理员。"]


async def test_sec_034_managers_are_set_by_administrators_and_never_in_a_circle(company: Living) -> None:
    await company.says(CHEN, "经理 @赵敏 @刘总", MIN, LIU)
    assert "只有管理员能改" in company.told(CHEN)[-1]
    await company.says(ZHOU, "经理 @刘总 @赵敏", LIU, MIN)
    assert company.told(ZHOU)[-1] == "不行:赵敏归刘总管,这样会绕成一圈。"
    await company.says(ZHOU, "经理 @赵敏 @赵敏", MIN, MIN)
    assert (await _person(company, MIN)).manager == CHEN.id
    await company.says(ZHOU, "经理 @赵敏 @刘总", MIN, LIU)
    assert (await _person(company, MIN)).manager == LIU.id


async def test_a_delegate_is_somebody_else_and_only_for_those_who_lead(company: Living) -> None:
    await company.says(MIN, "委托 @李娜", NA)
    assert company.told(MIN)[-1] == "委托是给有下属的人用的,你现在不需要。"
    await company.says(CHEN, "委托 @陈经理", CHEN)
    assert company.told(CHEN)[-1] == "代理人要是别人,不能是自己。"
    await company.says(CHEN, "委托 @李娜", NA)
    assert (await _person(company, CHEN)).delegate == NA.id
    await company.says(CHEN, "委托 取消")
    assert (await _person(company, CHEN)).delegate is None


async def test_people_are_added_by_managers_to_a_team_that_is_clear(open_company: Open) -> None:
    lin = someone("lin", "小林")
    north = replace(TEAM, id=type(TEAM.id)("north"), name="华北组")
    people = (*COMPANY.people, lin)
    company = await open_company(Company(people, (TEAM, north), COMPANY.memberships, COMPANY.groups))
    await company.says(MIN, "加人 @小林", lin)
    assert "只有经理或管理员能改" in company.told(MIN)[-1]
    await company.says(CHEN, "加人 @小林", lin)
    assert company.told(CHEN)[-1] == "加到哪个团队?在后面写上团队名:「华东组」「华北组」。"
    await company.says(CHEN, "加人 @小林 华北组", lin)
    await company.says(CHEN, "加人 @小林 华北组", lin)
    assert company.told(CHEN)[-1] == "小林已经在「华北组」里。"
    await company.says(CHEN, "加人 @小林", lin, room=True)
    found = await company.app.storage.transact(lambda tx: tx.records.find(Membership, person=lin.id))
    assert [each.team for each in found] == [north.id, TEAM.id]
    assert (await _person(company, lin)).manager == CHEN.id
    assert found[0].since > SINCE


async def test_days_off_are_set_by_administrators_and_counted(company: Living) -> None:
    await company.says(CHEN, "放假 9/21")
    assert "只有管理员能改" in company.told(CHEN)[-1]
    await company.says(ZHOU, "放假 9/19 到 9/21 公司日")
    assert "其中 2 天原来要上班" in company.told(ZHOU)[-1]
    await company.says(ZHOU, "放假 9/21 到 2027-09-21")
    assert "太长了" in company.told(ZHOU)[-1]
    days = await company.app.storage.transact(lambda tx: tx.records.find(CalendarDay))
    assert {each.id: each.works for each in days} == {f"2026-09-{day}": False for day in (19, 20, 21)}
