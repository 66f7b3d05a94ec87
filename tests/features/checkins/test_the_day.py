"""The day by the clock: who is asked, reminded, counted; late, skipped, on leave, asleep."""

from dataclasses import replace
from datetime import date

from bot.features.checkins.model import CheckIn, Draft, Held, Occurrence, Participation, Phase, Report, Status
from bot.kernel.facts import AbsenceChanged, AnswersMissed, ObligationOpened, PersonJoined
from bot.kernel.people import Membership
from bot.ports.adapter import Unavailable
from tests.features.checkins.conftest import Open
from tests.features.checkins.office import LEI, MIN, TEAM, THURSDAY, ZHOU, Office, at, someone

FRIDAY = date(2026, 9, 18)


async def test_everybody_is_asked_once_at_their_hour(office: Office) -> None:
    assert [len(office.told(who)) for who in (MIN, LEI)] == [1, 1]
    await office.app.runtime.stop()
    shares = await office.find(Participation, day=THURSDAY)
    assert {each.status for each in shares} == {Status.AWAITING}


async def test_whoever_is_on_leave_is_excused_and_gets_nothing(open_office: Open) -> None:
    office = await open_office()
    await office.away(MIN, THURSDAY, FRIDAY)
    await office.until(at(18, 0, 1))
    assert office.told(MIN) == []
    assert (await office.share(MIN)).status is Status.EXCUSED
    assert [fact.person for fact in office.heard(AnswersMissed)] == [LEI.id]


async def test_a_prompt_that_its_platform_held_up_past_the_window_is_dropped_and_nobody_missed_it(
    open_office: Open,
) -> None:
    office = await open_office()
    office.platform.errors = [Unavailable("down")] * 1000
    await office.until(at(17, 12, 1))
    office.platform.errors.clear()
    await office.until(at(18, 0, 1))
    assert (office.told(MIN), office.told(LEI)) == ([], [])
    assert (await office.share(MIN)).status is Status.EXCUSED
    assert office.heard(AnswersMissed) == []


async def test_leave_entered_on_the_day_excuses_from_what_is_still_open(office: Office) -> None:
    await office.away(MIN, THURSDAY, THURSDAY)
    await office.tells(AbsenceChanged(MIN.id, THURSDAY, THURSDAY, cancelled=False))
    await office.until(at(18, 0, 1))
    assert (await office.share(MIN)).status is Status.EXCUSED
    assert MIN.id not in [fact.owner for fact in office.heard(ObligationOpened)]


async def test_only_those_still_awaited_owe_it_after_ninety_minutes(office: Office) -> None:
    await office.says(MIN, "昨天合同,今天上线,无")
    await office.until(at(17, 10, 59))
    assert office.heard(ObligationOpened) == []
    await office.until(at(17, 11))
    (owed,) = office.heard(ObligationOpened)
    assert (owed.owner, owed.due, owed.ladder) == (LEI.id, at(17, 12), "once")
    assert [each.label for each in owed.buttons] == ["开始答", "今天跳过"]


async def test_whoever_is_asked_again_later_is_not_reminded_before(office: Office) -> None:
    await office.says(MIN, "开会呢晚点")
    await office.says(LEI, "跳过")
    await office.until(at(17, 12))
    assert office.heard(ObligationOpened) == []
    assert (await office.share(MIN)).status is Status.AWAITING
    assert (await office.share(LEI)).status is Status.SKIPPED
    await office.until(at(17, 14))
    assert any("现在方便" in text for text in office.told(MIN))


async def test_a_late_answer_is_kept_and_marked_late(office: Office) -> None:
    await office.says(LEI, "昨天合同,今天上线,无")
    await office.until(at(17, 15, 20))
    await office.says(MIN, "昨天完成,今天上线,无")
    share = await office.share(MIN)
    assert (share.status, share.late) == (Status.ANSWERED, True)
    assert len(await office.find(Report)) == 1
    words = " ".join(office.told(MIN) + office.posted())
    assert "迟到" not in words
    assert "扣" not in words


async def test_an_answer_in_time_stays_in_time_when_it_is_changed_late(office: Office) -> None:
    await office.says(MIN, "昨天合同,今天上线,无")
    await office.until(at(17, 15, 20))
    await office.says(MIN, "改 2 验收")
    share = await office.share(MIN)
    assert (share.late, [each.answers[1].value for each in share.versions]) == (False, ["上线", "验收"])


async def test_who_neither_answers_nor_skips_has_missed_it_when_the_day_ends(office: Office) -> None:
    await office.says(LEI, "跳过")
    await office.until(at(17, 23, 59))
    assert office.heard(AnswersMissed) == []
    await office.until(at(18, 0))
    assert [(fact.person, fact.day) for fact in office.heard(AnswersMissed)] == [(MIN.id, THURSDAY)]


