"""Checks of what the bot sends: required keys, no key that is not documented, types, lengths.

A check gets the value, where it stands, and a list for texts that a client would fold. It raises a Refusal.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.wecom.records import Refusal

Check = Callable[[Any, str, list[str]], None]
BAD_PARAMETER = 40058
EMPTY = 44004
TOO_LONG = 45002


def wrong(where: str, problem: str) -> Refusal:
    return Refusal(BAD_PARAMETER, f"invalid parameter: {where} {problem}")


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these keys and no other."""
    known = {**required, **(optional or {})}

    def check(value: Any, where: str, folded: list[str]) -> None:
        if not isinstance(value, dict):
            raise wrong(where, "is no object")
        for name in required:
            if name not in value:
                raise wrong(f"{where}.{name}", "is missing")
        for name, inner in value.items():
            if name not in known:
                raise Refusal(BAD_PARAMETER, f"invalid parameter: {where}.{name} is not documented", told=False)
            known[name](inner, f"{where}.{name}", folded)

    return check


def words(shown: int = 0, bytes: int = 0, empty: bool = False, pattern: str = "", code: int = BAD_PARAMETER) -> Check:
    """Text. `shown`: characters before a client folds it; `bytes`: the most that is accepted."""

    def check(value: Any, where: str, folded: list[str]) -> None:
        if not isinstance(value, str):
            raise wrong(where, "is no text")
        if not value and not empty:
            raise Refusal(code, f"{where} is empty")
        if bytes and len(value.encode()) > bytes:
            raise Refusal(TOO_LONG if code == EMPTY else BAD_PARAMETER, f"{where} has more than {bytes} bytes")
        if pattern and not re.fullmatch(pattern, value):
            raise wrong(where, f"is not of the form {pattern}")
        if shown and len(value) > shown:
            folded.append(f"{where}: {len(value)} characters of {shown}")

    return check


def one_of(*allowed: Any) -> Check:
    def check(value: Any, where: str, folded: list[str]) -> None:
        if isinstance(value, bool) or value not in allowed:
            raise wrong(where, f"is none of {allowed}")

    return check


def whole(least: int = 0, most: int = 2**53) -> Check:
    def check(value: Any, where: str, folded: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise wrong(where, f"is no number from {least} to {most}")

    return check


def flag(value: Any, where: str, folded: list[str]) -> None:
    if not isinstance(value, bool):
        raise wrong(where, "is neither true nor false")


def ratio(value: Any, where: str, folded: list[str]) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1.3 <= value <= 2.25:
        raise wrong(where, "is no ratio from 1.3 to 2.25")


def many(inner: Check, least: int = 0, most: int = 100) -> Check:
    def check(value: Any, where: str, folded: list[str]) -> None:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise wrong(where, f"is no list of {least} to {most}")
        for number, each in enumerate(value):
            inner(each, f"{where}[{number}]", folded)

    return check


URL = words(pattern=r"https?://\S+", bytes=1024)
