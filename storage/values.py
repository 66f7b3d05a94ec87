"""Values as columns hold them: the same plain text, number or truth on every database."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType
from typing import Any


@lru_cache(maxsize=1024)
def text_of(instant: datetime) -> str:
    """An instant as ISO text of fixed width in UTC, so that the order of texts is the order of time."""
    if instant.tzinfo is None:
        raise ValueError("storage keeps aware datetimes only")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


instant_of = datetime.fromisoformat

_PLAIN: Mapping[type, Callable[[Any], Any] | None] = {
    str: None,
    int: None,
    bool: None,
    float: None,
    NoneType: None,
    datetime: text_of,
    date: date.isoformat,
    time: time.isoformat,
    Decimal: str,
}


def stored(value: Any) -> Any:
    """A record's field as its column holds it."""
    kind = type(value)
    if kind is str:
        return value
    if kind in _PLAIN:
        convert = _PLAIN[kind]
        return convert(value) if convert else value
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"a column cannot hold a {kind.__name__}")
