"""Forms of a card: fields by their question's name, and one button that sends them.

https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/containers/form-container
"""

import re
from collections.abc import Mapping
from typing import Any, assert_never

from adapters.feishu import limits
from adapters.feishu.markup import sendable
from adapters.feishu.press import Place
from bot.kernel.cards import Form
from bot.kernel.questions import ChoiceQuestion, NumberQuestion, Question, ScaleQuestion, TextQuestion
from bot.kernel.text import shorten

Json = dict[str, Any]
_NUMBERED = re.compile(r"[0-9]+\.")


def form(block: Form, place: Place, index: int) -> Json:
    """The form without its talk button, which stands below. `index`: how many forms the card has above it."""
    fields = [_field(question, index) for question in block.questions]
    submit = {
        "tag": "button",
        "name": place.name(block.submit),
        "text": plain(block.label, limits.LABEL),
        "type": "primary",
        "form_action_type": "submit",
    }
    return {"tag": "form", "name": f"form.{index}", "elements": [*fields, submit]}


def values(filled: Mapping[str, object]) -> dict[str, str]:
    """What was filled in, by question. A field left empty may be missing, null or an empty text: all alike."""
    return {_NUMBERED.sub("", name, count=1): _said(value) for name, value in filled.items()}


def plain(text: str, limit: int = 0) -> Json:
    """A text without markup, cut to so many characters."""
    shown = sendable(text)
    return {"tag": "plain_text", "content": shorten(shown, limit)[:limit] if limit else shown}


def _said(value: object) -> str:
    match value:
        case str():
            return value
        case list():
            return ",".join(_said(each) for each in value)
        case None:
            return ""
        case _:
            return str(value)


def _field(question: Question, index: int) -> Json:
    # Names are unique in a card; two forms may ask the same.
    name = f"{index}.{question.name}" if index else question.name
    match question:
        case TextQuestion(text=text, limit=limit):
            return {
                "tag": "input",
                "name": name,
                "label": plain(text),
                "input_type": "multiline_text",
                "rows": 2,
                "max_length": min(limit, limits.INPUT),
                "width": "fill",
            }
        case NumberQuestion(text=text):
            return {"tag": "input", "name": name, "label": plain(text), "width": "fill"}
        case ChoiceQuestion(text=text, choices=choices):
            return _choice(name, text, [(each.value, each.label) for each in choices])
        case ScaleQuestion(text=text, top=top):
            return _choice(name, text, [(str(each), str(each)) for each in range(1, top + 1)])
        case _:
            assert_never(question)


def _choice(name: str, text: str, options: list[tuple[str, str]]) -> Json:
    return {
        "tag": "select_static",
        "name": name,
        "placeholder": plain(text, limits.LABEL),
        "options": [{"text": plain(label, limits.LABEL), "value": value} for value, label in options],
        "width": "fill",
    }
