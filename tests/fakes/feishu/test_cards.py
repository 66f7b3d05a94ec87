"""Cards are refused where the platform refuses them, with its codes."""

from typing import Any

import pytest

from tests.fakes.feishu.cards import Inspection
from tests.fakes.feishu.conftest import button, card, form, markdown, plain
from tests.fakes.feishu.schema import CardError

INPUT = {"tag": "input", "name": "done", "label": plain("昨天?"), "max_length": 1000, "input_type": "multiline_text"}
MOOD = {
    "tag": "select_static",
    "name": "mood",
    "placeholder": plain("心情"),
    "options": [{"text": plain("好"), "value": "4"}],
}
# As the platform notes 4.2 and 4.3 show them.
DOCUMENTED: list[Any] = [
    markdown("**a** <font color='grey'>b</font> <at id=ou_x></at> <text_tag color='red'>risk</text_tag>"),
    {"tag": "div", "text": {**plain(".."), "text_color": "grey", "text_size": "notation", "lines": 3}},
    {"tag": "div", "fields": [{"is_short": True, "text": {"tag": "lark_md", "content": "**Owner**\nHan"}}]},
    {"tag": "hr"},
    {"tag": "img", "img_key": "img_v3_x", "alt": plain(""), "scale_type": "fit_horizontal"},
    {
        "tag": "column_set",
        "flex_mode": "flow",
        "horizontal_spacing": "8px",
        "columns": [
            {
                "tag": "column",
                "width": "weighted",
                "weight": 1,
                "background_style": "grey-50",
                "padding": "8px",
                "elements": [button("A"), button("B")],
            }
        ],
    },
    {
        "tag": "collapsible_panel",
        "expanded": False,
        "header": {
            "title": markdown("Details"),
            "icon": {"tag": "standard_icon", "token": "down-small-ccm_outlined"},
            "icon_position": "right",
            "icon_expanded_angle": -180,
        },
        "border": {"color": "grey", "corner_radius": "5px"},
        "elements": [markdown("x")],
    },
    {
        "tag": "interactive_container",
        "has_border": True,
        "border_color": "grey",
        "corner_radius": "8px",
        "padding": "8px",
        "behaviors": [{"type": "callback", "value": {"a": "open"}}],
        "elements": [markdown("x")],
    },
    button(
        "Snooze 1h",
        type="primary_filled",
        width="fill",
        size="medium",
        confirm={"title": plain("Sure?"), "text": plain("..")},
        behaviors=[{"type": "callback", "value": {}}, {"type": "open_url", "default_url": "https://x"}],
    ),
    form({**INPUT, "required": True, "rows": 3, "placeholder": plain(".."), "default_value": ""}, MOOD),
    {**MOOD, "initial_option": "4"},
    {"tag": "select_person", "name": "who", "options": [{"value": "ou_b"}]},
    {"tag": "date_picker", "name": "due", "initial_date": "2026-11-25", "placeholder": plain("..")},
    {
        "tag": "checker",
        "name": "t1",
        "checked": False,
        "text": plain("Ship docs"),
        "checked_style": {"show_strikethrough": True, "opacity": 0.5},
        "behaviors": [{"type": "callback", "value": {"a": "done"}}],
    },
    {"tag": "overflow", "options": [{"text": plain("Skip today"), "value": "skip"}]},
    {
        "tag": "table",
        "page_size": 5,
        "row_height": "low",
        "freeze_first_column": True,
        "header_style": {"bold": True},
        "columns": [{"name": "who", "display_name": "Who", "data_type": "persons"}],
        "rows": [{"who": ["ou_a"]}],
    },
    {"tag": "chart", "aspect_ratio": "16:9", "color_theme": "brand", "chart_spec": {"type": "line"}},
    {"tag": "person", "user_id": "ou_x", "show_name": True},
    {"tag": "person_list", "persons": [{"id": "gone"}], "drop_invalid_user_id": True, "lines": 1},
]
SKELETON = {
    "schema": "2.0",
    "config": {
        "update_multi": True,
        "width_mode": "default",
        "enable_forward": False,
        "summary": {"content": "Check-in", "i18n_content": {"en_us": "Check-in", "zh_cn": "签到"}},
    },
    "header": {
        "title": {**plain("Daily check-in"), "i18n_content": {"zh_cn": "每日签到"}},
        "subtitle": plain("2026-11-22"),
        "template": "blue",
        "icon": {"tag": "standard_icon", "token": "todo_colorful"},
        "text_tag_list": [{"tag": "text_tag", "text": plain("due 10:00"), "color": "orange"}],
    },
    "body": {"direction": "vertical", "padding": "12px 12px 12px 12px", "vertical_spacing": "8px", "elements": []},
}


