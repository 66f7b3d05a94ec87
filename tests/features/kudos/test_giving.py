"""Giving: what is booked, said and told; all receivers or none."""

from collections import Counter
from dataclasses import replace
from datetime import date

from bot.features.kudos.ledger import allowance_account, earned_account, purse_of
from bot.features.kudos.model import Draft, Entry, Kudos
from bot.features.kudos.telling import news
from bot.kernel.cards import plain
from bot.kernel.effects import Post, Push, Timing
from bot.kernel.facts import AbsenceChanged, KudosGiven
from bot.kernel.ids import PersonId
from bot.kernel.people import Absence, ToChat
from tests.features.kudos.office import BOSS, LEI, MIN, NA, WEI2, Office, posts_to, text_of

WEEK = "2026-W38"


async def _entries(office: Office) -> list[Entry]:
    return list(await office.asks(lambda turn: turn.reads.find(Entry)))


async def _left(office: Office, who: PersonId = MIN.id, week: str = WEEK) -> int:
    return await office.asks(lambda turn: purse_of(turn.reads, who, week).left)


async def test_a_gift_is_two_entries_that_add_up_to_nothing(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到 11 点", LEI)
    entries = await _entries(office)
    assert {(each.account, each.points) for each in entries} == {
        (allowance_account(MIN.id, WEEK), -2),
        (earned_account(LEI.id), 2),
    }
    assert await _left(office) == 8


async def test_thanks_without_points_book_nothing_and_are_still_thanks(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 昨晚陪我查对账", LEI)
    assert await _entries(office) == []
    facts = [each for each in office.facts if isinstance(each, KudosGiven)]
    assert [(each.giver, each.receiver, each.points, each.private) for each in facts] == [(MIN.id, LEI.id, 0, False)]


async def test_the_group_sees_no_points(office: Office) -> None:
    effects = await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚 #客户第一", LEI, room=True)
    shown = [text_of(each.card) for each in effects if isinstance(each, Post) and isinstance(each.to, ToChat)]
    assert shown == ["🎉 赵敏 感谢 王磊 · #客户第一:「昨晚陪我查对账到很晚」 [我也谢谢他] [收藏到故事墙]"]


async def test_several_get_the_same_or_nobody_gets_anything(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 @李娜 4 周末一起把系统救回来", LEI, NA)
    assert await _left(office) == 2
    await office.says(MIN, "赞 @王磊 @李娜 1 周末一起把系统救回来", LEI, NA)
    assert await _left(office) == 0
    before = await _entries(office)
    await office.says(MIN, "赞 @王磊 @周婷 1 周末一起把系统救回来", LEI, BOSS)
    assert await _entries(office) == before
    assert "王磊已到 5 分上限" in office.said_to(MIN)


async def test_one_named_twice_is_thanked_once(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 王磊 @王磊 2 昨晚陪我查对账到很晚", LEI, LEI)
    assert await _left(office) == 8


async def test_the_allowance_begins_anew_on_monday_of_the_teams_zone(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 5 昨晚陪我查对账到很晚", LEI)
    office.passes(days=3, hours=13, minutes=59)  # Sunday 23:59 in Shanghai, still Sunday in New York
    await office.says(MIN, "赞 @李娜 5 通宵做完了客户的海报", NA)
    assert (await _left(office), await _left(office, week="2026-W39")) == (0, 10)
    office.passes(minutes=1)
    await office.says(MIN, "赞 @王磊 5 昨晚陪我查对账到很晚", LEI)
    assert await _left(office, week="2026-W39") == 5


async def test_sec_105_moving_to_another_zone_gives_no_second_allowance(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 5 昨晚陪我查对账到很晚", LEI)
    moved = replace(MIN, timezone="Pacific/Auckland")
    await office.saves(moved)
    office.passes(days=3, hours=11)  # Sunday 21:00 in Shanghai, Monday in Auckland
    await office.says(moved, "赞 @李娜 5 通宵做完了客户的海报", NA)
    assert await _left(office) == 0


async def test_the_first_thanks_of_a_day_come_at_once_and_further_ones_in_a_slot(office: Office) -> None:
    first = posts_to(await office.says(MIN, "赞 @王磊 1 昨晚陪我查对账到很晚", LEI), LEI)
    second = posts_to(await office.says(NA, "赞 @王磊 1 帮我把投屏调好了", LEI), LEI)
    assert [post.why.timing for post in (*first, *second) if isinstance(post.why, Push)] == [
        Timing.DUE_TODAY,
        Timing.SLOT,
    ]


async def test_someone_on_leave_is_not_written_to_but_hears_on_return(office: Office) -> None:
    await office.says(NA, "赞 @王磊 1 帮我把投屏调好了", LEI)  # told at once, so no news
    await office.saves(Absence("a", LEI.id, date(2026, 9, 16), date(2026, 9, 18)))
    effects = await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    assert posts_to(effects, LEI) == []
    told = await office.asks(lambda turn: news(turn, LEI, date(2026, 9, 16), date(2026, 9, 18)))
    assert [plain(line) for line in told] == ["赵敏感谢了你(+2):「昨晚陪我查对账到很晚」"]


async def test_leave_called_off_brings_the_thanks_at_once_and_only_once(office: Office) -> None:
    await office.saves(Absence("a", LEI.id, date(2026, 9, 16), date(2026, 9, 18)))
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    fact = AbsenceChanged(LEI.id, date(2026, 9, 16), date(2026, 9, 18), cancelled=True)
    assert [text_of(post.card) for post in posts_to(await office.hears(fact), LEI)] == [
        "你收到赵敏的感谢(+2)。 昨晚陪我查对账到很晚"
    ]
    assert await office.hears(fact) == []


async def test_nothing_is_booked_while_a_question_is_open_and_its_words_are_not_kept(office: Office) -> None:
    await office.says(MIN, "赞 张伟 2 月底对账加班到很晚")
    assert await _entries(office) == []
    await office.chooses(MIN, "财务")
    kudos = await office.asks(lambda turn: turn.reads.find(Kudos))
    assert [(each.receiver, each.points) for each in kudos] == [(WEI2.id, 2)]
    drafts = await office.asks(lambda turn: turn.reads.find(Draft))
    assert [(each.open, each.reason) for each in drafts] == [(False, "")]


async def test_the_same_message_twice_in_a_row_is_thanks_twice_but_one_turn_writes_once(office: Office) -> None:
    effects = await office.says(MIN, "赞 @王磊 1 昨晚陪我查对账到很晚", LEI)
    keys = Counter(each.key for each in effects if isinstance(each, Post))
    assert max(keys.values()) == 1
    assert len(keys) == 3
