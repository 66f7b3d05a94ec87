"""The day of a check-in, by the clock: opened, reminded of, closed, ended. So many people a turn, nobody alone."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.features.checkins import phrases, question_cards, rules
from bot.features.checkins.model import (
    NO_CARD,
    CheckIn,
    Draft,
    Held,
    Occurrence,
    Participation,
    Phase,
    Report,
    Status,
    obligation_id,
    occurrence_id,
    report_id,
)
from bot.features.checkins.people import participants, participants_among
from bot.features.checkins.prompting import Purpose, go_through, zones_of
from bot.features.checkins.reporting import refresh
from bot.kernel.cards import Button
from bot.kernel.effects import Arm, Effect, GoOn, Save, Tell
from bot.kernel.facts import AnswersMissed, Ladder, ObligationOpened
from bot.kernel.features import OneOf, Page, Turn
from bot.kernel.intents import Wake
from bot.kernel.organisation import away_on
from bot.kernel.people import Person, Team

TOLD = 100
"""People a turn where other features hear of each: reminders, and those who missed it."""


def starts(turn: Turn) -> Iterator[Effect]:
    """The daily timers of every running check-in, with those the bot slept through."""
    for checkin in turn.reads.find(CheckIn):
        if checkin.enabled and not checkin.trial:
            yield from arm(turn, checkin, asleep=True)


def arm(turn: Turn, checkin: CheckIn, asleep: bool = False) -> Iterator[Effect]:
    """A timer for every zone the check-in's people live in, and for the team's own."""
    team = turn.reads.get(Team, checkin.team)
    everybody = participants(turn.reads, checkin, turn.today(team.timezone)) if team else ()
    zones = zones_of(turn, checkin, everybody)
    after = rules.asleep_since(checkin, turn.now) if asleep else turn.now
    if zones != checkin.zones:
        yield Save(replace(checkin, zones=zones))
    yield from (Arm(timer) for timer in rules.standing_timers(checkin, zones, after))


def open_occurrence(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """Ask everybody of one zone; once for each local date."""
    checkin, zone = turn.reads.get(CheckIn, wake.args["checkin"]), wake.args["zone"]
    if checkin is None or not checkin.enabled or checkin.trial:
        return
    day = wake.scheduled_for.astimezone(ZoneInfo(zone)).date()
    closes = rules.closes(checkin, day, zone, turn.now - wake.scheduled_for)
    occurrence = Occurrence(occurrence_id(checkin.id, day, zone), checkin.id, day, zone, closes)
    opened = turn.reads.get(Occurrence, occurrence.id)
    if opened or not rules.is_day(checkin, day, turn.calendar):
        yield from go_through(turn, checkin, occurrence, Purpose.ZONES)
    elif turn.now >= closes:
        yield Save(replace(occurrence, phase=Phase.UNASKED))
        yield from go_through(turn, checkin, occurrence, Purpose.UNASKED)
    else:
        yield from (Arm(timer) for timer in rules.occurrence_timers(occurrence, turn.now))
        yield from go_through(turn, checkin, occurrence, Purpose.ASK)


def remind(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """+90 minutes: whoever is still awaited owes it from here on; nudges says the one friendly word."""
    occurrence = turn.reads.get(Occurrence, wake.args["occurrence"])
    if occurrence is None or occurrence.phase is not Phase.OPEN or turn.now >= occurrence.closes:
        return
    awaited, rest = _awaited(turn, occurrence, wake.args.get("after", ""))
    for person, participation in awaited:
        if person is None or participation.snoozed:
            continue
        yield Tell(
            ObligationOpened(
                id=obligation_id(participation.id),
                owner=person.id,
                due=occurrence.closes,
                what=phrases.WHAT.text(person.locale),
                buttons=(
                    Button(phrases.START.text(person.locale), question_cards.act("start", participation)),
                    Button(phrases.SKIP_TODAY.text(person.locale), question_cards.act("skip", participation)),
                ),
                ladder=Ladder.ONCE,
                remind=turn.now,
            )
        )
    if rest:
        yield GoOn("checkins.remind", {"occurrence": occurrence.id, "after": rest})


def close(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """The window's end in one zone. The team's own posts the report, the others change it."""
    occurrence = turn.reads.get(Occurrence, wake.args["occurrence"])
    checkin = turn.reads.get(CheckIn, occurrence.checkin) if occurrence else None
    team = turn.reads.get(Team, checkin.team) if checkin else None
    if occurrence is None or checkin is None or team is None or occurrence.phase is not Phase.OPEN:
        return
    yield Save(replace(occurrence, phase=Phase.CLOSED))
    ours = occurrence.zone == team.timezone
    posted = turn.reads.get(Report, report_id(checkin.id, occurrence.day)) is not None
    if not posted or (not ours and _anybody_awaited(turn, occurrence)):
        yield from refresh(turn, checkin, occurrence.day, closing=ours)


def _anybody_awaited(turn: Turn, occurrence: Occurrence) -> bool:
    after = ""
    while True:
        awaited, after = _awaited(turn, occurrence, after)
        if awaited or not after:
            return bool(awaited)


def end(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """24:00: who neither answered nor skipped missed it; whoever is on leave, gone or was not reached did not."""
    occurrence = turn.reads.get(Occurrence, wake.args["occurrence"])
    after = wake.args.get("after", "")
    if occurrence is None or (occurrence.phase is Phase.ENDED and not after):
        return
    if not after:
        yield Save(replace(occurrence, phase=Phase.ENDED))
    awaited, rest = _awaited(turn, occurrence, after)
    people = [each.person for _, each in awaited]
    found = turn.reads.find(Draft, checkin=occurrence.checkin, day=occurrence.day, person=OneOf(people))
    held = {each.person for each in found if each.why is Held.SENSITIVE}
    for person, participation in awaited:
        if person is None or _was_not_reached(turn, participation):
            yield Save(replace(participation, status=Status.EXCUSED))
        elif person.id in held:
            yield Save(replace(participation, status=Status.SKIPPED))
        else:
            yield Save(replace(participation, status=Status.MISSED))
            yield Tell(AnswersMissed(occurrence.id, person.id, participation.team, participation.day))
    if rest:
        yield GoOn("checkins.end", {"occurrence": occurrence.id, "after": rest})


def _was_not_reached(turn: Turn, participation: Participation) -> bool:
    """Their platform was down, or refused the prompt: whoever was not asked did not miss it."""
    return participation.asked != NO_CARD and turn.arrives(participation.asked) is None


def _awaited(turn: Turn, occurrence: Occurrence, after: str) -> tuple[list[tuple[Person | None, Participation]], str]:
    """A few who have not answered, and from where to go on; None in place of a person on leave or gone."""
    day, page = occurrence.day, Page(after, TOLD)
    found = turn.reads.find(Participation, checkin=occurrence.checkin, day=day, status=Status.AWAITING, id=page)
    open_ones = [each for each in found if each.occurrence == occurrence.id]
    people = [each.person for each in open_ones]
    checkin = turn.reads.get(CheckIn, occurrence.checkin)
    members = {each.id: each for each in participants_among(turn.reads, checkin, day, people)} if checkin else {}
    away = away_on(turn.reads, people, day)
    listed = [(None if each.person in away else members.get(each.person), each) for each in open_ones]
    return listed, found[-1].id if len(found) == TOLD else ""
