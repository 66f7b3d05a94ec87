"""From choices to a running check-in: the rehearsal, the trial on oneself, switching on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from bot.features.checkins import hours, prompt_cards, rules, setup_cards
from bot.features.checkins import phrases_setup as p
from bot.features.checkins.lookup import Share, new_participation
from bot.features.checkins.model import CheckIn, Setup, Template
from bot.features.checkins.people import manager_of, may_change
from bot.features.checkins.phrases import YOUR_MANAGER
from bot.features.checkins.setup_cards import ASK, EVERYBODY, HOUR, OTHER, TEMPLATES, WHO, Rehearsal
from bot.features.checkins.templates import default_checkin
from bot.features.checkins.wording import clock_text
from bot.kernel.cards import Card, Inline, Said, Text, say
from bot.kernel.days import dated_text
from bot.kernel.effects import Arm, Effect, Post, Push, Revise, Save, Tell
from bot.kernel.facts import PersonJoined
from bot.kernel.features import PersonTurn, Reads
from bot.kernel.ids import ChatId, PersonId, TeamId, derive
from bot.kernel.intents import Press
from bot.kernel.organisation import away_on, members_of
from bot.kernel.people import Membership, Person, Team, ToPerson


def team_of(reads: Reads, chat: ChatId) -> Team | None:
    """The team whose channel this chat is."""
    return next((each for each in reads.find(Team) if each.chat == chat), None)


def planned(turn: PersonTurn, setup: Setup) -> tuple[Person, ...]:
    """Who would be asked: those chosen; or everybody in the team; or who signed up, or is in the group beside us."""
    if setup.people:
        return _people(turn.reads, setup.people)
    team = team_of(turn.reads, setup.id)
    members = members_of(turn.reads, team.id, turn.today(team.timezone)) if team else ()
    there = setup.members if setup.signed else [each for each in setup.members if each != setup.by]
    return members or _people(turn.reads, there)


def _people(reads: Reads, ids: Sequence[PersonId]) -> tuple[Person, ...]:
    found = (reads.get(Person, each) for each in ids)
    return tuple(each for each in found if each and each.active)


def rehearse(turn: PersonTurn, setup: Setup, tried: bool = False) -> Card:
    """`预演明天`: who would be asked when, and who would not."""
    team = _team(turn, setup)
    checkin = _checkin(turn, setup, team)
    today = turn.today(team.timezone)
    day = _first_day(turn, checkin, team)
    people = planned(turn, setup)
    away = away_on(turn.reads, [each.id for each in people], day)
    asked = [each for each in people if each.id not in away]
    seen = Rehearsal(
        day,
        asked,
        [each for each in asked if each.timezone != team.timezone],
        [each for each in people if each.id in away],
    )
    return setup_cards.rehearsal(checkin, setup, seen, today, turn.locale, tried)


def enable(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Switch on: the team and its check-in are on file, timers stand, everybody gets one word."""
    setup = _ready(turn, press)
    if setup is None:
        known = team_of(turn.reads, ChatId(press.args.get("chat", "")))
        on = known and any(each.enabled for each in turn.reads.find(CheckIn, team=known.id))
        yield turn.answer(say((p.ENABLED_ALREADY if on else p.SETUP_GONE).line(turn.locale)))
        return
    team, people = _team(turn, setup), planned(turn, setup)
    old = turn.reads.find(CheckIn, team=team.id)
    checkin = _checkin(turn, setup, team)
    checkin = replace(checkin, zones=tuple(dict.fromkeys([team.timezone, *(each.timezone for each in people)])))
    yield Save(team)
    yield Save(checkin)
    yield from (Save(replace(each, enabled=False)) for each in old if each.id != checkin.id and not each.trial)
    yield from (Arm(timer) for timer in rules.standing_timers(checkin, checkin.zones, turn.now))
    yield Save(replace(setup, choices={}))
    day = _first_day(turn, checkin, team)
    named = dated_text(day, turn.locale, turn.today(team.timezone))
    done = p.ENABLED.line(turn.locale, day=named, time=clock_text(checkin.at))
    yield Revise(press.source, say(done))
    yield from _joined(turn, team, people)
    yield from _introductions(turn, checkin, team, people, day)


