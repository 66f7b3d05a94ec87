"""Sentences: none without both languages, and user words only ever as values."""

import re
from dataclasses import dataclass
from functools import cache

from bot.kernel.cards import Inline, Line, Text
from bot.kernel.people import Locale

_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence in Chinese and English, with named slots such as `{name}` (names only: no attributes)."""

    zh: str
    en: str

    def template(self, locale: Locale) -> str:
        return self.zh if locale is Locale.ZH else self.en

    def text(self, locale: Locale, **values: str | int) -> str:
        """The sentence as plain text. A value is never read as a template; a missing one is a KeyError."""
        pieces = _pieces(self.template(locale))
        return "".join([str(values[piece]) if index % 2 else piece for index, piece in enumerate(pieces)])

    def line(self, locale: Locale, **values: str | int | Inline | Line) -> Line:
        """The sentence as inlines: strings and numbers join the words, inlines stay what they are."""
        inlines: list[Inline] = []
        words = ""
        for index, piece in enumerate(_pieces(self.template(locale))):
            value = values[piece] if index % 2 else piece
            if isinstance(value, str | int):
                words += str(value)
                continue
            inlines.extend([Text(words)] if words else [])
            words = ""
            inlines.extend(value if isinstance(value, tuple) else [value])
        return (*inlines, Text(words)) if words else tuple(inlines)


@cache
def _pieces(template: str) -> tuple[str, ...]:
    """Words and slot names by turns, beginning with words."""
    return tuple(_SLOT.split(template))
