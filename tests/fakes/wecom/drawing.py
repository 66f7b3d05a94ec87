"""Messages as WeCom's clients show them, in the notation, read from the wire alone."""

from dataclasses import dataclass, replace
from typing import Literal

from bot.playing.drawing import Drawn, Field, Pen, Pressable
from tests.fakes.wecom import markup
from tests.fakes.wecom.markup import Alarm, Dialect
from tests.fakes.wecom.records import Json, Message

APP_LIMIT = 2048
REASON = "ⓘ "


@dataclass(frozen=True, slots=True)
class Handle:
    """What is pressed: a button, a form's submit, an entry of the card's menu (their key), or a question to ask."""

    kind: Literal["button", "submit", "menu", "ask"]
    key: str


def draw(message: Message, alarm: Alarm = lambda _: None, reader: str = "") -> Drawn[Handle]:
    """`reader`: as this member of the group sees it. What would not be forgiven is told to `alarm`."""
    wire = message.private.get(reader, message.wire)
    pen = Pen[Handle]()
    kind = wire["msgtype"]
    match kind:
        case "template_card":
            _card(pen, wire["template_card"], message, bool(wire.get("enable_id_trans")), wire.get("disabled", ""))
        case "text":
            _lines(pen, _text(wire, message, alarm).split("\n"))
        case "markdown" | "markdown_v2" | "stream":
            _lines(pen, _markdown(wire, message, alarm))
        case "textcard":
            card = wire["textcard"]
            _lines(pen, [card["title"], *_untagged(card["description"]).split("\n")])
            pen.line(f"{card.get('btntxt', '详情')} ({card['url']})")
        case "news":
            for article in wire["news"]["articles"]:
                pen.line(f"{article['title']} ({article.get('url', '')})")
                if article.get("description"):
                    pen.line(article["description"])
        case _:
            pen.line(f"(file) {kind}")
    drawn = pen.drawn()
    return replace(drawn, listens=not drawn.pressables and not drawn.forms)


def _text(wire: Json, message: Message, alarm: Alarm) -> str:
    content = markup.cut(wire["text"]["content"], APP_LIMIT)
    shown = markup.text(content, message, bool(wire.get("enable_id_trans")))
    mentioned = wire["text"].get("mentioned_list", [])
    if "@all" in mentioned:
        alarm(f"{message.id} mentions everybody")
    marks = [markup.EVERYBODY if each == "@all" else f"@{message.names(each) or each}" for each in mentioned]
    return " ".join([shown, *marks])


def _markdown(wire: Json, message: Message, alarm: Alarm) -> list[str]:
    kind = wire["msgtype"]
    content = wire[kind]["content"]
    if message.via in ("app", "appchat"):
        content = markup.cut(content, APP_LIMIT)
    dialect: Dialect = "robot"
    if message.via == "aibot":
        dialect = "aibot"
    elif kind == "markdown_v2":
        dialect = "v2"
    elif message.via == "app":
        dialect = "app"
    return markup.markdown(content, dialect, message, alarm)


def _lines(pen: Pen[Handle], lines: list[str]) -> None:
    said, small = _apart(lines)
    for line in said:
        pen.line(line)
    if small:
        pen.aside(small)


def _apart(lines: list[str]) -> tuple[list[str], str]:
    """What is said, and the small print: all from the last line that begins with its sign."""
    begins = max((index for index, line in enumerate(lines) if line.startswith(REASON)), default=len(lines))
    return lines[:begins], "\n".join(lines[begins:]).removeprefix(REASON)


def _card(pen: Pen[Handle], card: Json, message: Message, translate: bool, disabled: str) -> None:
    """From top to bottom as the client stacks it; `disabled`: the words in place of its buttons.

    But the small print stands last in the notation, though on a screen it is above the buttons.
    """
    lines, small = _apart([markup.names(line, message) if translate else line for line in _head(card)])
    for line in lines:
        pen.line(line)
    for row in card.get("horizontal_content_list", []):
        target = f" ({row['url']})" if row.get("type") == 1 else ""
        pen.line(f"{row['keyname']}: {row.get('value', '')}{target}")
    for jump in card.get("jump_list", []):
        if jump.get("type") == 3:
            pen.buttons([Pressable(jump["title"], Handle("ask", jump["question"]))])
        else:
            pen.line(f"{jump['title']} ({jump.get('url', jump.get('appid', ''))})")
    replaced = disabled or card.get("replace_text", "")
    if replaced:
        pen.line(f"({replaced})")
    else:
        _controls(pen, card)
    if menu := card.get("action_menu"):
        label = menu.get("desc", "…")
        actions = [Pressable(each["text"], Handle("menu", each["key"]), menu=label) for each in menu["action_list"]]
        pen.menu(label, actions)
    if small:
        pen.aside(small)


def _head(card: Json) -> list[str]:
    main, emphasis = card.get("main_title", {}), card.get("emphasis_content", {})
    quote, area = card.get("quote_area", {}), card.get("image_text_area", {})
    texts = [card.get("source", {}).get("desc"), main.get("title"), main.get("desc")]
    texts += [emphasis.get("title"), emphasis.get("desc")]
    if "card_image" in card:
        texts.append(f"(image) {card['card_image']['url']}")
    texts += [area.get("title"), area.get("desc")]
    if quote:
        title = f"{quote['title']}: " if quote.get("title") else ""
        texts.append(f"> {title}{quote.get('quote_text', '')}")
    for row in card.get("vertical_content_list", []):
        texts.append(": ".join(filter(None, [row["title"], row.get("desc")])))
    texts.append(card.get("sub_title_text"))
    return [line for text in texts if text for line in text.split("\n")]


def _controls(pen: Pen[Handle], card: Json) -> None:
    buttons = [_button(each) for each in card.get("button_list", [])]
    links = [each for each in card.get("button_list", []) if each.get("type") == 1]
    pressable = [each for each in buttons if each is not None]
    if selection := card.get("button_selection"):
        first, *others = pressable
        pen.form([_select(selection)], first, others)
    elif pressable:
        pen.buttons(pressable)
    for link in links:
        pen.line(f"{link['text']} ({link['url']})")
    fields = [_select(each) for each in card.get("select_list", []) if not each.get("disable")]
    if (box := card.get("checkbox")) and not box.get("disable"):
        options = tuple((each["id"], each["text"]) for each in box["option_list"])
        fields.append(Field(box["question_key"], card.get("main_title", {}).get("title", ""), options))
    if fields:
        submit = card["submit_button"]
        pen.form(fields, Pressable(submit["text"], Handle("submit", submit["key"])))


def _button(button: Json) -> Pressable[Handle] | None:
    if button.get("type") == 1:
        return None
    return Pressable(button["text"], Handle("button", button["key"]), takes=True)


def _select(select: Json) -> Field:
    options = tuple((each["id"], each["text"]) for each in select["option_list"])
    return Field(select["question_key"], select.get("title", ""), options)


def _untagged(description: str) -> str:
    """A textcard's description: its own tags and line breaks."""
    broken = description.replace("<br>", "\n").replace("</div>", "\n")
    for tag in ('<div class="gray">', '<div class="normal">', '<div class="highlight">'):
        broken = broken.replace(tag, "")
    return broken.strip("\n")
