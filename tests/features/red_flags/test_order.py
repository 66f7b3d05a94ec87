"""The person hears before anybody else: whatever the platform, the zone or the calendar does."""

from dataclasses import replace

from bot.company import Company
from bot.kernel.people import Membership
from tests.features.red_flags.conftest import Open
from tests.features.red_flags.living import (
    CHEN,
    COMPANY,
    MIN,
    SINCE,
    TEAM,
    ZHOU,
    Living,
    at,
    someone,
    three_low_days,
)


async def test_the_manager_waits_while_the_persons_message_cannot_be_delivered(company: Living) -> None:
    await three_low_days(company)
    company.platform.silent.add(MIN.id)
    await company.until(at(17, 13))
    assert company.news() == []
    company.platform.silent.clear()
    await company.until(at(17, 18))
    assert [to for to, _ in company.news()] == [MIN.id]
    await company.until(at(18, 9, 45))
    assert [to for to, _ in company.news()] == [CHEN.id]


async def test_two_working_hours_count_from_when_it_arrived_not_from_when_it_was_due(company: Living) -> None:
    await three_low_days(company)
    company.platform.silent.add(MIN.id)
    await company.until(at(17, 10, 30))
    company.platform.silent.clear()
    await company.until(at(17, 12))
    assert [to for to, _ in company.news()] == [MIN.id]
    await company.until(at(17, 14, 15))
    assert [to for to, _ in company.news()] == [CHEN.id]


async def test_a_person_in_another_zone_hears_in_their_own_morning_and_the_manager_after(open_company: Open) -> None:
    amy = someone("amy", "Amy", "chen", "America/New_York")
    company = await open_company(
        Company(
            (*COMPANY.people, amy),
            COMPANY.teams,
            (*COMPANY.memberships, Membership("east/amy", TEAM.id, amy.id, SINCE)),
            COMPANY.groups,
        )
    )
    await three_low_days(company, amy)
    await company.until(at(17, 21, 39))
    assert company.news() == []
    await company.until(at(17, 21, 41))
    assert [to for to, _ in company.news()] == [amy.id]
    await company.until(at(18, 9, 39))
    assert company.news() == []
    await company.until(at(18, 9, 41))
    assert [to for to, _ in company.news()] == [CHEN.id]


async def test_somebody_who_cannot_be_reached_at_all_is_named_to_the_manager_as_not_told(company: Living) -> None:
    await three_low_days(company)
    company.platform.unknown.add(MIN.id)
    await company.until(at(17, 12))
    told = company.told(CHEN)
    assert len(told) == 1
    assert "我没能先告诉赵敏" in told[0]


async def test_leave_entered_after_the_first_word_holds_the_managers_card_until_the_return(company: Living) -> None:
    await three_low_days(company)
    await company.until(at(17, 10))
    await company.says(MIN, "请假 9/17 到 9/18")
    company.news()
    await company.until(at(18, 23))
    assert company.told(CHEN) == []
    await company.until(at(20, 12))
    assert len(company.told(CHEN)) == 1


async def test_nobody_is_asked_on_leave_and_the_row_goes_on_after_it(company: Living) -> None:
    await three_low_days(company)
    await company.says(MIN, "请假 9/17 到 9/18")
    company.news()
    await company.until(at(18, 23))
    assert company.news() == []
    await company.until(at(20, 9, 45))
    assert len(company.told(MIN)) == 1


async def test_a_person_who_answers_for_themself_is_never_their_own_addressee(open_company: Open) -> None:
    circle = replace(MIN, manager=MIN.id)
    people = (circle, *COMPANY.people[1:])
    company = await open_company(Company(people, COMPANY.teams, COMPANY.memberships, COMPANY.groups))
    await three_low_days(company)
    await company.until(at(17, 12))
    assert [to for to, text in company.news() if "🟡" in text] == [ZHOU.id]
