"""Options as operators write them: readers of single values, and of a whole section into a dataclass.

A reader takes a value and returns it typed, or raises a ValueError that says what was expected.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from datetime import date, datetime
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from reprlib import repr as shorten
from typing import Any, TypeVar, get_args, get_type_hints
from zoneinfo import ZoneInfo, available_timezones

from bot.kernel.secret import Secret

T = TypeVar("T")


class OptionError(Exception):
    """What is wrong with which key of which section, and the remedy; carries no secret."""


def text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError("a text that is not empty")
    return value


def path(value: object) -> Path:
    return Path(text(value)).expanduser()


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false, without quotes")
    return value


def whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        # A TOML true is a Python int too, and nan, inf and 1.0 are no counts.
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return value

    return read


def one_of(literal: object) -> Callable[[object], str]:
    words = get_args(literal)

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError("one of " + ", ".join(f'"{word}"' for word in words))
        return value

    return read


def dates(value: object) -> tuple[date, ...]:
    expected = 'a list of dates such as ["2026-10-01"]'
    if not isinstance(value, list):
        raise ValueError(expected)
    return tuple(sorted({_date(entry, expected) for entry in value}))


def _date(value: object, expected: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f"{expected}; {shorten(value)} is no date of the calendar")


def host(value: object) -> str:
    host = text(value)
    try:
        ip_address(host)
    except ValueError:
        label = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
        if not re.fullmatch(rf"({label}\.)*(?![0-9]+$){label}", host):
            raise ValueError("an address without a port, such as 127.0.0.1, 0.0.0.0 or ::1") from None
    return host


def address(value: object) -> tuple[str, int] | None:
    """A host and its port; None for an empty text."""
    if value == "":
        return None
    name, _, port = text(value).rpartition(":")
    if re.fullmatch(r"[0-9]{1,5}", port) and int(port) <= 65535:
        with suppress(ValueError):
            return host(name.removeprefix("[").removesuffix("]")), int(port)
    raise ValueError('an address with its port, such as "127.0.0.1:9187" or "[::1]:9187", or "" for none')


def timezone(value: object) -> str:
    name = text(value)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # OSError: "Asia" is a directory of the zone files
        hint = did_you_mean(name, available_timezones())
        raise ValueError(f'an IANA time zone such as "Asia/Shanghai"{hint}') from None
    return name


def url(value: object) -> str:
    """A base address without a trailing slash."""
    found = text(value).strip()
    if not re.fullmatch(r"(https?|wss?)://[^\s/?#]+(/[^\s?#]*)?", found):
        raise ValueError('an address such as "https://example.com"')
    return found.rstrip("/")


def secret(value: object) -> Secret:
    return Secret(text(value).strip())


def section(cls: type[T], name: str, table: Mapping[str, object]) -> T:
    """The dataclass `cls` from a table, each field read by the reader in its annotation. Raises OptionError.

    A field without a default must be given.
    """
    readers = {key: hint.__metadata__[0] for key, hint in get_type_hints(cls, include_extras=True).items()}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in readers:
            advice = f"Rename or remove it; [{name}] knows {', '.join(readers)}."
            raise OptionError(f"unknown key {key} in [{name}]{did_you_mean(key, readers)}. {advice}")
        try:
            values[key] = readers[key](value)
        except ValueError as error:
            # A mistyped secret, or a URL that holds a password, is shown to nobody.
            hidden = getattr(readers[key], "hides", False) or readers[key] is secret
            shown = "" if hidden else f", not {shorten(value)}"
            raise OptionError(f"[{name}] {key} must be {error}{shown}.") from None
    for each in fields(cls):  # type: ignore[arg-type]
        if each.name not in values and each.default is MISSING and each.default_factory is MISSING:
            raise OptionError(f"[{name}] {each.name} is missing. Set it there, or in the environment.")
    return cls(**values)


def did_you_mean(word: str, known: Iterable[str], closeness: float = 0.6) -> str:
    """`; did you mean "…"?`, or nothing."""
    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=closeness)
    return f'; did you mean "{by_lower[close[0]]}"?' if close else ""
