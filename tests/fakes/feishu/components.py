"""The components of card JSON 2.0 and their properties, as tables.

https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/component-json-v2-overview
What is not in here is refused, as the platform refuses what it does not know.
"""

from collections.abc import Mapping
from typing import Any

from tests.fakes.feishu.schema import (
    Check,
    anything,
    fields,
    flag,
    identifier,
    items,
    json_object,
    one_of,
    pixels,
    plain,
    text,
    translations,
    whole,
    wrong,
)

SIZES = ("heading-0", "heading-1", "heading-2", "heading-3", "heading-4", "heading", "normal", "notation")
ALIGNED = one_of("left", "center", "right")
ICON = fields({"tag!": one_of("standard_icon"), "token!": text(), "color": text()})
CALLBACK = fields({"type!": one_of("callback"), "value!": json_object})
OPEN = fields({"type!": one_of("open_url"), "default_url!": text(), "pc_url": text(), "ios_url": text()})
BORDER = fields({"color": text(), "corner_radius": pixels})
CONFIRM = fields({"title!": plain(), "text!": plain()})
CHOICE = fields({"text!": plain(), "value!": text()})
PERSON = fields({"value!": text()})
COMMON: Mapping[str, Check] = {"element_id": identifier, "margin": pixels}
INTERACTIVE = frozenset(
    {
        "button",
        "input",
        "select_static",
        "multi_select_static",
        "select_person",
        "multi_select_person",
        "date_picker",
        "picker_time",
        "picker_datetime",
        "checker",
        "overflow",
    }
)
CONTAINERS: Mapping[str, str] = {
    "column_set": "columns",
    "column": "elements",
    "form": "elements",
    "collapsible_panel": "elements",
    "interactive_container": "elements",
}
"""Where their children are."""
_ELEMENTS = items(json_object, low=1)
_NAMED: Mapping[str, Check] = {"name": text(), "required": flag, "disabled": flag}
_PICKED: Mapping[str, Check] = {**_NAMED, "placeholder": plain(100), "width": text()}


def behaviors(value: Any, path: str) -> None:
    """Callbacks and links; a callback's value is an object, or every click fails."""
    items(json_object, low=1)(value, path)
    for index, each in enumerate(value):
        known: Mapping[Any, Check] = {"callback": CALLBACK, "open_url": OPEN}
        check = known.get(each.get("type"))
        if check is None:
            raise wrong(f"{path}[{index}]", f"unknown type {each.get('type')!r}")
        check(each, f"{path}[{index}]")


def _text_object(value: Any, path: str) -> None:
    fields(
        {
            "tag!": one_of("plain_text", "lark_md"),
            "content!": text(),
            "i18n_content": translations,
            "text_size": one_of(*SIZES),
            "text_color": text(),
            "text_align": ALIGNED,
            "lines": whole(1, 100),
        }
    )(value, path)


_PANEL_HEADER = fields(
    {
        "title!": json_object,
        "icon": ICON,
        "icon_position": text(),
        "icon_expanded_angle": whole(-180, 180),
        "background_color": text(),
        "padding": pixels,
    }
)
_COLUMN = {
    "name!": text(),
    "display_name": text(),
    "data_type!": one_of("text", "lark_md", "markdown", "number", "options", "persons", "date"),
    "format": json_object,
    "date_format": text(),
    "width": text(),
    "horizontal_align": ALIGNED,
}

