"""What a button carries: the press of `adapters.common.press`, and whether it stands in a direct chat.

A click tells the chat's id but not its kind, so the button does.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.common.press import Pressed, press_value, pressed
from bot.kernel.cards import Action
from bot.kernel.ids import DeliveryKey

SUBMIT = "s."
"""How the name of a button begins that sends a form: the platform may leave out a value there, but no name."""


@dataclass(frozen=True, slots=True)
class Place:
    """The delivery that a button stands on, and whether in a direct chat."""

    key: DeliveryKey
    direct: bool

    def value(self, action: Action) -> dict[str, Any]:
        return {**press_value(self.key, action), **({"d": 1} if self.direct else {})}

    def text(self, action: Action) -> str:
        return json.dumps(self.value(action), ensure_ascii=False, separators=(",", ":"))

    def name(self, action: Action) -> str:
        return SUBMIT + urlsafe_b64encode(self.text(action).encode()).decode().rstrip("=")


def read(action: Mapping[str, Any]) -> tuple[Pressed, bool] | None:
    """What the `action` of a click means, and whether in a direct chat; None if we did not write it."""
    name = action.get("name")
    named = _unpacked(name.removeprefix(SUBMIT)) if isinstance(name, str) and name.startswith(SUBMIT) else None
    for found in (action.get("value"), _parsed(action.get("option")), named):
        if meant := pressed(found):
            return meant, isinstance(found, Mapping) and found.get("d") == 1
    return None


def _unpacked(packed: str) -> object:
    try:
        return _parsed(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode())
    except ValueError:
        return None


def _parsed(text: object) -> object:
    if not isinstance(text, str):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
