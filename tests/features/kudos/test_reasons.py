"""Which reasons say something one could learn from (AT-27), and what is asked in which order."""

import pytest

from bot.features.kudos.ledger import Purse
from bot.features.kudos.model import Draft, Slot
from bot.features.kudos.rules import (
    AskBare,
    AskReason,
    LeaveOut,
    OverAllowance,
    OverCap,
    Question,
    is_thin,
    next_question,
)
from bot.kernel.people import Person
from tests.features.kudos.office import GONE, LEI, MIN, NA, THURSDAY


@pytest.mark.parametrize(
    "reason",
    [
        "帮我把脚本跑通了",
        "月底对账加班",
        "帮忙改 PPT",
        "for the demo",
        "fixed my laptop",
        "デモをありがとう",
        "帮我查了2处错",
        "通宵做了海报",
    ],
)
def test_these_say_something(reason: str) -> None:
    assert not is_thin(reason)


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "好",
        "很好很好",
        "👍👍👍👍👍👍",
        "!!!!!!!!",
        "nice",
        "good job",
        "good good good",
        "好好好好好好",
        "辛苦了 👍 !",
        "通宵做海报",
    ],
)
def test_these_do_not(reason: str) -> None:
    assert is_thin(reason)


def test_fewer_words_do_for_several_or_after_another_question() -> None:
    assert is_thin("一起救火")
    assert not is_thin("一起救火", short_will_do=True)
    assert is_thin("很好", short_will_do=True)
    assert is_thin("nice", short_will_do=True)


def _asks(
    *receivers: Person, points: int = 2, reason: str = "陪我查账到很晚", left: int = 10, given: int = 0, **more: object
) -> Question | None:
    slots = tuple(Slot(person.name, person.id) for person in receivers)
    draft = Draft("d", MIN.id, None, slots, points, reason, (), False, THURSDAY, **more)  # type: ignore[arg-type]
    return next_question(draft, receivers, Purse(left, {LEI.id: given}))


def test_nothing_is_asked_about_good_thanks() -> None:
    assert _asks(LEI) is None
    assert _asks(LEI, points=0, reason="👍") is None


def test_who_cannot_be_thanked_comes_first() -> None:
    assert _asks(MIN, reason="") == LeaveOut(True, (), ())
    assert _asks(LEI, MIN, GONE, points=50) == LeaveOut(True, (GONE,), (LEI,))


def test_then_what_one_person_may_get_then_what_is_left() -> None:
    assert _asks(LEI, points=3, given=4) == OverCap(LEI, 1)
    assert _asks(LEI, points=3, given=5) == OverCap(LEI, 0)
    assert _asks(LEI, points=6, left=2) == OverCap(LEI, 2)
    assert _asks(LEI, points=5, left=2) == OverAllowance(2, 2, 3)
    assert _asks(LEI, NA, points=2, left=3) == OverAllowance(3, 1, 1)
    assert _asks(LEI, NA, points=5, left=1) == OverAllowance(1, 0, 5)


def test_the_rest_on_monday_is_not_offered_where_a_week_cannot_pay_it() -> None:
    three = (LEI, NA, GONE)
    people = [LEI, NA, Person(GONE.id, "高翔", "Asia/Shanghai", LEI.locale)]
    slots = tuple(Slot(person.name, person.id) for person in three)
    draft = Draft("d", MIN.id, None, slots, 5, "陪我查账到很晚", (), False, THURSDAY)
    assert next_question(draft, people, Purse(1, {})) == OverAllowance(1, 0, 0)


def test_then_the_reason_once_and_then_consent() -> None:
    assert _asks(LEI, reason="好") == AskReason()
    assert _asks(LEI, reason="好", asked=True, asked_reason=1) == AskBare()
    assert _asks(LEI, reason="好", points=0) is None
    assert _asks(LEI, reason="", points=0) == AskReason()
    assert _asks(LEI, reason="", points=0, asked_reason=1) == AskBare()
    assert _asks(LEI, reason="👍", points=0, asked_reason=1, bare=True) is None
