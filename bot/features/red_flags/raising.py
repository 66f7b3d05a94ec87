"""Each working morning: who has had a hard time for long enough to be asked about it, and what turned red."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.features.red_flags import cards, manager_cards, overdue, phrases, timing
from bot.features.red_flags.flags import latest, manager_card, names_of, open_flags, tell_timer
from bot.features.red_flags.model import (
    MOOD,
    OPEN,
    Baseline,
    Flag,
    Level,
    Misses,
    OpenBlocker,
    Outcome,
    Rule,
    Stage,
)
from bot.features.red_flags.rules import MOOD_LINE, NEEDED, UNANSWERED_RED, level_of, shown_number, since
from bot.features.red_flags.values import line_of, row_of
from bot.kernel.cards import Private
from bot.kernel.effects import Arm, Effect, Post, Push, Revise, Save
from bot.kernel.facts import PersonJoined
from bot.kernel.features import Turn
from bot.kernel.ids import DeliveryKey, TeamId, derive
from bot.kernel.intents import Wake
from bot.kernel.organisation import away_on, members_of, responsible_for
from bot.kernel.people import Person, Team, ToPerson
from bot.kernel.timers import Daily, Timer, local_instant, next_at

MORNING = time(9, 35)
"""After the usual prompt has gone, so that its digits stay its own, and before the first slot ends."""
MANY = 3
"""People without word from whom on it may be the check-in, and not the people."""


def starts(turn: Turn) -> Iterator[Effect]:
    for team in turn.reads.find(Team):
        yield _morning(turn, team)


def on_joined(turn: Turn, fact: PersonJoined) -> Iterator[Effect]:
    """A team that came after the start is looked at from its first members on."""
    team = turn.reads.get(Team, fact.team)
    if team:
        yield _morning(turn, team)


def _morning(turn: Turn, team: Team) -> Arm:
    # From today's hour on, even if it has passed: one instant is looked at once, and a restart skips none.
    due = local_instant(datetime.combine(turn.today(team.timezone), MORNING), team.timezone)
    daily = Daily(MORNING, team.timezone)
    return Arm(Timer(f"red_flags.morning/{team.id}", due, "red_flags.morning", {"team": team.id}, daily))


@dataclass(frozen=True, slots=True)
class Cause:
    """What a flag would be raised for."""

    rule: Rule
    about: str
    name: str
    days: tuple[date, ...]
    shown: str
    line: str = ""
    source: str = ""


def morning(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """Look at every member of a team; at those in other time zones when it is morning there."""
    team = turn.reads.get(Team, TeamId(wake.args["team"]))
    if team is None or not turn.calendar.works(turn.today(team.timezone)):
        return
    members = members_of(turn.reads, team.id, turn.today(team.timezone))
    for person in members:
        if person.timezone != team.timezone:
            yield _elsewhere(turn, team, person)
    yield from _look_at(turn, team, [person for person in members if person.timezone == team.timezone])
    yield from overdue.count_for_superiors(turn, team)


def _elsewhere(turn: Turn, team: Team, person: Person) -> Arm:
    due = next_at(Daily(MORNING, person.timezone), turn.now)
    args = {"team": team.id, "person": person.id}
    return Arm(Timer(f"red_flags.look/{team.id}/{person.id}", due, "red_flags.look", args))


def look(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """The same for one member far from the team, in their own morning."""
    team = turn.reads.get(Team, TeamId(wake.args["team"]))
    person = turn.reads.get(Person, wake.args["person"])
    if team and person and person.active and turn.calendar.works(turn.today(person.timezone)):
        yield from _look_at(turn, team, [person])


def _look_at(turn: Turn, team: Team, people: Sequence[Person]) -> Iterator[Effect]:
    """Of one zone."""
    away = away_on(turn.reads, [each.id for each in people], turn.today(people[0].timezone)) if people else {}
    present = [each for each in people if each.id not in away]
    baselines = [each for each in turn.reads.find(Baseline, team=team.id) if each.line is not None]
    causes = [(person, cause) for person in present for cause in _causes(turn, person, baselines)]
    silent = sum(cause.rule is Rule.MISSED for _, cause in causes)
    quiet_team = silent >= MANY and silent * 2 > len(present)
    if quiet_team:
        yield from _ask_about_checkin(turn, team)
    for person in present:
        for flag in open_flags(turn, person.id):
            yield from _age(turn, flag)
    for person, cause in causes:
        standing = ((flag.rule, flag.about) for flag in open_flags(turn, person.id))
        if (cause.rule, cause.about) not in standing and not (quiet_team and cause.rule is Rule.MISSED):
            yield from _raise(turn, team, person, cause)


def _ask_about_checkin(turn: Turn, team: Team) -> Iterator[Effect]:
    """Most are silent: the check-in is the question, and its manager hears so once a week, without a name."""
    manager = turn.reads.get(Person, team.manager) if team.manager else None
    if manager and manager.active:
        today = turn.today(team.timezone)
        week = today - timedelta(today.weekday())
        key = DeliveryKey(derive("red_flags.quiet_team", team.id, week.isoformat()))
        why = Push("red_flags.quiet_team", phrases.QUIET_TEAM_WHY.text(manager.locale))
        yield Post(ToPerson(manager.id), manager_cards.quiet_team(manager.locale, team.name), key, why)


def _causes(turn: Turn, person: Person, baselines: Sequence[Baseline]) -> Iterator[Cause]:
    today = turn.today(person.timezone)
    for baseline in baselines:
        assert baseline.line is not None  # noqa: S101 - those without were left out
        row = row_of(turn, person, baseline.metric, baseline.line, today)
        if level_of(len(row.days)):
            shown = "/".join(shown_number(value) for value in row.values)
            line = shown_number(baseline.line)
            yield Cause(Rule.METRIC, baseline.metric, baseline.name, row.days, shown, line, row.source)
    moods = row_of(turn, person, MOOD, MOOD_LINE, today)
    if level_of(len(moods.days)):
        yield Cause(Rule.MOOD, MOOD, "", moods.days, "/".join(shown_number(value) for value in moods.values))
    missed = turn.reads.get(Misses, person.id)
    days = since(missed.days, latest(turn, person.id, Rule.MISSED, "")) if missed else ()
    if len(days) >= NEEDED:
        yield Cause(Rule.MISSED, "", "", days, "")
    yield from _stuck(turn, person, today)


def _stuck(turn: Turn, person: Person, today: date) -> Iterator[Cause]:
    for blocker in turn.reads.find(OpenBlocker, person=person.id, solved=False):
        days = timing.workdays_between(turn, person, _stuck_since(blocker), today - timedelta(1))
        if len(days) >= NEEDED and latest(turn, person.id, Rule.BLOCKER, blocker.id) is None:
            yield Cause(Rule.BLOCKER, blocker.id, "", days, blocker.text.text)


def _raise(turn: Turn, team: Team, person: Person, cause: Cause) -> Iterator[Effect]:
    """The person hears first; their manager's timer stands from when that message is due."""
    today = turn.today(person.timezone)
    manager = responsible_for(turn.reads, person, today)
    if manager is None:
        return
    id = derive("flag", cause.rule, cause.about, person.id, today.isoformat())
    flag = Flag(
        id=id,
        rule=cause.rule,
        about=cause.about,
        name=cause.name,
        person=person.id,
        team=team.id,
        raised_on=today,
        days=cause.days,
        shown=Private(person.id, cause.shown),
        asked=turn.key(f"asked/{id}"),
        line=cause.line,
        source=cause.source,
        level=level_of(len(cause.days)) or Level.YELLOW,
    )
    arrives = timing.next_slot(turn, person)
    ends = timing.head_start_ends(turn, person, arrives).astimezone(ZoneInfo(person.timezone))
    first = cards.ask(person, flag, ends.strftime("%H:%M"), manager.person.name)
    yield Save(flag)
    yield Post(ToPerson(person.id), first, flag.asked, _why(flag, person))
    if flag.rule is not Rule.MOOD:
        yield Arm(tell_timer(flag, ends - timing.EARLY))


