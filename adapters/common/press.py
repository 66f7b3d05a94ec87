"""What a press means, as the small text that a platform carries with the button and gives back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from bot.kernel.cards import Action
from bot.kernel.ids import DeliveryKey


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press read back: the delivery it stood on, and what it means."""

    key: DeliveryKey
    action: Action


def press_value(key: DeliveryKey, action: Action) -> dict[str, Any]:
    """As an object of JSON: `k` the delivery, `a` the action, `x` its arguments."""
    return {"k": key, "a": action.name, "x": dict(action.args)}


def press_text(key: DeliveryKey, action: Action) -> str:
    """As text."""
    return orjson.dumps(press_value(key, action)).decode()


def pressed(value: object) -> Pressed | None:
    """Read either form back; None for anything that we did not write."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, Mapping):
        return None
    key, name, args = value.get("k"), value.get("a"), value.get("x", {})
    if not (isinstance(key, str) and isinstance(name, str) and name and isinstance(args, Mapping)):
        return None
    if not all(isinstance(each, str) for pair in args.items() for each in pair):
        return None
    return Pressed(DeliveryKey(key), Action(name, dict(args)))
