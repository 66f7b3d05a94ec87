"""When a promise is reminded of, and to whom a request may go."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.features.promises.model import Kind, Promise, State
from bot.features.promises.rules import LEAST, LONGEST_TRAIL, Unfit, remind_at, unfit
from bot.kernel.calendar import Calendar
from bot.kernel.ids import PersonId, TeamId
from bot.runtime.almanac import REGION_CHINA, almanac_for
from tests.features.red_flags.living import at

CALENDAR = Calendar(almanac_for(REGION_CHINA))
SHANGHAI = "Asia/Shanghai"
NOW = at(14, 10)
PEOPLE = [PersonId(f"p{number}") for number in range(8)]
REQUEST = Promise(
    "1", Kind.HELP, PersonId("lei"), PersonId("min"), TeamId(""), "接口文档", at(23, 18), State.ASKED, NOW
)


def reminded(kind: Kind, due: datetime, now: datetime = NOW) -> datetime | None:
    return remind_at(kind, due, now, SHANGHAI, CALENDAR)


def test_help_is_reminded_of_four_hours_ahead() -> None:
    assert reminded(Kind.HELP, at(23, 18)) == at(23, 14)


def test_at_opening_where_four_hours_ahead_nobody_works() -> None:
    assert reminded(Kind.HELP, at(24, 12)) == at(24, 9)


def test_the_afternoon_before_where_opening_would_be_too_late() -> None:
    assert reminded(Kind.HELP, at(23, 10)) == at(22, 16)
    assert reminded(Kind.HELP, at(21, 9)) == at(20, 16), "Sunday the 20th is worked"


def test_what_is_due_on_a_day_off_is_reminded_of_on_the_working_day_before() -> None:
    assert reminded(Kind.HELP, at(26, 18)) == at(24, 16), "the 25th is a holiday, the 26th a Saturday"


def test_a_milestone_is_reminded_of_on_the_working_day_before() -> None:
    assert reminded(Kind.MILESTONE, at(16, 18)) == at(15, 16)
    assert reminded(Kind.MILESTONE, at(28, 18)) == at(24, 16)


def test_who_agreed_just_now_needs_no_reminder() -> None:
    assert reminded(Kind.HELP, at(14, 13)) is None
    assert reminded(Kind.MILESTONE, at(14, 18)) is None


DUE = st.integers(1, 60 * 24 * 90).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(due=DUE, kind=st.sampled_from(Kind), zone=st.sampled_from([SHANGHAI, "America/New_York", "Asia/Kathmandu"]))
def test_a_reminder_lies_ahead_in_working_hours_and_leaves_time(due: datetime, kind: Kind, zone: str) -> None:
    found = remind_at(kind, due, NOW, zone, CALENDAR)
    if found is None:
        return
    local = found.astimezone(ZoneInfo(zone))
    assert found > NOW
    assert due - found >= LEAST
    assert CALENDAR.works(local.date())
    assert local.hour >= 9


def test_a_request_goes_neither_back_nor_to_its_author() -> None:
    passed = replace(REQUEST, trail=(PersonId("na"),))
    reasons = [unfit(passed, PersonId(id), active=True) for id in ("min", "lei", "na", "wei")]
    assert reasons == [Unfit.AUTHOR, Unfit.OWNER, Unfit.SAID_NO, None]
    assert unfit(passed, PersonId("wei"), active=False) is Unfit.GONE


@given(chosen=st.lists(st.sampled_from(PEOPLE), max_size=40))
def test_however_it_is_passed_on_nobody_gets_it_twice(chosen: list[PersonId]) -> None:
    request, had = replace(REQUEST, owner=PEOPLE[0], towards=PEOPLE[7]), [PEOPLE[0]]
    for to in chosen:
        if unfit(request, to, active=True) is None:
            request = replace(request, owner=to, trail=(*request.trail, request.owner))
            had.append(to)
    assert len(had) == len(set(had)) <= LONGEST_TRAIL + 1
    assert PEOPLE[7] not in had