def try_it(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """`先试我一个人`: the prompt at once, for this person alone; nothing of it reaches anybody else."""
    setup = _ready(turn, press)
    if setup is None:
        yield turn.answer(say(p.SETUP_GONE.line(turn.locale)))
        return
    team = _team(turn, setup)
    me, day, zone = turn.person, turn.today(turn.person.timezone), turn.person.timezone
    trial = replace(
        _checkin(turn, setup, team), id=derive("trial", setup.id, me.id), team=TeamId(""), people=(me.id,), trial=True
    )
    key = turn.key("checkins/trial-prompt")
    participation = replace(new_participation(trial, me, day, zone, None), asked=key)
    share = Share.of(trial, participation, turn.locale)
    end = max(rules.closes(trial, day, zone), turn.now)
    today = turn.calendar.day(day)
    greeting = prompt_cards.Greeting(trial, end, turn.now, zone, today, turn.locale).to(me.name, len(share.questions))
    yield Revise(press.source, say(p.TRYING.line(turn.locale)))
    yield Save(trial)
    yield Save(participation)
    yield turn.answer(prompt_cards.prompt(share, greeting), "checkins/trial-prompt")


def _ready(turn: PersonTurn, press: Press) -> Setup | None:
    """The set-up of a rehearsal, complete, and this person's to decide."""
    setup = turn.reads.get(Setup, press.args.get("chat", ""))
    if setup is None or len(setup.choices) < len(setup_cards.OPTIONS):
        return None
    return setup if may_change(turn.reads, turn.person, team_of(turn.reads, setup.id), planned(turn, setup)) else None


def _team(turn: PersonTurn, setup: Setup) -> Team:
    """The team of this group as it is, or a new one named like the group."""
    known = team_of(turn.reads, setup.id)
    if known:
        return known
    starter = turn.person
    managers = Counter(each.manager for each in planned(turn, setup) if each.manager)
    manager = managers.most_common(1)[0][0] if managers else None if starter.admin else starter.id
    return Team(
        TeamId(derive("team", setup.id)), setup.title, starter.timezone, starter.locale, manager=manager, chat=setup.id
    )


def _checkin(turn: PersonTurn, setup: Setup, team: Team) -> CheckIn:
    template = TEMPLATES.get(setup.choices.get(ASK, 1), Template.DEFAULT)
    at = setup.at if setup.at and setup.choices.get(HOUR) == OTHER else time(9, 30)
    made = default_checkin(team, setup.id, turn.now, template=template, at=at)
    people = setup.people if setup.choices.get(WHO) != EVERYBODY else ()
    return replace(made, people=people, window_end=hours.window_end(at))


def _first_day(turn: PersonTurn, checkin: CheckIn, team: Team) -> date:
    today = turn.today(team.timezone)
    due = rules.is_day(checkin, today, turn.calendar) and turn.now < rules.opens(checkin, today, team.timezone)
    return today if due else rules.next_day(checkin, today, turn.calendar)


def _joined(turn: PersonTurn, team: Team, people: Sequence[Person]) -> Iterator[Effect]:
    today = turn.today(team.timezone)
    for person in _new_to(turn, team, people):
        yield Save(Membership(derive("membership", team.id, person.id), team.id, person.id, today))
        yield Tell(PersonJoined(person.id, team.id))


def _new_to(turn: PersonTurn, team: Team, people: Sequence[Person]) -> list[Person]:
    known = {each.id for each in members_of(turn.reads, team.id, turn.today(team.timezone))}
    return [each for each in people if each.id not in known]


def _introductions(
    turn: PersonTurn, checkin: CheckIn, team: Team, people: Sequence[Person], day: date
) -> Iterator[Effect]:
    today = turn.today(team.timezone)
    for person in people:
        share = Share.of(checkin, new_participation(checkin, person, day, person.timezone, None), person.locale)
        manager = manager_of(turn.reads, person, today)
        named: Inline = Said(manager.name) if manager else Text(YOUR_MANAGER.text(person.locale))
        sees = prompt_cards.who_sees(share, named)
        card = setup_cards.intro(checkin, person, day, today, sees)
        push = Push("checkins.intro", p.INTRO_REASON.text(person.locale, audience=checkin.audience))
        yield Post(ToPerson(person.id), card, turn.key(f"checkins/intro/{person.id}"), push)
