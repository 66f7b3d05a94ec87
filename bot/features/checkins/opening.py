"""The day of a check-in, by the clock: opened, reminded of, closed, ended. Everybody in one turn, nobody alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.features.checkins import phrases, prompt_cards, question_cards, rules
from bot.features.checkins.lookup import Share, new_participation
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
from bot.features.checkins.people import participants
from bot.features.checkins.reporting import refresh
from bot.features.checkins.wording import clock_text, days_text
from bot.kernel.cards import Button, Said, say
from bot.kernel.days import dated_text
from bot.kernel.effects import Arm, Effect, Post, Push, Save, Tell, Timing
from bot.kernel.facts import AnswersMissed, Ladder, ObligationOpened
from bot.kernel.features import Turn
from bot.kernel.ids import PersonId
from bot.kernel.intents import Wake
from bot.kernel.organisation import away_on
from bot.kernel.people import Locale, Person, Team, ToPerson


def starts(turn: Turn) -> Iterator[Effect]:
    """The daily timers of every running check-in, with those the bot slept through."""
    for checkin in turn.reads.find(CheckIn):
        if checkin.enabled and not checkin.trial:
            yield from arm(turn, checkin, asleep=True)


def arm(turn: Turn, checkin: CheckIn, asleep: bool = False) -> Iterator[Effect]:
    """A timer for every zone the check-in's people live in, and for the team's own."""
    zones = _zones(turn, checkin, _everybody(turn, checkin))
    after = rules.asleep_since(checkin, turn.now) if asleep else turn.now
    if zones != checkin.zones:
        yield Save(replace(checkin, zones=zones))
    yield from (Arm(timer) for timer in rules.standing_timers(checkin, zones, after))


def arm_new_zones(turn: Turn, checkin: CheckIn, people: Sequence[Person] | None = None) -> Iterator[Effect]:
    """Timers for zones somebody has joined from or moved to; those that stand are left alone."""
    everybody = _everybody(turn, checkin) if people is None else people
    new = [each for each in _zones(turn, checkin, everybody) if each not in checkin.zones]
    if new:
        yield Save(replace(checkin, zones=(*checkin.zones, *new)))
        yield from (Arm(timer) for timer in rules.standing_timers(checkin, new, turn.now))


def _everybody(turn: Turn, checkin: CheckIn) -> tuple[Person, ...]:
    team = turn.reads.get(Team, checkin.team)
    return participants(turn.reads, checkin, turn.today(team.timezone)) if team else ()


def _zones(turn: Turn, checkin: CheckIn, people: Sequence[Person]) -> tuple[str, ...]:
    team = turn.reads.get(Team, checkin.team)
    return tuple(dict.fromkeys(([team.timezone] if team else []) + [each.timezone for each in people]))


def open_occurrence(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """Ask everybody of one zone, all at once; once for each local date."""
    checkin, zone = turn.reads.get(CheckIn, wake.args["checkin"]), wake.args["zone"]
    if checkin is None or not checkin.enabled or checkin.trial:
        return
    day = wake.scheduled_for.astimezone(ZoneInfo(zone)).date()
    everybody = participants(turn.reads, checkin, day)
    yield from arm_new_zones(turn, checkin, everybody)
    closes = rules.closes(checkin, day, zone, turn.now - wake.scheduled_for)
    occurrence = Occurrence(occurrence_id(checkin.id, day, zone), checkin.id, day, zone, closes)
    opened = turn.reads.get(Occurrence, occurrence.id)
    if opened or not rules.is_day(checkin, day, turn.calendar):
        return
    people = [each for each in everybody if each.timezone == zone]
    if turn.now >= closes:
        yield Save(replace(occurrence, phase=Phase.UNASKED))
        yield from _note_unasked(turn, checkin, day, people)
        return
    yield Save(replace(occurrence, people=len(people)))
    yield from (Arm(timer) for timer in rules.occurrence_timers(occurrence, turn.now))
    yield from _ask_all(turn, checkin, occurrence, people)


def _ask_all(turn: Turn, checkin: CheckIn, occurrence: Occurrence, people: Iterable[Person]) -> Iterator[Effect]:
    day, zone = occurrence.day, occurrence.zone
    before = rules.previous_day(checkin, day, turn.calendar)
    last = _by_person(turn, checkin, before)
    begun = _by_person(turn, checkin, day)
    drafts = {each.person: each for each in turn.reads.find(Draft, checkin=checkin.id, day=day) if _is_offered(each)}
    asked = [each for each in people if each.id not in begun]
    away = away_on(turn.reads, [each.id for each in asked], day)
    words = {locale: _words(turn, checkin, occurrence, locale) for locale in Locale}
    for person in asked:
        key = turn.key(f"checkins/prompt/{person.id}")
        draft = drafts.get(person.id)
        shown = NO_CARD if draft else key
        participation = new_participation(checkin, person, day, zone, last.get(person.id), shown)
        if person.id in away:
            yield Save(replace(participation, status=Status.EXCUSED, asked=NO_CARD))
            continue
        yield Save(participation)
        greeting, push = words[person.locale]
        share = Share.of(checkin, participation, person.locale)
        yield Post(
            ToPerson(person.id),
            prompt_cards.prompt(share, greeting.to(person.name, len(share.questions)), draft),
            key,
            push,
        )


def _words(turn: Turn, checkin: CheckIn, occurrence: Occurrence, locale: Locale) -> tuple[prompt_cards.Greeting, Push]:
    """What is the same for all who read one language."""
    today = turn.calendar.day(occurrence.day)
    greeting = prompt_cards.Greeting(checkin, occurrence.closes, turn.now, occurrence.zone, today, locale)
    return greeting, Push("checkins.prompt", prompt_reason(checkin, locale), Timing.FIXED)


def prompt_reason(checkin: CheckIn, locale: Locale) -> str:
    return phrases.PROMPT_REASON.text(
        locale,
        audience=checkin.audience,
        days=days_text(checkin.weekdays, locale),
        time=clock_text(checkin.at),
    )


def _by_person(turn: Turn, checkin: CheckIn, day: date) -> Mapping[PersonId, Participation]:
    return {each.person: each for each in turn.reads.find(Participation, checkin=checkin.id, day=day)}


def _is_offered(draft: Draft) -> bool:
    return draft.why is Held.AHEAD and not draft.used


def _note_unasked(turn: Turn, checkin: CheckIn, day: date, people: list[Person]) -> Iterator[Effect]:
    """AT-67: too late to ask. Administrators hear of it; nobody missed anything."""
    if not people:
        return
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


def remind(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """+90 minutes: whoever is still awaited owes it from here on; nudges says the one friendly word."""
    occurrence = turn.reads.get(Occurrence, wake.args["occurrence"])
    if occurrence is None or occurrence.phase is not Phase.OPEN or turn.now >= occurrence.closes:
        return
    for person, participation in _awaited(turn, occurrence):
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
    unheard = not ours and any(True for _ in _awaited(turn, occurrence))
    if unheard or not posted:
        yield from refresh(turn, checkin, occurrence.day, closing=ours)


def end(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """24:00: who neither answered nor skipped missed it; whoever is on leave or gone by now did not."""
    occurrence = turn.reads.get(Occurrence, wake.args["occurrence"])
    if occurrence is None or occurrence.phase is Phase.ENDED:
        return
    yield Save(replace(occurrence, phase=Phase.ENDED))
    held = {
        each.person
        for each in turn.reads.find(Draft, checkin=occurrence.checkin, day=occurrence.day)
        if each.why is Held.SENSITIVE
    }
    for person, participation in _awaited(turn, occurrence):
        if person is None:
            yield Save(replace(participation, status=Status.EXCUSED))
        elif person.id in held:
            yield Save(replace(participation, status=Status.SKIPPED))
        else:
            yield Save(replace(participation, status=Status.MISSED))
            yield Tell(AnswersMissed(occurrence.id, person.id, participation.team, participation.day))


def _awaited(turn: Turn, occurrence: Occurrence) -> Iterator[tuple[Person | None, Participation]]:
    """Who has not answered; None in place of a person who is on leave or has left."""
    found = turn.reads.find(Participation, checkin=occurrence.checkin, day=occurrence.day, status=Status.AWAITING)
    open_ones = [each for each in found if each.occurrence == occurrence.id]
    checkin = turn.reads.get(CheckIn, occurrence.checkin)
    members = {each.id: each for each in participants(turn.reads, checkin, occurrence.day)} if checkin else {}
    away = away_on(turn.reads, [each.person for each in open_ones], occurrence.day)
    for each in open_ones:
        yield (None if each.person in away else members.get(each.person)), each
