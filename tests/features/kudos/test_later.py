"""The rest on Monday: from the new week's allowance, all or none, and the giver hears either way."""

from datetime import UTC, datetime

from bot.features.kudos.ledger import purse_of
from bot.features.kudos.model import Entry, Kudos
from bot.kernel.effects import Arm
from tests.features.kudos.office import LEI, MIN, NA, XIONG, Office, posts_to

NEXT = "2026-W39"


async def _promised(office: Office) -> dict[str, str]:
    """赵敏 has given 9 of 10, wants 4 more for 李娜, and chooses to send the rest on Monday."""
    await office.says(MIN, "赞 @王磊 5 昨晚陪我查对账到很晚", LEI)
    await office.says(MIN, "赞 @单雄 4 帮忙加急发了三单货", XIONG)
    await office.says(MIN, "赞 @李娜 4 通宵做完了客户的海报", NA)
    effects = await office.chooses(MIN, "下周一自动补 3 分")
    timer = next(each.timer for each in effects if isinstance(each, Arm) and each.timer.action == "kudos.later")
    assert timer.due == datetime(2026, 9, 20, 16, 0, tzinfo=UTC)  # Monday 00:00 in Shanghai
    office.now = timer.due
    return dict(timer.args)


async def test_it_is_booked_on_the_new_week(office: Office) -> None:
    args = await _promised(office)
    effects = await office.wakes("kudos.later", **args)
    assert await office.asks(lambda turn: purse_of(turn.reads, MIN.id, NEXT).left) == 7
    assert sum(each.points for each in await office.asks(lambda turn: turn.reads.find(Entry))) == 0
    kudos = await office.asks(lambda turn: turn.reads.find(Kudos, receiver=NA.id))
    assert [each.points for each in kudos] == [4]
    assert len(posts_to(effects, NA)) == 1
    assert office.said_to(MIN) == "说好今天补给李娜的 3 分已送出,本周还可送 7 分。"


async def test_taken_back_in_time_nothing_follows(office: Office) -> None:
    args = await _promised(office)
    office.now = datetime(2026, 9, 17, 2, 5, tzinfo=UTC)
    await office.says(MIN, "撤回")
    assert await office.wakes("kudos.later", **args) == []


async def test_when_the_bot_slept_and_the_allowance_is_gone_the_giver_is_told(office: Office) -> None:
    args = await _promised(office)
    office.passes(hours=10)
    await office.says(MIN, "赞 @李娜 3 又做完了一版客户的海报", NA)
    before = await office.asks(lambda turn: turn.reads.find(Entry))
    await office.wakes("kudos.later", **args)
    assert await office.asks(lambda turn: turn.reads.find(Entry)) == before
    assert office.said_to(MIN) == "说好今天补给李娜的 3 分没能送出:本周的额度不够了。"
