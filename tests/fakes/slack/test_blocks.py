"""Block Kit: every block the notes show is taken, and every limit they name is refused with its place."""

import json
from typing import Any

import pytest

from tests.fakes.slack.blocks import MESSAGE, VIEW, characters, check, too_long

Block = dict[str, Any]

SHOWN = r"""
{"type":"header","text":{"type":"plain_text","text":"Weekly digest"}}
{"type":"section","block_id":"s1","text":{"type":"mrkdwn","text":"*3* of 5 done"},"fields":[{"type":"mrkdwn","text":"*Owner*\n<@U1>"}],"accessory":{"type":"button","action_id":"open","text":{"type":"plain_text","text":"Open"},"value":"g7"}}
{"type":"context","elements":[{"type":"mrkdwn","text":"due <!date^1750000000^{date_short}|soon>"}]}
{"type":"divider"}
{"type":"actions","block_id":"a:k1","elements":[{"type":"button","action_id":"checkin.done","style":"primary","text":{"type":"plain_text","text":"Done"},"value":"k1","confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"plain_text","text":"This notifies your manager"},"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"}}},{"type":"static_select","action_id":"mood","placeholder":{"type":"plain_text","text":"Mood"},"options":[{"text":{"type":"plain_text","text":"Good"},"value":"good"}]},{"type":"users_select","action_id":"who","placeholder":{"type":"plain_text","text":"Who?"}}]}
{"type":"input","block_id":"q1","dispatch_action":true,"optional":false,"label":{"type":"plain_text","text":"What did you do?"},"hint":{"type":"plain_text","text":"Enter to send"},"element":{"type":"plain_text_input","action_id":"answer","multiline":false,"max_length":3000,"dispatch_action_config":{"trigger_actions_on":["on_enter_pressed"]}}}
{"type":"image","image_url":"https://example.com/chart.png","alt_text":"Burn-down","title":{"type":"plain_text","text":"Burn-down"}}
{"type":"image","slack_file":{"id":"F0123456789"},"alt_text":"Burn-down"}
{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","indent":0,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Ship it ","style":{"bold":true}},{"type":"user","user_id":"U1"}]}]}]}
{"type":"markdown","text":"## Title\n- item **bold**"}
{"type":"table","column_settings":[{"align":"left","is_wrapped":true},{"align":"right"}],"rows":[[{"type":"raw_text","text":"Goal"},{"type":"raw_text","text":"%"}],[{"type":"raw_text","text":"Ship"},{"type":"raw_number","value":80,"text":"80 %"}]]}
{"type":"data_table","caption":"Goals","page_size":10,"row_header_column_index":0,"rows":[[{"type":"raw_text","text":"Goal"},{"type":"raw_text","text":"%"}],[{"type":"raw_text","text":"Ship"},{"type":"raw_number","value":80,"text":"80 %"}]]}
{"type":"data_visualization","title":"Check-ins","chart":{"type":"bar","series":[{"name":"Answered","data":[{"label":"Mon","value":12},{"label":"Tue","value":9}]}],"axis_config":{"categories":["Mon","Tue"],"x_label":"Day","y_label":"People"}}}
{"type":"data_visualization","title":"Moods","chart":{"type":"pie","segments":[{"label":"Good","value":7},{"label":"Bad","value":2}]}}
"""  # noqa: E501 - as the notes have it (section 4)
BLOCKS = [json.loads(line) for line in SHOWN.strip().splitlines()]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block["type"])
def test_what_the_notes_show_is_taken(block: Block) -> None:
    assert check([block], 50) == []


def test_all_of_it_is_one_message() -> None:
    assert check(BLOCKS, 50) == []


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(size: int) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * size}}


def button(**more: object) -> Block:
    return {"type": "button", "action_id": "a", "text": plain("x"), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def options(count: int, text: int = 1, value: int = 3) -> list[Block]:
    return [{"text": plain("x" * text), "value": f"{number:0{value}}"} for number in range(count)]


def menu(count: int = 1, **more: object) -> Block:
    return {"type": "static_select", "action_id": "m", "options": options(count), **more}


def asks(label: int = 1, **more: object) -> Block:
    return {"type": "input", "label": plain("x" * label), "element": {"type": "plain_text_input", **more}}


LIMITS = [
    (lambda n: {"type": "header", "text": plain("x" * n)}, 150, "/blocks/0/text/text"),
    (section, 3000, "/blocks/0/text/text"),
    (lambda n: {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * n}]}, 2000, "/blocks/0/fields/0/text"),
    (lambda n: {"type": "section", "fields": [plain("x")] * n}, 10, "/blocks/0/fields"),
    (lambda n: {"type": "context", "elements": [plain("x")] * n}, 10, "/blocks/0/elements"),
    (lambda n: actions(*(button(action_id=str(i)) for i in range(n))), 25, "/blocks/0/elements"),
    (lambda n: actions(button(text=plain("x" * n))), 75, "/blocks/0/elements/0/text/text"),
    (lambda n: actions(button(value="x" * n)), 2000, "/blocks/0/elements/0/value"),
    (lambda n: actions(button(action_id="x" * n)), 255, "/blocks/0/elements/0/action_id"),
    (lambda n: actions(button(url="x" * n)), 3000, "/blocks/0/elements/0/url"),
    (lambda n: {"type": "divider", "block_id": "x" * n}, 255, "/blocks/0/block_id"),
    (lambda n: actions(menu(n)), 100, "/blocks/0/elements/0/options"),
    (lambda n: actions(menu(options=options(1, text=n))), 75, "/blocks/0/elements/0/options/0/text/text"),
    (lambda n: actions(menu(options=options(1, value=n))), 150, "/blocks/0/elements/0/options/0/value"),
    (lambda n: actions(menu(placeholder=plain("x" * n))), 150, "/blocks/0/elements/0/placeholder/text"),
    (asks, 2000, "/blocks/0/label/text"),
    (lambda n: asks(max_length=n), 3000, "/blocks/0/element/max_length"),
    (lambda n: {"type": "markdown", "text": "x" * n}, 12_000, "/blocks/0/text"),
    (lambda n: {"type": "image", "image_url": "https://e.co/x", "alt_text": "x" * n}, 2000, "/blocks/0/alt_text"),
    (lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}, 100, "/blocks/0/rows"),
    (lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]}, 20, "/blocks/0/rows/0"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "most", "at"), LIMITS)