def _why(flag: Flag, person: Person) -> Push:
    if flag.rule is Rule.MOOD:
        return Push("red_flags.mood", phrases.MOOD_WHY.text(person.locale))
    rule = cards.rule_text(flag, person.locale)
    return Push(f"red_flags.{flag.rule}", phrases.ASK_WHY.text(person.locale, rule=rule, count=len(flag.days)))


def _age(turn: Turn, flag: Flag) -> Iterator[Effect]:
    """A flag of an earlier day: a mood nobody spoke of lapses, an old or long unanswered one turns red."""
    person, addressee = names_of(turn, flag)
    today = turn.today(person.timezone)
    if flag.rule is Rule.MOOD and flag.stage is Stage.ASKED and flag.raised_on < today:
        yield Save(replace(flag, stage=Stage.CLOSED, outcome=Outcome.DECLINED, closed_on=today))
        yield Revise(flag.asked, cards.card(phrases.MOOD_DECLINED.text(person.locale)))
        return
    if flag.level is Level.RED or flag.stage not in OPEN or flag.rule is Rule.MOOD:
        return
    waiting = turn.calendar.workdays(flag.told_on, today - timedelta(1)) if flag.told_on else ()
    if len(waiting) >= UNANSWERED_RED or _grew_old(turn, flag, person, today):
        red = replace(flag, level=Level.RED)
        yield Save(red)
        if addressee:
            yield Revise(red.told, manager_card(turn, red))


def _grew_old(turn: Turn, flag: Flag, person: Person, today: date) -> bool:
    """Whether the row that raised the flag has gone on to the length of a red one."""
    further = timing.workdays_between(turn, person, flag.days[-1] + timedelta(1), today - timedelta(1))
    match flag.rule:
        case Rule.BLOCKER:
            return level_of(len(flag.days) + len(further)) is Level.RED
        case Rule.MISSED:
            misses = turn.reads.get(Misses, person.id)
            return misses is not None and level_of(len(misses.days)) is Level.RED
        case _:
            line = line_of(turn, flag)
            return line is not None and level_of(len(row_of(turn, person, flag.about, line, today).days)) is Level.RED


def _stuck_since(blocker: OpenBlocker) -> date:
    """The first day that counts: the day it was raised, or the one after the day promised for it."""
    return max(blocker.since, blocker.in_hand + timedelta(1)) if blocker.in_hand else blocker.since
