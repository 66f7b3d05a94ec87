"""2.5, case 73: no pattern of the product can be made to search for long by a text that fits it badly."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from re import _compiler, _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import adapters
import bot
import storage

RANGES = (range(0x20, 0x7F), range(0x3000, 0x3040), range(0x4E00, 0x4E40), (0x09, 0x0A, 0xA0, 0x2028, 0xFF0C, 0xFF20))
ALPHABET = [chr(each) for one in RANGES for each in one]
ONE = ("LITERAL", "NOT_LITERAL", "IN", "ANY")


def _modules(*rooms: ModuleType) -> Iterator[ModuleType]:
    for room in rooms:
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            # The vendor's library behind the one is loaded by running only; the other runs.
            if not found.name.endswith(("__main__", "feishu.sdk")):
                yield importlib.import_module(found.name)


def _patterns() -> Mapping[str, re.Pattern[Any]]:
    """Every compiled pattern that stands in a module."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in _modules(adapters, bot, storage):
        for name, value in vars(module).items():
            for each in value if isinstance(value, (tuple, list)) else (value,):
                if isinstance(each, re.Pattern):
                    found[f"{module.__name__}.{name}"] = each
    return found


def _characters(tree: Any, items: list[Any]) -> frozenset[str]:
    """Which characters one of these items takes, of our alphabet."""
    one = _compiler.compile(_parser.SubPattern(tree.state, items), tree.state.flags)
    return frozenset(each for each in ALPHABET if one.fullmatch(each))


def _parts(code: str, argument: Any) -> list[Any]:
    match code:
        case "MAX_REPEAT" | "MIN_REPEAT":
            return [argument[2]]
        case "SUBPATTERN":
            return [argument[3]]
        case "BRANCH":
            return list(argument[1])
        case "ASSERT" | "ASSERT_NOT":
            return [argument[1]]
        case _:
            return []


def _unbounded(tree: Any) -> Iterator[Any]:
    """The bodies that are repeated without bound, however deep they stand."""
    for code, argument in tree:
        if str(code) in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] > 1000:
            yield argument[2]
        for part in _parts(str(code), argument):
            yield from _unbounded(part)


def _flat(tree: Any) -> list[Any]:
    """A sequence with its groups opened."""
    found: list[Any] = []
    for code, argument in tree:
        found += _flat(argument[3]) if str(code) == "SUBPATTERN" else [(code, argument)]
    return found


def _ambiguous(tree: Any) -> bool:
    """Whether a repeated body holds a repetition that could also be counted as several turns of the outer one.

    It could not if each turn has a character of its own that the inner repetitions do not take.
    """
    for body in _unbounded(tree):
        inner = list(_unbounded(body))
        needed = [_characters(body, [each]) for each in _flat(body) if str(each[0]) in ONE]
        taken = [_characters(each, _flat(each)[:1]) for each in inner]
        if inner and not any(all(own.isdisjoint(each) for each in taken) for own in needed):
            return True
    return False


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(\w+\s?)*x", r"(?:(?:\d+,?)+)*y", r"(?:.*a)+"])
def test_what_searches_for_long_is_found(pattern: str) -> None:
    assert _ambiguous(_parser.parse(pattern))


@pytest.mark.parametrize("pattern", [r"a+b+", r"(?:\w+,)+", r"(?:[1-9][\s,]*)+", r"[^\W_]+(?:-[^\W_]+)*"])
def test_what_does_not_is_let_through(pattern: str) -> None:
    assert not _ambiguous(_parser.parse(pattern))


def test_sec_073_no_pattern_repeats_a_repetition_in_more_than_one_way() -> None:
    found = _patterns()
    assert len(found) > 40
    assert [where for where, each in found.items() if _ambiguous(_parser.parse(each.pattern, each.flags))] == []
