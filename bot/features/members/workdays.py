"""The company's working days: what administrators override, what lies ahead, and the year that is missing."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from bot.features.members import cards, phrases
from bot.features.members.dates import Days, days_of
from bot.features.members.rights import refusal
from bot.kernel.calendar import Calendar, CalendarDay, Day
from bot.kernel.cards import Card, Line, Said
from bot.kernel.days import day_text, range_text, runs
from bot.kernel.effects import Arm, Effect, Post, Push, Save
from bot.kernel.features import PersonTurn, Turn
from bot.kernel.intents import Wake, Words
from bot.kernel.people import Locale, Person, ToPerson
from bot.kernel.text import shorten
from bot.kernel.timers import Daily, Timer, next_at

AHEAD = 60
LONGEST = 60
"""Days set at once: the longest holiday fits, a wrong year does not."""
ASKED_FROM = 11
"""The month in which next year's holidays are usually out."""
HOUR = Daily(time(1, 0), "UTC")
"""Early in the morning where Chinese holidays matter; each message waits for its reader's own slot."""


def off(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`放假 2027-02-06 到 2027-02-12 春节`."""
    yield from _override(turn, words, works=False)


def on(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`上班 2027-02-14`."""
    yield from _override(turn, words, works=True)


def _override(turn: PersonTurn, words: Words, works: bool) -> Iterator[Effect]:
    locale = turn.locale
    if not turn.person.admin:
        yield turn.answer(refusal(turn, phrases.ONLY_ADMINS))
        return
    today = turn.today(turn.person.timezone)
    days = days_of(words.text, today, turn.now, turn.calendar)
    count = (days.last - days.first).days + 1 if days else 0
    if days is None or not 1 <= count <= LONGEST:
        yield turn.answer(_how(turn, words.text, days, count))
        return
    name = shorten(days.rest, 20)
    every = [days.first + timedelta(n) for n in range(count)]
    for day in every:
        yield Save(CalendarDay(day.isoformat(), works, name))
    changed = sum(turn.calendar.works(day) for day in every)
    named = phrases.DAYS_NAMED.line(locale, name=Said(name)) if name else ()
    span = range_text(days.first, days.last, locale, today)
    saved = phrases.DAYS_ON_SAVED if works else phrases.DAYS_OFF_SAVED
    yield turn.answer(
        cards.lines(
            saved.line(locale, days=span, name=named, count=changed),
            phrases.DAYS_MEANS.text(locale),
        )
    )


def _how(turn: PersonTurn, text: str, days: Days | None, count: int) -> Card:
    locale = turn.locale
    if days is None:
        problem = phrases.LEAVE_UNCLEAR.line(locale, text=cards.quoted(text)) if text else ()
    elif count < 1:
        first, last = (day_text(day, locale) for day in (days.first, days.last))
        problem = phrases.LEAVE_BACKWARDS.line(locale, first=first, last=last)
    else:
        problem = phrases.LEAVE_TOO_LONG.line(locale, days=count, limit=LONGEST)
    return cards.lines(*([problem] if problem else []), phrases.DAYS_HOW.text(locale))


def ahead(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    """The holidays and swapped days of the next weeks, for anybody."""
    locale, today = turn.locale, turn.today(turn.person.timezone)
    rows = _rows(turn.calendar, today, locale)
    last = today + timedelta(AHEAD)
    unknown = [year for year in sorted({today.year, last.year}) if not turn.calendar.knows(year)]
    warnings = [phrases.CALENDAR_UNKNOWN.text(locale, year=year) for year in unknown]
    if rows:
        yield turn.answer(cards.listing(phrases.CALENDAR_TITLE.text(locale), rows, *warnings))
    else:
        yield turn.answer(cards.lines(phrases.CALENDAR_PLAIN.text(locale, count=AHEAD), *warnings))


def _rows(calendar: Calendar, today: date, locale: Locale) -> list[Line]:
    """Stretches of one holiday, and days worked against the weekday."""
    days = [(day, calendar.day(day)) for day in (today + timedelta(n) for n in range(AHEAD + 1))]
    groups: dict[tuple[bool, str], list[date]] = {}
    for day, kind in days:
        if _remarkable(day, kind):
            groups.setdefault((kind.works, kind.called(locale)), []).append(day)
    found = [(run, key) for key, group in groups.items() for run in runs(group)]
    return [_row(*run, *key, locale) for run, key in sorted(found)]


def _remarkable(day: date, kind: Day) -> bool:
    return kind.works != (day.weekday() < 5) or bool(kind.holiday)


def _row(first: date, last: date, works: bool, name: str, locale: Locale) -> Line:
    phrase = phrases.CALENDAR_ON if works else phrases.CALENDAR_OFF
    named = phrases.DAYS_NAMED.line(locale, name=Said(name)) if name else ()
    return (*phrase.line(locale, days=range_text(first, last, locale)), *named)


def starts(turn: Turn) -> Iterator[Effect]:
    yield Arm(Timer("members.calendar", next_at(HOUR, turn.now), "members.calendar", recurrence=HOUR))


def missing(turn: Turn, _: Wake) -> Iterator[Effect]:
    """From November on, once a week, while next year's holidays are not on file."""
    for admin in turn.reads.find(Person, admin=True):
        today = turn.today(admin.timezone)
        year = today.year + 1
        first_day = turn.calendar.first_workday_of_week(today)
        if not admin.active or today.month < ASKED_FROM or today != first_day or turn.calendar.knows(year):
            continue
        locale = admin.locale
        card = cards.lines(
            phrases.CALENDAR_MISSING.text(locale, year=year), phrases.CALENDAR_MISSING_HOW.text(locale, year=year)
        )
        why = Push("members.calendar", phrases.CALENDAR_MISSING_WHY.text(locale))
        yield Post(ToPerson(admin.id), card, turn.key(f"missing/{admin.id}"), why)
