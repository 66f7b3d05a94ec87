"""Checks bodies against what is documented: nothing missing, nothing of another type, nothing beside."""

import json
from collections.abc import Mapping
from typing import Any

from tests.fakes.dingtalk.errors import undocumented
from tests.fakes.dingtalk.model import Json

Kinds = Mapping[str, type | tuple[type, ...]]


def only(body: Any, what: str, required: Kinds, optional: Kinds | None = None) -> Json:
    """The body, known to have these fields. Raises a Refusal that is also an alarm."""
    if not isinstance(body, dict):
        raise undocumented(f"{what} is no JSON object")
    known = {**required, **(optional or {})}
    if beside := sorted(set(body) - set(known)):
        raise undocumented(f"{what} has no field {', '.join(beside)}")
    if missing := sorted(set(required) - set(body)):
        raise undocumented(f"{what} lacks {', '.join(missing)}")
    for name, value in body.items():
        kind = known[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and bool not in _kinds(kind)):
            raise undocumented(f"{what}: {name} is no {' or '.join(each.__name__ for each in _kinds(kind))}")
    return body


def texts(value: Any, what: str) -> dict[str, str]:
    """A map of strings to strings."""
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise undocumented(f"{what}: every value is a string")
    return value


def parsed(text: str) -> Any:
    """JSON in a string; None if it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def _kinds(kind: type | tuple[type, ...]) -> tuple[type, ...]:
    return kind if isinstance(kind, tuple) else (kind,)
