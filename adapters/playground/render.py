"""Fitted cards → the blocks the page draws, as JSON values: pure. The page writes every text as text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from bot.kernel.cards import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Inline,
    Line,
    Link,
    Mentioned,
    Paragraph,
    Private,
    Quote,
    Said,
    Select,
    Text,
    buttons_of,
)
from bot.kernel.ids import PersonId, derive
from bot.kernel.people import UserRef
from bot.kernel.questions import ChoiceQuestion, NumberQuestion, Question, ScaleQuestion, TextQuestion

Json = dict[str, Any]
People = Mapping[PersonId, UserRef]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the page is told of a message, and what each of its presses means: that, the page is never told."""

    cards: tuple[Json, ...]
    presses: Mapping[str, Action]


def render(pages: tuple[Card, ...], people: People) -> Rendered:
    """`people`: the users to notify for the people mentioned; one missing is shown by name only."""
    presses = {press_id(button.action): button.action for card in pages for button, _ in buttons_of(card)}
    presses |= {press_id(b.submit): b.submit for card in pages for b in card.blocks if isinstance(b, Form)}
    return Rendered(tuple(_card(card, people) for card in pages), presses)


def press_id(action: Action) -> str:
    """The same for the same action, so that a button keeps its name when its card changes."""
    return derive(action.name, json.dumps(dict(action.args), sort_keys=True))[:12]


def _card(card: Card, people: People) -> Json:
    return {
        "title": card.title,
        "tone": card.tone.value,
        "blocks": [_block(block, people) for block in card.blocks],
        "listens": card.listens is not None,
    }


def _block(block: Block, people: People) -> Json:
    match block:
        case Paragraph(line):
            return {"kind": "paragraph", "line": _line(line, people)}
        case Fields(rows):
            shown = [{"label": label, "line": _line(line, people)} for label, line in rows]
            return {"kind": "fields", "rows": shown}
        case Quote(author, line):
            return {"kind": "quote", "author": author, "line": _line(line, people)}
        case Divider():
            return {"kind": "divider"}
        case Buttons(buttons, has_digits):
            return {"kind": "buttons", "buttons": [_button(button, has_digits) for button in buttons]}
        case Select(label, options):
            return {"kind": "select", "label": label, "options": [_button(option, True) for option in options]}
        case Form(questions, submit, label, talk):
            return {
                "kind": "form",
                "id": press_id(submit),
                "label": label,
                "questions": [_question(question) for question in questions],
                "talk": _button(talk, False),
            }
        case _:
            assert_never(block)


def _button(button: Button, has_digit: bool) -> Json:
    """`fit` has written the digit before the label; the page draws it apart, as a key to type."""
    digit, space, rest = button.label.partition(" ")
    apart = has_digit and digit.isdecimal() and space
    return {
        "id": press_id(button.action),
        "digit": digit if apart else "",
        "label": rest if apart else button.label,
        "style": button.style.value,
        "takes": button.takes,
    }


def _question(question: Question) -> Json:
    common: Json = {"name": question.name, "text": question.text, "required": question.required}
    match question:
        case TextQuestion(limit=limit, nothing=nothing):
            return {**common, "kind": "text", "limit": limit, "nothing": [each.label for each in nothing]}
        case ChoiceQuestion(choices=choices):
            shown = [{"value": choice.value, "label": choice.label} for choice in choices]
            return {**common, "kind": "choice", "choices": shown}
        case NumberQuestion(lowest=lowest, highest=highest):
            return {**common, "kind": "number", "lowest": str(lowest), "highest": str(highest)}
        case ScaleQuestion(top=top, private=private):
            return {**common, "kind": "scale", "top": top, "private": private}
        case _:
            assert_never(question)


def _line(line: Line, people: People) -> list[Json]:
    return [_inline(inline, people) for inline in line]


def _inline(inline: Inline, people: People) -> Json:
    match inline:
        case Text(text):
            return {"kind": "text", "text": text}
        case Bold(text):
            return {"kind": "bold", "text": text}
        case Said(text) | Private(_, text):
            return {"kind": "said", "text": text}
        case Mentioned(person, name):
            user = people.get(person)
            return {"kind": "mention", "text": f"@{name}", "user": user.user if user else ""}
        case Link(label, url):
            ours = url.startswith("https://") or (url.startswith("/") and not url.startswith(("//", "/\\")))
            return {"kind": "link", "text": label, "url": url} if ours else {"kind": "text", "text": f"{label} ({url})"}
        case _:
            assert_never(inline)
