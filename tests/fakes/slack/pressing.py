"""Presses: the element is found in what was really sent, and everything typed into the message goes along."""

from collections.abc import Mapping

from tests.fakes.slack.blocks import elements_of, options_of
from tests.fakes.slack.drawing import Handle
from tests.fakes.slack.payloads import action_ts
from tests.fakes.slack.records import Json

_STATELESS = ("button", "overflow", "image")


def action(wires: list[Json], handle: Handle) -> Json:
    """What was pressed, as `actions[0]`. `wires`: the message as it is, then as it was in windows not refreshed.

    A KeyError if no window ever had it.
    """
    for wire in wires:
        for block in wire.get("blocks") or []:
            for each in elements_of(block):
                if (block["block_id"], each.get("action_id")) == (handle.block, handle.action):
                    return _action(block, each, handle)
    raise KeyError(f"there is no {handle} on this message, and never was")


def _action(block: Json, element: Json, handle: Handle) -> Json:
    found: Json = {
        "type": element["type"],
        "action_id": handle.action,
        "block_id": handle.block,
        "action_ts": action_ts(),
    }
    if element["type"] == "button":
        more: Json = {name: element[name] for name in ("value", "style", "url") if name in element}
        return {**found, "text": {"emoji": True, **element["text"]}, **more}
    option = option_of(element, handle.option)
    if element["type"] in ("static_select", "radio_buttons") and "placeholder" in element:
        found["placeholder"] = element["placeholder"]
    return {**found, "selected_option": option}


def option_of(element: Json, value: str) -> Json:
    """The option of this value. A KeyError if the menu has none."""
    for option in options_of(element):
        if option["value"] == value:
            return {"text": option["text"], "value": option["value"]}
    raise KeyError(f"no option {value!r} in {element['action_id']}")


def state(blocks: list[Json], values: Mapping[str, str], pressed: Handle | None = None) -> Json:
    """`state.values`: every element that holds something, with what was put in. `values` by the drawing's field names.

    A ValueError for a field that is not there, or a text longer than its field lets one type.
    """
    known: set[str] = set()
    found: dict[str, Json] = {}
    for block in blocks:
        for each in elements_of(block):
            if each["type"] in _STATELESS:
                continue
            names = (each["action_id"], f"{block['block_id']}/{each['action_id']}")
            given = next((values[name] for name in names if name in values), None)
            known.update(names)
            if pressed and (block["block_id"], each["action_id"]) == (pressed.block, pressed.action):
                given = pressed.option
            found.setdefault(block["block_id"], {})[each["action_id"]] = _held(each, given)
    if unknown := set(values) - known:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
    return found


def _held(element: Json, given: str | None) -> Json:
    kind = element["type"]
    match kind:
        case "plain_text_input" | "number_input":
            value = element.get("initial_value") if given is None else given
            if value is not None and len(value) > element.get("max_length", 3000):
                raise ValueError(f"the field takes {element.get('max_length', 3000)} characters, not {len(value)}")
            return {"type": kind, "value": value or None}
        case "static_select" | "radio_buttons":
            chosen = element.get("initial_option") if given is None else option_of(element, given)
            return {"type": kind, "selected_option": chosen}
        case "checkboxes" | "multi_static_select":
            chosen_many = [option_of(element, each) for each in (given or "").split(",") if each]
            return {"type": kind, "selected_options": chosen_many}
        case _:
            name = {"datepicker": "selected_date", "timepicker": "selected_time", "users_select": "selected_user",
                    "channels_select": "selected_channel"}.get(kind, "selected_conversation")  # fmt: skip
            return {"type": kind, name: given}
