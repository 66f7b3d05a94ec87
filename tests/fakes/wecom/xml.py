"""The app's XML: what a callback says, and what a passive reply answers."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from typing import Any

from tests.fakes.wecom.records import Json

Nested = Mapping[str, Any]
NUMBERS = {"CreateTime", "MsgId", "AgentID", "ChangeType", "MainDepartment", "Location_X", "Location_Y", "Scale"}
LISTS = {
    "HorizontalContentList": "horizontal_content_list",
    "JumpList": "jump_list",
    "ButtonList": "button_list",
    "SelectList": "select_list",
    "OptionList": "option_list",
}
NAMES = {
    "CheckBox": "checkbox",
    "KeyName": "keyname",
    "UserId": "userid",
    "MediaId": "media_id",
    "AppId": "appid",
    "PagePath": "pagepath",
}
INTEGERS = {"style", "type", "mode", "desc_color"}
FLAGS = {"disable", "is_checked"}


def written(fields: Nested) -> str:
    """One `<xml>` document on one line; texts in CDATA, numbers bare; a list repeats its element."""
    return f"<xml>{_inside(fields)}</xml>"


def _inside(fields: Nested) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, each) for each in value)
    if isinstance(value, Mapping):
        return f"<{name}>{_inside(value)}</{name}>"
    if name in NUMBERS:
        return f"<{name}>{value}</{name}>"
    return f"<{name}><![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def texts(document: str) -> dict[str, str]:
    """The top-level elements of a document that have no elements of their own. ValueError: it is none."""
    return {each.tag: each.text or "" for each in root(document) if len(each) == 0}


def root(document: str) -> ElementTree.Element:
    if "<!DOCTYPE" in document:
        raise ValueError("a DOCTYPE")
    try:
        return ElementTree.fromstring(document)  # noqa: S314 - without a DOCTYPE nothing expands
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None


def card(element: ElementTree.Element) -> Json:
    """A passive reply's `<TemplateCard>` in the JSON of message/send."""
    return _object(element)


def _object(element: ElementTree.Element) -> Json:
    value: Json = {}
    for each in element:
        if each.tag in LISTS:
            value.setdefault(LISTS[each.tag], []).append(_object(each))
        else:
            name = NAMES.get(each.tag) or _snake(each.tag)
            value[name] = _object(each) if len(each) else _value(name, each.text or "")
    return value


def _value(name: str, text: str) -> Any:
    if name in INTEGERS and text.isdigit():
        return int(text)
    return text in ("1", "true") if name in FLAGS else text


def _snake(tag: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in tag).lstrip("_")


def selected(choices: Iterable[tuple[str, list[str]]]) -> Json:
    """`<SelectedItems>`: 0..n items of 0..n options."""
    items = [{"QuestionKey": key, "OptionIds": {"OptionId": options}} for key, options in choices]
    return {"SelectedItem": items}
