"""What is not for the team reaches nobody else, and leaves nothing behind when it is taken back."""

from decimal import Decimal

from bot.features.checkins.access import KINDS
from bot.features.checkins.model import Draft, Participation, PrivateAnswer, Status
from bot.kernel.facts import AnswersGiven, AnswersWithdrawn, BlockerRaised, BlockerSolved, MetricRecorded
from bot.kernel.people import Person
from bot.ports.storage import Transaction
from bot.runtime.scoped import ScopedReads
from tests.features.checkins.conftest import Open
from tests.features.checkins.office import CHEN, LEI, MIN, THURSDAY, ZHOU, Office, at, someone

SECRET = "最近压力太大,有点想走"
BOARD = someone("board", "刘总")


async def _seen(office: Office, viewer: Person, kind: type) -> int:
    """How many records of this kind the viewer may see."""
    kinds = {each.record: each for each in KINDS}

    def read(tx: Transaction) -> int:
        return len(ScopedReads(tx.records, viewer, kinds).find(kind))

    return await office.app.storage.transact(read)


async def test_touchy_words_are_no_answer_until_their_person_decides(office: Office) -> None:
    await office.says(MIN, "合同")
    await office.says(MIN, SECRET)
    assert (await office.share(MIN)).value("today") is None
    assert [await _seen(office, who, Draft) for who in (MIN, LEI, CHEN, ZHOU)] == [1, 0, 0, 0]
    assert office.told(CHEN) == []


async def test_words_for_the_manager_reach_the_manager_alone(office: Office) -> None:
    await office.says(MIN, "合同")
    await office.says(MIN, SECRET)
    await office.presses(MIN, "只给陈经理")
    await office.presses(MIN, "没有")
    await office.says(LEI, "跳过")
    await office.until(at(17, 15))
    assert [await _seen(office, who, PrivateAnswer) for who in (MIN, CHEN, LEI, ZHOU)] == [1, 1, 0, 0]
    assert SECRET in office.told(CHEN)[-1]
    assert all(SECRET not in text for text in office.posted() + office.told(LEI) + office.told(ZHOU))
    (given,) = office.heard(AnswersGiven)
    assert "today" not in given.answers
    assert [name for name, _ in given.private] == ["today"]


async def test_words_kept_to_oneself_reach_nobody(office: Office) -> None:
    await office.says(MIN, "合同")
    await office.says(MIN, SECRET)
    await office.presses(MIN, "只留给自己")
    await office.presses(MIN, "没有")
    await office.says(LEI, "跳过")
    await office.until(at(17, 15))
    assert [await _seen(office, who, PrivateAnswer) for who in (MIN, CHEN, LEI, ZHOU)] == [1, 0, 0, 0]
    assert office.told(CHEN) == []
    assert len(office.posted()) == 1


async def test_silence_about_touchy_words_keeps_them_and_misses_nothing(office: Office) -> None:
    await office.says(MIN, SECRET)
    await office.until(at(18, 0, 1))
    assert (await office.share(MIN)).status is Status.SKIPPED


async def test_touchy_words_in_a_form_and_in_a_change_are_held_back_too(office: Office) -> None:
    await office.presses(MIN, "一次填完")
    await office.submits(MIN, yesterday="合同", today=SECRET, blocker="没有")
    assert (await office.share(MIN)).status is Status.AWAITING
    await office.says(LEI, "昨天合同,今天上线,无")
    await office.says(LEI, f"改 3 {SECRET}")
    assert (await office.share(LEI)).value("blocker") == ""
    assert all(SECRET not in text for text in office.posted())


async def test_a_blocker_behind_private_is_told_as_private(office: Office) -> None:
    for text in ("合同", "上线", "私 想换个项目"):
        await office.says(MIN, text)
    (blocker,) = office.heard(BlockerRaised)
    assert (blocker.text, blocker.private) == ("想换个项目", True)
    assert (await office.share(MIN)).value("blocker") == ""


async def test_a_blocker_kept_to_oneself_is_told_to_nobody(office: Office) -> None:
    for text in ("合同", "上线", SECRET):
        await office.says(MIN, text)
    await office.presses(MIN, "只留给自己")
    assert office.heard(BlockerRaised) == []


async def test_a_mood_is_a_number_nobody_reads(open_office: Open) -> None:
    office = await open_office(mood=True)
    asked = [day for day in (17, 18, 21, 22, 23) if await _mood_asked(office, day)]
    assert len(asked) == 1
    (metric,) = office.heard(MetricRecorded)
    assert (metric.metric, metric.value) == ("mood", Decimal(4))
    (answer,) = [each for each in await office.find(PrivateAnswer) if each.words.text]
    assert (answer.words.text, answer.reader) == ("4", None)
    assert [await _seen(office, who, PrivateAnswer) for who in (MIN, CHEN, LEI, ZHOU)] == [1, 0, 0, 0]


async def _mood_asked(office: Office, day: int) -> bool:
    await office.until(at(day, 9, 30))
    before = len(office.told(MIN))
    await office.says(MIN, "昨天合同,今天上线,无")
    if not any("今天状态怎么样" in text for text in office.told(MIN)[before:]):
        return False
    await office.says(MIN, "4")
    return True


async def test_a_team_mate_reads_answers_once_they_are_given(office: Office) -> None:
    await office.says(MIN, "合同")
    everybody = (MIN, LEI, CHEN, ZHOU, BOARD)
    assert [await _seen(office, who, Participation) for who in everybody] == [1, 1, 2, 2, 0]
    for text in ("上线", "没有"):
        await office.says(MIN, text)
    assert [await _seen(office, who, Participation) for who in everybody] == [1, 2, 2, 2, 0]


async def test_taking_back_forgets_the_words_and_keeps_the_trace(office: Office) -> None:
    await office.says(MIN, "昨天合同,今天上线,卡在接口文档")
    await office.says(MIN, "改 2 验收")
    raised = (await office.share(MIN)).blocker
    await office.says(MIN, "撤回")
    share = await office.share(MIN)
    assert (share.status, share.answers, share.blocker) == (Status.AWAITING, (), "")
    assert [(each.answers, each.withdrawn) for each in share.versions] == [((), True), ((), True)]
    assert [fact.day for fact in office.heard(AnswersWithdrawn)] == [THURSDAY]
    assert [(fact.id, fact.withdrawn) for fact in office.heard(BlockerSolved)] == [(raised, True)]


async def test_taking_back_empties_private_answers(office: Office) -> None:
    for text in ("合同", "上线", "私 想换个项目"):
        await office.says(MIN, text)
    await office.says(MIN, "撤回")
    assert [(each.words.text, each.reader) for each in await office.find(PrivateAnswer)] == [("", None)]
    assert office.heard(BlockerSolved)[-1].withdrawn


async def test_a_private_answer_changed_into_a_public_one_leaves_no_private_words(office: Office) -> None:
    for text in ("合同", "私 见猎头", "没有"):
        await office.says(MIN, text)
    await office.says(MIN, "改 2 上线")
    share = await office.share(MIN)
    assert (share.value("today"), share.kept) == ("上线", ())
    assert [each.words.text for each in await office.find(PrivateAnswer)] == [""]
