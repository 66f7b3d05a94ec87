"""The header of a transcript: `@people`, `@locale`, `@needs`, `@company`, `@zone`, `@now`."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.kernel.timers import local_instant
from bot.playing.script import ZONE, Header, PersonSpec, PlayError

ABILITIES = frozenset(
    {
        "buttons",
        "forms",
        "edits",
        "rooms",
        "invites",
        "rewording",
        "reread",
        "recalls",
        "media",
        "old",
        "dup",
        "restart",
        "refuse",
        "clock",
    }
)
"""What a transcript may need of a world; a world that lacks it skips the file visibly."""
COMPANIES = ("sample", "none")
DEFAULT_NOW = "2026-09-17 09:00"

_PERSON = re.compile(r"([^\s(),=]+)(?:\(([^()]*)\))?(?:\s+|$)")
_TEXTS = ("manager", "delegate", "tz", "locale", "team", "department", "staff", "joined")
_FLAGS = ("admin", "left")


def read_header(lines: Sequence[str], file: Path) -> Header:
    """The header's values; `@now` is read in the header's zone, wherever it stands."""
    values: dict[str, Any] = {}
    people: list[PersonSpec] = []
    now = DEFAULT_NOW, 1
    for number, line in enumerate(lines, start=1):
        if not line.startswith("@"):
            continue
        word, _, rest = line[1:].strip().partition(" ")
        try:
            match word:
                case "people":
                    people.extend(_people(rest))
                case "now":
                    now = rest.strip(), number
                case _:
                    values.update(_value(word, rest.strip()))
        except ValueError as error:
            raise PlayError(str(error), file, number) from None
    try:
        wall = datetime.strptime(now[0], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a wall time of the header's zone
    except ValueError:
        raise PlayError(f"no such time: {now[0]!r}; write `@now 2026-09-17 09:00`", file, now[1]) from None
    return Header(now=local_instant(wall, values.get("zone", ZONE)), people=tuple(people), **values)


def _value(word: str, text: str) -> dict[str, Any]:
    match word:
        case "locale" if text in ("zh", "en"):
            return {"locale": text}
        case "locale":
            raise ValueError(f"no such language: {text!r}; write `@locale zh` or `@locale en`")
        case "company" if text in COMPANIES:
            return {"company": text}
        case "company":
            raise ValueError(f"no such company: {text!r}; write `@company sample` or `@company none`")
        case "needs":
            if unknown := set(text.split()) - ABILITIES:
                raise ValueError(
                    f"no such ability: {', '.join(sorted(unknown))}; there are {', '.join(sorted(ABILITIES))}"
                )
            return {"needs": frozenset(text.split())}
        case "zone":
            return {"zone": _zone(text)}
        case _:
            raise ValueError(f"unknown header @{word}; there are @people, @locale, @needs, @company, @zone and @now")


def _people(text: str) -> list[PersonSpec]:
    people, position = [], 0
    text = text.strip()
    while position < len(text):
        match = _PERSON.match(text, position)
        if match is None:
            raise ValueError(f"not a person: {text[position:]!r}; write `赵敏(manager=陈经理, tz=Asia/Shanghai) 王磊`")
        people.append(PersonSpec(who=match[1], **_attributes(match[1], match[2] or "")))
        position = match.end()
    return people


def _attributes(who: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in filter(None, (each.strip() for each in text.split(","))):
        name, equals, value = (each.strip() for each in pair.partition("="))
        if name in _FLAGS and not equals:
            found[name] = True
        elif name in _TEXTS and value:
            found[name] = value
        else:
            known = ", ".join((*(f"{each}=" for each in _TEXTS), *_FLAGS))
            raise ValueError(f"{who}: {pair!r} is no attribute of a person; there are {known}")
    if "tz" in found:
        _zone(found["tz"])
    if found.get("locale", "zh") not in ("zh", "en"):
        raise ValueError(f"{who}: no such language {found['locale']!r}; write locale=zh or locale=en")
    if "joined" in found:
        date.fromisoformat(found["joined"])
    return found


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no such time zone: {name!r}; write one such as Asia/Shanghai") from None
    return name
