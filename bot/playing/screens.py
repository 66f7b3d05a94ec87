"""What everybody has on their screens, so that a press finds what was really shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic

from bot.playing.drawing import Drawn, Form, H, Pressable, visible
from bot.playing.script import PlayError


@dataclass(frozen=True, slots=True)
class Shown:
    """Something new on a screen: `place` is a person's direct chat or `#room`; mark `<` new, `~` changed, `x` gone."""

    place: str
    mark: str
    text: str
    at: datetime


@dataclass(slots=True)
class Message(Generic[H]):
    """A message as it stands: when it came and last changed, how it looked at the last look (None: not there yet),
    and every button it ever had."""

    id: str
    drawn: Drawn[H]
    came: datetime
    changed: datetime
    looked: str | None = None
    gone: bool = False
    ever: list[Pressable[H]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found(Generic[H]):
    """A button found by its label, the message it is on, and the text given with it."""

    message: Message[H]
    pressable: Pressable[H]
    text: str = ""


class Screens(Generic[H]):
    """All chats as they look now, and what is different since the last look."""

    def __init__(self) -> None:
        self._chats: dict[str, list[Message[H]]] = {}

    def show(self, place: str, id: str, drawn: Drawn[H], at: datetime, came: datetime | None = None) -> None:
        """A message appears, or changes, at this time. `came`: when it appeared, if it has changed since."""
        chat = self._chats.setdefault(place, [])
        message = next((each for each in chat if each.id == id), None)
        if message is None:
            message = Message(id, drawn, came or at, at)
            chat.append(message)
        elif message.drawn.text != drawn.text:
            message.changed = at
        message.drawn = drawn
        message.ever.extend(drawn.pressables)

    def remove(self, place: str, id: str, at: datetime) -> None:
        """A message disappears."""
        for message in self._chats.get(place, []):
            if message.id == id:
                message.gone, message.changed = True, at

    def news(self) -> list[Shown]:
        """What looks different from the last look, in order of time; then what changed or went before what came.

        A message that came and changed since then is new, as it is now; one that changed twice changed once.
        """
        news: list[Shown] = []
        for place, chat in self._chats.items():
            for message in chat:
                if message.looked is not None and message.gone:
                    news.append(Shown(place, "x", message.looked, message.changed))
                elif message.looked is not None and message.looked != message.drawn.text:
                    news.append(Shown(place, "~", message.drawn.text, message.changed))
            news.extend(Shown(place, "<", each.drawn.text, each.came) for each in chat if each.looked is None)
            chat[:] = [each for each in chat if not each.gone]
            for message in chat:
                message.looked = message.drawn.text
        return news

    def messages(self) -> list[tuple[str, Message[H]]]:
        """Every message that is there, with the chat it is in."""
        return [(place, message) for place, chat in self._chats.items() for message in chat]

    def find(self, place: str, wanted: str, old: bool = False) -> Found[H]:
        """The button on the latest message there that has it; `old`: or had it. A PlayError names those there are."""
        for message in reversed(self._chats.get(place, [])):
            for pressable in reversed(message.ever) if old else message.drawn.pressables:
                text = _asked(pressable, wanted)
                if text is not None:
                    return Found(message, pressable, text)
        there = [f"[{each.label}]" for m in reversed(self._chats.get(place, [])) for each in m.drawn.pressables]
        advice = f"there is {' '.join(there[:12])}" if there else "there is no button at all"
        raise PlayError(f"no button [{wanted}] before {place}; {advice}")

    def spelt(self, place: str, wanted: str) -> str:
        """What to type for a button that a chat spells out as `(1 完成)`; empty if none reads so."""
        head, colon, text = wanted.partition(": ")
        for name, given in ((wanted, ""), (head, text if colon else "")):
            label = re.escape(visible(name.rstrip("…")))
            spelling = re.compile(rf"\((?:\d+ )?({label})…?\)|\({label} ([^\n]+?)…?\)(?=  |$)", re.MULTILINE)
            for message in reversed(self._chats.get(place, [])):
                if found := spelling.search(message.drawn.text):
                    return f"{found[1] or found[2]} {given}".strip().replace("\\", "")
        return ""

    def form(self, place: str, submit: str) -> tuple[Message[H], Form[H]]:
        """The latest form there with this button."""
        for message in reversed(self._chats.get(place, [])):
            for form in message.drawn.forms:
                if _same(form.submit.label, submit):
                    return message, form
        there = [f"[{f.submit.label}]" for m in self._chats.get(place, []) for f in m.drawn.forms]
        raise PlayError(f"no form with [{submit}] before {place}; there is {' '.join(there) or 'none'}")

    def typed(self, place: str, found: Found[H]) -> str:
        """What to type instead of pressing: the digit if it means this button, else its words."""
        digit, _, words = found.pressable.label.partition(" ")
        if not digit.isdigit():
            words = found.pressable.label
        elif self._heard(place) is found.message:
            words = digit
        return f"{words.rstrip('…')} {found.text}".strip()

    def _heard(self, place: str) -> Message[H] | None:
        """The newest message that a bare digit is for."""
        for message in reversed(self._chats.get(place, [])):
            digits = any(each.label.partition(" ")[0].isdigit() for each in message.drawn.pressables)
            if digits or message.drawn.listens:
                return message if digits else None
        return None


def values_of(form: Form[H], given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The form's values by wire name. A field is named by its name, its label or a part of it that is unique."""
    values: dict[str, str] = {}
    for name, value in given:
        fields = [each for each in form.fields if name in (each.name, each.label)]
        fields = fields or [each for each in form.fields if name in each.label]
        if len(fields) != 1:
            there = ", ".join(each.label for each in form.fields)
            raise PlayError(f"{'no' if not fields else 'more than one'} field {name!r} in the form; there are: {there}")
        options = fields[0].options
        chosen = next((stored for stored, label in options if value in (stored, label)), None)
        if options and chosen is None:
            there = ", ".join(label for _, label in options)
            raise PlayError(f"no option {value!r} in the field {fields[0].label!r}; there are: {there}")
        values[fields[0].name] = value if chosen is None else chosen
    return values


def _asked(pressable: Pressable[H], wanted: str) -> str | None:
    """The text given with a press if `wanted` names this button, else None."""
    if _same(pressable.label, wanted):
        return ""
    head, colon, text = wanted.partition(": ")
    if colon and pressable.takes and _same(pressable.label, head):
        return text.strip()
    return "" if colon and pressable.menu == head and _same(pressable.label, text) else None


def _same(label: str, wanted: str) -> bool:
    """`完成` and `1` and `1 完成` all name the button `1 完成`; an ellipsis at the end may be left out."""
    digit, _, words = label.partition(" ")
    names = {label, digit, words} if digit.isdigit() else {label}
    return wanted.rstrip("…") in {name.rstrip("…") for name in names if name}
