"""Fitted cards → the platform's card JSON 2.0: pure.

https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, assert_never

from adapters.feishu import limits
from adapters.feishu.forms import form, plain
from adapters.feishu.markup import People, bold, escaped, literal, markdown, sendable
from adapters.feishu.press import Place
from bot.kernel import cards
from bot.kernel.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Line,
    Paragraph,
    Private,
    Quote,
    Select,
    Style,
    Text,
    Tone,
)
from bot.kernel.people import UserRef
from bot.kernel.text import shorten
from bot.ports.adapter import Delivery

Json = dict[str, Any]
TEMPLATES = {Tone.PLAIN: "blue", Tone.GOOD: "green", Tone.WARNING: "orange", Tone.ALERT: "red"}
STYLES = {Style.PLAIN: "default", Style.PRIMARY: "primary", Style.DANGER: "danger"}
REASON = "ⓘ"


def render(delivery: Delivery) -> tuple[str, ...]:
    """The content of each message to send, in order: nearly always one."""
    direct = isinstance(delivery.to, UserRef) or delivery.to.direct
    place = Place(delivery.key, direct)
    *first, last = delivery.pages
    asides = [(page, "") for page in first] + [(last, delivery.reason)]
    sheets = (sheet for page, reason in asides for sheet in _sheets(page, reason, place, delivery.mentions))
    return tuple(written(sheet) for sheet in sheets)


def written(card: Json) -> str:
    """A card as the text that a message carries."""
    return json.dumps(card, ensure_ascii=False, separators=(",", ":"))


def weight(card: Json) -> int:
    """Bytes of a card on its way: it travels as a text within JSON, so its quotation marks count twice."""
    return len(json.dumps(written(card), ensure_ascii=False).encode())


def elements(part: object) -> int:
    """How many elements the platform counts: everything with a tag."""
    if isinstance(part, dict):
        return ("tag" in part) + sum(elements(each) for name, each in part.items() if name != "value")
    return sum(elements(each) for each in part) if isinstance(part, list) else 0


def _sheets(page: Card, reason: str, place: Place, people: People) -> Iterator[Json]:
    """The page as one card, or as several where the platform would refuse it: a card refused reaches nobody."""
    card = _card(page, reason, place, people)
    fits = weight(card) <= limits.CARD and elements(card) <= limits.ELEMENTS
    if fits or not (halves := _halved(page)):
        yield card
        return
    for half in halves:
        yield from _sheets(half, reason if half is halves[-1] else "", place, people)


def _halved(page: Card) -> tuple[Card, ...]:
    """Two cards that together say the same; none if there is nothing to part."""
    if len(page.blocks) > 1:
        middle = len(page.blocks) // 2
        return replace(page, blocks=page.blocks[:middle]), replace(page, blocks=page.blocks[middle:], title="")
    parts: Sequence[Block] = ()
    match page.blocks:
        case (Fields(rows),) if len(rows) > 1:
            parts = [Fields(rows[: len(rows) // 2]), Fields(rows[len(rows) // 2 :])]
        case (Buttons(buttons) as block,) if len(buttons) > 1:
            middle = len(buttons) // 2
            parts = [replace(block, buttons=buttons[:middle]), replace(block, buttons=buttons[middle:])]
        case (Select(label, options),) if len(options) > 1:
            middle = len(options) // 2
            parts = [Select(label, options[:middle]), Select(label, options[middle:])]
        case _:
            pass
    return tuple(replace(page, blocks=(part,), title="" if index else page.title) for index, part in enumerate(parts))


def _card(page: Card, reason: str, place: Place, people: People) -> Json:
    config = {
        "update_multi": True,
        "enable_forward": False,
        "summary": {"content": shorten(sendable(_summary(page)), limits.SUMMARY)},
    }
    header = {"header": {"title": plain(page.title), "template": TEMPLATES[page.tone]}} if page.title else {}
    drawn: list[Json] = []
    forms = 0
    for block in page.blocks:
        drawn.extend(_block(block, place, people, forms))
        forms += isinstance(block, Form)
    if reason:
        drawn.append(_reason(reason))
    return {"schema": "2.0", "config": config, **header, "body": {"elements": drawn}}


def _summary(page: Card) -> str:
    """What the list of chats shows: the title, or else the first words."""
    if page.title:
        return page.title.replace("\n", " ")
    for block in page.blocks:
        match block:
            case Paragraph(line):
                return _glance(line)
            case Quote(author, line):
                return f"{author}: {_glance(line)}"
            case Fields(((label, line), *_)):
                return f"{label}: {_glance(line)}"
            case _:
                pass
    return "…"


def _glance(line: Line) -> str:
    """A line as others may see it on a locked screen: without what is private."""
    shown = tuple(Text("…") if isinstance(inline, Private) else inline for inline in line)
    return cards.plain(shown).replace("\n", " ")


def _block(block: Block, place: Place, people: People, forms: int) -> list[Json]:
    match block:
        case Paragraph(line):
            return [_text(markdown(line, people))]
        case Fields(rows):
            shown = (f"{bold(label)}: {markdown(line, people)}" for label, line in rows)
            return [_text("\n".join(literal(row) for row in shown))]
        case Quote(author, line):
            first, *more = literal(f"{bold(author)}: {markdown(line, people)}").split("\n")
            return [_text("\n".join(f"> {each}" for each in (first, *more)))]
        case Divider():
            return [{"tag": "hr"}]
        case Buttons(buttons):
            return _row([_button(button, place) for button in buttons])
        case Select(label, options):
            chosen = [{"text": plain(each.label, limits.LABEL), "value": place.text(each.action)} for each in options]
            return [{"tag": "select_static", "placeholder": plain(label, limits.LABEL), "options": chosen}]
        case Form(talk=talk):
            return [form(block, place, forms), _button(talk, place)]
        case _:
            assert_never(block)


def _text(source: str) -> Json:
    return {"tag": "markdown", "content": source or " "}


def _row(buttons: list[Json]) -> list[Json]:
    """Beside each other as far as there is room."""
    if len(buttons) < 2:
        return buttons
    columns = [{"tag": "column", "width": "auto", "elements": [button]} for button in buttons]
    return [{"tag": "column_set", "flex_mode": "flow", "horizontal_spacing": "8px", "columns": columns}]


def _button(button: Button, place: Place) -> Json:
    return {
        "tag": "button",
        "text": plain(button.label, limits.LABEL),
        "type": STYLES[button.style],
        "behaviors": [{"type": "callback", "value": place.value(button.action)}],
    }


def _reason(reason: str) -> Json:
    """Why it came, small and grey; a colour does not reach over the end of a line."""
    lines = literal(escaped(reason)).split("\n")
    shown = "\n".join(f"<font color='grey'>{line}</font>" for line in (f"{REASON} {lines[0]}", *lines[1:]))
    return {"tag": "markdown", "content": shown, "text_size": "notation"}
