"""When a check-in is due, who is late, which questions a person gets: pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.features.checkins.model import Audience, CheckIn, Occurrence, Participation, Phase, Status, Version
from bot.features.checkins.templates import ABOUT_MOOD, BLOCKER, PLANNED, YESTERDAY
from bot.kernel.attention import HOURS
from bot.kernel.calendar import Calendar
from bot.kernel.ids import PersonId
from bot.kernel.people import Locale
from bot.kernel.questions import Answer, NumberQuestion, Question
from bot.kernel.timers import Daily, Timer, local_instant, next_at

REMIND_AFTER = timedelta(minutes=90)
REREAD_BEFORE = timedelta(minutes=5)
"""Before the window ends messages are read again on platforms that tell nobody of an edit."""
LATEST_WINDOW = time(14)
"""However long the bot slept, a window is not stretched beyond this."""
SNOOZE_TO = time(14)
EVENING = time(18)
"""Nobody is asked again after this."""
MOOD_DAYS = 5
"""The mood is asked once in so many days, each person on a day of their own."""


def is_day(checkin: CheckIn, day: date, calendar: Calendar) -> bool:
    """Whether the check-in is asked on a day: a working day, and one of the chosen weekdays."""
    return calendar.works(day) and (not checkin.weekdays or day.weekday() in checkin.weekdays)


def next_day(checkin: CheckIn, after: date, calendar: Calendar) -> date:
    return next(day for day in _days(after, 1) if is_day(checkin, day, calendar))


def previous_day(checkin: CheckIn, before: date, calendar: Calendar) -> date:
    return next(day for day in _days(before, -1) if is_day(checkin, day, calendar))


def _days(start: date, step: int) -> Iterator[date]:
    for count in range(1, 400):
        yield start + timedelta(step * count)


def opens(checkin: CheckIn, day: date, zone: str) -> datetime:
    return local_instant(datetime.combine(day, checkin.at), zone)


def closes(checkin: CheckIn, day: date, zone: str, slept: timedelta = timedelta()) -> datetime:
    """The window's end: moved by as long as the bot slept, at most to 14:00."""
    planned = local_instant(datetime.combine(day, checkin.window_end), zone)
    latest = local_instant(datetime.combine(day, max(LATEST_WINDOW, checkin.window_end)), zone)
    return min(planned + max(slept, timedelta()), latest)


def ends(day: date, zone: str) -> datetime:
    """24:00 of a local day."""
    return local_instant(datetime.combine(day + timedelta(days=1), time()), zone)


def evening(day: date, zone: str) -> datetime:
    """When a local day's hours are over: what somebody wanted to be asked that day is pointless from then on."""
    return local_instant(datetime.combine(day, HOURS[1]), zone)


def standing_timers(checkin: CheckIn, zones: Iterable[str], after: datetime) -> Iterator[Timer]:
    """The daily timers, each due at its first instant after `after`."""
    for zone in zones:
        daily = Daily(checkin.at, zone)
        args = {"checkin": checkin.id, "zone": zone}
        key = f"checkins.open:{checkin.id}:{zone}"
        yield Timer(key, next_at(daily, after), "checkins.open", args, daily)


def asleep_since(checkin: CheckIn, now: datetime) -> datetime:
    """From when timers armed at a start must be looked at: an instant the bot slept through is still due.

    An occurrence that exists is not opened twice.
    """
    return max(now - timedelta(days=1), checkin.since)


def occurrence_timers(occurrence: Occurrence, now: datetime) -> Iterator[Timer]:
    """Reminder, window's end and day's end of one opening."""
    args = {"occurrence": occurrence.id}
    remind = now + REMIND_AFTER
    if remind < occurrence.closes:
        yield Timer(f"checkins.remind:{occurrence.id}", remind, "checkins.remind", args)
    reread = occurrence.closes - REREAD_BEFORE
    if reread > now:
        yield Timer(f"checkins.reread:{occurrence.id}", reread, "checkins.reread", args)
    yield Timer(f"checkins.close:{occurrence.id}", occurrence.closes, "checkins.close", args)
    yield Timer(f"checkins.end:{occurrence.id}", ends(occurrence.day, occurrence.zone), "checkins.end", args)


def ask_again_at(now: datetime, zone: str) -> datetime | None:
    """When to ask somebody who is busy: 14:00, or two hours on; None in the evening."""
    local = now.astimezone(ZoneInfo(zone))
    if local.time() < time(13, 30):
        return local_instant(datetime.combine(local.date(), SNOOZE_TO), zone)
    later = local + timedelta(hours=2)
    return now + timedelta(hours=2) if later.time() <= EVENING and later.date() == local.date() else None


