"""The report: who answered what, for the team. Never who did not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.features.checkins import phrases as p
from bot.features.checkins import rules
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import CheckIn, Participation
from bot.features.checkins.templates import BLOCKER
from bot.features.checkins.wording import joined, label, name_of, shown
from bot.kernel.cards import Block, Card, Line, Paragraph, Quote
from bot.kernel.days import dated_text, day_text
from bot.kernel.people import Locale, Person


@dataclass(frozen=True, slots=True)
class Answers:
    """One person's share, as the team reads it."""

    person: Person
    participation: Participation


@dataclass(frozen=True, slots=True)
class Standings:
    """A day as the team sees it. `elsewhere`: people whose window is not over where they are.

    `away`: people on leave with the day they are back. `updated`: the hour of a change, empty at first.
    """

    given: tuple[Answers, ...]
    due: int
    elsewhere: tuple[Person, ...] = ()
    away: tuple[tuple[Person, date], ...] = ()
    updated: str = ""


def report(checkin: CheckIn, day: date, standings: Standings, locale: Locale) -> Card:
    """The card in the team's channel."""
    title = p.REPORT_TITLE.text(locale, audience=checkin.audience, day=dated_text(day, locale))
    blocks: list[Block] = [Paragraph(_count(standings, locale))]
    blocks.extend(_quote(checkin, each, locale) for each in standings.given)
    if standings.away:
        away = [
            p.REPORT_AWAY.line(locale, name=name_of(person), day=day_text(back, locale))
            for person, back in standings.away
        ]
        blocks.append(Paragraph(joined(away, p.AND.text(locale))))
    return Card(tuple(blocks), title=title)


def trial_report(share: Share, person: Person) -> Card:
    """What the group would have seen, for the one who tries it out."""
    answers = Answers(person, share.participation)
    return Card((Paragraph(p.TRIAL_REPORT.line(share.locale)), _quote(share.checkin, answers, share.locale)))


def answer_line(checkin: CheckIn, participation: Participation, locale: Locale) -> Line:
    """A person's answers in one line; an empty one is left out, but `没有` to a blocker is an answer."""
    return joined(list(_answers(checkin, participation, locale)), p.PART.text(locale))


def _count(standings: Standings, locale: Locale) -> Line:
    line = p.REPORT_COUNT.line(locale, given=len(standings.given), due=standings.due)
    if standings.elsewhere:
        names = joined([name_of(each) for each in standings.elsewhere], p.AND.text(locale))
        line += p.REPORT_ELSEWHERE.line(locale, names=names)
    return line + (p.REPORT_UPDATED.line(locale, time=standings.updated) if standings.updated else ())


def _quote(checkin: CheckIn, answers: Answers, locale: Locale) -> Quote:
    line = answer_line(checkin, answers.participation, locale) or p.REPORT_QUIET.line(locale)
    added = p.REPORT_ADDED.line(locale) if answers.participation.late else ()
    return Quote(answers.person.name, line + added)


def _answers(checkin: CheckIn, participation: Participation, locale: Locale) -> Iterator[Line]:
    for question in rules.worded(checkin, locale):
        value = participation.value(question.name)
        if value is None or question.name in participation.kept or (value == "" and question.name != BLOCKER):
            continue
        mentioned = shown(question.name, value, locale)
        yield p.PAIR.line(locale, label=label(question, locale), value=mentioned)
