"""Working days: what the region's calendar says, and what an administrator overrode."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from bot.kernel.people import Locale


@dataclass(frozen=True, slots=True)
class Day:
    """One day: worked or not; the holiday's name if it is one; `swapped` for a 调休 day worked in exchange.

    `english`: the holiday's English name, where it is known.
    """

    works: bool
    holiday: str = ""
    swapped: bool = False
    english: str = ""

    def called(self, locale: Locale) -> str:
        """The holiday's name in a language, or in the only one known; empty on an ordinary day."""
        return self.english or self.holiday if locale is Locale.EN else self.holiday


class Almanac(Protocol):
    """A region's official calendar."""

    def day(self, day: date) -> Day:
        """Never raises: an unknown year falls back to fixed-date holidays and the weekday."""

    def knows(self, year: int) -> bool:
        """Whether the year's holidays have been published and are on file."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day set by an administrator, against whatever the almanac says. `id` is its ISO date."""

    id: str
    works: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The almanac with the overrides. All steps are over days, none over hours."""

    almanac: Almanac
    overrides: Mapping[date, Day] = field(default_factory=dict)

    def day(self, day: date) -> Day:
        return self.overrides.get(day) or self.almanac.day(day)

    def works(self, day: date) -> bool:
        return self.day(day).works

    def knows(self, year: int) -> bool:
        return self.almanac.knows(year) or any(day.year == year for day in self.overrides)

    def next_workday(self, after: date) -> date:
        """The first working day after `after`."""
        return next(day for day in self._from(after, 1) if self.works(day))

    def previous_workday(self, before: date) -> date:
        return next(day for day in self._from(before, -1) if self.works(day))

    def add_workdays(self, start: date, count: int) -> date:
        """`count` working days later (0: the day itself)."""
        for _ in range(count):
            start = self.next_workday(start)
        return start

    def workdays(self, first: date, last: date) -> tuple[date, ...]:
        """The working days from `first` to `last`, both included."""
        span = range((last - first).days + 1)
        return tuple(day for day in (first + timedelta(n) for n in span) if self.works(day))

    def first_workday_of_week(self, day: date) -> date | None:
        """The first working day of the ISO week of `day`; None in a week without one."""
        monday = day - timedelta(day.weekday())
        return next(iter(self.workdays(monday, monday + timedelta(6))), None)

    @staticmethod
    def _from(day: date, step: int) -> Iterator[date]:
        for count in range(1, 400):
            yield day + timedelta(step * count)
