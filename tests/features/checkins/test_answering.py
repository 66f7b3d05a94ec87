"""However the answers come, they end in the same record."""

from dataclasses import replace

from bot.features.checkins.model import Draft, Participation, Status, Template
from bot.kernel.cards import Private
from bot.kernel.facts import AnswersGiven, BlockerRaised, MetricRecorded, ObligationMet
from bot.kernel.questions import Answer
from tests.features.checkins.conftest import Open
from tests.features.checkins.office import CHEN, LEI, MIN, Office, at


def _record(share: Participation) -> Participation:
    """What two ways of answering must agree on: all but who, when asked, and by which way."""
    versions = tuple(replace(each, source="") for each in share.versions)
    return replace(share, id="", person=MIN.id, asked=share.asked, versions=versions)


async def test_a_talk_a_form_and_one_sentence_end_in_the_same_record(open_office: Open) -> None:
    records = []
    for way in ("talk", "form", "sentence"):
        office = await open_office()
        await office.until(at(17, 9, 30))
        if way == "talk":
            for text in ("合同", "上线", "没有"):
                await office.says(MIN, text)
        elif way == "form":
            await office.presses(MIN, "一次填完")
            await office.submits(MIN, yesterday="合同", today="上线", blocker="没有")
        else:
            await office.says(MIN, "合同 今天上线 没卡点")
            await office.presses(MIN, "对")
        records.append(_record(await office.share(MIN)))
    assert records[0].status is Status.ANSWERED
    assert not records[0].late
    assert records[0].answers == (Answer("yesterday", "合同"), Answer("today", "上线"), Answer("blocker", ""))
    assert records[0] == records[1] == records[2]


async def test_nothing_is_an_answer_before_the_split_is_agreed_on(office: Office) -> None:
    await office.says(MIN, "对账昨天搞完了 今天上线+见客户 没卡点")
    share = await office.share(MIN)
    assert (share.status, share.answers) == (Status.AWAITING, ())
    assert office.heard(AnswersGiven) == []
    await office.presses(MIN, "对")
    assert (await office.share(MIN)).value("today") == "上线、见客户"


async def test_a_draft_forgets_its_words_once_it_is_used(office: Office) -> None:
    await office.says(MIN, "对账昨天搞完了 今天上线+见客户 没卡点")
    (draft,) = await office.find(Draft, person=MIN.id)
    assert dict(draft.fields)["today"] == Private(MIN.id, "上线、见客户")
    await office.presses(MIN, "对")
    (draft,) = await office.find(Draft, person=MIN.id)
    assert (draft.used, draft.fields) == ("accept", ())


async def test_a_used_draft_changes_nothing_when_pressed_again(office: Office) -> None:
    await office.says(MIN, "对账昨天搞完了 今天上线+见客户 没卡点")
    await office.presses(MIN, "对")
    await office.says(MIN, "改 2 验收")
    before, said = await office.share(MIN), len(office.told(MIN))
    await office.presses(MIN, "对")
    assert await office.share(MIN) == before
    assert len(office.told(MIN)) == said


async def test_an_answer_tells_what_the_other_features_need(office: Office) -> None:
    await office.says(MIN, "昨天合同,今天上线,卡在接口文档")
    (given,) = office.heard(AnswersGiven)
    share = await office.share(MIN)
    assert given.answers == {"yesterday": "合同", "today": "上线", "blocker": "卡在接口文档"}
    assert (given.late, given.revised) == (False, False)
    (blocker,) = office.heard(BlockerRaised)
    assert (blocker.id, blocker.text, blocker.private) == (share.blocker, "卡在接口文档", False)
    assert [fact.id for fact in office.heard(ObligationMet)] == [f"checkins:{share.id}"]


async def test_a_number_is_told_as_a_metric(open_office: Open) -> None:
    office = await open_office(template=Template.SALES)
    await office.until(at(17, 9, 30))
    for text in ("合同", "很多", "95.5", "上线", "没有"):
        await office.says(MIN, text)
    (metric,) = office.heard(MetricRecorded)
    assert (metric.metric, str(metric.value), metric.person) == ("calls", "95.5", MIN.id)


async def test_a_press_by_somebody_else_is_refused_and_changes_nothing(office: Office) -> None:
    for text in ("合同", "上线"):
        await office.says(MIN, text)
    before = await office.share(MIN)
    for other in (LEI, CHEN):
        await office.presses(MIN, "没有", by=other)
        assert await office.share(MIN) == before
        assert "什么都没有改变" in office.told(other)[-1]


async def test_a_forged_press_without_arguments_is_refused(office: Office) -> None:
    for name in ("pick", "form", "submit", "start", "skip", "again", "draft", "edit", "rewrite", "rewritten", "undo",
                 "list", "begin", "choose", "choices", "people", "hour", "enable", "try", "time", "stop", "stopped",
                 "pass_on", "write"):  # fmt: skip
        await office._happens(LEI, {"source": "x", "press": f"checkins.{name}", "args": {}, "values": {}})
    assert (await office.share(LEI)).status is Status.AWAITING


async def test_an_answer_from_the_group_says_where_it_came_from(office: Office) -> None:
    await office.says(MIN, "昨天对账完成,今天上线,没卡点", room=True)
    assert office.posted() == []
    assert (await office.share(MIN)).status is Status.AWAITING
    await office.presses(MIN, "收下")
    share = await office.share(MIN)
    assert [each.source for each in share.versions] == ["group:toy:1"]
    await office.says(MIN, "昨天对账完成,今天上线和验收,没卡点")
    await office.presses(MIN, "对")
    share = await office.share(MIN)
    assert [each.source for each in share.versions] == ["group:toy:1", "text"]
    assert share.value("today") == "上线和验收"


async def test_a_question_about_readers_is_not_an_answer(office: Office) -> None:
    await office.says(MIN, "合同")
    await office.says(MIN, "这个谁能看到")
    share = await office.share(MIN)
    assert [each.name for each in share.answers] == ["yesterday"]
    await office.says(MIN, "上线")
    assert (await office.share(MIN)).value("today") == "上线"


async def test_a_sticker_and_an_overlong_answer_are_not_kept(office: Office) -> None:
    await office.says(MIN, "哈" * 501)
    await office.says(MIN, "😄")
    await office.says(MIN, "哈" * 9000)
    assert (await office.share(MIN)).answers == ()
    await office.says(MIN, "哈" * 500)
    assert (await office.share(MIN)).value("yesterday") == "哈" * 500