def worded(checkin: CheckIn, locale: Locale) -> tuple[Question, ...]:
    """The questions as defined, in a language or in the only one there is."""
    return checkin.questions.get(locale) or next(iter(checkin.questions.values()))


def questions_for(checkin: CheckIn, participation: Participation, locale: Locale) -> tuple[Question, ...]:
    """The questions of one person on one day: the first by what they planned, the mood on their day for it."""
    base = worded(checkin, locale)
    asked = base
    if participation.plan:
        asked = tuple(PLANNED[locale] if each.name == YESTERDAY else each for each in base)
    mood = checkin.mood and asks_mood(participation.person, participation.day)
    return (*asked, ABOUT_MOOD[locale]) if mood else asked


def asks_mood(person: PersonId, day: date) -> bool:
    return crc32(person.encode()) % MOOD_DAYS == day.weekday() % MOOD_DAYS


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it is to be kept. `audience`: whoever may read it; None where nobody has decided."""

    value: str
    audience: Audience | None = None
    mentions: tuple[tuple[str, PersonId], ...] = ()


def answered(participation: Participation, replies: Mapping[str, Reply]) -> Participation:
    """The share with these replies taken in, later ones in place of earlier ones."""
    private = {name for name, reply in replies.items() if reply.audience in (Audience.SELF, Audience.MANAGER)}
    merged = {each.name: each for each in participation.answers}
    for name, reply in replies.items():
        merged[name] = Answer(name, "" if name in private else reply.value)
    mentions = tuple(mention for reply in replies.values() for mention in reply.mentions)
    return replace(
        participation,
        answers=tuple(merged.values()),
        kept=tuple(name for name in merged if name in private or (name in participation.kept and name not in replies)),
        mentions=mentions or participation.mentions,
    )


def without_gaps(participation: Participation, questions: tuple[Question, ...]) -> Participation:
    """The share with its open questions left empty."""
    open_ones = [each.name for each in questions if participation.value(each.name) is None]
    return replace(participation, answers=(*participation.answers, *(Answer(name, "") for name in open_ones)))


def finished(participation: Participation, now: datetime, late: bool, source: str) -> Participation:
    """The share with its answers given: a further version. Given once in time, an edit does not make it late."""
    version = Version(now, participation.answers, source)
    before = participation.status is Status.ANSWERED
    return replace(
        participation,
        status=Status.ANSWERED,
        late=participation.late if before else late,
        acted_at=now,
        snoozed=False,
        versions=(*participation.versions, version),
    )


def withdrawn(participation: Participation, now: datetime) -> Participation:
    """The share without its answers; of the versions stays when they were, not what they said."""
    return replace(
        participation,
        status=Status.AWAITING,
        answers=(),
        kept=(),
        mentions=(),
        blocker="",
        late=False,
        acted_at=now,
        versions=tuple(replace(each, answers=(), withdrawn=True) for each in participation.versions),
    )


def taken_out(participation: Participation, names: Collection[str], now: datetime) -> Participation:
    """The share without its answers to these questions, in none of its versions."""

    def left(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
        return tuple(each for each in answers if each.name not in names)

    return replace(
        participation,
        answers=left(participation.answers),
        kept=tuple(each for each in participation.kept if each not in names),
        blocker="" if BLOCKER in names else participation.blocker,
        acted_at=now,
        versions=tuple(replace(each, answers=left(each.answers), withdrawn=True) for each in participation.versions),
    )


def is_late(occurrence: Occurrence | None, checkin: CheckIn, participation: Participation, now: datetime) -> bool:
    """After the window's end: the occurrence knows it, before the opening the definition does."""
    end = occurrence.closes if occurrence else closes(checkin, participation.day, participation.zone)
    return now > end


def settled(status: Status) -> bool:
    """Nothing more is expected of this person today."""
    return status is not Status.AWAITING


def window_over(occurrence: Occurrence | None) -> bool:
    return occurrence is not None and occurrence.phase is not Phase.OPEN


def measured_on(question: Question, day: date, calendar: Calendar) -> date:
    """The day a value is of: numbers are asked in the morning about the working day before, moods about now."""
    return calendar.previous_workday(day) if isinstance(question, NumberQuestion) else day
