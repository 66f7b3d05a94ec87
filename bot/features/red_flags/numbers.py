"""`基线` and `记`: the lines a team agrees on, and values typed in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.features.red_flags import cards, phrases
from bot.features.red_flags.model import TYPED, Baseline, Reading, baseline_id, metric_key, reading_id
from bot.features.red_flags.rules import Entry, entry_of, metric_meant, shown_number
from bot.kernel.cards import Card, Line, Private, Said
from bot.kernel.days import day_text
from bot.kernel.effects import Effect, Save, Tell
from bot.kernel.facts import MetricRecorded
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Words
from bot.kernel.organisation import teams_of
from bot.kernel.people import Person, Team
from bot.kernel.said_days import Today, said_days
from bot.kernel.text import shorten, squash
from bot.kernel.when import fold

METRICS = 3
"""A team watches this many: more is read by nobody (product.md, row 35)."""
OLDEST = timedelta(days=31)
SOURCE_LIMIT = 20
_ENDS = ("取消", "停", "无", "none", "off", "stop")


def may_set(turn: PersonTurn) -> bool:
    return turn.person.admin or any(team.manager == turn.person.id for team in turn.reads.find(Team))


def is_meant(turn: PersonTurn, words: Words) -> bool:
    """A name and a number behind the word; or anything at all, while nothing else is being asked."""
    return not turn.asked or entry_of(words.text) is not None


def baseline(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`基线 有效通话 90` for the team of this group, the only one led, or the one named; bare it lists."""
    yield from _list(turn) if not words.text else _set(turn, words.text)


def _set(turn: PersonTurn, text: str) -> Iterator[Effect]:
    if not may_set(turn):
        yield turn.answer(cards.card(phrases.ONLY_MANAGERS.text(turn.locale)))
        return
    led = [team for team in turn.reads.find(Team) if turn.person.admin or team.manager == turn.person.id]
    team = _meant(turn, led, text)
    if team is None:
        names = "、".join(f"「{each.name}」" for each in led)
        yield turn.answer(cards.card(phrases.WHICH_TEAM.line(turn.locale, teams=Said(names))))
        return
    said = text.replace(team.name, "").strip()
    ended = next((said[: -len(word)].strip() for word in _ENDS if squash(said).endswith(word)), "")
    if ended:
        yield from _end(turn, team, ended)
    elif (entry := entry_of(said)) is None:
        yield turn.answer(cards.card(phrases.BASELINE_HOW.text(turn.locale)))
    else:
        yield from _agree(turn, team, entry)


def _agree(turn: PersonTurn, team: Team, entry: Entry) -> Iterator[Effect]:
    key = metric_key(entry.metric)
    watched = [each.metric for each in _watched(turn, team)]
    if entry.value <= 0:
        yield turn.answer(cards.card(phrases.BASELINE_RANGE.text(turn.locale)))
    elif key not in watched and len(watched) >= METRICS:
        yield turn.answer(cards.card(phrases.BASELINE_FULL.text(turn.locale, limit=METRICS)))
    else:
        yield Save(Baseline(baseline_id(team.id, key), team.id, key, entry.metric, entry.value))
        line = shown_number(entry.value)
        said = phrases.BASELINE_SET.line(turn.locale, team=Said(team.name), metric=Said(entry.metric), line=line)
        yield turn.answer(cards.card(said))


def _end(turn: PersonTurn, team: Team, name: str) -> Iterator[Effect]:
    known = {each.metric: each for each in _watched(turn, team)}
    key = metric_meant(name, {metric: each.name for metric, each in known.items()})
    if key is None:
        yield turn.answer(_unknown(turn, name, [each.name for each in known.values()]))
        return
    ended = known[key]
    yield Save(Baseline(ended.id, ended.team, ended.metric, ended.name, None))
    said = phrases.BASELINE_ENDED.line(turn.locale, team=Said(team.name), metric=Said(ended.name))
    yield turn.answer(cards.card(said))


