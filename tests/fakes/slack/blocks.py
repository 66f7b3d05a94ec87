"""Block Kit as Slack checks it: each block's form, and what must be true of all blocks together."""

from collections.abc import Iterator
from typing import Any

from tests.fakes.slack.charts import CHARTS, TABLE, data_table, visualization
from tests.fakes.slack.elements import ACCESSORIES, ACTIONS, BLOCK_ID, INPUTS, MENUS, URL, element
from tests.fakes.slack.limits import BLOCKS_CHARACTERS, MARKDOWN
from tests.fakes.slack.records import Json
from tests.fakes.slack.schema import Check, Report, flag, items, one_of, plain, record, string, tagged, text, wrong

_ID: dict[str, Check] = {"block_id": BLOCK_ID}
_STYLE = record({}, {"bold": flag, "italic": flag, "strike": flag, "code": flag})
_SPAN = tagged(
    {
        "text": record({"text": string(40_000)}, {"style": _STYLE}),
        "user": record({"user_id": string(30)}, {"style": _STYLE}),
        "channel": record({"channel_id": string(30)}, {"style": _STYLE}),
        "emoji": record({"name": string(100)}, {"unicode": string(100), "style": _STYLE}),
        "link": record({"url": URL}, {"text": string(3000), "style": _STYLE}),
        "broadcast": record({"range": one_of("here", "channel", "everyone")}),
        "date": record({"timestamp": lambda v, at, r: None, "format": string(300)}, {"fallback": string(300)}),
    }
)
_PROSE = record({"elements": items(_SPAN, 1000, 0)}, {"border": lambda value, at, report: None})
_RICH_LIST = record(
    {"style": one_of("bullet", "ordered"), "elements": items(tagged({"rich_text_section": _PROSE}), 1000)},
    {"indent": lambda value, at, report: None, "offset": lambda v, at, r: None, "border": lambda v, at, r: None},
)
_RICH = {
    "rich_text_section": _PROSE,
    "rich_text_quote": _PROSE,
    "rich_text_preformatted": _PROSE,
    "rich_text_list": _RICH_LIST,
}
_CONTEXT = tagged(
    {
        "plain_text": record({"text": string(3000)}, {"emoji": flag}),
        "mrkdwn": record({"text": string(3000)}, {"verbatim": flag}),
        "image": record({"image_url": URL, "alt_text": string(2000)}),
    }
)
_IMAGE = record(
    {"alt_text": string(2000)},
    {**_ID, "image_url": URL, "slack_file": record({}, {"id": string(255), "url": URL}), "title": plain(2000)},
)
_INPUT = record(
    {"label": plain(2000), "element": element(*INPUTS)},
    {**_ID, "dispatch_action": flag, "optional": flag, "hint": plain(2000)},
)
_ALERT = record(
    {"text": text(3000)}, {**_ID, "level": one_of("default", "info", "warning", "error", "success")}
)  # fmt: skip
_SECTION = record(
    {}, {**_ID, "text": text(3000), "fields": items(text(2000), 10), "accessory": element(*ACCESSORIES), "expand": flag}
)
MESSAGE: dict[str, Check] = {
    "header": record({"text": plain(150)}, _ID),
    "section": _SECTION,
    "context": record({"elements": items(_CONTEXT, 10)}, _ID),
    "divider": record({}, _ID),
    "actions": record({"elements": items(element(*ACTIONS), 25)}, _ID),
    "input": _INPUT,
    "image": _IMAGE,
    "rich_text": record({"elements": items(tagged(_RICH), 1000)}, _ID),
    "markdown": record({"text": string(MARKDOWN)}, _ID),
    "table": TABLE,
    "data_table": data_table,
    "data_visualization": visualization,
}
VIEW: dict[str, Check] = {**MESSAGE, "alert": _ALERT}


def check(blocks: Any, most: int, kinds: dict[str, Check] = MESSAGE, at: str = "/blocks") -> Report:
    """What is wrong with these blocks, in Slack's words; nothing if they are well formed."""
    report: Report = []
    items(tagged(kinds), most, 0)(blocks, at, report)
    if report:
        return report
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        _block(block, f"{at}/{index}", report)
        if (id := block.get("block_id")) in seen:
            wrong(report, f"{at}/{index}/block_id", f"block_id {id} already exists")
        elif id:
            seen.add(id)
    kinds_used = [block["type"] for block in blocks]
    if kinds_used.count("data_visualization") > CHARTS:
        wrong(report, at, f"no more than {CHARTS} data_visualization blocks allowed")
    if kinds_used.count("table") > 1:
        wrong(report, at, "only_one_table_allowed")
    return report


def _block(block: Json, at: str, report: Report) -> None:
    """What a form alone cannot say."""
    if block["type"] == "section" and not ("text" in block or "fields" in block):
        wrong(report, at, "must define one of: text, fields")
    if block["type"] == "image" and ("image_url" in block) == ("slack_file" in block):
        wrong(report, at, "must define exactly one of: image_url, slack_file")
    names: set[str] = set()
    for each in elements_of(block):
        if each["type"] in MENUS and ("options" in each) == ("option_groups" in each):
            wrong(report, at, "must define exactly one of: options, option_groups")
        values = [option["value"] for option in options_of(each)]
        if each["type"] in MENUS and len(set(values)) < len(values):
            wrong(report, at, "option values must be unique")
        initial = each.get("initial_option")
        if initial and initial not in options_of(each):
            wrong(report, f"{at}/initial_option", "initial_option must match one of the options")
        if each.get("action_id") in names:
            wrong(report, at, f"action_id {each['action_id']} already exists for another action")
        names.add(each.get("action_id", ""))
        names.discard("")


def elements_of(block: Json) -> Iterator[Json]:
    """The interactive elements of a block."""
    if block["type"] == "actions":
        yield from block["elements"]
    elif block["type"] == "input":
        yield block["element"]
    elif block["type"] == "section" and "accessory" in block:
        yield block["accessory"]


def options_of(menu: Json) -> list[Json]:
    """All options of a menu, in order, whatever group they are in."""
    groups = menu.get("option_groups") or []
    return [*menu.get("options", ()), *(option for group in groups for option in group["options"])]


def characters(value: Any) -> int:
    """All text in blocks, as it counts against their total size."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(characters(each) for each in value.values())
    return sum(characters(each) for each in value) if isinstance(value, list) else 0


def too_long(blocks: Any) -> bool:
    return characters(blocks) > BLOCKS_CHARACTERS


def named(blocks: list[Json], fresh: Iterator[str]) -> list[Json]:
    """The blocks as Slack keeps them: each with a block_id, each element with an action_id."""
    kept = []
    for block in blocks:
        block = {**block, "block_id": block.get("block_id") or next(fresh)}
        if block["type"] == "actions":
            block["elements"] = [_named(each, fresh) for each in block["elements"]]
        for place in ("element", "accessory"):
            if place in block and block[place]["type"] != "image":
                block[place] = _named(block[place], fresh)
        kept.append(block)
    return kept


def _named(each: Json, fresh: Iterator[str]) -> Json:
    return {**each, "action_id": each.get("action_id") or next(fresh)}
