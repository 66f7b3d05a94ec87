"""Sentences: none without both languages, and user words only ever as values."""

import re
from dataclasses import dataclass

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
        return _SLOT.sub(lambda slot: str(values[slot[1]]), self.template(locale))

    def line(self, locale: Locale, **values: str | int | Inline | Line) -> Line:
        """The sentence as inlines: strings and numbers become text, inlines stay what they are."""
        pieces: list[Inline] = []
        for index, piece in enumerate(_SLOT.split(self.template(locale))):
            value = values[piece] if index % 2 else piece
            if isinstance(value, tuple):
                pieces.extend(value)
            elif isinstance(value, str | int):
                pieces.extend([Text(str(value))] if str(value) else [])
            else:
                pieces.append(value)
        return tuple(pieces)
