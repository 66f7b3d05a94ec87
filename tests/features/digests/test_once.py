"""One digest per team and week: through restarts, sleep and late beginnings; and one's own at any time."""

from dataclasses import replace
from datetime import date

from bot.company import Company
from bot.features.digests.model import Digest
from bot.kernel.people import Locale
from tests.features.red_flags.conftest import Open
from tests.features.red_flags.living import CHEN, COMPANY, LIU, MIN, NA, TEAM, ZHOU, Living, at, three_low_days


def _digests(news: list[tuple[str, str]]) -> list[str]:
    return [text for to, text in news if to == "east" and text.startswith("📌")]


async def test_a_quiet_week_is_one_friendly_line_on_monday(company: Living) -> None:
    await company.until(at(21, 9, 29))
    assert company.news() == []
    await company.until(at(21, 9, 31))
    assert _digests(company.news()) == [
        "📌 华东组 上周(9/14–9/18 及 9/20 补班,共 6 个工作日) 上周很安静,没有要说的。祝这周顺利 👋"
    ]


async def test_the_week_is_told_once_however_often_the_timer_rings(company: Living) -> None:
    await company.until(at(25, 18))
    assert len(_digests(company.news())) == 1
    found = await company.app.storage.transact(lambda tx: tx.records.find(Digest, team=TEAM.id))
    assert len(found) == 1


async def test_a_new_team_hears_nothing_of_a_week_in_which_it_could_not_check_in(open_company: Open) -> None:
    sunday = date(2026, 9, 20)  # worked in exchange for a holiday
    newcomers = tuple(replace(each, since=sunday) for each in COMPANY.memberships)
    new = replace(COMPANY, memberships=newcomers)
    late = await open_company(new, at(20, 15))
    await late.until(at(25, 18))
    assert _digests(late.news()) == []
    await late.until(at(28, 9, 31))
    assert len(_digests(late.news())) == 1, "its first whole week is told"
    early = await open_company(new, at(20, 9))
    await early.until(at(21, 9, 31))
    assert len(_digests(early.news())) == 1, "on Sunday it was asked"


async def test_slept_through_on_monday_it_is_made_up_for_in_the_next_working_hours(company: Living) -> None:
    company.clock.set(at(22, 20))
    await company.app.settle()
    assert _digests(company.news()) == []
    await company.until(at(23, 9, 31))
    assert len(_digests(company.news())) == 1


async def test_every_number_leads_to_a_list_that_shows_each_reader_what_is_theirs(company: Living) -> None:
    await three_low_days(company)
    await company.until(at(17, 11, 45))
    await company.presses(CHEN, "已沟通")
    await company.until(at(21, 9, 31))
    assert "陈经理回复率 1/1" in _digests(company.news())[0]
    for reader in (MIN, CHEN):
        await company.presses(reader, "陈经理回复率", by=reader, room=True)
        assert "赵敏 · 有效通话低于约定 · 已沟通" in company.told(reader)[0]
    for reader in (NA, LIU, ZHOU):
        await company.presses(reader, "陈经理回复率", by=reader, room=True)
        told = company.told(reader)[0]
        assert "没有和你有关的" in told
        assert "赵敏" not in told


async def test_one_gets_it_alone_at_any_time_in_ones_own_language(open_company: Open) -> None:
    english = replace(MIN, locale=Locale.EN)
    people = (english, *COMPANY.people[1:])
    company = await open_company(Company(people, COMPANY.teams, COMPANY.memberships, COMPANY.groups))
    await company.says(english, "digest")
    await company.says(english, "digest now")
    told = company.told(english)
    assert told[0].startswith("📌 华东组 · last week (7–11 Sep; 5 working days)")
    assert told[1].startswith("📌 华东组 · this week so far (14–17 Sep; 4 working days)")


async def test_asked_in_the_group_it_is_answered_alone(company: Living) -> None:
    await company.says(MIN, "周报", room=True)
    assert [to for to, _ in company.news()] == [MIN.id]


async def test_managers_and_administrators_get_it_too_and_others_a_word(company: Living) -> None:
    for reader in (CHEN, ZHOU):
        await company.says(reader, "周报")
        assert company.told(reader)[0].startswith("📌 华东组")
    await company.says(LIU, "周报")
    assert company.told(LIU) == ["你还不在任何团队里,所以没有周报。"]
