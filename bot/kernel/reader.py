"""Instants as one reader reads them: in their language, their zone, and seen from their today."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.kernel.days import dated_text
from bot.kernel.people import Locale, Person
from bot.kernel.when import DAY_ENDS


@dataclass(frozen=True, slots=True)
class Reader:
    locale: Locale
    zone: str
    now: datetime

    @classmethod
    def of(cls, person: Person, now: datetime) -> "Reader":
        return cls(person.locale, person.timezone, now)

    @property
    def today(self) -> date:
        return self.local(self.now).date()

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.zone))

    def day(self, instant: datetime) -> str:
        """`9/24(周四)` or `Thu 24 Sep`."""
        return dated_text(self.local(instant).date(), self.locale, self.today)

    def time(self, instant: datetime) -> str:
        return self.local(instant).strftime("%H:%M")

    def moment(self, instant: datetime) -> str:
        """`9/24(周四)12:00` or `Thu 24 Sep, 12:00`; the hour that a day alone stands for is left out."""
        if self.local(instant).time() == DAY_ENDS:
            return self.day(instant)
        gap = "" if self.locale is Locale.ZH else ", "
        return f"{self.day(instant)}{gap}{self.time(instant)}"
