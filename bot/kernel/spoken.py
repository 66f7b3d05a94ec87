"""A text taken apart where people are mentioned in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A real mention: the name as it stands after the `@`, and who it is."""

    name: str
    whom: T


def spoken(text: str, mentions: Sequence[tuple[str, T]]) -> tuple[str | Named[T], ...]:
    """The text and its mentions in reading order; joined again they give the text.

    Each mention is looked for behind the one before. One whose `@name` is nowhere comes last, never lost.
    """
    return tuple(_pieces(text, mentions))


def _pieces(text: str, mentions: Sequence[tuple[str, T]]) -> Iterator[str | Named[T]]:
    missing: list[Named[T]] = []
    at = 0
    for name, whom in mentions:
        found = text.find(f"@{name}", at) if name else -1
        if found < 0:
            missing.append(Named(name, whom))
            continue
        if found > at:
            yield text[at:found]
        yield Named(name, whom)
        at = found + 1 + len(name)
    if at < len(text):
        yield text[at:]
    yield from missing