def test_a_limit_can_be_reached_but_not_passed(make: Any, most: int, at: str) -> None:
    assert check([make(most)], 50) == []
    problems = check([make(most + 1)], 50)
    assert [each.partition(" [json-pointer:")[2] for each in problems] == [f"{at}]"]


def test_fifty_blocks_are_a_message() -> None:
    assert check([section(1)] * 50, 50) == []
    assert check([section(1)] * 51, 50) == ["no more than 50 items allowed [json-pointer:/blocks]"]


WRONG = [
    ([{"type": "shout", "text": plain("x")}], "unsupported type: shout"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn"),
    ([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}], "must be more than 0 characters"),
    ([{"type": "section"}], "must define one of: text, fields"),
    ([{**section(1), "colour": "red"}], "invalid additional property: colour"),
    ([{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}], "block_id a already exists"),
    ([actions(button(), button())], "action_id a already exists for another action"),
    ([actions(button(style="loud"))], "must be one of: primary, danger"),
    ([actions()], "must have at least 1 items"),
    ([actions({"type": "static_select", "action_id": "m"})], "must define exactly one of: options, option_groups"),
    ([actions(menu(options=[]))], "must have at least 1 items"),
    ([actions(menu(options=options(1) * 2))], "option values must be unique"),
    ([actions(menu(initial_option=options(2)[1]))], "initial_option must match one of the options"),
    ([actions({"type": "plain_text_input", "action_id": "t"})], "unsupported type: plain_text_input"),
    ([{"type": "input", "label": plain("x"), "element": button()}], "unsupported type: button"),
    ([{"type": "input", "element": {"type": "plain_text_input"}}], "missing required field: label"),
    ([{"type": "alert", "text": plain("x")}], "unsupported type: alert"),
    ([{"type": "image", "alt_text": "x"}], "must define exactly one of: image_url, slack_file"),
    ([BLOCKS[12]] * 3, "no more than 2 data_visualization blocks allowed"),
    ([BLOCKS[10]] * 2, "only_one_table_allowed"),
    (["hello"], "unsupported type: None"),
    ("hello", "must be an array"),
]


@pytest.mark.parametrize(("blocks", "says"), WRONG)
def test_what_slack_does_not_take_is_refused(blocks: Any, says: str) -> None:
    assert any(each.startswith(f"{says} [json-pointer:/blocks") for each in check(blocks, 50))


def test_an_alert_is_for_modals() -> None:
    assert check([{"type": "alert", "text": plain("x"), "level": "warning"}], 100, VIEW) == []
    assert "alert" not in MESSAGE


def test_labels_of_a_chart_are_among_its_categories() -> None:
    chart = json.loads(json.dumps(BLOCKS[12]))
    chart["chart"]["series"][0]["data"][0]["label"] = "Sun"
    assert check([chart], 50) == ["labels must match the categories [json-pointer:/blocks/0/chart/series/0]"]
    chart["chart"]["series"] *= 2
    assert check([chart], 50)[0] == "series names must be unique [json-pointer:/blocks/0/chart/series]"
    pie = json.loads(json.dumps(BLOCKS[13]))
    pie["chart"]["segments"][0]["value"] = 0
    assert check([pie], 50)


def test_a_data_table_holds_ten_thousand_characters() -> None:
    row = [{"type": "raw_text", "text": "x" * 2500}]
    table = {"type": "data_table", "caption": "x", "rows": [row] * 4}
    assert check([table], 50) == []
    assert check([{**table, "rows": [row] * 5}], 50) == [
        "no more than 10000 characters allowed [json-pointer:/blocks/0/rows]"
    ]


def test_all_text_together_has_a_limit() -> None:
    assert characters([section(10), actions(button(text=plain("abc")))]) == 13
    assert not too_long([section(3000)] * 4)
    assert too_long([section(3000)] * 5)
