"""The team's report: posted once a day, and kept true afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.features.checkins import rules
from bot.features.checkins.model import (
    CheckIn,
    Occurrence,
    Participation,
    Report,
    Status,
    occurrence_id,
    report_id,
)
from bot.features.checkins.people import participants
from bot.features.checkins.report_cards import Answers, Standings, report
from bot.features.checkins.wording import clock_text
from bot.kernel.effects import Arm, Effect, Post, Revise, Save
from bot.kernel.facts import AnswersGiven, AnswersWithdrawn, CheckInSkipped
from bot.kernel.features import Turn
from bot.kernel.ids import PersonId
from bot.kernel.intents import Wake
from bot.kernel.organisation import away_on
from bot.kernel.people import Absence, Person, Team, ToChat
from bot.kernel.timers import Timer

COUNTED = (Status.AWAITING, Status.ANSWERED, Status.MISSED)
"""Skipped and excused people are not among those who are due."""
LARGE = 50
"""People asked at once, beyond which the report follows once a minute."""


def on_change(turn: Turn, fact: AnswersGiven | AnswersWithdrawn | CheckInSkipped) -> Iterator[Effect]:
    """A share changed: the report follows, or comes early if nobody is left to wait for."""
    found = turn.reads.find(Participation, person=fact.person, day=fact.day)
    changed = next((each for each in found if each.occurrence == fact.occurrence), None)
    checkin = turn.reads.get(CheckIn, changed.checkin) if changed else None
    occurrence = turn.reads.get(Occurrence, fact.occurrence)
    if checkin and occurrence and occurrence.people > LARGE:
        yield Arm(_soon(turn, checkin, fact.day))
    elif checkin:
        yield from refresh(turn, checkin, fact.day, marked=True)


def _soon(turn: Turn, checkin: CheckIn, day: date) -> Timer:
    """One change of the report a minute, however many answer in it: a large team is read once, not once a person."""
    due = turn.now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    args = {"checkin": checkin.id, "day": day.isoformat()}
    return Timer(f"checkins.report:{checkin.id}:{day}", due, "checkins.report", args)


def gathered(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """What changed in a large team during the last minute."""
    checkin = turn.reads.get(CheckIn, wake.args["checkin"])
    if checkin:
        yield from refresh(turn, checkin, date.fromisoformat(wake.args["day"]), marked=True)


def refresh(
    turn: Turn, checkin: CheckIn, day: date, *, closing: bool = False, marked: bool = False
) -> Iterator[Effect]:
    """Post the report if its time has come (`closing`: the window ends now), else change the one that stands.

    `marked`: a change says when it was made.
    """
    team = turn.reads.get(Team, checkin.team)
    if team is None or checkin.chat is None or checkin.trial:
        return
    people = participants(turn.reads, checkin, day)
    shares = {each.person: each for each in turn.reads.find(Participation, checkin=checkin.id, day=day)}
    away = away_on(turn.reads, [each.id for each in people], day)
    posted = turn.reads.get(Report, report_id(checkin.id, day))
    if posted and marked:
        posted = replace(posted, changed=turn.now)
        yield Save(posted)
    changed = posted.changed.astimezone(ZoneInfo(team.timezone)) if posted and posted.changed else None
    standings = _standings(turn, checkin, day, people, shares, away, clock_text(changed.time()) if changed else "")
    if posted:
        yield Revise(posted.key, report(checkin, day, standings, team.locale))
    elif standings.given and (closing or _all_done(people, shares, away) or _window_over(turn, checkin, day, team)):
        key = turn.key(f"checkins/report/{checkin.id}")
        yield Save(Report(report_id(checkin.id, day), checkin.id, day, key, turn.now))
        yield Post(ToChat(checkin.chat), report(checkin, day, standings, team.locale), key)


def _standings(
    turn: Turn,
    checkin: CheckIn,
    day: date,
    people: tuple[Person, ...],
    shares: Mapping[PersonId, Participation],
    away: Mapping[PersonId, Absence],
    updated: str,
) -> Standings:
    present = [each for each in people if each.id not in away]
    given = [Answers(each, shares[each.id]) for each in people if _status(shares, each) is Status.ANSWERED]
    counted = [each for each in present if _status(shares, each) in COUNTED]
    elsewhere = [each for each in present if not _has_answered(shares, each) and _is_early(turn, checkin, day, each)]
    unasked = [each for each in elsewhere if each.id not in shares]
    gone = [each for each in people if each.id in away and _status(shares, each) is not Status.ANSWERED]
    answered_away = sum(each.person.id in away for each in given)
    return Standings(
        given=tuple(given),
        due=len(counted) + len(unasked) + answered_away,
        elsewhere=tuple(elsewhere),
        away=tuple((each, turn.calendar.next_workday(away[each.id].last)) for each in gone),
        updated=updated,
    )


def _status(shares: Mapping[PersonId, Participation], person: Person) -> Status | None:
    share = shares.get(person.id)
    return share.status if share else None


def _has_answered(shares: Mapping[PersonId, Participation], person: Person) -> bool:
    return _status(shares, person) in (Status.ANSWERED, Status.SKIPPED)


def _is_early(turn: Turn, checkin: CheckIn, day: date, person: Person) -> bool:
    """The window is over for the team, but not where this person is."""
    team = turn.reads.get(Team, checkin.team)
    return (
        team is not None and person.timezone != team.timezone and turn.now < rules.closes(checkin, day, person.timezone)
    )


def _all_done(
    people: tuple[Person, ...], shares: Mapping[PersonId, Participation], away: Mapping[PersonId, Absence]
) -> bool:
    return all(_settled(shares, each) or each.id in away for each in people)


def _settled(shares: Mapping[PersonId, Participation], person: Person) -> bool:
    status = _status(shares, person)
    return status is not None and rules.settled(status)


def _window_over(turn: Turn, checkin: CheckIn, day: date, team: Team) -> bool:
    return rules.window_over(turn.reads.get(Occurrence, occurrence_id(checkin.id, day, team.timezone)))