COMPONENTS: Mapping[str, Mapping[str, Check]] = {
    "markdown": {
        "content!": text(),
        "i18n_content": translations,
        "text_size": one_of(*SIZES),
        "text_align": ALIGNED,
        "icon": ICON,
    },
    "div": {
        "text": _text_object,
        "fields": items(fields({"is_short": flag, "text!": _text_object}), low=1),
        "icon": ICON,
    },
    "hr": {},
    "img": {"img_key!": text(), "alt!": plain(), "scale_type": text(), "i18n_img_key": translations},
    "column_set": {
        "columns!": _ELEMENTS,
        "flex_mode": one_of("none", "stretch", "flow", "bisect", "trisect"),
        "horizontal_spacing": pixels,
        "background_style": text(),
    },
    "column": {
        "elements!": items(json_object),
        "width": text(),
        "weight": whole(1, 5),
        "background_style": text(),
        "padding": pixels,
        "vertical_spacing": pixels,
        "vertical_align": one_of("top", "center", "bottom"),
    },
    "collapsible_panel": {
        "expanded": flag,
        "header!": _PANEL_HEADER,
        "border": BORDER,
        "elements!": _ELEMENTS,
        "padding": pixels,
    },
    "interactive_container": {
        "has_border": flag,
        "border_color": text(),
        "corner_radius": pixels,
        "padding": pixels,
        "behaviors!": behaviors,
        "elements!": _ELEMENTS,
    },
    "button": {
        **_NAMED,
        "text!": plain(100),
        "type": one_of("default", "primary", "danger", "text", "primary_filled", "danger_filled"),
        "width": text(),
        "size": one_of("tiny", "small", "medium", "large"),
        "confirm": CONFIRM,
        "icon": ICON,
        "behaviors": behaviors,
        "form_action_type": one_of("submit", "reset"),
    },
    "form": {"name!": text(), "elements!": _ELEMENTS},
    "input": {
        **_NAMED,
        "input_type": one_of("text", "multiline_text"),
        "rows": whole(1, 100),
        "max_length": whole(1, 1000),
        "label": plain(),
        "placeholder": plain(100),
        "default_value": text(),
        "i18n_default_value": translations,
        "width": text(),
        "behaviors": behaviors,
    },
    "select_static": {**_PICKED, "options!": items(CHOICE, low=1), "initial_option": text(), "behaviors": behaviors},
    "multi_select_static": {**_PICKED, "options!": items(CHOICE, low=1), "selected_values": items(text())},
    "select_person": {**_PICKED, "options": items(PERSON), "initial_option": text()},
    "multi_select_person": {**_PICKED, "options": items(PERSON), "selected_values": items(text())},
    "date_picker": {**_PICKED, "initial_date": text()},
    "picker_time": {**_PICKED, "initial_time": text()},
    "picker_datetime": {**_PICKED, "initial_datetime": text()},
    "checker": {**_NAMED, "checked": flag, "text": _text_object, "checked_style": json_object, "behaviors": behaviors},
    "overflow": {**_NAMED, "options!": items(CHOICE, low=1), "width": text()},
    "table": {
        "page_size": whole(1, 10),
        "row_height": text(),
        "freeze_first_column": flag,
        "header_style": json_object,
        "columns!": items(fields(_COLUMN), low=1, high=50),
        "rows!": items(json_object),
    },
    "chart": {"aspect_ratio": text(), "color_theme": text(), "chart_spec!": json_object},
    "person": {"user_id!": text(), "show_name": flag, "show_avatar": flag, "size": text()},
    "person_list": {
        "persons!": items(fields({"id!": text()}), low=1),
        "show_avatar": flag,
        "show_name": flag,
        "drop_invalid_user_id": flag,
        "lines": whole(1, 100),
        "size": text(),
    },
}

_TAGGED = fields({"tag!": one_of("text_tag"), "text!": plain(), "color": text()})
HEADER = fields(
    {
        "title!": plain(),
        "subtitle": plain(),
        "template": one_of(
            "blue", "wathet", "turquoise", "green", "yellow", "orange", "red", "carmine", "violet", "purple", "indigo",
            "grey", "default",
        ),
        "icon": ICON,
        "text_tag_list": items(_TAGGED, high=3),
        "i18n_text_tag_list": json_object,
        "padding": pixels,
    }
)  # fmt: skip
CONFIG = fields(
    {
        "update_multi": one_of(True),
        "width_mode": one_of("compact", "default", "fill"),
        "enable_forward": flag,
        "summary": fields({"content!": text(), "i18n_content": translations}),
    }
)
BODY = fields(
    {
        "direction": one_of("vertical", "horizontal"),
        "padding": pixels,
        "vertical_spacing": pixels,
        "horizontal_spacing": pixels,
        "horizontal_align": ALIGNED,
        "vertical_align": one_of("top", "center", "bottom"),
        "elements!": items(json_object),
    }
)
CARD = fields({"schema!": one_of("2.0"), "config": CONFIG, "header": HEADER, "body!": BODY, "card_link": anything})
