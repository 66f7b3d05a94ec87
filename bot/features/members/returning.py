"""Back from leave: on the first working day what concerned the person meanwhile is told once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.features.members import cards, phrases
from bot.kernel.cards import Line
from bot.kernel.effects import Arm, Effect, Post, Push, Timing
from bot.kernel.features import Turn
from bot.kernel.intents import Wake
from bot.kernel.organisation import is_away
from bot.kernel.people import Absence, Person, ToPerson
from bot.kernel.timers import Timer, local_instant

HOUR = time(9, 30)
LATE = timedelta(hours=1)
"""After a sleep longer than this the welcome waits for a slot of its reader's day."""


def timer_key(absence: Absence) -> str:
    return f"members.back/{absence.id}"


def arm(turn: Turn, absence: Absence, person: Person) -> Arm:
    """The timer of the first working day back, at the hour of the first slot."""
    day = turn.calendar.next_workday(absence.last)
    due = local_instant(datetime.combine(day, HOUR), person.timezone)
    return Arm(Timer(timer_key(absence), due, "members.back", {"absence": absence.id}))


def back(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """Welcome the person back with their news, if there is any. Away still, or a day off by now: later."""
    absence = turn.reads.get(Absence, wake.args["absence"])
    person = turn.reads.get(Person, absence.person) if absence else None
    if absence is None or person is None or absence.cancelled or not person.active:
        return
    today = turn.today(person.timezone)
    if is_away(turn.reads, person.id, today):
        return  # The leave that follows has a timer of its own.
    if not turn.calendar.works(today):
        yield arm(turn, replace(absence, last=today), person)
        return
    told = news(turn, person, absence.first, absence.last)
    if told:
        timing = Timing.FIXED if turn.now - wake.scheduled_for < LATE else Timing.SLOT
        why = Push("members.back", phrases.BACK_WHY.text(person.locale), timing)
        yield Post(ToPerson(person.id), cards.back(person.locale, told), turn.key("back"), why)


def news(turn: Turn, person: Person, first: date, last: date) -> Sequence[Line]:
    """What every feature has to tell of these days."""
    return [line for each in turn.offers.features if each.news for line in each.news(turn, person, first, last)]
