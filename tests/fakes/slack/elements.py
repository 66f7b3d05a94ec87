"""The form of block elements: buttons, menus, inputs. Limits of docs.slack.dev/reference/block-kit (D-bk)."""

from tests.fakes.slack.schema import Check, flag, items, number, one_of, plain, record, string, tagged, text

ACTION_ID = string(255)
BLOCK_ID = string(255)
URL = string(3000)
CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
OPTION = record({"text": text(75), "value": string(150)}, {"description": plain(75)})
PLAIN_OPTION = record({"text": plain(75), "value": string(150)}, {"description": plain(75)})
GROUP = record({"label": plain(75), "options": items(PLAIN_OPTION, 100)})
DISPATCH = record(
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)},
)

_COMMON: dict[str, Check] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": flag}
_MENU: dict[str, Check] = {**_COMMON, "placeholder": plain(150)}
_TYPED: dict[str, Check] = {
    "action_id": ACTION_ID,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
_SOURCE: dict[str, Check] = {"options": items(PLAIN_OPTION, 100), "option_groups": items(GROUP, 100)}

BUTTON = record(
    {"text": plain(75)},
    {
        "action_id": ACTION_ID,
        "url": URL,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "static_select": record({}, {**_MENU, **_SOURCE, "initial_option": PLAIN_OPTION}),
    "multi_static_select": record(
        {},
        {**_MENU, **_SOURCE, "initial_options": items(PLAIN_OPTION, 100), "max_selected_items": number(1, 100)},
    ),
    "users_select": record({}, {**_MENU, "initial_user": string(30)}),
    "conversations_select": record({}, {**_MENU, "initial_conversation": string(30), "response_url_enabled": flag}),
    "channels_select": record({}, {**_MENU, "initial_channel": string(30), "response_url_enabled": flag}),
    "overflow": record({"options": items(OPTION, 5)}, {"action_id": ACTION_ID, "confirm": CONFIRM}),
    "datepicker": record({}, {**_MENU, "initial_date": string(10, 10)}),
    "timepicker": record({}, {**_MENU, "initial_time": string(5, 5), "timezone": string(100)}),
    "radio_buttons": record({"options": items(OPTION, 10)}, {**_COMMON, "initial_option": OPTION}),
    "checkboxes": record({"options": items(OPTION, 10)}, {**_COMMON, "initial_options": items(OPTION, 10)}),
    "plain_text_input": record(
        {},
        {
            **_TYPED,
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
    ),
    "number_input": record(
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": string(100), "min_value": string(100), "max_value": string(100)},
    ),
    "image": record({"alt_text": string(2000)}, {"image_url": URL, "slack_file": record({}, {"id": ACTION_ID})}),
}
MENUS = ("static_select", "multi_static_select")
INPUTS = tuple(
    each for each in ELEMENTS if each not in ("button", "overflow", "image")
)  # fmt: skip
ACTIONS = tuple(
    each for each in ELEMENTS if each not in ("multi_static_select", "plain_text_input", "number_input", "image")
)  # fmt: skip
ACCESSORIES = tuple(each for each in ELEMENTS if each not in ("plain_text_input", "number_input"))


def element(*kinds: str) -> Check:
    """One of these elements."""
    return tagged({kind: ELEMENTS[kind] for kind in kinds})