def judged(wire: Any) -> tuple[int, str]:
    try:
        Inspection(lambda id: id.startswith("ou_")).accept(wire)
    except CardError as error:
        return error.code, error.words
    return 0, ""


@pytest.mark.parametrize("element", DOCUMENTED, ids=lambda each: each["tag"])
def test_what_is_documented_is_accepted(element: Any) -> None:
    assert judged(card(element)) == (0, "")


def test_the_documented_skeleton_is_accepted() -> None:
    assert judged(SKELETON) == (0, "")


@pytest.mark.parametrize(
    ("wire", "code", "why"),
    [
        ({"elements": []}, 200621, "2.0"),
        (card(markdown("x"), i18n_elements={}), 200621, "i18n_elements"),
        ({**card(), "config": {"update_multi": False}}, 200621, "update_multi"),
        ({**card(), "config": {"wide_screen_mode": True}}, 200621, "wide_screen_mode"),
        (card(markdown("x", fontsize="1")), 200621, "fontsize"),
        (card({"tag": "markdown"}), 200621, "content is required"),
        (card({"tag": "note", "elements": []}), 200861, "unsupported tag note"),
        (card({"tag": "action", "actions": []}), 200861, "unsupported tag action"),
        (card(button("x" * 101)), 200621, "longer than 100"),
        (card(button("x", behaviors=[{"type": "callback", "value": "a string"}])), 200621, "JSON object"),
        (card(button("x", value={"a": 1})), 200621, "value"),
        (card({**INPUT, "max_length": 1001}), 200621, "1 to 1000"),
        (card({**MOOD, "initial_option": "9"}), 200621, "none of the options"),
        (card({**MOOD, "placeholder": plain("x" * 101)}), 200621, "longer than 100"),
        (card(button("x", name="n"), button("y", name="n")), 200621, "duplicate n"),
        (card(button("x", element_id="i"), button("y", element_id="i")), 200621, "duplicate i"),
        (card(button("x", element_id="1x")), 200621, "letters"),
        (card(button("x", name="n", form_action_type="submit")), 200621, "outside a form"),
        (card(form({**INPUT, "name": ""})), 200530, "name"),
        (card(form({k: v for k, v in INPUT.items() if k != "name"})), 200530, "name"),
        (card({"tag": "form", "name": "", "elements": [button("x", name="s", form_action_type="submit")]}), 200530, ""),
        (card({"tag": "form", "name": "f", "elements": [INPUT]}), 200621, "button that submits"),
        (card(form(INPUT, form(name="g"))), 200621, "body only"),
        (
            card(form(button("x", name="n", form_action_type="reset", behaviors=[{"type": "callback", "value": {}}]))),
            200621,
            "instead of behaviors",
        ),
        (
            card({"tag": "column_set", "columns": [{"tag": "column", "elements": [form(INPUT)]}]}),
            200621,
            "body only",
        ),
        (card({"tag": "column_set", "columns": [markdown("x")]}), 200621, "cannot stand"),
        (card({"tag": "column", "elements": []}), 200621, "cannot stand"),
        (card(markdown("<at id=nobody></at>")), 100290, "nobody"),
        (card({"tag": "person_list", "persons": [{"id": "gone"}]}), 100290, "gone"),
        (card(*[markdown("x")] * 200), 11310, "element exceeds the limit"),
        (card(*[button("x")] * 100), 11310, "element exceeds the limit"),
        (card(*[markdown("|a|b|\n|-|-|\n|1|2|")] * 6), 11310, "table number over limit"),
    ],
)
def test_what_is_not_is_refused(wire: Any, code: int, why: str) -> None:
    found, words = judged(wire)
    assert (found, why in words) == (code, True), words


def test_as_much_as_is_allowed_is_accepted() -> None:
    assert judged(card(*[markdown("x")] * 199)) == (0, "")
    assert judged(card(*[markdown("|a|b|\n|-|-|\n|1|2|")] * 5)) == (0, "")


def nested(depth: int) -> Any:
    inside: Any = markdown("x")
    for _ in range(depth):
        inside = {"tag": "collapsible_panel", "header": {"title": plain("t")}, "elements": [inside]}
    return card(inside)


def test_nesting_ends_at_five() -> None:
    assert judged(nested(4)) == (0, "")
    assert judged(nested(5))[0] == 200621


@pytest.mark.parametrize(
    ("wire", "alarm"),
    [
        (card(markdown("<at id=all></at>")), "everybody"),
        (card(markdown("a <script>")), "not escaped"),
        ({"schema": "2.0", "body": {"elements": []}}, "summary"),
        (card({"tag": "button", "text": plain("x")}), "does nothing"),
    ],
)
def test_what_is_accepted_and_unwanted_raises_an_alarm(wire: Any, alarm: str) -> None:
    inspection = Inspection(lambda id: True)
    inspection.accept(wire)
    assert [alarm in each for each in inspection.alarms] == [True]
