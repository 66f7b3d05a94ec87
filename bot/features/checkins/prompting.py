"""Everybody of one zone is gone through, so many a turn: asked, or only looked at for the zones they live in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from bot.features.checkins import phrases, prompt_cards, rules
from bot.features.checkins.lookup import new_participation
from bot.features.checkins.model import (
    NO_CARD,
    CheckIn,
    Draft,
    Held,
    Occurrence,
    Participation,
    Status,
    occurrence_id,
    participation_id,
)
from bot.features.checkins.people import some_participants
from bot.features.checkins.wording import clock_text, days_text
from bot.kernel.cards import Said, say
from bot.kernel.days import dated_text
from bot.kernel.effects import Arm, Effect, GoOn, Post, Push, Save, Timing
from bot.kernel.features import OneOf, Turn
from bot.kernel.ids import DeliveryKey, PersonId, paired
from bot.kernel.intents import Wake
from bot.kernel.organisation import away_on
from bot.kernel.people import Locale, Person, Team, ToPerson

MOST = 500
"""People a turn: some 40 ms, which is how long an answer that comes meanwhile waits for it."""


class Purpose(StrEnum):
    """What the people of a zone are gone through for, beside timers for zones that are new."""

    ASK = "ask"
    UNASKED = "unasked"
    """It is too late: if there is anybody, administrators hear of it."""
    ZONES = "zones"
    """Nothing else."""


def go_through(
    turn: Turn, checkin: CheckIn, occurrence: Occurrence, purpose: Purpose, after: str = ""
) -> Iterator[Effect]:
    """The next people, from behind the membership `after` on; the rest in turns to come."""
    everybody, rest = some_participants(turn.reads, checkin, occurrence.day, after, MOST)
    yield from arm_new_zones(turn, checkin, everybody)
    people = [each for each in everybody if each.timezone == occurrence.zone]
    if purpose is Purpose.ASK:
        yield Save(replace(occurrence, people=occurrence.people + len(people)))
        yield from _ask(turn, checkin, occurrence, people)
    elif purpose is Purpose.UNASKED and people:
        yield from _note_unasked(turn, checkin, occurrence.day)
        purpose = Purpose.ZONES
    if rest:
        day = occurrence.day.isoformat()
        args = {"checkin": checkin.id, "day": day, "zone": occurrence.zone, "purpose": purpose, "after": rest}
        yield GoOn("checkins.ask", args)


def go_on(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """A turn to come. What was not asked before the window's end is asked no more."""
    day, zone = date.fromisoformat(wake.args["day"]), wake.args["zone"]
    checkin = turn.reads.get(CheckIn, wake.args["checkin"])
    occurrence = turn.reads.get(Occurrence, occurrence_id(wake.args["checkin"], day, zone))
    if checkin is None or not checkin.enabled:
        return
    purpose = Purpose(wake.args["purpose"])
    if purpose is Purpose.ASK and (occurrence is None or turn.now >= occurrence.closes):
        purpose = Purpose.UNASKED
    somewhere = occurrence or Occurrence("", checkin.id, day, zone, turn.now)
    yield from go_through(turn, checkin, somewhere, purpose, wake.args["after"])


def arm_new_zones(turn: Turn, checkin: CheckIn, people: Iterable[Person]) -> Iterator[Effect]:
    """Timers for zones somebody has joined from or moved to; those that stand are left alone."""
    new = [each for each in zones_of(turn, checkin, people) if each not in checkin.zones]
    if new:
        yield Save(replace(checkin, zones=(*checkin.zones, *new)))
        yield from (Arm(timer) for timer in rules.standing_timers(checkin, new, turn.now))


def zones_of(turn: Turn, checkin: CheckIn, people: Iterable[Person]) -> tuple[str, ...]:
    """The team's own zone first."""
    team = turn.reads.get(Team, checkin.team)
    return tuple(dict.fromkeys(([team.timezone] if team else []) + [each.timezone for each in people]))


def _ask(turn: Turn, checkin: CheckIn, occurrence: Occurrence, people: Sequence[Person]) -> Iterator[Effect]:
    day, zone = occurrence.day, occurrence.zone
    begun = _shares(turn, checkin, day, people)
    asked = [each for each in people if each.id not in begun]
    ids = [each.id for each in asked]
    before = rules.previous_day(checkin, day, turn.calendar)
    earlier = turn.reads.find(Participation, checkin=checkin.id, day=before, person=OneOf(ids))
    last = {each.person: each for each in earlier}
    found = turn.reads.find(Draft, checkin=checkin.id, day=day, person=OneOf(ids))
    drafts = {each.person: each for each in found if each.why is Held.AHEAD and not each.used}
    away = away_on(turn.reads, ids, day)
    greetings, reasons = _greetings(turn, checkin, occurrence), {each: _reason(checkin, each) for each in Locale}
    cards = prompt_cards.Prompts(checkin, occurrence.closes, greetings)
    prompts = turn.key("checkins/prompt")
    for place, person in enumerate(asked, start=occurrence.people):
        key = DeliveryKey(paired(prompts, participation_id(checkin.id, day, person.id)))
        draft = drafts.get(person.id)
        participation = new_participation(checkin, person, day, zone, last.get(person.id), NO_CARD if draft else key)
        if person.id in away:
            yield Save(replace(participation, status=Status.EXCUSED, asked=NO_CARD))
            continue
        yield Save(participation)
        card, words = (cards.with_draft(person, participation, draft), ()) if draft else cards.to(person, participation)
        push = Push("checkins.prompt", reasons[person.locale], Timing.FIXED, until=occurrence.closes, place=place)
        yield Post(ToPerson(person.id), card, key, push, words)


def _greetings(turn: Turn, checkin: CheckIn, occurrence: Occurrence) -> Mapping[Locale, prompt_cards.Greeting]:
    """What is the same for all who read one language."""
    today = turn.calendar.day(occurrence.day)
    return {
        locale: prompt_cards.Greeting(checkin, occurrence.closes, turn.now, occurrence.zone, today, locale)
        for locale in Locale
    }


def _reason(checkin: CheckIn, locale: Locale) -> str:
    return phrases.PROMPT_REASON.text(
        locale,
        audience=checkin.audience,
        days=days_text(checkin.weekdays, locale),
        time=clock_text(checkin.at),
    )


def _shares(turn: Turn, checkin: CheckIn, day: date, people: Sequence[Person]) -> Mapping[PersonId, Participation]:
    ids = [participation_id(checkin.id, day, each.id) for each in people]
    return {each.person: each for each in turn.reads.find(Participation, id=OneOf(ids))}


def _note_unasked(turn: Turn, checkin: CheckIn, day: date) -> Iterator[Effect]:
    """AT-67: too late to ask. Administrators hear of it; nobody missed anything."""
    for admin in turn.reads.find(Person, admin=True):
        if admin.active:
            push = Push("checkins.unasked", phrases.UNASKED_REASON.text(admin.locale))
            line = phrases.UNASKED_NOTE.line(
                admin.locale,
                day=dated_text(day, admin.locale),
                time=clock_text(checkin.at),
                audience=Said(checkin.audience),
            )
            yield Post(ToPerson(admin.id), say(line), turn.key(f"checkins/unasked/{admin.id}"), push)
