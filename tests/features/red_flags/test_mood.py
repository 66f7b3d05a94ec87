"""A low mood is the person's own: asked about, never shown to anybody."""

from datetime import date
from decimal import Decimal

from bot.features.red_flags.model import MOOD, Flag, Reading
from bot.kernel.cards import Private
from bot.kernel.facts import MetricRecorded
from bot.kernel.features import Reads
from bot.kernel.people import Person
from bot.runtime.scoped import ScopedReads
from tests.features.red_flags.living import CHEN, LIU, MIN, ZHOU, Living, at


async def _low_moods(company: Living) -> None:
    days = [date(2026, 9, day) for day in (14, 15, 16)]
    await company.tells(*(MetricRecorded(MIN.id, MOOD, day, Decimal(2), "checkin") for day in days))
    await company.until(at(17, 9, 45))


async def test_the_person_alone_is_asked_and_silence_tells_nobody(company: Living) -> None:
    await _low_moods(company)
    news = company.news()
    assert [to for to, _ in news] == [MIN.id]
    assert "2/2/2" in news[0][1]
    await company.until(at(18, 18))
    assert {to for to, _ in company.news()} <= {MIN.id}


async def test_the_manager_hears_only_that_a_talk_is_welcome_and_only_if_agreed(company: Living) -> None:
    await _low_moods(company)
    await company.presses(MIN, "请陈经理聊聊")
    company.news()
    await company.until(at(17, 11, 45))
    told = company.told(CHEN)
    assert len(told) == 1
    assert "赵敏 愿意和你聊聊" in told[0]
    assert "2/2" not in told[0]
    assert "误报" not in told[0]


async def test_declined_it_is_not_asked_again_for_the_same_days(company: Living) -> None:
    await _low_moods(company)
    await company.presses(MIN, "不用")
    company.news()
    await company.until(at(18, 18))
    assert company.news() == []


async def test_nobody_else_can_read_a_mood_or_a_flag_about_it(company: Living) -> None:
    await _low_moods(company)

    async def seen_by(who: Person) -> int:
        def look(reads: Reads) -> int:
            return len(reads.find(Reading, person=MIN.id)) + len(reads.find(Flag, person=MIN.id))

        kinds = company.app.around.offers.kinds
        return await company.app.storage.transact(lambda tx: look(ScopedReads(tx.records, who, kinds)))

    assert await seen_by(MIN) == 4
    assert [await seen_by(who) for who in (CHEN, LIU, ZHOU)] == [0, 0, 0]
    await company.presses(MIN, "请陈经理聊聊")
    assert [await seen_by(who) for who in (CHEN, LIU, ZHOU)] == [1, 0, 0]


async def test_moods_are_kept_as_private_words_of_their_owner(company: Living) -> None:
    await _low_moods(company)
    found = await company.app.storage.transact(lambda tx: tx.records.find(Reading, person=MIN.id))
    assert [each.value for each in found] == [Private(MIN.id, "2")] * 3
