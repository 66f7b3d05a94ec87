"""A large team is gone through a few people a turn, and nobody is passed over or asked twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from bot.features.checkins import opening, prompting
from bot.features.checkins.model import CheckIn, Occurrence, Participation, Status
from bot.features.checkins.people import some_participants
from bot.kernel.facts import AnswersMissed, ObligationOpened
from bot.kernel.people import Person
from tests.features.checkins.conftest import Open
from tests.features.checkins.office import THURSDAY, ZHOU, Office, at, someone

SEVEN = tuple(someone(f"p{number}", f"同事{number}", "chen") for number in range(7))


@pytest.fixture
async def large(open_office: Open, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Seven people are too many for a turn of three."""
    monkeypatch.setattr(prompting, "MOST", 3)
    monkeypatch.setattr(opening, "TOLD", 3)
    return await open_office(people=SEVEN)


def told(office: Office, people: Sequence[Person] = SEVEN) -> list[int]:
    return [len(office.told(who)) for who in people]


async def test_what_fails_on_the_way_is_made_up_for_without_repeating_the_rest(
    large: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = Counter[str]()

    def broken_once(reads: Any, checkin: CheckIn, day: date, after: str, most: int) -> Any:
        tries[after] += 1
        # A group of turns is taken a second time, one by one, to find the one that fails.
        if after == "east/p2" and tries[after] < 3:
            raise RuntimeError("broken")
        return some_participants(reads, checkin, day, after, most)

    monkeypatch.setattr("bot.features.checkins.prompting.some_participants", broken_once)
    await large.until(at(17, 9, 30))
    assert told(large) == [1, 1, 1, 0, 0, 0, 0]
    await large.until(at(17, 9, 40))
    assert told(large) == [1] * 7
    (occurrence,) = await large.find(Occurrence)
    assert occurrence.people == 7


async def test_everybody_still_awaited_is_reminded_of_and_missed_once(large: Office) -> None:
    await large.until(at(17, 9, 30))
    await large.says(SEVEN[1], "昨天合同,今天上线,无")
    await large.until(at(18, 0, 1))
    still = sorted(each.id for each in SEVEN if each is not SEVEN[1])
    assert sorted(fact.owner for fact in large.heard(ObligationOpened)) == still
    assert sorted(fact.person for fact in large.heard(AnswersMissed)) == still
    assert {each.status for each in await large.find(Participation) if each.person in still} == {Status.MISSED}


async def test_whoever_was_not_reached_before_the_window_ended_is_asked_no_more(large: Office) -> None:
    (checkin,) = await large.find(CheckIn)
    await large.until(at(17, 9, 30))
    await large.until(at(17, 12, 1))
    before = len(large.told(ZHOU))
    day, zone = THURSDAY.isoformat(), "Asia/Shanghai"
    args = {"checkin": checkin.id, "day": day, "zone": zone, "purpose": "ask", "after": "east/p2"}
    await large.wakes("checkins.ask", at(17, 12, 1), **args)
    await large.until(at(17, 14, 11))
    assert len(large.told(ZHOU)) == before + 1
    assert all(sum("早上好" in text for text in large.told(who)) == 1 for who in SEVEN)
