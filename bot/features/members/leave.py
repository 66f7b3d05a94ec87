"""Leave: entered for oneself or by those who may, listed, cancelled, and told to the other features."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.features.members import cards, phrases, returning
from bot.features.members.dates import Days, days_of
from bot.kernel.cards import Action, Button, Buttons, Card, Line, Said, say
from bot.kernel.days import dated_text, range_text
from bot.kernel.effects import Disarm, Effect, Post, Push, Revise, Save, Tell
from bot.kernel.facts import AbsenceChanged
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.organisation import leads
from bot.kernel.people import Absence, Locale, Person, ToPerson
from bot.kernel.phrases import Phrase

LONGEST = 400
"""Days of one leave: a year of parental leave fits, a typing error does not."""


def take(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    """`请假 9/21 到 9/23`, for oneself or for the person mentioned; bare it asks for the days."""
    subject = _subject(turn, wanted)
    if not _may_decide(turn, subject):
        yield turn.answer(cards.lines(phrases.LEAVE_NO_RIGHT.line(turn.locale, name=Said(subject.name))))
        return
    if isinstance(wanted, Press):
        # A card that has been answered waits for no more words.
        yield Revise(wanted.source, cards.sentence(phrases.LEAVE_HOW, turn.locale))
    text = _without_names(wanted)
    today = turn.today(subject.timezone)
    days = days_of(text, today, turn.now, turn.calendar)
    if days is None:
        asked_before = isinstance(wanted, Press)
        yield turn.answer(_unclear(turn.locale, text) if asked_before else _ask(turn.locale, subject, text))
    elif problem := _problem(turn.locale, days, today):
        yield turn.answer(cards.lines(problem))
    else:
        yield from _enter(turn, subject, days)


def _subject(turn: PersonTurn, wanted: Words | Press) -> Person:
    """Whose leave: the person mentioned, the one a card was about, or the writer."""
    about = wanted.args.get("person", "") if isinstance(wanted, Press) else ""
    mentioned = wanted.mentions[0][1] if wanted.mentions else turn.reads.get(Person, about) if about else None
    return mentioned or turn.person


def _may_decide(turn: PersonTurn, subject: Person) -> bool:
    if not subject.active:
        return False
    return subject.id == turn.person.id or leads(turn.reads, turn.person, subject, turn.today(subject.timezone))


def _without_names(wanted: Words | Press) -> str:
    text = wanted.text
    for name, _ in wanted.mentions:
        text = text.replace(f"@{name}", " ")
    return text.strip()


def _ask(locale: Locale, subject: Person, text: str) -> Card:
    """A card that listens for the days, once."""
    drop = Button(phrases.CANCEL.text(locale), Action("members.drop"))
    card = _unclear(locale, text) if text else cards.sentence(phrases.LEAVE_HOW, locale)
    listens = Action("members.leave_days", {"person": subject.id})
    return replace(card, blocks=(*card.blocks, Buttons((drop,), numbered=False)), listens=listens)


def _unclear(locale: Locale, text: str) -> Card:
    half = "半天" in text or "half" in text.lower()
    said = phrases.LEAVE_HALF.line(locale) if half else phrases.LEAVE_UNCLEAR.line(locale, text=cards.quoted(text))
    return cards.lines(said, phrases.LEAVE_HOW.text(locale))


def _problem(locale: Locale, days: Days, today: date) -> Line | None:
    first, last = (dated_text(day, locale, today) for day in (days.first, days.last))
    count = (days.last - days.first).days + 1
    if count < 1:
        return phrases.LEAVE_BACKWARDS.line(locale, first=first, last=last)
    if count > LONGEST:
        return phrases.LEAVE_TOO_LONG.line(locale, days=count, limit=LONGEST)
    if days.last < today - timedelta(30):
        return phrases.LEAVE_LONG_PAST.line(locale, last=last)
    return None


def _enter(turn: PersonTurn, subject: Person, days: Days) -> Iterator[Effect]:
    """One leave for the days; those it overlaps, or follows without a working day between, become part of it."""
    back = turn.calendar.next_workday
    standing = [each for each in turn.reads.find(Absence, person=subject.id) if not each.cancelled]
    overlapped = [each for each in standing if each.first <= back(days.last) and days.first <= back(each.last)]
    absence = Absence(
        overlapped[0].id if overlapped else turn.key("absence"),
        subject.id,
        min([days.first, *(each.first for each in overlapped)]),
        max([days.last, *(each.last for each in overlapped)]),
    )
    for each in overlapped[1:]:
        yield Save(replace(each, cancelled=True))
        yield Disarm(returning.timer_key(each))
    yield Save(absence)
    if absence.last >= turn.today(subject.timezone):
        yield returning.arm(turn, absence, subject)
    yield Tell(AbsenceChanged(subject.id, absence.first, absence.last, cancelled=False))
    own = subject.id == turn.person.id
    saved = (phrases.LEAVE_SAVED if own else phrases.LEAVE_SAVED_FOR).line(
        turn.locale, name=Said(subject.name), **_texts(turn, absence, turn.locale)
    )
    yield turn.answer(cards.lines(saved, *([phrases.LEAVE_MEANS.text(turn.locale)] if own else [])))
    if not own:
        yield _told(turn, subject, absence)


def _told(turn: PersonTurn, subject: Person, absence: Absence) -> Post:
    by = turn.person.name
    said = phrases.LEAVE_TOLD.line(subject.locale, by=Said(by), **_texts(turn, absence, subject.locale))
    card = cards.lines(said, phrases.LEAVE_MEANS.text(subject.locale))
    why = Push("members.leave", phrases.LEAVE_TOLD_WHY.text(subject.locale, by=by))
    return Post(ToPerson(subject.id), card, turn.key("told"), why)


def _texts(turn: PersonTurn, absence: Absence, locale: Locale) -> dict[str, str]:
    back = turn.calendar.next_workday(absence.last)
    today = turn.today(turn.person.timezone)
    return {
        "days": range_text(absence.first, absence.last, locale, today),
        "back": dated_text(back, locale, today),
    }


def mine(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    """The writer's leave, running and to come."""
    standing = _current(turn, turn.person)
    if not standing:
        yield turn.answer(cards.sentence(phrases.LEAVE_NONE, turn.locale))
        return
    rows = [phrases.LEAVE_ROW.text(turn.locale, **_texts(turn, each, turn.locale)) for each in standing]
    yield turn.answer(cards.listing(phrases.LEAVE_LIST.text(turn.locale), rows))


