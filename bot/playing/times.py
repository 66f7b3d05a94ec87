"""Times as transcripts write them: `2026-09-17 09:30`, `周四 09:30`, `+26h`, `until 18:00`, `next workday 09:30`."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.kernel.timers import local_instant

REMEDY = "write 2026-09-17 09:30, Thu 09:30, 周四 09:30, +26h, until 18:00, next day 09:30 or next workday 09:30"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TAGE = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_STEPS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DURATION = re.compile(r"([+-])((?:\d+[mhdw])+)")
_MOMENT = re.compile(
    r"(?:until\s+)?(?:(?P<date>\d{4}-\d\d-\d\d)\s+|(?P<day>next day|next workday|[A-Za-z]{3,9}|(?:周|星期).)\s+)?"
    r"(?P<time>\d{1,2}:\d\d)(?:\s+(?P<zone>[A-Za-z_+\-0-9]+(?:/[A-Za-z_+\-0-9]+)+|UTC))?"
)


class Workdays(Protocol):
    """The part of a calendar that `next workday` asks."""

    def next_workday(self, after: date) -> date: ...


@dataclass(frozen=True, slots=True)
class When:
    """A moment, or a duration when `offset` is set. `day`: a weekday 0-6, `next day`, `next workday` or a date."""

    offset: timedelta | None = None
    day: date | int | str | None = None
    at: time = time()
    zone: str = ""


def parse_when(text: str) -> When:
    """The time a `-- …` line names; a ValueError says what is wrong with it."""
    text = text.strip()
    if duration := _DURATION.fullmatch(text):
        amount = sum((int(n) * _STEPS[u] for n, u in re.findall(r"(\d+)([mhdw])", duration[2])), timedelta())
        return When(offset=amount if duration[1] == "+" else -amount)
    moment = _MOMENT.fullmatch(text)
    if moment is None:
        raise ValueError(f"no such time: {text!r}; {REMEDY}")
    return When(None, _day(moment["date"], moment["day"]), time.fromisoformat(moment["time"].zfill(5)), _zone(moment))


def _zone(moment: re.Match[str]) -> str:
    name = moment["zone"] or ""
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no such time zone: {name}; write one such as Europe/Berlin") from None
    return name


def _day(iso: str | None, word: str | None) -> date | int | str | None:
    if iso:
        return date.fromisoformat(iso)
    if word is None or word.startswith("next "):
        return word
    short = word.casefold()
    named = _TAGE.get(word[-1]) if word[0] in "周星" else _DAYS.index(short[:3]) if short[:3] in _DAYS else None
    if named is None:
        raise ValueError(f"no such day: {word!r}; {REMEDY}")
    return named


def resolve(when: When, now: datetime, zone: str, workdays: Workdays) -> datetime:
    """The instant meant, in UTC. A moment that is not after `now` is a ValueError; a negative offset goes back."""
    if when.offset is not None:
        return now + when.offset
    zone = when.zone or zone
    today = now.astimezone(ZoneInfo(zone)).date()
    instant = local_instant(datetime.combine(_date(when, today, workdays), when.at), zone)
    if isinstance(when.day, int) and instant <= now:
        instant = local_instant(datetime.combine(today + timedelta(7), when.at), zone)
    if instant <= now:
        local = now.astimezone(ZoneInfo(zone))
        raise ValueError(f"it is {local:%a %Y-%m-%d %H:%M} already; name a later time, or set the clock back with -1h")
    return instant


def _date(when: When, today: date, workdays: Workdays) -> date:
    match when.day:
        case None:
            return today
        case "next day":
            return today + timedelta(1)
        case "next workday":
            return workdays.next_workday(today)
        case int() as weekday:
            return today + timedelta((weekday - today.weekday()) % 7)
        case date() as day:
            return day
        case _:
            raise ValueError(f"no such day: {when.day!r}; {REMEDY}")


def local(instant: datetime, zone: str) -> datetime:
    """The instant as the header's zone shows it, seconds left out."""
    return instant.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0)
