"""The playground's messages in the notation, read from the JSON its page is given: by no code of the adapter."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.playing.drawing import Drawn, Field, Pen, Pressable

Json = Mapping[str, Any]


def draw(message: Json) -> Drawn[str]:
    """One message of the bot. What can be pressed is known by its `id` on the card."""
    pen = Pen[str]()
    for card in message["cards"]:
        if card["title"]:
            pen.line(card["title"])
        for block in card["blocks"]:
            _draw(pen, block)
    if message["reason"]:
        pen.aside(message["reason"])
    return pen.drawn(any(card["listens"] for card in message["cards"]))


def _draw(pen: Pen[str], block: Json) -> None:
    match block["kind"]:
        case "paragraph":
            pen.line(_words(block["line"]))
        case "fields":
            for row in block["rows"]:
                pen.line(f"{row['label']}: {_words(row['line'])}")
        case "quote":
            pen.quote(block["author"], _words(block["line"]))
        case "divider":
            pen.rule()
        case "buttons":
            pen.buttons(_pressables(block["buttons"]))
        case "select":
            pen.menu(block["label"], _pressables(block["options"], block["label"]))
        case "form":
            fields = [_field(question) for question in block["questions"]]
            pen.form(fields, Pressable(block["label"], block["id"]), _pressables([block["talk"]]))
        case kind:
            raise ValueError(f"the page was given a block of an unknown kind: {kind}")


def _pressables(buttons: Iterable[Json], menu: str = "") -> tuple[Pressable[str], ...]:
    return tuple(
        Pressable(f"{each['digit']} {each['label']}".strip(), each["id"], bool(each["takes"]), menu) for each in buttons
    )


def _words(line: Iterable[Json]) -> str:
    return "".join(f"{each['text']} ({each['url']})" if each["kind"] == "link" else each["text"] for each in line)


def _field(question: Json) -> Field:
    match question["kind"]:
        case "choice":
            options = tuple((each["value"], each["label"]) for each in question["choices"])
        case "scale":
            options = tuple((str(each), str(each)) for each in range(1, question["top"] + 1))
        case _:
            options = ()
    return Field(question["name"], question["text"], options)
