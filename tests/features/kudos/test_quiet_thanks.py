"""悄悄赞: for the two alone, in every place where kudos show."""

from datetime import date

from bot.features.kudos.model import Entry, Kudos, Story
from bot.features.kudos.telling import section
from bot.kernel.cards import Private
from bot.kernel.effects import Post
from bot.kernel.people import ToChat
from tests.features.kudos.office import BOSS, LEI, MIN, NA, Office


async def _gift(office: Office) -> Kudos:
    kudos = await office.asks(lambda turn: turn.reads.find(Kudos))
    return kudos[0]


async def test_nobody_but_the_two_can_read_it_not_even_an_administrator(office: Office) -> None:
    await office.says(MIN, "悄悄赞 @王磊 1 帮我安抚客户", LEI)
    for reader, count in ((MIN, 1), (LEI, 1), (NA, 0), (BOSS, 0)):
        assert len(await office.looks(reader, lambda reads: reads.find(Kudos))) == count


async def test_each_sees_their_own_side_of_the_books_only(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 1 帮我安抚了客户", LEI)
    for reader in (MIN, LEI):
        entries = await office.looks(reader, lambda reads: reads.find(Entry))
        assert [each.owner for each in entries] == [reader.id]
    assert await office.looks(BOSS, lambda reads: reads.find(Entry)) == []


async def test_its_words_are_kept_under_a_key(office: Office) -> None:
    await office.says(MIN, "悄悄赞 @王磊 1 帮我安抚客户", LEI)
    assert (await _gift(office)).reason == Private(MIN.id, "帮我安抚客户")


async def test_no_group_hears_of_it_even_when_it_was_typed_there(office: Office) -> None:
    effects = await office.says(MIN, "悄悄赞 @王磊 1 帮我安抚客户", LEI, room=True)
    assert [each for each in effects if isinstance(each, Post) and isinstance(each.to, ToChat)] == []


async def test_the_digest_does_not_count_it(office: Office) -> None:
    await office.says(MIN, "悄悄赞 @王磊 1 帮我安抚客户", LEI)
    span = date(2026, 9, 14), date(2026, 9, 18)
    assert await office.asks(lambda turn: section(turn, office.team, *span)) is None


async def test_it_can_be_neither_joined_nor_saved_nor_listed(office: Office) -> None:
    await office.says(MIN, "悄悄赞 @王磊 1 帮我安抚客户", LEI)
    gift = (await _gift(office)).gift
    await office.presses(NA, "kudos.echo", gift=gift)
    assert office.said_to(NA) == "这条感谢已经撤回了。"
    await office.presses(LEI, "kudos.story", gift=gift)
    await office.presses(LEI, "kudos.list", team=office.team.id, first="2026-09-14", last="2026-09-18")
    assert office.said_to(LEI) == "这几天没有可以看的感谢。"
    assert await office.asks(lambda turn: turn.reads.find(Story)) == []
