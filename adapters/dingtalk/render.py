"""Fitted cards as plain messages: markdown, and action cards whose buttons make the person say a word. Pure.

A spoken word carries a token of four letters, ‹k7f2›: it tells which message was pressed. The token comes from what is
shown, so that the same message to twenty people is one call; who pressed is told by the platform.
"""

import json
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any
from urllib.parse import quote_plus

from adapters.common.press import press_text
from adapters.dingtalk.limits import BUTTONS, MESSAGE_BYTES, TITLE
from adapters.dingtalk.markup import BREAK, REASON, Mention, escaped, joined, lines_of
from bot.kernel.cards import Block, Button, Buttons, Card, Fields, Form, Paragraph, Quote, Select, Text, plain
from bot.kernel.ids import DeliveryKey, derive
from bot.kernel.replies import without_forms
from bot.kernel.text import shorten

SAY = "dtmd://dingtalkclient/sendMessage?content="
"""The host is lower case: another spelling is silently dead. Source: NousResearch/hermes-agent#92254."""
_SPOKEN = re.compile(r"^(.*\S) ?‹([a-z2-7]{4})›$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """A button that speaks: its label, and the words it makes the person say."""

    label: str
    words: str

    @property
    def url(self) -> str:
        return SAY + quote_plus(self.words)


@dataclass(frozen=True, slots=True)
class Message:
    """One plain message. `presses`: by label, what the press of each button means; `token` leads to them."""

    title: str
    text: str
    buttons: tuple[Said, ...] = ()
    token: str = ""
    presses: Mapping[str, str] = field(default_factory=dict)


def render(key: DeliveryKey, card: Card, reason: str, mention: Mention, buttons: int = BUTTONS) -> list[Message]:
    """A page as messages, nearly always one; the buttons and the reason are on the last. `buttons`: how many fit."""
    shown = _without_inputs(card, buttons)
    rows = [block for block in shown.blocks if isinstance(block, Buttons)]
    token = _token(shown, reason) if rows else ""
    below = rows == list(shown.blocks[len(shown.blocks) - len(rows) :])
    presses: dict[str, str] = {}
    row: list[Said] = []
    lines = [f"### {escaped(card.title)}"] if card.title else []
    for block in shown.blocks:
        lines.extend(lines_of(block, mention))
        if isinstance(block, Buttons):
            row = row if below else []
            for each in block.buttons:
                words = _words(each, block.numbered, presses)
                presses[words] = press_text(key, each.action)
                row.append(Said(each.label, f"{words} ‹{token}›"))
            lines.extend([] if below else [" ".join(f"[{escaped(each.label)}]({each.url})" for each in row)])
    if reason:
        lines.extend(escaped(f"{REASON}{reason}").split("\n"))
    title = summary(card)
    *before, last = [Message(title, joined(part)) for part in _parts(lines or [escaped(title)])]
    return [*before, replace(last, buttons=tuple(row) if below else (), token=token, presses=presses)]


def as_robot(message: Message) -> tuple[str, str]:
    """`msgKey` and `msgParam` of the robot's API."""
    param: dict[str, Any] = {"title": message.title, "text": message.text}
    match message.buttons:
        case ():
            key = "sampleMarkdown"
        case (only,):
            key = "sampleActionCard"
            param |= {"singleTitle": only.label, "singleURL": only.url}
        case several:
            key = f"sampleActionCard{len(several)}"
            for number, each in enumerate(several, start=1):
                param |= {f"actionTitle{number}": each.label, f"actionURL{number}": each.url}
    return key, json.dumps(param, ensure_ascii=False)


def as_webhook(message: Message, at: Sequence[str] = ()) -> dict[str, Any]:
    """The body of a send to a sessionWebhook; `at`: whom it mentions."""
    card: dict[str, Any] = {"title": message.title, "text": message.text}
    if not message.buttons:
        body: dict[str, Any] = {"msgtype": "markdown", "markdown": card}
    else:
        buttons = [{"title": each.label, "actionURL": each.url} for each in message.buttons]
        body = {"msgtype": "actionCard", "actionCard": {**card, "btnOrientation": "0", "btns": buttons}}
    return {**body, "at": {"atUserIds": list(at), "isAtAll": False}} if at else body


def spoken(text: str) -> tuple[str, str]:
    """The words of a message that a button made somebody say, and the token; the text itself and no token if none."""
    found = _SPOKEN.match(text.strip())
    return (found[1].strip(), found[2]) if found else (text, "")


def _without_inputs(card: Card, buttons: int) -> Card:
    """A card fitted for more than a plain message can: forms talk, menus are buttons, surplus buttons are words."""
    blocks: list[Block] = []
    left = buttons
    for block in without_forms(card).blocks:
        if isinstance(block, Select):
            blocks.append(Paragraph((Text(block.label),)))
            block = Buttons(block.options, numbered=False)
        if not isinstance(block, Buttons):
            blocks.append(block)
            continue
        drawn, written = block.buttons[:left], block.buttons[left:]
        left -= len(drawn)
        if written:
            blocks.append(Paragraph((Text("  ".join(f"({each.label})" for each in written)),)))
        if drawn:
            blocks.append(replace(block, buttons=drawn))
    return replace(card, blocks=tuple(blocks))


def _words(button: Button, numbered: bool, taken: Container[str]) -> str:
    """Without the digit, which may mean another message by the time it is read; with it if two have one word."""
    words = button.label.partition(" ")[2] if numbered and " " in button.label else button.label
    possible = chain((words, button.label), (f"{words} {number}" for number in count(2)))
    return next(each for each in possible if each not in taken)


def _token(card: Card, reason: str) -> str:
    """Of what is seen, not of what it means: the same for everybody who is shown the same."""
    return derive("seen", reason, card.title, *(_seen(block) for block in card.blocks))[:4]


def _seen(block: Block) -> str:
    match block:
        case Paragraph(line):
            return plain(line)
        case Fields(rows):
            return "\n".join(f"{label}: {plain(line)}" for label, line in rows)
        case Quote(author, line):
            return f"{author}: {plain(line)}"
        case Buttons(buttons):
            return "|".join(each.label for each in buttons)
        case _:
            return type(block).__name__


def summary(card: Card) -> str:
    """What the chat list and the notification show: a title or the first words. Never empty."""
    for text in (card.title, *(_seen(block) for block in card.blocks if not isinstance(block, Select | Form))):
        if words := " ".join(text.split()):
            return shorten(words, TITLE)
    return "合拍"


def _parts(lines: Sequence[str]) -> list[list[str]]:
    """The lines in messages that are not too long: nearly always one."""
    parts: list[list[str]] = [[]]
    used = 0
    for line in lines:
        size = len(json.dumps(line + BREAK, ensure_ascii=False).encode())
        # Room for five buttons, whose words are percent-encoded.
        if parts[-1] and used + size > MESSAGE_BYTES - 4_000:
            parts.append([])
            used = 0
        parts[-1].append(line)
        used += size
    return parts
