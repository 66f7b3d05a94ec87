"""The bot's messages as people see them, read from the wire alone."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playing.drawing import Drawn, Field, Pen, Pressable
from tests.fakes.feishu.content import AT
from tests.fakes.feishu.inline import EVERYBODY, Findings, shown
from tests.fakes.feishu.markdown import lines
from tests.fakes.feishu.records import Json, Message

REASON = "ⓘ "
SMALL = "notation"


@dataclass(frozen=True, slots=True)
class Handle:
    """What the client sends when this is used: the `action` of the callback, as JSON text."""

    action: str

    @property
    def value(self) -> Any:
        return json.loads(self.action)


def draw(message: Message) -> Drawn[Handle]:
    """One message as it stands. Without buttons it listens: nothing on the wire says so."""
    return drawn(message.type, message.wire, message.names)


def drawn(kind: str, wire: Json, names: Mapping[str, str]) -> Drawn[Handle]:
    reader = _Reader(lambda id: names.get(id, id))
    match kind:
        case "interactive":
            reader.card(wire)
        case "text":
            reader.text(wire["text"])
        case "post":
            reader.post(wire)
        case _:
            reader.pen.line(f"({kind})")
    picture = reader.pen.drawn()
    return picture if picture.pressables or picture.forms else reader.pen.drawn(listens=True)


class _Reader:
    def __init__(self, name: Callable[[str], str]) -> None:
        self.pen: Pen[Handle] = Pen()
        self._name = name

    def card(self, card: Json) -> None:
        header = card.get("header", {})
        for part in ("title", "subtitle"):
            if words := header.get(part, {}).get("content"):
                self.pen.line(words)
        for tag in header.get("text_tag_list", ()):
            self.pen.line(tag["text"]["content"])
        self._elements(card["body"]["elements"])

    def text(self, words: str) -> None:
        found = AT.sub(lambda at: EVERYBODY if at[1] == "all" else f"@{self._name(at[1])}", words)
        for mark in ("b", "i", "u", "s"):
            found = found.replace(f"<{mark}>", "").replace(f"</{mark}>", "")
        for line in found.split("\n"):
            self._small(line)

    def post(self, wire: Json) -> None:
        page = wire.get("zh_cn") or next(iter(wire.values()))
        if page.get("title"):
            self.pen.line(page["title"])
        for row in page["content"]:
            self.pen.line("".join(self._post_part(part) for part in row))

    def _post_part(self, part: Json) -> str:
        match part["tag"]:
            case "at":
                return EVERYBODY if part["user_id"] == "all" else f"@{self._name(part['user_id'])}"
            case "a":
                return f"{part['text']} ({part['href']})"
            case "md":
                return "\n".join(lines(part["text"], self._name))
            case "hr":
                return "---"
            case _:
                return str(part.get("text", f"({part['tag']})"))

    def _small(self, line: str) -> None:
        if line.startswith(REASON):
            self.pen.aside(line.removeprefix(REASON))
        else:
            self.pen.line(line)

    def _elements(self, elements: Sequence[Json]) -> None:
        for element in elements:
            self._element(element)

    def _element(self, element: Json) -> None:
        match element["tag"]:
            case "markdown":
                self._markdown(element)
            case "div":
                for each in (element.get("text"), *(row["text"] for row in element.get("fields", ()))):
                    if each:
                        self._div(each)
            case "hr":
                self.pen.rule()
            case "button":
                self.pen.buttons([_button(element)])
            case "select_static" | "overflow":
                label = words_of(element.get("placeholder"))
                self.pen.menu(label, _options(element, label))
            case "form":
                self._form(element)
            case "column_set":
                self._elements([each for column in element["columns"] for each in column["elements"]])
            case "collapsible_panel":
                self._title(element["header"]["title"])
                self._elements(element["elements"])
            case "interactive_container":
                self._elements(element["elements"])
            case "img":
                self.pen.line(f"(image {element['alt']['content']})")
            case tag:
                raise ValueError(f"the notation has nothing for a {tag}")

    def _markdown(self, element: Json) -> None:
        words = "\n".join(lines(element["content"], self._name))
        if element.get("text_size") == SMALL:
            self._small(words)
        else:
            self.pen.line(words)

    def _title(self, title: Json) -> None:
        if title["tag"] == "markdown":
            self._markdown(title)
        else:
            self.pen.line(title["content"])

    def _div(self, part: Json) -> None:
        if part["tag"] == "lark_md":
            self.pen.line(shown(part["content"], self._name, Findings()))
        else:
            self._small(part["content"])

    def _form(self, form: Json) -> None:
        """Its fields, then the buttons that stand in it."""
        fields: list[Field] = []
        buttons: list[Json] = []
        for element in _flat(form["elements"]):
            match element["tag"]:
                case "button":
                    buttons.append(element)
                case "input":
                    fields.append(Field(element["name"], words_of(element.get("label") or element.get("placeholder"))))
                case "select_static":
                    fields.append(Field(element["name"], words_of(element.get("placeholder")), _choices(element)))
                case _:
                    self._element(element)
        submits = [each for each in buttons if each.get("form_action_type") == "submit"]
        others = [each for each in buttons if each not in submits]
        self.pen.form(fields, _button(submits[0]), [_button(each) for each in (*submits[1:], *others)])


def _flat(elements: Iterable[Json]) -> list[Json]:
    """What stands in columns, without them."""
    found: list[Json] = []
    for element in elements:
        if element["tag"] == "column_set":
            found.extend(_flat(each for column in element["columns"] for each in column["elements"]))
        else:
            found.append(element)
    return found


def words_of(plain: Json | None) -> str:
    return str(plain["content"]) if plain else ""


def _button(element: Json) -> Pressable[Handle]:
    return Pressable(words_of(element["text"]), handle(pressed(element)), takes=True)


def _options(element: Json, label: str) -> list[Pressable[Handle]]:
    return [
        Pressable(words_of(each["text"]), handle(picked(element, each["value"])), takes=True, menu=label)
        for each in element["options"]
    ]


def _choices(element: Json) -> tuple[tuple[str, str], ...]:
    return tuple((each["value"], words_of(each["text"])) for each in element["options"])


def pressed(element: Json) -> Json:
    """The action of a callback when this button is pressed. One without callback has no value."""
    calls = [each["value"] for each in element.get("behaviors", ()) if each["type"] == "callback"]
    return {**({"value": calls[0]} if calls else {}), "tag": "button", "name": element.get("name", "")}


def picked(element: Json, option: str) -> Json:
    """The action of a callback when this option is picked."""
    calls = [each["value"] for each in element.get("behaviors", ()) if each["type"] == "callback"]
    value = {"value": calls[0]} if calls else {}
    return {**value, "tag": element["tag"], "option": option, "name": element.get("name", "")}


def handle(action: Json) -> Handle:
    return Handle(json.dumps(action, ensure_ascii=False, sort_keys=True))
