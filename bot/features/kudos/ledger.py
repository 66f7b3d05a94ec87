"""Points as double entry: every booking moves them from a giver's weekly allowance to a receiver's account."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.features.kudos.model import Entry, Kudos
from bot.kernel.features import Reads
from bot.kernel.ids import PersonId, derive
from bot.kernel.organisation import teams_of
from bot.kernel.people import Person
from bot.kernel.timers import local_instant

ALLOWANCE = 10
"""Points a person may give in a week; what is left over does not roll over."""
MOST_TO_ONE = 5
"""Of these, how many may go to one person."""


@dataclass(frozen=True, slots=True)
class Purse:
    """What a person has left to give this week, and how much of it went to whom."""

    left: int
    given: Mapping[PersonId, int]

    def room(self, receivers: Sequence[PersonId]) -> int:
        """The points each of them may still get."""
        return min((MOST_TO_ONE - self.given.get(each, 0) for each in receivers), default=0)


def zone_of(reads: Reads, person: Person, now: datetime) -> str:
    """The zone whose Monday begins a person's week: that of their oldest team."""
    today = now.astimezone(ZoneInfo(person.timezone)).date()
    return next((team.timezone for team in teams_of(reads, person.id, today)), person.timezone)


def week_of(now: datetime, zone: str) -> str:
    """The ISO week, as 2026-W38."""
    year, week, _ = now.astimezone(ZoneInfo(zone)).date().isocalendar()
    return f"{year}-W{week:02}"


def next_monday(now: datetime, zone: str) -> datetime:
    """The instant at which the next week begins."""
    day = now.astimezone(ZoneInfo(zone)).date()
    return local_instant(datetime.combine(day + timedelta(7 - day.weekday()), time(0)), zone)


def allowance_account(person: PersonId, week: str) -> str:
    return f"allowance:{person}:{week}"


def earned_account(person: PersonId) -> str:
    return f"earned:{person}"


def purse_of(reads: Reads, person: PersonId, week: str) -> Purse:
    """Counted from the entries, in the transaction of the turn that will book."""
    given: dict[PersonId, int] = {}
    left = ALLOWANCE
    for entry in reads.find(Entry, account=allowance_account(person, week)):
        left += entry.points
        receiver = PersonId(entry.other.removeprefix("earned:"))
        given[receiver] = given.get(receiver, 0) - entry.points
    return Purse(left, given)


def booking(kudos: Kudos, points: int, week: str, at: datetime, what: str = "give") -> Iterator[Entry]:
    """The two entries of a gift; none for thanks without points. The same booking twice is one."""
    if points:
        source, target = allowance_account(kudos.giver, week), earned_account(kudos.receiver)
        yield Entry(derive(kudos.id, what, source), source, target, kudos.giver, -points, kudos.id, at)
        yield Entry(derive(kudos.id, what, target), target, source, kudos.receiver, points, kudos.id, at)


def reversal(given: Sequence[Entry], kudos: Kudos, at: datetime) -> Iterator[Entry]:
    """What undoes the bookings of a gift, from the giver's side of them."""
    for entry in given:
        if entry.owner == kudos.giver:
            back, account = -entry.points, entry.account
            yield Entry(derive(entry.id, "undo", account), account, entry.other, kudos.giver, back, kudos.id, at)
            yield Entry(
                derive(entry.id, "undo", entry.other), entry.other, account, kudos.receiver, -back, kudos.id, at
            )
