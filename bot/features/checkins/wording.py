"""Small pieces of what check-ins say: hours, labels, answers as they are shown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.features.checkins import phrases
from bot.features.checkins.templates import BLOCKER, CALLS, MOOD, PROGRESS, TODAY, YESTERDAY
from bot.kernel.cards import Inline, Line, Said, Text
from bot.kernel.days import dated_text, weekday_text
from bot.kernel.people import Locale, Person
from bot.kernel.phrases import Phrase
from bot.kernel.questions import Question
from bot.kernel.text import shorten

SHOWN = 160
"""Graphemes of one answer in the report; the whole of it is behind the digest's list and `我的打卡`."""

_CLOSING = "".join(("?", "?", ":", ":"))
_LABELS: Mapping[str, Phrase] = {
    YESTERDAY: phrases.LABEL_YESTERDAY,
    TODAY: phrases.LABEL_TODAY,
    BLOCKER: phrases.LABEL_BLOCKER,
    CALLS: phrases.LABEL_CALLS,
    MOOD: phrases.LABEL_MOOD,
}
_PROGRESS: Mapping[tuple[Locale, str], str] = {
    (locale, choice.value): choice.label for locale, choices in PROGRESS.items() for choice in choices
}


def clock_text(at: time) -> str:
    """`9:30`."""
    return f"{at.hour}:{at.minute:02d}"


def local_clock(instant: datetime, zone: str) -> str:
    return clock_text(instant.astimezone(ZoneInfo(zone)).time())


def hour_text(instant: datetime, zone: str, locale: Locale) -> str:
    """`下午 2 点` for a full hour after noon in Chinese, `14:00` otherwise."""
    local = instant.astimezone(ZoneInfo(zone)).time()
    if locale is Locale.ZH and local.minute == 0 and local.hour > 12:
        return f"下午 {local.hour - 12} 点"
    return clock_text(local)


def day_word(day: date, today: date, locale: Locale) -> str:
    """`周五` within the last week, the date before that."""
    return weekday_text(day, locale) if today - day < timedelta(days=7) else dated_text(day, locale, today)


def label(question: Question, locale: Locale) -> str:
    """The short name of a question; one we do not know is named by its own text."""
    known = _LABELS.get(question.name)
    return known.text(locale) if known else question.text.rstrip(_CLOSING)


def answer_text(question: str, value: str, locale: Locale) -> str:
    """An answer as a reader of this language sees it: a stored choice by its label."""
    if value == "":
        return phrases.NONE.text(locale)
    if question == CALLS:
        return phrases.CALLS_VALUE.text(locale, value=value)
    return _PROGRESS.get((locale, value), value) if question == YESTERDAY else value


def shown(question: str, value: str, locale: Locale, limit: int = SHOWN) -> Inline:
    """The same for a card: words typed by people stay theirs."""
    value = value.replace("\n", " ")
    text = shorten(answer_text(question, value, locale), limit)
    return Text(text) if text != shorten(value, limit) else Said(text)


def name_of(person: Person) -> Inline:
    return Said(person.name)


def joined(pieces: Sequence[Inline | Line], by: str) -> Line:
    """Pieces with a separator between them."""
    line: list[Inline] = []
    for piece in pieces:
        if line:
            line.append(Text(by))
        line.extend(piece if isinstance(piece, tuple) else (piece,))
    return tuple(line)


def days_text(weekdays: Sequence[int], locale: Locale) -> str:
    """`工作日`, or the weekdays chosen: `周一、周三、周五`."""
    if not weekdays:
        return phrases.EVERY_WORKDAY.text(locale)
    monday = date(2024, 1, 1)
    names = [weekday_text(monday + timedelta(days=each), locale) for each in weekdays]
    return phrases.ON_DAYS.text(locale, days=phrases.AND.text(locale).join(names))
