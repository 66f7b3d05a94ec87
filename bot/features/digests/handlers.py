"""The digest of every team on the week's first working day, and of one team for whoever asks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.features.digests import cards, phrases, rules
from bot.features.digests.model import Digest, Followed, digest_id
from bot.kernel.cards import Card, Text, say
from bot.kernel.effects import Arm, Effect, Post, Push, Save
from bot.kernel.facts import PersonJoined
from bot.kernel.features import PersonTurn, SectionLine, Turn
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.intents import Wake, Words
from bot.kernel.organisation import teams_of
from bot.kernel.people import Membership, Person, Team, ToChat, ToPerson
from bot.kernel.text import squash
from bot.kernel.timers import Daily, Timer, local_instant

_NOW_WORDS = ("本周", "这周", "now", "this week")


def starts(turn: Turn) -> Iterator[Effect]:
    for team in turn.reads.find(Team):
        yield from _follow(turn, team)


def on_joined(turn: Turn, fact: PersonJoined) -> Iterator[Effect]:
    """A team that came after the start is followed from its first members on."""
    team = turn.reads.get(Team, fact.team)
    if team:
        yield from _follow(turn, team)


def _follow(turn: Turn, team: Team) -> Iterator[Effect]:
    if turn.reads.get(Followed, team.id) is None:
        yield Save(Followed(team.id, turn.now))
    # From today's hour on, even if it has passed: a digest that was slept through is made up for.
    due = local_instant(datetime.combine(turn.today(team.timezone), rules.AT), team.timezone)
    daily = Daily(rules.AT, team.timezone)
    yield Arm(Timer(f"digests.weekly/{team.id}", due, "digests.weekly", {"team": team.id}, daily))


def weekly(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """Once per team and week, in the team's channel."""
    team = turn.reads.get(Team, TeamId(wake.args["team"]))
    followed = turn.reads.get(Followed, wake.args["team"])
    if team is None or team.chat is None or followed is None:
        return
    if not rules.is_due(turn.now, team.timezone, followed.since, turn.calendar):
        return
    today = turn.today(team.timezone)
    week = rules.told_week(today, turn.calendar)
    id = digest_id(team.id, week.first)
    if turn.reads.get(Digest, id) is not None or not _was_there(turn, team, week, followed):
        return
    key = turn.key(f"digest/{id}")
    yield Save(Digest(id, team.id, week.first, week.last, key, turn.now))
    card = _last_week(turn, team, today, rules.LINES)
    yield Post(ToChat(team.chat), card, key, Push("digests.weekly", phrases.WHY.text(team.locale)))


def _was_there(turn: Turn, team: Team, week: rules.Week, followed: Followed) -> bool:
    """Whether the team could check in on a day of the week: a newer one has no quiet week behind it, but none."""
    joined = (each.since for each in turn.reads.find(Membership, team=team.id))
    return rules.was_there(week, min(joined, default=None), followed.since, team.timezone)


def _last_week(turn: Turn, team: Team, today: date, limit: int | None) -> Card:
    week = rules.told_week(today, turn.calendar)
    earlier = week.last < today - timedelta(today.weekday() + 1)
    return cards.weekly(team, week, earlier, _lines(turn, team, week.first, week.last), limit)


def _lines(turn: Turn, team: Team, first: date, last: date) -> Sequence[SectionLine]:
    """Every feature's lines, in the order they gave themselves."""
    asked = (each.section(turn, team, first, last) for each in turn.offers.features if each.section)
    sections = sorted((each for each in asked if each), key=lambda section: section.order)
    return [line for section in sections for line in section.lines]


def is_meant(turn: PersonTurn, words: Words) -> bool:
    """`digest now`; or anything at all, while nothing else is being asked."""
    return not turn.asked or squash(words.text) in _NOW_WORDS


def show(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`周报`: last week's for the person alone. Computed in a turn of its own, as it counts over everybody."""
    teams = _teams(turn)
    if not teams:
        yield turn.answer(say((Text(phrases.NO_TEAM.text(turn.locale)),)))
    span = "now" if squash(words.text) in _NOW_WORDS else "last"
    for team in teams:
        key = turn.key(f"show/{team.id}")
        args = {"team": team.id, "person": turn.person.id, "span": span}
        yield Arm(Timer(f"digests.show/{key}", turn.now, "digests.show", args))


def _teams(turn: PersonTurn) -> Sequence[Team]:
    """The team of this chat, if it is one's own; else all one's own: as a member, manager or administrator."""
    me = turn.person
    own = {team.id: team for team in teams_of(turn.reads, me.id, turn.today(me.timezone))}
    own |= {team.id: team for team in turn.reads.find(Team) if team.manager == me.id or me.admin}
    here = [team for team in own.values() if not turn.direct and team.chat == turn.chat.id]
    return here or tuple(own.values())


def shown(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """The answer to `周报`, in the reader's language."""
    team = turn.reads.get(Team, TeamId(wake.args["team"]))
    person = turn.reads.get(Person, PersonId(wake.args["person"]))
    if team is None or person is None:
        return
    theirs = replace(team, locale=person.locale)
    today = turn.today(team.timezone)
    if wake.args["span"] == "now":
        week = rules.week_of(today, turn.calendar)
        days = tuple(day for day in week.workdays if day <= today)
        card = cards.so_far(theirs, days, _lines(turn, theirs, week.first, today))
    else:
        card = _last_week(turn, theirs, today, None)
    yield Post(ToPerson(person.id), card, turn.key("shown"))
