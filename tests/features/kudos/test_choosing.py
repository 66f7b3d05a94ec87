"""The questions before thanks go out: who may answer them, until when, and what they can be made to do."""

import pytest

from bot.features.kudos.ledger import purse_of
from bot.features.kudos.model import Draft, Entry, Highlight, Kudos
from bot.kernel.effects import Revise, Save
from tests.features.kudos.office import GONE, LEI, MIN, NA, WEI2, XIONG, Office

CLOSED = "这个问题已经关闭,没有再改动什么。"


async def _draft(office: Office) -> Draft:
    drafts = await office.asks(lambda turn: turn.reads.find(Draft))
    return drafts[-1]


async def _given(office: Office) -> list[tuple[str, int]]:
    kudos = await office.asks(lambda turn: turn.reads.find(Kudos))
    return [(each.receiver, each.points) for each in kudos if each.stands]


async def test_sec_024_another_person_cannot_answer_a_givers_question(office: Office) -> None:
    await office.says(MIN, "赞 张伟 1 月底对账加班到很晚")
    draft = await _draft(office)
    await office.presses(LEI, "kudos.pick", draft=draft.id, person=LEI.id)
    assert office.said_to(LEI) == CLOSED
    assert await _given(office) == []


async def test_a_question_is_answered_once(office: Office) -> None:
    await office.says(MIN, "赞 张伟 1 月底对账加班到很晚")
    draft = await _draft(office)
    await office.presses(MIN, "kudos.pick", draft=draft.id, person=WEI2.id)
    effects = await office.presses(MIN, "kudos.pick", draft=draft.id, person=WEI2.id)
    assert office.said_to(MIN) == CLOSED
    assert not [each for each in effects if isinstance(each, Save | Revise)]
    assert await _given(office) == [(WEI2.id, 1)]


async def test_after_ten_minutes_an_answer_comes_too_late(office: Office) -> None:
    await office.says(MIN, "赞 张伟 1 月底对账加班到很晚")
    draft = await _draft(office)
    office.passes(minutes=10, seconds=1)
    await office.presses(MIN, "kudos.pick", draft=draft.id, person=WEI2.id)
    assert await _given(office) == []


async def test_left_alone_a_question_closes_without_cost_and_forgets_the_words(office: Office) -> None:
    await office.says(MIN, "赞 张伟 1 月底对账加班到很晚")
    draft = await _draft(office)
    office.passes(minutes=10)
    effects = await office.wakes("kudos.expire", draft=draft.id)
    assert [each.of for each in effects if isinstance(each, Revise)] == [draft.card]
    closed = await _draft(office)
    assert (closed.open, closed.reason) == (False, "")
    assert await office.wakes("kudos.expire", draft=draft.id) == []


@pytest.mark.parametrize(
    ("points", "later"), [("9", "0"), ("2", "9"), ("-1", "0"), ("２", "0"), ("", "0"), ("2", "x"), ("6", "0")]
)
async def test_sec_025_an_amount_that_no_button_of_ours_names_is_refused(
    office: Office, points: str, later: str
) -> None:
    await office.says(MIN, "赞 @王磊 50 昨晚陪我查对账到很晚", LEI)
    draft = await _draft(office)
    await office.presses(MIN, "kudos.amount", draft=draft.id, points=points, later=later)
    assert office.said_to(MIN) == CLOSED
    assert await _given(office) == []


async def test_an_amount_is_counted_again_at_the_press(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 5 昨晚陪我查对账到很晚", LEI)
    await office.says(MIN, "赞 @李娜 4 通宵做完了客户的海报", NA)
    await office.says(MIN, "赞 @单雄 5 帮忙加急发了三单货", XIONG)
    draft = await _draft(office)
    await office.presses(MIN, "kudos.amount", draft=draft.id, points="5", later="0")
    assert office.said_to(MIN) == "本周只剩 1 分。 [送 1 分] [不带分,只发感谢] [下周一自动补 4 分] [算了]"
    assert [each for each in await _given(office) if each[0] == XIONG.id] == []
    assert await office.asks(lambda turn: purse_of(turn.reads, MIN.id, "2026-W38").left) == 1


async def test_someone_who_left_cannot_be_picked(office: Office) -> None:
    await office.says(MIN, "赞 张伟 1 月底对账加班到很晚")
    draft = await _draft(office)
    await office.presses(MIN, "kudos.pick", draft=draft.id, person=GONE.id)
    assert office.said_to(MIN) == CLOSED
    assert await _given(office) == []


async def test_sec_027_the_card_of_an_earlier_question_no_longer_answers(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 50 好", LEI)
    asked_first = await _draft(office)
    await office.chooses(MIN, "送 5 分")
    assert office.said_to(MIN).startswith("他具体做了什么")
    await office.presses(MIN, "kudos.amount", source=asked_first.card, draft=asked_first.id, points="0", later="0")
    assert office.said_to(MIN) == CLOSED
    assert await _given(office) == []


async def test_whom_one_exchanged_thanks_with_lately_comes_first(office: Office) -> None:
    await office.says(MIN, "赞 张伟 1 月底对账加班到很晚")
    assert office.said_to(MIN).index("华东销售") < office.said_to(MIN).index("财务")
    await office.says(WEI2, "赞 @赵敏 1 帮我把报销补齐了", MIN)
    await office.says(MIN, "赞 张伟 1 月底对账加班到很晚")
    assert office.said_to(MIN).index("财务") < office.said_to(MIN).index("华东销售")


async def test_sec_104_thanks_to_oneself_never_reach_the_ledger_even_by_pressing_on(office: Office) -> None:
    await office.says(MIN, "赞 @赵敏 @王磊 2 一起把脚本跑通了", MIN, LEI)
    await office.chooses(MIN, "好")
    assert await _given(office) == [(LEI.id, 2)]
    await office.says(MIN, "赞 @赵敏 5 我今天谈下了大客户", MIN)
    draft = await _draft(office)
    await office.presses(MIN, "kudos.rest", draft=draft.id)
    assert await _given(office) == [(LEI.id, 2)]


async def test_a_highlight_is_for_its_owner_alone(office: Office) -> None:
    await office.says(MIN, "赞 @赵敏 5 我今天谈下了大客户", MIN)
    await office.chooses(MIN, "记")
    assert [each.text.text for each in await office.looks(MIN, lambda reads: reads.find(Highlight))] == [
        "我今天谈下了大客户"
    ]
    assert await office.looks(LEI, lambda reads: reads.find(Highlight)) == []
    assert await office.asks(lambda turn: turn.reads.find(Entry)) == []


async def test_the_wrong_name_may_be_written_anew_as_often_as_needed(office: Office) -> None:
    await office.says(MIN, "赞 欧阳无名 2 帮我把脚本跑通了")
    await office.answers(MIN, "还是没有这个人")
    assert office.said_to(MIN).startswith("没有找到「还是没有这个人」")
    await office.answers(MIN, "wanglei")
    assert await _given(office) == [(LEI.id, 2)]


async def test_a_sticker_is_no_reason(office: Office) -> None:
    await office.says(MIN, "赞 @王磊 2 好", LEI)
    await office.answers(MIN, "")
    assert "打几个字" in office.said_to(MIN)
    await office.answers(MIN, "帮我把脚本跑通了")
    assert await _given(office) == [(LEI.id, 2)]