def cancel(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """Cancel the leave to come, or end the running one; where there are several, ask which."""
    subject = _subject(turn, words)
    if not _may_decide(turn, subject):
        yield turn.answer(cards.lines(phrases.LEAVE_NO_RIGHT.line(turn.locale, name=Said(subject.name))))
        return
    standing = _current(turn, subject)
    if not standing:
        said = phrases.LEAVE_NONE if subject.id == turn.person.id else phrases.LEAVE_NONE_FOR
        yield turn.answer(cards.lines(said.line(turn.locale, name=Said(subject.name))))
    elif len(standing) == 1:
        yield from _cancel(turn, subject, standing[0])
    else:
        yield turn.answer(_which(turn, standing))


def _which(turn: PersonTurn, standing: Sequence[Absence]) -> Card:
    buttons = [
        Button(_texts(turn, each, turn.locale)["days"], Action("members.leave_cancel", {"absence": each.id}))
        for each in standing
    ]
    return say(phrases.LEAVE_WHICH.text(turn.locale), *buttons)


def cancel_one(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The leave chosen among several. Rights and state are looked at now, not when the card was made."""
    absence = turn.reads.get(Absence, press.args.get("absence", ""))
    subject = turn.reads.get(Person, absence.person) if absence else None
    if absence is None or subject is None or absence not in _current(turn, subject) or not _may_decide(turn, subject):
        yield turn.answer(cards.sentence(phrases.LEAVE_GONE, turn.locale))
        return
    yield Revise(press.source, say(phrases.LEAVE_ROW.text(turn.locale, **_texts(turn, absence, turn.locale))))
    yield from _cancel(turn, subject, absence)


def _cancel(turn: PersonTurn, subject: Person, absence: Absence) -> Iterator[Effect]:
    today = turn.today(subject.timezone)
    running = absence.first < today
    changed = replace(absence, last=today - timedelta(1)) if running else replace(absence, cancelled=True)
    yield Save(changed)
    yield Disarm(returning.timer_key(absence))
    yield Tell(AbsenceChanged(subject.id, max(absence.first, today), absence.last, cancelled=True))
    own = subject.id == turn.person.id
    said: Phrase = phrases.LEAVE_CANCELLED if own else phrases.LEAVE_CANCELLED_FOR
    if own and running:
        said = phrases.LEAVE_SHORTENED
    days = range_text(max(absence.first, today) if running else absence.first, absence.last, turn.locale, today)
    line = said.line(turn.locale, name=Said(subject.name), days=days)
    news = returning.news(turn, subject, absence.first, today) if own and running else ()
    yield turn.answer(cards.back(turn.locale, news) if news else cards.lines(line))
    if not own:
        yield _told_cancelled(turn, subject, range_text(absence.first, absence.last, subject.locale, today))


def _told_cancelled(turn: PersonTurn, subject: Person, days: str) -> Post:
    by = turn.person.name
    said = phrases.LEAVE_CANCELLED_TOLD.line(subject.locale, by=Said(by), days=days)
    why = Push("members.leave", phrases.LEAVE_TOLD_WHY.text(subject.locale, by=by))
    return Post(ToPerson(subject.id), cards.lines(said), turn.key("told"), why)


def _current(turn: PersonTurn, subject: Person) -> Sequence[Absence]:
    today = turn.today(subject.timezone)
    found = turn.reads.find(Absence, person=subject.id)
    return sorted((a for a in found if not a.cancelled and a.last >= today), key=lambda a: a.first)
