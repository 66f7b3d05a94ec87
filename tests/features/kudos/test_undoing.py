"""`撤回`: within ten minutes, by the giver, once."""

from datetime import UTC, datetime

from bot.features.kudos import undoing
from bot.features.kudos.ledger import earned_account, purse_of
from bot.features.kudos.model import Entry, Kudos
from bot.kernel.effects import Disarm, Effect, Revise, Save, Withdraw
from bot.kernel.features import Reads
from tests.features.kudos.office import LEI, MIN, NA, Office

WEEK = "2026-W38"


async def _gift(office: Office) -> str:
    kudos = await office.asks(lambda turn: turn.reads.find(Kudos))
    return kudos[-1].gift


def _balance(reads: Reads) -> tuple[int, int, int]:
    """The sum of all entries, what 赵敏 has left, what 王磊 earned."""
    earned = sum(each.points for each in reads.find(Entry, account=earned_account(LEI.id)))
    return sum(each.points for each in reads.find(Entry)), purse_of(reads, MIN.id, WEEK).left, earned


def _changes(effect: Effect) -> bool:
    return isinstance(effect, Save | Revise | Withdraw | Disarm)


async def test_everything_is_as_before_and_the_books_still_balance(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 @李娜 2 周末一起把系统救回来", LEI, NA)
    assert await office.asks(lambda turn: _balance(turn.reads)) == (0, 6, 2)
    await office.says(MIN, "撤回")
    assert await office.asks(lambda turn: _balance(turn.reads)) == (0, 10, 0)
    assert office.said_to(MIN) == "已撤回给王磊、李娜的 +2,群卡片改为「已撤回」,你的额度恢复到 10。"


async def test_taking_back_twice_gives_nothing_twice(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    gift = await _gift(office)
    await office.presses(MIN, "kudos.undo", gift=gift)
    await office.presses(MIN, "kudos.undo", gift=gift)
    await office.says(MIN, "撤回")
    assert await office.asks(lambda turn: _balance(turn.reads)) == (0, 10, 0)
    assert office.said_to(MIN) == "这条已经撤回过了,没有再改动。"


async def test_sec_024_nobody_else_can_take_it_back(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    assert not [each for each in await office.presses(LEI, "kudos.undo", gift=await _gift(office)) if _changes(each)]
    assert await office.asks(lambda turn: _balance(turn.reads)) == (0, 8, 2)


async def test_the_last_second_counts_and_the_next_does_not(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    office.passes(minutes=10)
    await office.says(MIN, "撤回")
    assert await office.asks(lambda turn: _balance(turn.reads)) == (0, 10, 0)
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    office.passes(minutes=10, seconds=1)
    await office.says(MIN, "撤回")
    assert await office.asks(lambda turn: _balance(turn.reads)) == (0, 8, 2)
    assert office.said_to(MIN).startswith("过了 10 分钟")


async def test_a_message_that_still_waits_is_taken_back_and_the_rest_of_monday_called_off(office: Office) -> None:
    office.passes(hours=12)  # 22:00: nobody is written to now
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    effects = await office.says(MIN, "撤回")
    kudos = await office.asks(lambda turn: turn.reads.find(Kudos))
    assert [each.key for each in effects if isinstance(each, Withdraw)] == [kudos[0].told]
    assert [each.key for each in effects if isinstance(each, Disarm)] == [f"kudos.later/{kudos[0].gift}"]
    assert {each.of for each in effects if isinstance(each, Revise)} == {
        kudos[0].told,
        kudos[0].announced,
        kudos[0].confirmed,
    }


async def test_a_fresh_gift_claims_the_word_and_an_old_one_leaves_it_to_others(office: Office) -> None:
    claims = await office.claims(MIN, undoing.claims)
    assert claims is None
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    given = office.now
    assert await office.claims(MIN, undoing.claims) == given
    office.passes(minutes=11)
    weak = await office.claims(MIN, undoing.claims)
    assert weak is not None
    assert datetime.min.replace(tzinfo=UTC) < weak < given


async def test_the_word_repeated_means_the_same_gift_and_not_the_one_before(office: Office) -> None:
    await office.says(MIN, "赞 @李娜 1 通宵做完了客户的海报", NA)
    office.passes(minutes=1)
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    await office.says(MIN, "撤回")
    await office.says(MIN, "撤回")
    assert await office.asks(lambda turn: _balance(turn.reads)) == (0, 9, 0)
