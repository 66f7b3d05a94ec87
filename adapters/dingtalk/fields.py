"""Fields of what DingTalk sends, read tolerantly: whatever is missing or of another type is empty."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def text_in(data: Mapping[str, Any], name: str) -> str:
    """A field that should be a text."""
    return text(data.get(name))


def text(value: object) -> str:
    return value if isinstance(value, str) else ""


def moment(value: object, otherwise: datetime) -> datetime:
    """Milliseconds since 1970, as a number or as digits."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not re.fullmatch(r"[0-9]{12,14}", str(value)):
        return otherwise
    # A clock that is ahead of ours must not date anything into the future.
    return min(datetime.fromtimestamp(int(value) / 1000, UTC), otherwise)
