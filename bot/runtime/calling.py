"""Who is called by `@name` where a platform hands on no mentions: by names that are certain, and by nothing less."""

import re
from collections.abc import Iterator

from bot.kernel.features import Readings, Reads
from bot.kernel.names import LONGEST, Found, resolve, starts_with
from bot.kernel.people import Person

_AT = re.compile(r"(?<![A-Za-z0-9._%+-])@(?=\w)")
"""Not the one inside an address of mail."""
_WORD = re.compile(r"[^\W_]+(?:[·'-][^\W_]+)*")
_TWO_WORDS = re.compile(r"[A-Za-z'-]+ [A-Za-z'-]+")


def called(text: str, reads: Reads, readings: Readings) -> tuple[tuple[str, Person], ...]:
    """The name as it stands after each `@`, and the person, in order. Two people of one name are nobody."""
    return tuple(_called(text, reads, readings))


def _called(text: str, reads: Reads, readings: Readings) -> Iterator[tuple[str, Person]]:
    for at in _AT.finditer(text):
        rest = text[at.end() : at.end() + LONGEST]
        for typed in (_TWO_WORDS.match(rest), _WORD.match(rest)):
            if typed and isinstance(found := resolve(typed[0], reads, readings), Found):
                yield typed[0], found.person
                break
        else:
            begun = starts_with(rest, reads, readings)
            if begun and len(begun[0].people) == 1:
                yield rest[: len(rest) - len(begun[1])], begun[0].people[0]
