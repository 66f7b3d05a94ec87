"""2.2, cases 34 to 36: whoever was in charge when a card was posted need not be so when it is pressed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from bot.kernel.people import Absence
from tests.features.red_flags.living import CHEN, COMPANY, LIU, MIN, NA, TEAM, ZHOU, Living, at, opened, three_low_days

REFUSED = "这张卡不是给你的,没有变化。"


@pytest.fixture
async def company() -> AsyncIterator[Living]:
    company = await opened(COMPANY, at(17, 8, 50))
    await three_low_days(company)
    yield company
    await company.app.stop()


async def _saves(company: Living, *records: object) -> None:
    await company.app.storage.transact(lambda tx: tx.records.save(records))


async def test_sec_036_demoted_between_post_and_press(company: Living) -> None:
    await company.until(at(17, 11, 45))
    assert any("赵敏" in text for text in company.told(CHEN))
    await _saves(company, replace(MIN, manager=LIU.id), replace(TEAM, manager=LIU.id))
    for label in ("已沟通", "误报"):
        await company.presses(CHEN, label)
        assert company.told(CHEN) == [REFUSED]
    await company.says(CHEN, "已经聊过了")
    assert "记为已沟通" not in " ".join(company.told(CHEN))
    await company.until(at(18, 18))
    assert any("赵敏" in text for text in company.told(LIU)), "it is the new manager's by the next day"


async def test_sec_036_back_in_charge_the_same_card_works(company: Living) -> None:
    await company.until(at(17, 11, 45))
    company.news()
    await _saves(company, replace(MIN, manager=LIU.id), replace(TEAM, manager=LIU.id))
    await company.presses(CHEN, "误报")
    await _saves(company, MIN, TEAM)
    await company.presses(CHEN, "误报")
    assert REFUSED not in company.told(CHEN)[1:]


async def test_sec_035_a_delegation_ends_with_the_leave_also_for_a_card_that_is_open(company: Living) -> None:
    leave = Absence("chen/leave", CHEN.id, date(2026, 9, 17), date(2026, 9, 18))
    await _saves(company, replace(CHEN, delegate=NA.id), leave)
    await company.until(at(17, 11, 45))
    assert any("赵敏" in text for text in company.told(NA)), "who stands in is told"
    await _saves(company, replace(leave, cancelled=True))
    await company.presses(NA, "已沟通")
    assert company.told(NA) == [REFUSED]
    await _saves(company, replace(leave, cancelled=False))
    await company.presses(NA, "已沟通")
    assert any("记为已沟通" in text for text in company.told(NA))


async def test_sec_035_a_delegate_does_not_delegate_on(company: Living) -> None:
    away = [Absence(f"{who.id}/leave", who.id, date(2026, 9, 17), date(2026, 9, 18)) for who in (CHEN, NA)]
    await _saves(company, replace(CHEN, delegate=NA.id), replace(NA, delegate=ZHOU.id), *away)
    await company.until(at(17, 11, 45))
    news = company.news()
    assert any("赵敏" in text for to, text in news if to == LIU.id), "the next above answers"
    assert not any("赵敏" in text for to, text in news if to in (NA.id, ZHOU.id))


async def test_sec_034_nobody_is_the_addressee_of_what_is_about_them() -> None:
    """In a circle, and where one is one's own manager."""
    for manager in ({MIN.id: CHEN.id, CHEN.id: MIN.id}, {MIN.id: MIN.id, CHEN.id: CHEN.id}):
        people = tuple(replace(each, manager=manager.get(each.id, each.manager)) for each in COMPANY.people)
        company = await opened(replace(COMPANY, people=people), at(17, 8, 50))
        await three_low_days(company)
        await _saves(company, replace(TEAM, manager=None))
        await company.until(at(17, 11, 45))
        shown = [to for to, text in company.news() if "误报" in text]
        assert len(shown) == 1, "once, to somebody"
        assert shown[0] != MIN.id
        await company.app.stop()
