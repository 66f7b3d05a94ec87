"""What stands on a screen, drawn in the notation: lines of text, and the buttons and fields that can be used.

Every world draws with this pen, each from its own platform's wire; H is what that world needs to press a button.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

H = TypeVar("H")
CONTINUED = "  |"


@dataclass(frozen=True, slots=True)
class Pressable(Generic[H]):
    """A button, or an option of a menu, as labelled. `takes`: text may be given with it."""

    label: str
    handle: H
    takes: bool = False
    menu: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its name on the wire, its label, and (value, label) of its options if it has any."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form(Generic[H]):
    fields: tuple[Field, ...]
    submit: Pressable[H]


@dataclass(frozen=True, slots=True)
class Drawn(Generic[H]):
    """One message. `listens`: it waits for free text, so that a digit is no press of an older message."""

    text: str
    pressables: tuple[Pressable[H], ...] = ()
    forms: tuple[Form[H], ...] = ()
    listens: bool = False


class Pen(Generic[H]):
    """Draws one message from top to bottom. Buttons stand at the end of the line above them."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._pressables: list[Pressable[H]] = []
        self._forms: list[Form[H]] = []

    def line(self, text: str) -> None:
        """A paragraph; line feeds in it stay."""
        self._lines.extend(visible(text).split("\n"))

    def quote(self, author: str, text: str) -> None:
        """Somebody's words under their name."""
        first, *more = visible(text).split("\n")
        self._lines.extend((f"> {visible(author)}: {first}", *(f"> {line}" for line in more)))

    def rule(self) -> None:
        self._lines.append("---")

    def aside(self, text: str) -> None:
        """Small print: why an unasked message came."""
        self._lines.append(f"(i) {visible(text)}")

    def buttons(self, buttons: Iterable[Pressable[H]]) -> None:
        drawn = tuple(buttons)
        self._pressables.extend(drawn)
        self._attach(" ".join(f"[{visible(each.label)}]" for each in drawn))

    def menu(self, label: str, options: Iterable[Pressable[H]]) -> None:
        """A choice out of many, on a line of its own: `{label: option|option}`."""
        drawn = tuple(options)
        self._pressables.extend(drawn)
        self._lines.append(_field(label, [each.label for each in drawn]))

    def form(self, fields: Sequence[Field], submit: Pressable[H], others: Iterable[Pressable[H]] = ()) -> None:
        """A line a field, and the buttons behind the last."""
        self._lines.extend(_field(each.label, [label for _, label in each.options]) for each in fields)
        self._forms.append(Form(tuple(fields), submit))
        self._attach(f"[{visible(submit.label)}]")
        self.buttons(others)

    def drawn(self, listens: bool = False) -> Drawn[H]:
        text = "\n".join(line.rstrip() for line in self._lines)
        return Drawn(text, tuple(self._pressables), tuple(self._forms), listens)

    def _attach(self, drawn: str) -> None:
        if drawn and self._lines:
            self._lines[-1] = f"{self._lines[-1]} {drawn}"
        elif drawn:
            self._lines.append(drawn)


def _field(label: str, options: Sequence[str]) -> str:
    inside = f"{visible(label)}: {'|'.join(visible(each) for each in options)}" if options else visible(label)
    return f"{{{inside}}}"


def visible(text: str) -> str:
    """Text as the notation shows it: brackets that are no button escaped, invisible characters by their number."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "[]{}\\":
        return f"\\{char}"
    invisible = char not in "\n\u200d\ufe0f" and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cn")
    return f"\\u{ord(char):04x}" if invisible else char


def written(place: str, mark: str, text: str) -> list[str]:
    """The lines of one message in a transcript."""
    first, *more = text.split("\n")
    return [f"{place} {mark} {first}".strip(), *(f"{CONTINUED} {line}".rstrip() for line in more)]