async def test_after_midnight_nothing_is_published_until_the_day_is_chosen(office: Office) -> None:
    await office.until(at(18, 0, 20))
    await office.says(MIN, "今天上线完成了,没卡点")
    (draft,) = await office.find(Draft, person=MIN.id)
    assert (draft.day, draft.why) == (THURSDAY, Held.WHICH_DAY)
    assert (await office.share(MIN)).status is Status.MISSED
    assert office.posted() == []
    await office.presses(MIN, "昨天 9/17")
    share = await office.share(MIN)
    assert (share.status, share.late, share.value("today")) == (Status.ANSWERED, True, "上线完成了")


async def test_the_evening_before_a_holiday_is_kept_for_the_next_working_day(open_office: Open) -> None:
    office = await open_office(at(24, 18, 10))
    await office.says(MIN, "明天的日报:继续跟进客户A,无卡点")
    (draft,) = await office.find(Draft, person=MIN.id)
    assert (draft.day, draft.why) == (date(2026, 9, 28), Held.AHEAD)
    assert await office.find(Participation, person=MIN.id) == []


async def test_the_report_never_names_who_did_not_answer(office: Office) -> None:
    await office.says(MIN, "昨天合同,今天上线,无")
    await office.until(at(17, 12))
    (report,) = office.posted()
    assert "已交 1/2" in report
    assert LEI.name not in report


async def test_without_an_answer_there_is_no_report_until_one_comes(office: Office) -> None:
    await office.until(at(17, 13))
    assert office.posted() == []
    await office.says(MIN, "昨天合同,今天上线,无")
    assert len(office.posted()) == 1


async def test_a_sleep_until_eleven_stretches_the_window_by_as_much(open_office: Open) -> None:
    office = await open_office()
    await office.sleeps(at(17, 11, 10))
    (occurrence,) = await office.find(Occurrence)
    assert occurrence.closes == at(17, 13, 40)
    assert [len(office.told(who)) for who in (MIN, LEI)] == [1, 1]


async def test_a_sleep_until_after_two_asks_nobody_and_tells_an_administrator(open_office: Open) -> None:
    office = await open_office()
    await office.sleeps(at(17, 14, 1))
    (occurrence,) = await office.find(Occurrence)
    assert occurrence.phase is Phase.UNASKED
    assert office.told(MIN) == []
    await office.until(at(18, 9, 29))
    assert office.heard(AnswersMissed) == []
    assert any("没有发" in text for text in office.told(ZHOU))


async def test_starting_again_asks_nobody_twice(office: Office) -> None:
    await office.app.runtime.stop()
    await office.app.runtime.start(beating=False)
    await office.app.settle()
    assert [len(office.told(who)) for who in (MIN, LEI)] == [1, 1]


async def test_a_day_is_opened_once(office: Office) -> None:
    (checkin,) = await office.find(CheckIn)
    await office.until(at(17, 12))
    await office.wakes("checkins.open", at(17, 9, 30), checkin=checkin.id, zone="Asia/Shanghai")
    (occurrence,) = await office.find(Occurrence)
    assert occurrence.phase is Phase.CLOSED
    assert len(office.told(MIN)) == 1


async def test_a_large_team_has_its_report_changed_once_a_minute(open_office: Open) -> None:
    people = tuple(someone(f"p{number}", f"同事{number}", "chen") for number in range(51))
    office = await open_office(people=people)
    await office.until(at(17, 9, 30))
    for person in people:
        await office.says(person, "昨天合同,今天上线,无")
    assert office.posted() == []
    await office.until(at(17, 9, 31))
    (report,) = office.posted()
    assert "已交 51/51" in report


async def test_whoever_joins_from_another_zone_is_asked_at_their_own_hour(office: Office) -> None:
    kim = someone("kim", "Kim", "chen", zone="Asia/Seoul")
    await office.app.storage.transact(lambda tx: tx.records.save([kim, Membership("m", TEAM.id, kim.id, THURSDAY)]))
    await office.tells(PersonJoined(kim.id, TEAM.id))
    (checkin,) = await office.find(CheckIn)
    assert "Asia/Seoul" in checkin.zones
    await office.until(at(18, 8, 31))
    assert (await office.share(kim, FRIDAY)).zone == "Asia/Seoul"


async def test_whoever_moves_between_zones_is_asked_once_for_a_date(office: Office) -> None:
    moved = replace(MIN, timezone="Europe/Berlin")
    await office.saves(moved)
    await office.tells(PersonJoined(MIN.id, TEAM.id))
    await office.until(at(17, 23))
    shares = await office.find(Participation, person=MIN.id, day=THURSDAY)
    assert len(shares) == 1


async def test_whoever_begins_before_the_hour_is_not_asked_again(open_office: Open) -> None:
    office = await open_office()
    await office.says(MIN, "打卡")
    await office.says(MIN, "昨天合同,今天上线,无")
    said = len(office.told(MIN))
    await office.until(at(17, 9, 30))
    assert len(office.told(MIN)) == said
    assert not (await office.share(MIN)).late
