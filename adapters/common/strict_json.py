"""One strict reader for JSON from outside: what two parsers could read differently is refused."""

import json
from collections.abc import Sequence
from typing import Any

DEPTH = 32
_LONGEST_NUMBER = 40


class NotJson(ValueError):
    """The bytes are no JSON we take; the message says why and carries none of them."""


def loads_strict(raw: bytes, depth: int = DEPTH) -> Any:
    """The value of one UTF-8 JSON text.

    Refused with `NotJson`: another encoding, NaN and infinities, a number beyond its type, a key given twice,
    anything nested deeper than `depth`, anything after the value.
    """
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise NotJson("not UTF-8") from None
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except NotJson:
        raise
    except ValueError:
        raise NotJson("not valid JSON") from None
    # What opens no more brackets than that cannot be deeper.
    if raw.count(b"{") + raw.count(b"[") > depth and _deeper(value, depth):
        raise NotJson("nested too deeply")
    return value


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a key is given twice")
    return found


def _refuse_constant(_: str) -> float:
    raise NotJson("a number is not finite")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise NotJson("a number is not finite")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise NotJson("a number has too many digits")
    return int(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_bounded
)


def _deeper(value: Any, left: int) -> bool:
    """Level by level, so that the check itself needs no deep stack."""
    level = [value]
    while level:
        inner: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                inner.extend(each.values())
            elif isinstance(each, list):
                inner.extend(each)
        nested = any(isinstance(each, dict | list) for each in level)
        if nested and left == 0:
            return True
        level, left = inner, left - 1
    return False
