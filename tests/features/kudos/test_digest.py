"""The digest's section: how many were thanked, and who for the first time; never how often."""

from datetime import date

from bot.features.kudos.telling import section
from bot.kernel.cards import plain
from tests.features.kudos.office import LEI, MIN, NA, XIONG, Office

WEEK = date(2026, 9, 14), date(2026, 9, 20)


async def _line(office: Office, first: date = WEEK[0], last: date = WEEK[1]) -> str:
    found = await office.asks(lambda turn: section(turn, office.team, first, last))
    return plain(found.lines[0].line) if found else ""


async def test_people_are_counted_once_and_firsts_are_named(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    office.passes(days=7)
    await office.says(MIN, "赞 @王磊 2 又陪我查了一遍对账", LEI)
    await office.says(NA, "赞 @王磊 帮我把投屏调好了", LEI)
    await office.says(MIN, "赞 @单雄 1 加急发货救了客户A", XIONG)
    assert await _line(office) == "谢谢:1 人收到感谢,第一次被感谢:王磊 ·「昨晚陪我查对账到很晚」"
    assert (
        await _line(office, date(2026, 9, 21), date(2026, 9, 27))
        == "谢谢:2 人收到感谢,第一次被感谢:单雄 ·「加急发货救了客户A」"
    )


async def test_nothing_is_said_of_a_week_without_thanks(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    await office.says(MIN, "撤回")
    assert await _line(office) == ""


async def test_the_number_leads_to_its_list_without_points_newest_first(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 2 昨晚陪我查对账到很晚", LEI)
    office.passes(minutes=1)
    await office.says(MIN, "赞 @李娜 5 通宵做完了客户的海报", NA)
    found = await office.asks(lambda turn: section(turn, office.team, *WEEK))
    assert found is not None
    more = found.lines[0].more
    assert more is not None
    await office.presses(NA, more.name, **more.args)
    assert office.said_to(NA) == (
        "9/14–9/20 的感谢 · 赵敏 → 李娜:「通宵做完了客户的海报」 · 赵敏 → 王磊:「昨晚陪我查对账到很晚」"
    )


async def test_a_list_of_nonsense_days_is_answered_calmly(office: Office) -> None:
    await office.presses(NA, "kudos.list", team="nobody's", first="x", last="")
    assert office.said_to(NA) == "这几天没有可以看的感谢。"


async def test_a_saved_story_is_quoted_before_a_first(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 昨晚陪我查对账到很晚", LEI)
    await office.says(MIN, "赞 @李娜 通宵做完了客户的海报 #故事", NA)
    assert (await _line(office)).endswith("·「通宵做完了客户的海报」")
