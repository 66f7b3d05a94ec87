"""What is open: one's own, a team's, the digest's share, and the news after a leave."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.features.promises import asks, cards, list_cards, phrases
from bot.features.promises.closing import gone
from bot.features.promises.list_cards import Row
from bot.features.promises.model import LIVE, Blocker, BlockerState, Kind, Promise, State
from bot.features.promises.parties import person
from bot.kernel.cards import Action, Line, Said
from bot.kernel.effects import Effect, Save
from bot.kernel.features import Effects, OneOf, PersonTurn, Reads, Section, SectionLine, Span, Turn
from bot.kernel.ids import TeamId
from bot.kernel.intents import Press, Words
from bot.kernel.people import Person, Team
from bot.kernel.reader import Reader
from bot.kernel.timers import local_instant

ORDER = 30
ITEMS = 3
NEEDS = 2


def blockers(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`卡点`: mine, and those that wait for me; always in the direct chat."""
    me = turn.person.id
    own = turn.reads.find(Blocker, person=me, state=BlockerState.OPEN)
    asked = turn.reads.find(Promise, owner=me, state=OneOf(LIVE))
    waiting = [turn.reads.get(Blocker, each.blocker) for each in asked if each.kind is Kind.HELP and each.blocker]
    yield turn.answer(
        list_cards.mine(
            rows_of(turn, own),
            rows_of(turn, [each for each in waiting if each is not None and each.person != me]),
            Reader.of(turn.person, turn.now),
        )
    )


def show(turn: PersonTurn, press: Press) -> Effects:
    """One's own blocker, with what can be done."""
    blocker = turn.reads.get(Blocker, press.args.get("id", ""))
    rows = rows_of(turn, [blocker]) if blocker and blocker.state is BlockerState.OPEN else []
    if not rows or rows[0].author.id != turn.person.id:
        return gone(turn, press)
    return [turn.answer(list_cards.show(rows[0], Reader.of(turn.person, turn.now)))]


def open_promise(turn: PersonTurn, press: Press) -> Effects:
    """A promise of one's own: the request again if it waits for an answer, else what can be done about it."""
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    author = person(turn, promise.author) if promise else None
    if promise is None or author is None or promise.owner != turn.person.id or promise.state not in LIVE:
        return gone(turn, press)
    reader = Reader.of(turn.person, turn.now)
    asked = promise.state is State.ASKED
    answer = turn.answer(asks.request(promise, reader, author) if asked else list_cards.one(promise, reader, author))
    return [answer, Save(replace(promise, card=answer.key))]


def of_team(turn: PersonTurn, press: Press) -> Effects:
    """The list behind the digest's numbers."""
    team = turn.reads.get(Team, press.args.get("team", ""))
    if team is None:
        return gone(turn, press)
    first, last = (_day(press.args.get(each, ""), turn.today(team.timezone)) for each in ("first", "last"))
    open_rows = rows_of(turn, _open_in(turn.reads, team.id))
    solved = _solved_in(turn.reads, team, first, last)
    reader = Reader.of(turn.person, turn.now)
    return [turn.answer(list_cards.team(team.name, open_rows, len(solved), first, last, reader))]


def section(turn: Turn, team: Team, first: date, last: date) -> Section | None:
    """`卡点:解决 4,还开着 2 — …`, and what nobody has in hand yet, to be claimed. Nothing private."""
    rows = rows_of(turn, _open_in(turn.reads, team.id))
    solved = len(_solved_in(turn.reads, team, first, last))
    if not rows and not solved:
        return None
    reader = Reader(team.locale, team.timezone, turn.now)
    held = sorted((row for row in rows if row.owner), key=_deadline)
    free = [row for row in rows if not row.owner]
    items = [list_cards.digest_item(row, reader, _days(turn, row, reader)) for row in [*held, *free][:ITEMS]]
    args = {"team": team.id, "first": first.isoformat(), "last": last.isoformat()}
    line = list_cards.digest_row(solved, items, len(rows), team.locale)
    needs = [
        SectionLine(
            list_cards.need(row, team.locale),
            Action("promises.claim", {"id": row.blocker.id}),
            phrases.CLAIM.text(team.locale),
        )
        for row in free[:NEEDS]
    ]
    return Section(ORDER, (SectionLine(line, Action("promises.team", args)), *needs))


def news(turn: Turn, reader: Person, first: date, last: date) -> Sequence[Line]:
    """What was given to somebody on these days, and what they were asked for."""
    start, end = _bounds(first, last, reader.timezone)
    given = [
        each
        for each in turn.reads.find(Promise, towards=reader.id, state=State.MET)
        if each.closed_at and start <= each.closed_at < end
    ]
    asked = [
        each for each in turn.reads.find(Promise, owner=reader.id, state=State.ASKED) if start <= each.opened_at < end
    ]
    told = [(phrases.NEWS_GIVEN, each, each.owner) for each in given]
    told += [(phrases.NEWS_ASKED, each, each.author) for each in asked]
    return [
        phrase.line(reader.locale, name=Said(other.name), what=cards.what_of(promise))
        for phrase, promise, id in told
        if (other := person(turn, id))
    ]


def rows_of(turn: Turn, found: Sequence[Blocker]) -> list[Row]:
    """Blockers with their promises and people; what this viewer may not see is left out."""
    rows = []
    for blocker in found:
        promise = turn.reads.get(Promise, blocker.promise)
        author = person(turn, blocker.person)
        if promise and author:
            held = promise.state in LIVE
            rows.append(Row(blocker, promise, author, person(turn, promise.owner) if held else None))
    return rows


def _open_in(reads: Reads, team: TeamId) -> list[Blocker]:
    return [each for each in reads.find(Blocker, team=team, state=BlockerState.OPEN) if not each.secret]


def _solved_in(reads: Reads, team: Team, first: date, last: date) -> list[Blocker]:
    start, end = _bounds(first, last, team.timezone)
    solved = reads.find(Blocker, team=team.id, state=BlockerState.SOLVED, solved_at=Span(start, end))
    return [each for each in solved if not each.secret]


def _bounds(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    midnights = (datetime.combine(day, time()) for day in (first, last + timedelta(days=1)))
    start, end = (local_instant(each, zone) for each in midnights)
    return start, end


def _days(turn: Turn, row: Row, reader: Reader) -> int:
    """The how-manieth working day it is open, counted from one."""
    return max(1, len(turn.calendar.workdays(row.blocker.day, reader.today)))


def _deadline(row: Row) -> datetime:
    return row.promise.deadline or row.blocker.raised_at


def _day(said: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return otherwise
