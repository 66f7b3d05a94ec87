"""What can be pressed and filled in: buttons, menus and forms as Block Kit, and how a press is read back.

A button's value is what it means. A menu's option may hold 150 characters only: what its options have in common stands
in the menu's action_id. A form's fields are named by their question; which form they belong to, by their block_id.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.common.press import Pressed, press_text, press_value, pressed
from adapters.slack.limits import (
    BUTTONS,
    FORM_BLOCKS,
    FORM_CHARACTERS,
    IDENTIFIER,
    INPUT,
    INPUT_LABEL,
    LABEL,
    OPTION_VALUE,
    OPTIONS,
    PLACEHOLDER,
    VALUE,
)
from bot.kernel.cards import Button, Form, Select, Style
from bot.kernel.ids import DeliveryKey
from bot.kernel.questions import ChoiceQuestion, NumberQuestion, Question, ScaleQuestion, TextQuestion
from bot.kernel.text import shorten

Json = dict[str, Any]
OPENS = "open"
"""The action_id of a button that opens its form as a modal."""
SUBMITS = "submit"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def words(buttons: Sequence[Button]) -> str:
    """Buttons as words to type, as a card without buttons shows them."""
    return "  ".join(f"({each.label})" for each in buttons)


def buttons(shown: Sequence[Button], key: DeliveryKey, number: int) -> tuple[str, list[Json]]:
    """Rows of buttons; and as words those that Slack would not take."""
    made = [(each, _button(each, press_text(key, each.action), f"b{number}.{i}")) for i, each in enumerate(shown)]
    written = [each for each, button in made if button is None]
    drawn = [button for _, button in made if button is not None]
    rows = [drawn[i : i + BUTTONS] for i in range(0, len(drawn), BUTTONS)]
    return words(written), [{"type": "actions", "elements": row} for row in rows]


def _button(button: Button, value: str, name: str) -> Json | None:
    if len(value) > VALUE or not 0 < len(button.label) <= LABEL:
        return None
    found: Json = {"type": "button", "action_id": name, "text": plain(button.label), "value": value}
    if button.style is not Style.PLAIN:
        found["style"] = button.style.value
    return found


def menu(select: Select, key: DeliveryKey, number: int) -> tuple[str, list[Json]]:
    """A menu; or its options as buttons, where their meaning is too long for it; and as words what neither takes."""
    shown = [each for each in select.options if 0 < len(each.label) <= LABEL][:OPTIONS]
    written = [each for each in select.options if each not in shown]
    common, own = _shared([press_value(key, each.action) for each in shown])
    name = _compact({**common, "i": number})
    values = [_compact(each) for each in own]
    too_long = len(name) > IDENTIFIER or any(len(value) > OPTION_VALUE for value in values)
    if not shown or too_long or len(set(values)) < len(values):
        more, blocks = buttons(shown, key, number)
        return "\n".join(filter(None, (select.label, words(written), more))), blocks
    element = {
        "type": "static_select",
        "action_id": name,
        "placeholder": plain(shorten(select.label, PLACEHOLDER)),
        "options": [{"text": plain(each.label), "value": value} for each, value in zip(shown, values, strict=True)],
    }
    return words(written), [{"type": "actions", "elements": [element]}]


def _shared(presses: Sequence[Json]) -> tuple[Json, list[Json]]:
    """What all have in common, and the rest of each."""
    if not presses:
        return {}, []
    first = presses[0]
    common = {name: first[name] for name in ("k", "a") if all(each[name] == first[name] for each in presses)}
    args = {name: value for name, value in first["x"].items() if all(each["x"].get(name) == value for each in presses)}
    own = [
        {
            **{name: each[name] for name in ("k", "a") if name not in common},
            "x": {name: value for name, value in each["x"].items() if name not in args},
        }
        for each in presses
    ]
    return {**common, "x": args}, own


def form(shown: Form, key: DeliveryKey, number: int) -> list[Json]:
    """Fields and their buttons below each other; a form too long for a message is a button that opens it."""
    talk = _button(shown.talk, press_text(key, shown.talk.action), f"talk.{number}")
    if len(shown.questions) > FORM_BLOCKS or characters(fields(shown.questions, "")) > FORM_CHARACTERS:
        value = _compact({"k": key, "f": number})
        opens = {"type": "button", "action_id": f"{OPENS}.{number}", "text": plain(_label(shown.label)), "value": value}
        return [{"type": "actions", "elements": [{**opens, "style": "primary"}, *([talk] if talk else [])]}]
    submit = Button(_label(shown.label), shown.submit, Style.PRIMARY)
    sends = _button(submit, press_text(key, shown.submit), f"{SUBMITS}.{number}")
    if sends is None:
        # What sending it means does not fit: the same questions, one by one.
        return [{"type": "actions", "elements": [talk]}] if talk else []
    inputs = fields(shown.questions, f"f{number}")
    return [*inputs, {"type": "actions", "elements": [sends, *([talk] if talk else [])]}]


def fields(questions: Sequence[Question], prefix: str) -> list[Json]:
    """An input block a question."""
    return [
        {
            "type": "input",
            "block_id": f"{prefix}.{i}",
            "label": plain(shorten(question.text, INPUT_LABEL - 1)),
            "element": _element(question),
            "optional": not question.required,
        }
        for i, question in enumerate(questions)
    ]


def _element(question: Question) -> Json:
    match question:
        case TextQuestion(name, _, _, nothing, limit):
            hint = " / ".join(each.label for each in nothing)
            element = {"type": "plain_text_input", "multiline": True, "max_length": min(limit, INPUT)}
            return {**element, "action_id": name, **({"placeholder": plain(hint[:PLACEHOLDER])} if hint else {})}
        case ChoiceQuestion(name, _, choices):
            return _choice(name, [(each.value, each.label) for each in choices])
        case ScaleQuestion(name, _, top):
            return _choice(name, [(str(each), str(each)) for each in range(1, top + 1)])
        case NumberQuestion(name):
            return {"type": "plain_text_input", "action_id": name}


def _choice(name: str, choices: Sequence[tuple[str, str]]) -> Json:
    options = [{"text": plain(shorten(label, LABEL)), "value": value} for value, label in choices]
    return {"type": "static_select", "action_id": name, "options": options}


def _label(label: str) -> str:
    return shorten(label, LABEL)


def _compact(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def chosen(action: Mapping[str, Any]) -> Pressed | None:
    """What pressing this element means: a button by its value, a menu by its name and the option chosen."""
    option = action.get("selected_option")
    if not isinstance(option, Mapping):
        return pressed(action.get("value"))
    common, own = _object(action.get("action_id")), _object(option.get("value"))
    if common is None or own is None:
        return None
    args = {**_object_of(common.get("x")), **_object_of(own.get("x"))}
    return pressed({"k": common.get("k", own.get("k")), "a": common.get("a", own.get("a")), "x": args})


def form_of(action: Mapping[str, Any]) -> tuple[DeliveryKey, int] | None:
    """The delivery and the number of the form that this button opens; None for any other."""
    found = _object(action.get("value"))
    if found is None or not str(action.get("action_id", "")).startswith(f"{OPENS}."):
        return None
    key, number = found.get("k"), found.get("f")
    return (DeliveryKey(key), number) if isinstance(key, str) and isinstance(number, int) else None


def filled(action_id: str, state: Mapping[str, Any]) -> dict[str, str]:
    """The values of the form that this button sends, by question; empty for a button that sends none."""
    kind, _, number = action_id.partition(".")
    if kind != SUBMITS:
        return {}
    return values_in(state, f"f{number}")


def values_in(state: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """The fields whose block_id says that they belong to this form."""
    found: dict[str, str] = {}
    for block, held in state.items():
        if f".{prefix}." not in f".{block}" or not isinstance(held, Mapping):
            continue
        for name, each in held.items():
            found[name] = value_of(each)
    return found


def value_of(held: Any) -> str:
    """What a field holds, empty for nothing."""
    if not isinstance(held, Mapping):
        return ""
    option = held.get("selected_option")
    value = option.get("value") if isinstance(option, Mapping) else held.get("value", held.get("selected_user"))
    return value if isinstance(value, str) else ""


def characters(value: Any) -> int:
    """All text in blocks, as Slack counts it against their total."""
    if isinstance(value, dict):
        found = 0
        for name, each in value.items():
            if isinstance(each, str):
                found += len(each) if name == "text" else 0
            else:
                found += characters(each)
        return found
    return sum(map(characters, value)) if isinstance(value, list | tuple) else 0


def _object(value: object) -> Mapping[str, Any] | None:
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _object_of(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def saying(text: str, label: str, name: str) -> Json:
    """A button that says a word, as if it had been typed."""
    return {"type": "button", "action_id": name, "text": plain(label), "value": _compact({"say": text})}


def says(action: Mapping[str, Any]) -> str:
    """The word that this button says; empty for any other."""
    found = (_object(action.get("value")) or {}).get("say")
    return found if isinstance(found, str) else ""
