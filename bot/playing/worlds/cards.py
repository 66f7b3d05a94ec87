"""Fitted cards in the notation: what the core said, read without any platform."""

from collections.abc import Iterable, Sequence
from typing import assert_never

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
    plain,
)
from bot.kernel.questions import ChoiceQuestion, NumberQuestion, Question, ScaleQuestion, TextQuestion
from bot.playing.drawing import Drawn, Field, Pen, Pressable


def draw(pages: Sequence[Card], reason: str) -> Drawn[Action]:
    """One delivery: its pages below each other, and why it came if nobody asked for it."""
    pen = Pen[Action]()
    for page in pages:
        if page.title:
            pen.line(page.title)
        for block in page.blocks:
            _draw(pen, block)
    if reason:
        pen.aside(reason)
    return pen.drawn(any(page.listens for page in pages))


def _draw(pen: Pen[Action], block: Block) -> None:
    match block:
        case Paragraph(line):
            pen.line(plain(line))
        case Fields(rows):
            for label, line in rows:
                pen.line(f"{label}: {plain(line)}")
        case Quote(author, line):
            pen.quote(author, plain(line))
        case Divider():
            pen.rule()
        case Buttons(buttons):
            pen.buttons(_pressables(buttons))
        case Select(label, options):
            pen.menu(label, _pressables(options, label))
        case Form(questions, submit, label, talk):
            pen.form([_field(each) for each in questions], Pressable(label, submit), _pressables((talk,)))
        case _:
            assert_never(block)


def _pressables(buttons: Iterable[Button], menu: str = "") -> tuple[Pressable[Action], ...]:
    return tuple(Pressable(each.label, each.action, bool(each.takes), menu) for each in buttons)


def _field(question: Question) -> Field:
    match question:
        case ChoiceQuestion(name, text, choices):
            return Field(name, text, tuple((each.value, each.label) for each in choices))
        case ScaleQuestion(name, text, top):
            return Field(name, text, tuple((str(each), str(each)) for each in range(1, top + 1)))
        case TextQuestion(name, text) | NumberQuestion(name, text):
            return Field(name, text)
        case _:
            assert_never(question)
