"""Who belongs where, who is away, and who answers for whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.features import OneOf, Where
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.organisation import (
    absence_of,
    away_on,
    is_away,
    is_over,
    leads,
    members_of,
    responsible_for,
    teams_of,
)
from bot.kernel.people import Absence, Locale, Membership, Person, Team

R = TypeVar("R")
TODAY = date(2026, 9, 17)


class Records:
    """Records in a list, found as storage finds them."""

    def __init__(self, *records: Any) -> None:
        self.records = records

    def get(self, kind: type[R], id: str) -> R | None:
        return next((each for each in self.records if isinstance(each, kind) and each.id == id), None)  # type: ignore[attr-defined]

    def find(self, kind: type[R], /, **where: Where) -> Sequence[R]:
        return [each for each in self.records if isinstance(each, kind) and _matches(each, where)]


def _matches(record: Any, where: dict[str, Where]) -> bool:
    return all(
        getattr(record, name) in wanted.values if isinstance(wanted, OneOf) else getattr(record, name) == wanted
        for name, wanted in where.items()
    )


def person(id: str, manager: str = "", delegate: str = "", *, admin: bool = False, active: bool = True) -> Person:
    return Person(
        PersonId(id),
        id.title(),
        "Asia/Shanghai",
        Locale.EN,
        manager=PersonId(manager) if manager else None,
        delegate=PersonId(delegate) if delegate else None,
        admin=admin,
        active=active,
    )


def leave(id: str, first: date = TODAY, last: date = TODAY) -> Absence:
    return Absence(f"leave/{id}/{first}", PersonId(id), first, last)


MIN = person("min", "chen")
CHEN = person("chen", "liu")
LIU = person("liu")
ZHOU = person("zhou", admin=True)


def responsible(*records: Any, subject: Person = MIN) -> str:
    """Who answers for somebody today, and instead of whom."""
    found = responsible_for(Records(*records), subject, TODAY)
    if found is None:
        return "nobody"
    return found.person.id + (f" instead of {found.instead_of.id}" if found.instead_of else "")


def test_the_manager_answers_for_their_people() -> None:
    assert responsible(MIN, CHEN, LIU, ZHOU) == "chen"


def test_for_a_manager_on_leave_their_delegate_does() -> None:
    chen = replace(CHEN, delegate=PersonId("lei"))
    assert responsible(MIN, chen, person("lei"), LIU, leave("chen")) == "lei instead of chen"


def test_without_a_delegate_at_work_the_next_above_does() -> None:
    chen = replace(CHEN, delegate=PersonId("lei"))
    assert responsible(MIN, CHEN, LIU, leave("chen")) == "liu instead of chen"
    assert responsible(MIN, chen, person("lei"), LIU, leave("chen"), leave("lei")) == "liu instead of chen"


def test_a_manager_who_left_is_no_manager() -> None:
    assert responsible(MIN, replace(CHEN, active=False), LIU) == "liu instead of chen"


def test_at_last_an_administrator_at_work_answers() -> None:
    away = (leave("chen"), leave("liu"))
    assert responsible(MIN, CHEN, LIU, ZHOU, *away) == "zhou instead of chen"
    assert responsible(person("alone"), ZHOU, subject=person("alone")) == "zhou"


def test_an_administrator_on_leave_is_better_than_nobody() -> None:
    second = person("second", admin=True)
    assert responsible(ZHOU, second, leave("zhou"), subject=person("alone")) == "second"
    assert responsible(ZHOU, leave("zhou"), subject=person("alone")) == "zhou"


def test_in_a_company_without_anybody_else_nobody_answers() -> None:
    assert responsible(MIN) == "nobody"
    assert responsible(replace(ZHOU), subject=ZHOU) == "nobody", "never for oneself"


def test_sec_034_nobody_answers_for_themself_whatever_the_circle() -> None:
    one, other = person("one", "other", delegate="one"), person("other", "one", delegate="one")
    assert responsible(one, other, leave("other"), ZHOU, subject=one) == "zhou instead of other"
    narcissus = person("narcissus", "narcissus")
    assert responsible(narcissus, ZHOU, subject=narcissus) == "zhou"


IDS = [f"p{number}" for number in range(6)]


@st.composite
def companies(draw: st.DrawFn) -> tuple[list[Person], list[Absence]]:
    """Any six people: circles, self-managers, delegates, leavers and leave in every mixture."""
    above = st.sampled_from(["", *IDS])
    people = [person(id, draw(above), draw(above), admin=draw(st.booleans()), active=draw(st.booleans())) for id in IDS]
    return people, [leave(id) for id in IDS if draw(st.booleans())]


@given(company=companies())
def test_whoever_answers_is_active_and_somebody_else(company: tuple[list[Person], list[Absence]]) -> None:
    people, absences = company
    reads = Records(*people, *absences)
    for subject in people:
        found = responsible_for(reads, subject, TODAY)
        others = [each for each in people if each.admin and each.active and each.id != subject.id]
        assert found is not None or not others, "with an administrator there is always somebody"
        if found:
            assert found.person.active
            assert found.person.id != subject.id
            assert found.instead_of is None or found.instead_of.id != found.person.id
            if is_away(reads, found.person.id, TODAY):
                assert found.person.admin, "only an administrator is asked in their leave, when there is nobody else"


@given(company=companies())
def test_being_over_somebody_ends_in_any_circle(company: tuple[list[Person], list[Absence]]) -> None:
    people, _ = company
    reads = Records(*people)
    for subject in people:
        assert not is_over(reads, subject, subject)
        for actor in people:
            if actor.id == subject.manager and actor.id != subject.id:
                assert is_over(reads, actor, subject)


def test_who_manages_from_further_up_is_over_too() -> None:
    reads = Records(MIN, CHEN, LIU)
    assert is_over(reads, LIU, MIN)
    assert not is_over(reads, MIN, LIU)
    assert not is_over(reads, ZHOU, MIN)


def test_an_administrator_and_the_manager_of_the_team_lead_as_well() -> None:
    team = Team(TeamId("east"), "East", "Asia/Shanghai", Locale.EN, manager=PersonId("lead"))
    belongs = Membership("m", TeamId("east"), MIN.id, date(2026, 1, 1))
    reads = Records(MIN, CHEN, LIU, ZHOU, team, belongs)
    leading = [each.id for each in (CHEN, LIU, ZHOU, person("lead"), MIN) if leads(reads, each, MIN, TODAY)]
    assert leading == ["chen", "liu", "zhou", "lead"]


def test_a_membership_counts_from_its_first_day_until_the_day_it_ends() -> None:
    team = Team(TeamId("east"), "East", "Asia/Shanghai", Locale.EN)
    belongs = Membership("m", TeamId("east"), MIN.id, since=TODAY, until=date(2026, 9, 19))
    reads = Records(MIN, team, belongs)
    days = [day for day in range(15, 22) if teams_of(reads, MIN.id, date(2026, 9, day))]
    assert days == [17, 18]
    assert [day for day in range(15, 22) if members_of(reads, TeamId("east"), date(2026, 9, day))] == days


def test_members_are_the_active_ones_in_the_order_they_joined() -> None:
    people = (person("b"), person("a"), person("gone", active=False))
    joined = [Membership(each.id, TeamId("east"), each.id, TODAY) for each in people]
    assert [each.id for each in members_of(Records(*people, *joined), TeamId("east"), TODAY)] == ["b", "a"]


def test_leave_covers_its_first_and_last_day_unless_cancelled() -> None:
    absence = Absence("leave", MIN.id, date(2026, 9, 21), date(2026, 9, 23))
    away = [day for day in range(19, 26) if is_away(Records(absence), MIN.id, date(2026, 9, day))]
    assert away == [21, 22, 23]
    assert absence_of(Records(replace(absence, cancelled=True)), MIN.id, date(2026, 9, 22)) is None


def test_who_is_away_is_asked_for_all_at_once() -> None:
    reads = Records(leave("min"), leave("chen", date(2026, 9, 18), date(2026, 9, 18)))
    assert list(away_on(reads, [MIN.id, CHEN.id, LIU.id], TODAY)) == ["min"]
    assert not away_on(reads, [], TODAY)
