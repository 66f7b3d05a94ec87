"""What a client sends when a card is used: only what the card really has, and only as it allows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.fakes.feishu.components import CONTAINERS
from tests.fakes.feishu.drawing import Handle, handle, picked
from tests.fakes.feishu.drawing import pressed as press_of
from tests.fakes.feishu.records import Json, Message

ABSENT = object()
LISTS = frozenset({"multi_select_static", "multi_select_person"})
FIELDS = frozenset(
    {"input", "select_static", "select_person", "date_picker", "picker_time", "picker_datetime", "checker"} | LISTS
)


def pressed(message: Message, used: Handle) -> Json:
    """The action of this press; ValueError unless the message has, or once had, exactly this button or option."""
    if used not in {handle(each) for card in message.ever for each in _actions(card)}:
        raise ValueError(f"the message {message.id} never had a button that sends {used.action}")
    action: Json = used.value
    if action["tag"] == "button" and "value" not in action:
        raise ValueError("this button calls nobody back")
    return action


def submitted(message: Message, used: Handle, values: Mapping[str, Any], empty: Any) -> Json:
    """The action of this submission. `empty`: what a field without a value sends, ABSENT for not being there."""
    for card in reversed(message.ever):
        for form in (each for each in _elements(card) if each["tag"] == "form"):
            inside = list(_walk(form["elements"]))
            submits = [each for each in inside if each.get("form_action_type") == "submit"]
            if used in [handle(press_of(each)) for each in submits]:
                fields = [each for each in inside if each["tag"] in FIELDS]
                return {**used.value, "form_value": _filled(fields, values, empty)}
    raise ValueError(f"the message {message.id} never had a form that sends {used.action}")


def _filled(fields: list[Json], values: Mapping[str, Any], empty: Any) -> Json:
    if strange := set(values) - {each["name"] for each in fields}:
        raise ValueError(f"the form has no field {', '.join(sorted(strange))}")
    filled: Json = {}
    for field in fields:
        value = values.get(field["name"], _default(field))
        if value in (None, "", []):
            if field.get("required"):
                raise ValueError(f"the field {field['name']} is required; the client sends nothing without it")
            if empty is not ABSENT:
                filled[field["name"]] = [] if field["tag"] in LISTS and empty == "" else empty
            continue
        filled[field["name"]] = _allowed(field, value)
    return filled


def _default(field: Json) -> Any:
    names = ("default_value", "initial_option", "selected_values", "initial_date", "initial_time", "initial_datetime")
    return field.get("checked") if field["tag"] == "checker" else next((field[n] for n in names if n in field), None)


def _allowed(field: Json, value: Any) -> Any:
    name, kind = field["name"], field["tag"]
    if kind == "input":
        if len(value) > field.get("max_length", 1000):
            raise ValueError(f"{name} takes {field.get('max_length', 1000)} characters, not {len(value)}")
        if "\n" in value and field.get("input_type") != "multiline_text":
            raise ValueError(f"{name} takes a single line")
    chosen = value if kind in LISTS else [value]
    options = [each["value"] for each in field.get("options", ())]
    if "select" in kind and options and (strange := [each for each in chosen if each not in options]):
        raise ValueError(f"{name} has no option {strange[0]!r}")
    return value


def _elements(card: Json) -> Iterator[Json]:
    return _walk(card["body"]["elements"])


def _walk(elements: Iterable[Json]) -> Iterator[Json]:
    for element in elements:
        yield element
        if element["tag"] in CONTAINERS:
            yield from _walk(element[CONTAINERS[element["tag"]]])


def _actions(card: Json) -> Iterator[Json]:
    """What a single press can send: buttons that do not submit, and choices outside of forms."""
    inside = [id(each) for form in _elements(card) if form["tag"] == "form" for each in _walk(form["elements"])]
    for element in _elements(card):
        if element["tag"] == "button" and "form_action_type" not in element:
            yield press_of(element)
        elif id(element) in inside:
            continue
        elif element["tag"] in ("select_static", "overflow"):
            yield from (picked(element, each["value"]) for each in element["options"])
