"""Messages in the notation, read from what was sent to Slack, as its client would show them."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playing.drawing import Drawn, Field, Pen, Pressable
from tests.fakes.slack import emoji, mrkdwn
from tests.fakes.slack.blocks import options_of
from tests.fakes.slack.records import Json, Message

_REASON = "ⓘ "
Called = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Handle:
    """An element of a message; `option`: which of its options, by value."""

    block: str
    action: str
    option: str = ""


def draw(message: Message) -> Drawn[Handle]:
    """The message as it stands; its text where it has no blocks, as old clients show it."""
    return draw_wire(message.wire, message.called)


def draw_wire(wire: Json, called: Called) -> Drawn[Handle]:
    pen = Pen[Handle]()
    blocks = wire.get("blocks") or []
    if not blocks:
        for line in mrkdwn.shown(wire["text"], called).split("\n"):
            _line(pen, line)
    for index, block in enumerate(blocks):
        _draw(pen, blocks, index, block, called)
    for file in wire.get("files", ()):
        pen.line(f"(file) {file['title']}")
    return pen.drawn(not any(block["type"] == "actions" for block in blocks))


def _line(pen: Pen[Handle], line: str) -> None:
    """A line of plain text, which may be the small print."""
    if line.startswith(_REASON):
        pen.aside(line.removeprefix(_REASON))
    else:
        pen.line(line)


def _draw(pen: Pen[Handle], blocks: list[Json], index: int, block: Json, called: Called) -> None:
    match block["type"]:
        case "header":
            pen.line(_text(block["text"], called))
        case "section":
            for each in ([block["text"]] if "text" in block else []) + block.get("fields", []):
                pen.line(_text(each, called))
            if "accessory" in block:
                _elements(pen, block["block_id"], [block["accessory"]], called)
        case "divider":
            pen.rule()
        case "context":
            for each in block["elements"]:
                _line(pen, each["alt_text"] if each["type"] == "image" else _text(each, called))
        case "input":
            if index + 1 == len(blocks) or blocks[index + 1]["type"] != "input":
                _form(pen, blocks, index, called)
        case "actions":
            if not (index and blocks[index - 1]["type"] == "input"):
                _elements(pen, block["block_id"], block["elements"], called)
        case "rich_text":
            for part in block["elements"]:
                _rich(pen, part, called)
        case "markdown":
            pen.line(block["text"])
        case "image":
            pen.line(f"(image) {block['alt_text']}")
        case "table" | "data_table":
            for row in block["rows"]:
                pen.line(" | ".join(cell.get("text", "") for cell in row))
        case "data_visualization":
            pen.line(f"(chart) {block['title']}")
        case kind:
            raise ValueError(f"a block of an unknown kind: {kind}")


def _form(pen: Pen[Handle], blocks: list[Json], last: int, called: Called) -> None:
    """The inputs that end here, and the buttons below them: the first sends, the others do something else."""
    first = last
    while first and blocks[first - 1]["type"] == "input":
        first -= 1
    inputs = blocks[first : last + 1]
    actions = [each["element"]["action_id"] for each in inputs]
    fields = [_field(block, actions, called) for block in inputs]
    below = blocks[last + 1] if last + 1 < len(blocks) else None
    if below is None or below["type"] != "actions" or below["elements"][0]["type"] != "button":
        raise ValueError("inputs without a button below them: nobody can send what is typed")
    submit, *others = (_button(below["block_id"], each, called) for each in below["elements"])
    pen.form(fields, submit, others)


def _field(block: Json, actions: list[str], called: Called) -> Field:
    """Named by its action_id where that is unique among the fields, else with its block."""
    element = block["element"]
    name = element["action_id"]
    if actions.count(name) > 1:
        name = f"{block['block_id']}/{name}"
    options = tuple((each["value"], _text(each["text"], called)) for each in options_of(element))
    return Field(name, _text(block["label"], called), options)


def _elements(pen: Pen[Handle], block: str, elements: list[Json], called: Called) -> None:
    """Buttons in a row; a menu on a line of its own."""
    row: list[Pressable[Handle]] = []
    for each in elements:
        if each["type"] == "button":
            row.append(_button(block, each, called))
            continue
        pen.buttons(row)
        row = []
        if each["type"] != "image":
            _menu(pen, block, each, called)
    pen.buttons(row)


def _menu(pen: Pen[Handle], block: str, menu: Json, called: Called) -> None:
    label = _text(menu["placeholder"], called) if "placeholder" in menu else ""
    options = (
        Pressable(_text(each["text"], called), Handle(block, menu["action_id"], each["value"]), True, label)
        for each in options_of(menu)
    )
    pen.menu(label, options)


def _button(block: str, button: Json, called: Called) -> Pressable[Handle]:
    return Pressable(_text(button["text"], called), Handle(block, button["action_id"]), True)


def _text(text: Json, called: Called) -> str:
    """A text object: plain text is shown as it is, but for names of emoji."""
    return mrkdwn.shown(text["text"], called) if text["type"] == "mrkdwn" else _plain(text)


def _plain(text: Json) -> str:
    return str(text["text"]) if text.get("emoji") is False else emoji.shown(str(text["text"]))


def _rich(pen: Pen[Handle], part: Json, called: Called) -> None:
    if part["type"] == "rich_text_list":
        for each in part["elements"]:
            pen.line(f"- {_spans(each, called)}")
        return
    mark = "> " if part["type"] == "rich_text_quote" else ""
    for line in _spans(part, called).split("\n"):
        pen.line(f"{mark}{line}")


def _spans(prose: Json, called: Called) -> str:
    return "".join(_span(each, called) for each in prose["elements"])


def _span(span: Json, called: Called) -> str:
    match span["type"]:
        case "text":
            return str(span["text"])
        case "user":
            return f"@{called(span['user_id'])}"
        case "channel":
            return f"#{called(span['channel_id'])}"
        case "broadcast":
            return f"@{span['range']}"
        case "emoji":
            return emoji.shown(f":{span['name']}:")
        case "link":
            return f"{span['text']} ({span['url']})" if "text" in span else str(span["url"])
        case _:
            return str(span.get("fallback", ""))
