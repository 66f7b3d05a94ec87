"""A card with blanks: what thousands get is the same but for a few words, so it is written out once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from secrets import token_hex
from typing import Any, Final

import orjson

from bot.kernel.cards import Card

_SECRET: Final = token_hex(8)
"""Nobody can have typed a blank: it is another one in every process, and never stored."""
_BLANK: Final = re.compile(rf"<{_SECRET}\.(\d+)>")


def blank(number: int) -> str:
    """What stands in a card, whole or as part of a text, for the word with this number."""
    return f"<{_SECRET}.{number}>"


def filled(card: Card, words: Sequence[str]) -> Card:
    """The card with these words in its blanks."""
    done: Card = _filled(card, words) if words else card
    return done


def _filled(value: Any, words: Sequence[str]) -> Any:
    if value.__class__ is str:
        return _BLANK.sub(lambda found: words[int(found[1])], value)
    if value.__class__ is tuple:
        return tuple([_filled(each, words) for each in value])
    if isinstance(value, Mapping):
        return {key: _filled(each, words) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _filled(getattr(value, each.name), words) for each in fields(value)})
    return value


def pattern(json: str) -> Callable[[Sequence[str]], str]:
    """Of a card with blanks as JSON: what gives the JSON of a copy with these words, each as `in_json` gives it."""
    pieces = _BLANK.split(json)
    order = [int(number) for number in pieces[1::2]]

    def copy(words: Sequence[str]) -> str:
        pieces[1::2] = [words[number] for number in order]
        return "".join(pieces)

    return copy


def in_json(word: str) -> str:
    """A word as it stands between the quotes of a JSON text."""
    # Names and ids are letters and digits of some script: those stand for themselves.
    return word if word.isalnum() else orjson.dumps(word).decode()[1:-1]
