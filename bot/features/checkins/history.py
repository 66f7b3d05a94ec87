"""Past check-ins as lists: one's own for oneself, a team's for whoever leads it. Nobody is ranked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.features.checkins import phrases as p
from bot.features.checkins.model import CheckIn, Participation, PrivateAnswer, Status
from bot.features.checkins.report_cards import answer_line
from bot.features.checkins.wording import joined, name_of
from bot.kernel.cards import Action, Card, Fields, Line, Paragraph, Text, say
from bot.kernel.days import dated_text, range_text
from bot.kernel.effects import Effect
from bot.kernel.features import PersonTurn, Section, SectionLine, Span, Turn
from bot.kernel.intents import Press
from bot.kernel.organisation import leads
from bot.kernel.people import Locale, Person, Team

ASKED = (Status.ANSWERED, Status.MISSED, Status.AWAITING)
"""Leave and skipped days are in no denominator."""
ORDER = 10
_STATUS = {
    Status.AWAITING: p.STATUS_AWAITING,
    Status.SKIPPED: p.STATUS_SKIPPED,
    Status.EXCUSED: p.STATUS_EXCUSED,
    Status.MISSED: p.STATUS_MISSED,
}


def own_history(turn: PersonTurn, person: Person, first: date, last: date) -> Card:
    """A person's days, newest first: what they answered, or what became of the day."""
    found = turn.reads.find(Participation, person=person.id, day=_span(first, last))
    rows = [
        (dated_text(each.day, turn.locale), _day_line(turn, each)) for each in sorted(found, key=_day, reverse=True)
    ]
    title = p.HISTORY_TITLE.text(turn.locale, days=range_text(first, last, turn.locale))
    if not rows:
        return say(p.HISTORY_NONE.line(turn.locale))
    return Card((Fields(tuple(rows)),), title=title)


def _day_line(turn: PersonTurn, participation: Participation) -> Line:
    if participation.status is not Status.ANSWERED:
        return _STATUS[participation.status].line(turn.locale)
    checkin = turn.reads.get(CheckIn, participation.checkin)
    line = answer_line(checkin, participation, turn.locale) if checkin else ()
    line = joined([each for each in (line, *_own_words(turn, participation)) if each], p.PART.text(turn.locale))
    added = p.REPORT_ADDED.line(turn.locale) if participation.late else ()
    return (line or p.REPORT_QUIET.line(turn.locale)) + added


def _own_words(turn: PersonTurn, participation: Participation) -> Iterator[Line]:
    """What the person kept from the team, for their own eyes."""
    kept = turn.reads.find(PrivateAnswer, participation=participation.id) if participation.kept else ()
    for each in kept:
        if each.person == turn.person.id and each.words.text:
            yield p.KEPT_WORDS.line(turn.locale, words=each.words)


def section(turn: Turn, team: Team, first: date, last: date) -> Section | None:
    """`打卡 92%`: answered of those asked; the number leads to its list."""
    asked = _asked(turn.reads.find(Participation, team=team.id, day=_span(first, last)))
    if not asked:
        return None
    percent = round(100 * sum(each.status is Status.ANSWERED for each in asked) / len(asked))
    args = {"team": team.id, "first": first.isoformat(), "last": last.isoformat()}
    line = p.SECTION.line(team.locale, percent=percent)
    return Section(ORDER, (SectionLine(line, Action("checkins.list", args)),))


def listed(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The list behind the number: a leader sees the team, everybody else themself."""
    team = turn.reads.get(Team, press.args.get("team", ""))
    first, last = _date(press.args.get("first", "")), _date(press.args.get("last", ""))
    if team is None or first is None or last is None:
        yield turn.answer(say(p.NOT_FOUND.line(turn.locale)))
    elif _sees_team(turn, team):
        yield turn.answer(_team_list(turn, team, first, last))
    else:
        yield turn.answer(own_history(turn, turn.person, first, last))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _sees_team(turn: PersonTurn, team: Team) -> bool:
    manager = turn.reads.get(Person, team.manager) if team.manager else None
    above = manager is not None and leads(turn.reads, turn.person, manager, turn.today(turn.person.timezone))
    return turn.person.admin or team.manager == turn.person.id or above


def _team_list(turn: PersonTurn, team: Team, first: date, last: date) -> Card:
    found = turn.reads.find(Participation, team=team.id, day=_span(first, last))
    names = {each.person: turn.reads.get(Person, each.person) for each in found}
    rows: list[Line] = []
    for id, person in names.items():
        theirs = [each for each in found if each.person == id]
        asked = _asked(theirs)
        given = sum(each.status is Status.ANSWERED for each in asked)
        name = name_of(person) if person else Text(p.SOMEBODY.text(turn.locale))
        rows.append(
            p.LIST_ROW.line(turn.locale, name=name, given=given, asked=len(asked), rest=_rest(theirs, turn.locale))
        )
    title = p.LIST_TITLE.text(turn.locale, audience=team.name, days=range_text(first, last, turn.locale))
    return Card((Paragraph(p.LIST_NOTE.line(turn.locale)), *(Paragraph(row) for row in rows)), title=title)


def _rest(participations: Sequence[Participation], locale: Locale) -> Line:
    away = sum(each.status is Status.EXCUSED for each in participations)
    skipped = sum(each.status is Status.SKIPPED for each in participations)
    return (
        *(p.LIST_AWAY.line(locale, count=away) if away else ()),
        *(p.LIST_SKIPPED.line(locale, count=skipped) if skipped else ()),
    )


def _asked(participations: Sequence[Participation]) -> list[Participation]:
    return [each for each in participations if each.status in ASKED]


def _span(first: date, last: date) -> Span:
    return Span(first, last + timedelta(days=1))


def _day(participation: Participation) -> date:
    return participation.day
