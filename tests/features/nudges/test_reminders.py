"""Reminders as people see them: through the real inbox, clock and outbox."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.nudges.model import Obligation, State
from bot.kernel.facts import AbsenceChanged, Ladder, ObligationMet, PersonLeft
from bot.kernel.people import Absence
from bot.ports.storage import Transaction
from tests.features.nudges.owing import WEDNESDAY, owed
from tests.features.red_flags.living import CHEN, LIU, MIN, NA, ZHOU, Living, at


def begin(texts: Sequence[str], *beginnings: str) -> bool:
    """Whether each text begins like this, one by one."""
    return len(texts) == len(beginnings) and all(map(str.startswith, texts, beginnings))


async def obligation(company: Living, id: str = "plan") -> Obligation | None:
    return await company.app.storage.transact(lambda tx: tx.records.get(Obligation, id))


async def on_leave(company: Living, *days: int, cancelled: bool = False) -> None:
    first, last = (at(day, 0).date() for day in (days[0], days[-1]))
    absence = Absence("leave", MIN.id, first, last, cancelled)

    def work(tx: Transaction) -> None:
        tx.records.save([absence])

    await company.app.storage.transact(work)
    await company.tells(AbsenceChanged(MIN.id, first, last, cancelled))


async def test_the_owner_hears_first_and_the_manager_in_the_same_minute(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await company.until(at(18, 12))
    news = company.news()
    assert [to for to, _ in news] == [MIN.id, MIN.id, MIN.id, CHEN.id]
    said = [text for _, text in news]
    assert begin(
        said, "明天 18:00 到期", "「方案」昨天到期", "「方案」逾期 2 个工作日", "赵敏的「方案」9/16(周三) 到期"
    )
    sent = [each.key for each in company.platform.sent[-2:]]
    arrived = await company.app.storage.transact(lambda tx: [tx.outbox.arrives(key) for key in sent])
    assert all(each and each.replace(second=0) == at(18, 9, 40) for each in arrived)


async def test_the_manager_never_hears_before_the_owner_even_if_the_owners_message_is_held_up(company: Living) -> None:
    await company.tells(owed())
    await company.until(at(18, 9, 30))
    company.news()
    company.platform.silent.add(MIN.id)
    await company.until(at(18, 13))
    assert company.news() == []
    company.platform.silent.clear()
    await company.until(at(18, 15))
    assert [to for to, _ in company.news()] == [MIN.id, CHEN.id]


async def test_a_manager_hears_even_where_the_owner_can_never_be_reached(company: Living) -> None:
    await company.tells(owed())
    company.platform.unknown.add(MIN.id)
    await company.until(at(18, 12))
    assert [to for to, _ in company.news()] == [CHEN.id]


async def test_a_day_full_of_messages_does_not_put_the_late_one_off(company: Living) -> None:
    await company.says(MIN, "少发点")
    await company.says(MIN, "少发点")
    early = [owed(at(17, 18), at(17, 9), id=f"early{n}", what=f"早{n}") for n in range(3)]
    await company.tells(owed(), *early)
    await company.until(at(17, 12))
    assert "「方案」昨天到期,现在怎么样? [1 已完成]" in company.told(MIN)


async def test_done_between_the_owners_and_the_managers_message_spares_the_manager(company: Living) -> None:
    await company.tells(owed())
    await company.until(at(18, 9, 40))
    company.news()
    await company.tells(ObligationMet("plan"))
    await company.until(at(21, 12))
    assert {to for to, _ in company.news()} == {MIN.id}


async def test_done_in_time_says_nothing_more_and_closes_what_was_said(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await company.until(at(15, 17))
    company.news()
    await company.tells(ObligationMet("plan"))
    await company.until(at(22, 12))
    assert company.news() == [(MIN.id, "「方案」:已处理 ✓")]


async def test_a_reminder_that_still_waits_is_taken_back(company: Living) -> None:
    await company.tells(owed(at(14, 18), at(14, 12, 10), ladder=Ladder.ONCE))
    await company.until(at(14, 12, 30))
    await company.tells(ObligationMet("plan"))
    await company.until(at(15, 12))
    assert company.news() == []


async def test_a_check_in_is_reminded_of_once_at_its_hour(company: Living) -> None:
    await company.tells(owed(at(14, 12), at(14, 11), ladder=Ladder.ONCE, what="今天的打卡"))
    await company.until(at(14, 10, 59))
    assert company.news() == []
    await company.until(at(14, 11))
    assert company.news() == [(MIN.id, "小提醒:「今天的打卡」,今天 12:00 前都来得及。 [1 已完成]")]
    await company.until(at(21, 12))
    assert company.news() == []


async def test_a_reminder_whose_time_has_passed_goes_at_once(company: Living) -> None:
    await company.tells(owed(at(14, 18), at(14, 9)))
    assert company.told(MIN) == ["今天 18:00 到期:「方案」。 [1 已完成]"]


async def test_moved_it_starts_again_and_the_old_reminder_says_so(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await company.until(at(17, 10))
    company.news()
    await company.tells(owed(at(21, 18), at(20, 16)))
    assert set(company.told(MIN)) == {"「方案」:改到 9/21(周一)。"}
    await company.until(at(22, 12))
    assert begin(company.told(MIN), "明天 18:00 到期:「方案」", "「方案」昨天到期")


async def test_opened_again_unchanged_it_is_said_once(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await company.until(at(15, 17))
    await company.tells(owed(remind=at(15, 16)))
    await company.until(at(16, 12))
    assert len(company.told(MIN)) == 1


async def test_handed_to_somebody_else_the_first_hears_nothing_more(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await company.until(at(15, 17))
    company.news()
    await company.tells(owed(at(17, 18), at(16, 16), owner=NA))
    await company.until(at(16, 17))
    assert company.news() == [(MIN.id, "「方案」:已处理 ✓"), (NA.id, "明天 18:00 到期:「方案」。 [1 已完成]")]


async def test_leave_freezes_and_its_end_goes_on(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await on_leave(company, 15, 16, 17)
    await company.until(at(18, 9))
    assert company.news() == []
    await company.until(at(18, 12))
    assert begin(company.told(MIN), "「方案」是 9/16(周三) 到期的")


async def test_leave_revoked_starts_it_again(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await on_leave(company, 15, 16, 17)
    await on_leave(company, 15, 16, 17, cancelled=True)
    await company.until(at(15, 17))
    assert len(company.told(MIN)) == 1


async def test_leave_entered_on_the_morning_itself_is_seen(company: Living) -> None:
    await company.tells(owed())
    await company.until(at(17, 9))
    await on_leave(company, 17)
    await company.until(at(18, 9))
    assert company.news() == []


async def test_who_left_is_reminded_of_nothing(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await company.tells(PersonLeft(MIN.id))
    await company.until(at(22, 12))
    assert company.news() == []


async def test_the_superior_gets_a_weekly_count_without_names_until_it_is_done(company: Living) -> None:
    await company.tells(owed(), owed(id="other", owner=NA, what="海报"))
    await company.until(at(20, 20))
    assert LIU.id not in {to for to, _ in company.news()}
    await company.until(at(21, 12))
    counts = company.told(LIU)
    assert counts == ["华东组:有 2 件约定超过 2 个工作日还没着落,团队负责人都已知道。"]
    await company.tells(ObligationMet("other"))
    await company.until(at(28, 12))
    assert company.told(LIU) == ["华东组:有 1 件约定超过 2 个工作日还没着落,团队负责人已知道。"]
    await company.tells(ObligationMet("plan"))
    await company.until(at(12, 12, month=10))
    assert company.told(LIU) == []


async def test_nobody_reports_the_boss_to_the_boss(company: Living) -> None:
    await company.app.storage.transact(lambda tx: tx.records.save([replace(ZHOU, manager=LIU.id)]))
    await company.tells(owed(owner=LIU, what="预算"))
    await company.until(at(28, 12))
    told = company.news()
    assert [to for to, _ in told] == [LIU.id, LIU.id, "zhou"], "an administrator answers, and nobody counts"


async def test_a_full_week_brings_each_day_one_message_about_each_thing(company: Living) -> None:
    ids = [f"plan{number}" for number in range(4)]
    await company.tells(*[owed(id=each, what=each) for each in ids])
    seen: list[tuple[str, str]] = []
    for day in range(15, 22):
        await company.until(at(day, 20))
        today = company.news()
        for each in ids:
            assert sum(f"「{each}」" in text for to, text in today if to == MIN.id) <= 1
        seen += today
    assert sum(to == MIN.id for to, _ in seen) == 2, "four things in one slot are one message"


@pytest.mark.parametrize("late", [False, True])
async def test_what_is_late_has_buttons_of_its_own(company: Living, late: bool) -> None:
    both = replace(owed(remind=at(15, 16)), late_buttons=(replace(owed().buttons[0], label="改到…"),))
    await company.tells(both)
    await company.until(at(17, 10) if late else at(16, 10))
    assert company.told(MIN)[-1].endswith("[1 改到…]" if late else "[1 已完成]")


async def test_the_clock_set_back_says_nothing_twice(company: Living) -> None:
    await company.tells(owed(remind=at(15, 16)))
    await company.until(at(15, 16, 5))
    company.news()
    company.clock.set(at(15, 15, 5))
    await company.until(at(15, 18))
    assert company.news() == []


async def test_what_is_settled_stays_on_file_as_closed(company: Living) -> None:
    await company.tells(owed())
    await company.tells(ObligationMet("plan"), ObligationMet("plan"), ObligationMet("never heard of"))
    found = await obligation(company)
    assert found is not None
    assert (found.state, found.due - WEDNESDAY) == (State.CLOSED, timedelta(0))