def _list(turn: PersonTurn) -> Iterator[Effect]:
    today = turn.today(turn.person.timezone)
    led = [team for team in turn.reads.find(Team) if team.manager == turn.person.id or turn.person.admin]
    teams = {team.id: team for team in (*teams_of(turn.reads, turn.person.id, today), *led)}
    if not teams:
        yield turn.answer(cards.card(phrases.NO_TEAM.text(turn.locale)))
    how = [phrases.BASELINE_HOW.text(turn.locale)] if may_set(turn) else []
    for team in teams.values():
        watched = _watched(turn, team)
        name = Said(team.name)
        rows = [
            phrases.BASELINE_ROW.line(turn.locale, metric=Said(each.name), line=shown_number(each.line))
            for each in watched
            if each.line is not None
        ]
        title = (phrases.BASELINE_LIST if rows else phrases.BASELINE_NONE).line(turn.locale, team=name)
        yield turn.answer(cards.card(title, *rows, *how), f"list/{team.id}")


def _watched(turn: PersonTurn, team: Team) -> Sequence[Baseline]:
    return [each for each in turn.reads.find(Baseline, team=team.id) if each.line is not None]


def _meant(turn: PersonTurn, led: Sequence[Team], text: str) -> Team | None:
    here = [team for team in led if not turn.direct and team.chat == turn.chat.id]
    named = [team for team in led if team.name in text]
    return next(iter((*here, *named)), led[0] if len(led) == 1 else None)


def record(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`记 有效通话 52`, for today or a day named, for oneself or, by an administrator, for somebody."""
    subject = words.mentions[0][1] if words.mentions else turn.person
    own = subject.id == turn.person.id
    if not own and not turn.person.admin:
        yield turn.answer(cards.card(phrases.RECORD_OTHERS.text(turn.locale)))
        return
    text = words.text
    for name, _ in words.mentions:
        text = text.replace(f"@{name}", " ")
    known = _metrics(turn, subject)
    entry = entry_of(text)
    if not known:
        yield turn.answer(cards.card(phrases.RECORD_NONE.text(turn.locale)))
    elif entry is None:
        yield turn.answer(cards.card(phrases.RECORD_HOW.text(turn.locale)))
    elif (metric := metric_meant(entry.metric, known)) is None:
        yield turn.answer(_unknown(turn, entry.metric, list(known.values())))
    else:
        yield from _note(turn, subject, metric, known[metric], entry)


def _note(turn: PersonTurn, subject: Person, metric: str, name: str, entry: Entry) -> Iterator[Effect]:
    locale, today = turn.locale, turn.today(subject.timezone)
    own = subject.id == turn.person.id
    day, rest = _day_and_rest(turn, entry.rest, today)
    shown_day = day_text(day, locale, today)
    if not today - OLDEST <= day <= today:
        yield turn.answer(cards.card(phrases.RECORD_DAY.text(locale, day=shown_day)))
        return
    source = shorten(rest, SOURCE_LIMIT) if rest and turn.person.admin else TYPED
    standing = turn.reads.get(Reading, reading_id(subject.id, metric, day))
    if not turn.person.admin and standing and standing.value and standing.source != TYPED:
        known = cards.source(standing.source, locale)
        said = phrases.RECORD_SYSTEM.line(locale, day=shown_day, source=known, value=standing.value)
        yield turn.answer(cards.card(said))
        return
    yield Tell(MetricRecorded(subject.id, metric, day, entry.value, source))
    value = Private(subject.id, shown_number(entry.value))
    yield turn.answer(cards.recorded(locale, "" if own else subject.name, name, shown_day, value, source))


def _day_and_rest(turn: PersonTurn, text: str, today: date) -> tuple[date, str]:
    """The day named in the text, else today; and the words that are not the day."""
    found = [each for each in said_days(fold(text), Today(today, turn.now, turn.calendar)) if _is_day(each.meant)]
    if not found:
        return today, text
    first = min(found, key=lambda each: (each.start, -each.end))
    assert isinstance(first.meant, date)  # noqa: S101 - only days were kept
    return first.meant, f"{text[: first.start]} {text[first.end :]}".strip()


def _is_day(meant: object) -> bool:
    return type(meant) is date


def _metrics(turn: PersonTurn, subject: Person) -> Mapping[str, str]:
    """The metrics watched in the person's teams, name by key."""
    teams = teams_of(turn.reads, subject.id, turn.today(subject.timezone))
    return {each.metric: each.name for team in teams for each in _watched(turn, team)}


def _unknown(turn: PersonTurn, name: str, known: Sequence[str]) -> Card:
    text: Line = (Said(shorten(name, SOURCE_LIMIT)),)
    return cards.card(phrases.RECORD_UNKNOWN.line(turn.locale, text=text, metrics=Said("、".join(known) or "-")))
