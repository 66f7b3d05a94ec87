"""The one imported card template: which variables it has, and what may stand in them (adapters/dingtalk/card.md)."""

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.dingtalk.errors import Refusal, refused
from tests.fakes.dingtalk.fields import parsed
from tests.fakes.dingtalk.site import Site

SLOTS = range(1, 9)
PUBLIC = frozenset(
    {"title", "tone", "reason", *(f"{part}_{n}" for n in SLOTS for part in ("text", "form", "submit", "buttons"))}
)
PRIVATE = frozenset({"note"})
TONES = ("", "plain", "good", "warning", "alert")
STYLES = ("plain", "primary", "danger")
KEY_LIMIT = 100

FIELD = frozenset(
    {
        "name",
        "label",
        "type",
        "required",
        "requiredMsg",
        "hidden",
        "readOnly",
        "placeholder",
        "format",
        "defaultValue",
        "options",
        "minRows",
        "maxRows",
        "addText",
    }
)
TYPES = frozenset({"TEXT", "TEXT_AREA", "NUMBER", "SELECT"})
"""Those of the form component that the template's page speaks of."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BUTTON = {"text", "id", "style", "value"}


def checked(site: Site, values: Any, private: bool = False) -> dict[str, str]:
    """The variables as given. Raises a Refusal; a variable the template does not have is ignored, with an alarm."""
    if not isinstance(values, dict):
        raise _wrong("cardParamMap is no object")
    known = PRIVATE if private else PUBLIC
    for name, value in values.items():
        if not isinstance(value, str):
            raise _wrong(f"the variable {name} is no string")
        if len(name.encode()) > KEY_LIMIT:
            raise _wrong(f"the key {name[:20]}… has {len(name.encode())} bytes")
        if site.switches.value_limit and len(value.encode()) > site.switches.value_limit:
            raise _wrong(f"the variable {name} has {len(value.encode())} bytes")
        if name not in known:
            site.alarm(f"the template has no {'private ' if private else ''}variable {name}")
    if not private:
        _shapes(values)
    return {name: value for name, value in values.items() if name in known}


def _shapes(values: Mapping[str, str]) -> None:
    if values.get("tone", "") not in TONES:
        raise _wrong(f"no tone {values['tone']!r}")
    seen: set[str] = set()
    for n in SLOTS:
        if buttons := values.get(f"buttons_{n}"):
            _buttons(n, buttons, seen)
        if form := values.get(f"form_{n}"):
            _form(n, form, bool(values.get(f"submit_{n}")))
        elif values.get(f"submit_{n}"):
            raise _wrong(f"submit_{n} without form_{n}")


def _buttons(n: int, text: str, seen: set[str]) -> None:
    items = parsed(text)
    if not isinstance(items, list) or not items:
        raise _wrong(f"buttons_{n} is no list")
    for item in items:
        if not isinstance(item, dict) or set(item) != _BUTTON:
            raise _wrong(f"buttons_{n}: a button has {', '.join(sorted(_BUTTON))}")
        if not all(isinstance(each, str) for each in item.values()) or not item["text"].strip():
            raise _wrong(f"buttons_{n}: four strings, and a text")
        if not _ID.fullmatch(item["id"]) or item["id"] in seen:
            raise _wrong(f"buttons_{n}: the id {item['id']!r} is twice there or no id")
        if item["style"] not in STYLES:
            raise _wrong(f"buttons_{n}: no style {item['style']!r}")
        seen.add(item["id"])


def _form(n: int, text: str, submit: bool) -> None:
    form = parsed(text)
    fields = form.get("fields") if isinstance(form, dict) and set(form) == {"fields"} else None
    if not isinstance(fields, list) or not fields:
        raise _wrong(f"form_{n} has fields and nothing else")
    names: set[str] = set()
    for field in fields:
        if not isinstance(field, dict) or set(field) - FIELD or not {"name", "label", "type"} <= set(field):
            raise _wrong(f"form_{n}: a field has name, label, type, and no more than is documented")
        if field["type"] not in TYPES or not isinstance(field["name"], str) or not isinstance(field["label"], str):
            raise _wrong(f"form_{n}: {field['name']} is of no known type")
        if not field["name"] or field["name"] in names:
            raise _wrong(f"form_{n}: {field['name']!r} is twice there or empty")
        names.add(field["name"])
        if any(not isinstance(field.get(flag, False), bool) for flag in ("required", "hidden", "readOnly")):
            raise _wrong(f"form_{n}: required, hidden and readOnly are true or false")
        if (field["type"] == "SELECT") is not _has_options(field):
            raise _wrong(f"form_{n}: a SELECT has options, each a value and a text; nothing else has")
    shown = [each for each in fields if not each.get("hidden")]
    if not shown or (not submit and (len(shown) != 1 or shown[0]["type"] != "SELECT")):
        raise _wrong(f"form_{n}: without submit_{n} it is a menu: one SELECT that is seen")


def _has_options(field: Mapping[str, Any]) -> bool:
    if "options" not in field:
        return False
    options = field["options"]
    good = (
        isinstance(options, list)
        and bool(options)
        and all(
            isinstance(each, dict)
            and set(each) == {"value", "text"}
            and all(isinstance(value, str) and value for value in each.values())
            for each in options
        )
    )
    if not good:
        raise _wrong(f"{field['name']}: options are a value and a text each")
    return True


def _wrong(what: str) -> Refusal:
    return refused("param.invalid", what, alarm=f"card: {what}")
