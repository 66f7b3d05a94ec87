"""Fitted cards as variables of the one template (card.md). Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from adapters.common.press import press_text
from adapters.dingtalk.limits import SLOTS
from adapters.dingtalk.markup import Mention, joined, lines_of
from adapters.dingtalk.render import summary
from bot.kernel.cards import (
    Action,
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Paragraph,
    Quote,
    Select,
    Text,
)
from bot.kernel.ids import DeliveryKey, derive
from bot.kernel.questions import ChoiceQuestion, NumberQuestion, Question, ScaleQuestion, TextQuestion

CONTEXT = "_"
"""The hidden field of a form that says what sending it means."""
CHOICE = "choice"
"""The one field of a menu: the value chosen is what it means."""


class TooLong(Exception):
    """The card does not fit into the template: a line is too long, or there are too many parts."""


@dataclass(slots=True)
class _Slot:
    lines: list[str] = field(default_factory=list)
    form: str = ""
    submit: str = ""
    buttons: list[str] = field(default_factory=list)


def render(key: DeliveryKey, card: Card, reason: str, mention: Mention, value_bytes: int) -> dict[str, str]:
    """The template's variables. Raises TooLong."""
    values: dict[str, str] = {"title": card.title, "tone": card.tone.value, "reason": reason}
    if not (card.title or card.blocks):
        values["title"] = summary(card)
    slots = _Slots(key, mention, value_bytes)
    for block in card.blocks:
        slots.add(block)
    for number, slot in enumerate(slots.all, start=1):
        values[f"text_{number}"] = joined(slot.lines)
        values[f"form_{number}"] = slot.form
        values[f"submit_{number}"] = slot.submit
        values[f"buttons_{number}"] = f"[{','.join(slot.buttons)}]" if slot.buttons else ""
    if len(slots.all) > SLOTS or any(len(value.encode()) > value_bytes for value in values.values()):
        raise TooLong
    return {name: value for name, value in values.items() if value}


class _Slots:
    """From top to bottom: each a text, then a form, then buttons."""

    def __init__(self, key: DeliveryKey, mention: Mention, value_bytes: int) -> None:
        self.all = [_Slot()]
        self._key = key
        self._mention = mention
        self._most = value_bytes
        self._ids: set[str] = set()

    def add(self, block: Block) -> None:
        match block:
            case Paragraph() | Fields() | Quote() | Divider():
                for line in lines_of(block, self._mention):
                    self._text(line)
            case Buttons(buttons):
                self._buttons(buttons)
            case Select():
                self._menu(block)
            case Form():
                self._form(block)
            case _:
                assert_never(block)

    def _text(self, line: str) -> None:
        slot = self.all[-1]
        if slot.form or slot.buttons or (slot.lines and self._long(joined([*slot.lines, line]))):
            slot = self._open()
        slot.lines.append(line)

    def _buttons(self, buttons: Sequence[Button]) -> None:
        for each in buttons:
            slot = self.all[-1]
            drawn = _json(
                {
                    "text": each.label,
                    "id": self._id(each.action),
                    "style": each.style.value,
                    "value": press_text(self._key, each.action),
                }
            )
            if slot.buttons and self._long(f"[{','.join([*slot.buttons, drawn])}]"):
                slot = self._open()
            slot.buttons.append(drawn)

    def _menu(self, select: Select) -> None:
        options = [{"value": press_text(self._key, each.action), "text": each.label} for each in select.options]
        form = _json({"fields": [{"name": CHOICE, "label": select.label, "type": "SELECT", "options": options}]})
        if self._long(form):
            # As a platform without menus has it.
            self.add(Paragraph((Text(select.label),)))
            self._buttons(select.options)
            return
        self._input(form, "")

    def _form(self, form: Form) -> None:
        context = {"name": CONTEXT, "label": CONTEXT, "type": "TEXT", "hidden": True}
        context["defaultValue"] = press_text(self._key, form.submit)
        drawn = _json({"fields": [*(_field(each) for each in form.questions), context]})
        if self._long(drawn):
            self._buttons((form.talk,))
            return
        self._input(drawn, form.label)
        self._buttons((form.talk,))

    def _input(self, form: str, submit: str) -> None:
        slot = self.all[-1]
        if slot.form or slot.buttons:
            slot = self._open()
        slot.form, slot.submit = form, submit

    def _open(self) -> _Slot:
        self.all.append(_Slot())
        return self.all[-1]

    def _id(self, action: Action) -> str:
        """The same for the same action, unless it is there twice."""
        named = derive(action.name, _json(dict(action.args)))[:8]
        id = next(each for each in _numbered(named) if each not in self._ids)
        self._ids.add(id)
        return id

    def _long(self, value: str) -> bool:
        return len(value.encode()) > self._most


def _numbered(name: str) -> Iterator[str]:
    yield name
    count = 2
    while True:
        yield f"{name}-{count}"
        count += 1


def _field(question: Question) -> Mapping[str, Any]:
    # What is left out is asked for by us: a client that will not send loses what was typed.
    common = {"name": question.name, "label": question.text, "required": False}
    match question:
        case ChoiceQuestion(choices=choices):
            return {**common, "type": "SELECT", "options": [{"value": c.value, "text": c.label} for c in choices]}
        case ScaleQuestion(top=top):
            return {
                **common,
                "type": "SELECT",
                "options": [{"value": f"{n}", "text": f"{n}"} for n in range(1, top + 1)],
            }
        case NumberQuestion():
            return {**common, "type": "NUMBER"}
        case TextQuestion():
            return {**common, "type": "TEXT_AREA"}
        case _:
            assert_never(question)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
