"""Fitted cards → WeCom's messages, as JSON: pure. With buttons a template card, without a text or a markdown.

What would not fit is never cut: a text goes on in a further message, and a card that is too full becomes a text
whose buttons are words to type.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.wecom import limits
from adapters.wecom.cards import CardPage, card_of
from adapters.wecom.markup import APP, CARD, SMALL, TEXT, V2, Markup, Named, harmless
from adapters.wecom.splitting import MARK_BYTES, marked, split
from bot.kernel.cards import (
    Block,
    Bold,
    Buttons,
    Card,
    Divider,
    Fields,
    Paragraph,
    Quote,
    Text,
    buttons_of,
    plain,
)
from bot.kernel.ids import DeliveryKey, derive

Json = dict[str, Any]
nobody: Named = lambda _: ""  # noqa: E731 - a value like any other


@dataclass(frozen=True, slots=True)
class Wire:
    """One message: `{"msgtype": kind, kind: content}`. `task`: of a card, by which its presses name it."""

    kind: str
    content: Json
    task: str = ""

    @property
    def body(self) -> Json:
        return {"msgtype": self.kind, self.kind: self.content}


def direct(
    key: DeliveryKey, pages: Sequence[Card], reason: str, markdown: bool, url: tuple[str, str] = ("", "")
) -> list[Wire]:
    """By the app to one person. `url`: label and address of a further button, if any."""
    wires: list[Wire] = []
    for number, page in enumerate(pages):
        why = reason if number == len(pages) - 1 else ""
        task = derive(key, str(number))
        card = card_of(_filled(page, why), limits.APP_CARD, task, key, url) if _pressable(page) else None
        if card:
            wires.append(Wire("template_card", card, task))
            continue
        kind, written = _in_words(in_words(page), why, APP if markdown else TEXT)
        # The mark is of the place, so that a text said again is another message, and a try repeated is the same.
        for piece in split(written, limits.TEXT_BYTES - MARK_BYTES):
            wires.append(Wire(kind, {"content": marked(piece, derive(key, "text", str(len(wires))))}))
    return wires


def aibot(key: DeliveryKey, pages: Sequence[Card], reason: str, named: Named = nobody) -> list[Wire]:
    """By the AI bot, to a group or a person."""
    wires: list[Wire] = []
    for number, page in enumerate(pages):
        why = reason if number == len(pages) - 1 else ""
        task = derive(key, str(number))
        card = card_of(_filled(page, why), limits.AIBOT_CARD, task, key) if _pressable(page) else None
        if card:
            wires.append(Wire("template_card", card, task))
            continue
        written = "\n".join(lines(in_words(page), why, V2, named))
        wires.extend(Wire("markdown", {"content": piece}) for piece in split(written, limits.AIBOT_BYTES))
    return wires


def robot(pages: Sequence[Card], reason: str, limit: int, named: Named = nobody) -> list[Wire]:
    """By a webhook robot or in an appchat: words only. `limit`: bytes of a markdown."""
    wires: list[Wire] = []
    for number, page in enumerate(pages):
        kind, written = _in_words(in_words(page), reason if number == len(pages) - 1 else "", APP, named)
        most = limit if kind == "markdown" else limits.TEXT_BYTES
        wires.extend(Wire(kind, {"content": piece}) for piece in split(written, most))
    return wires


def changed(
    key: DeliveryKey, page: Card, reason: str, task: str, home: str, url: tuple[str, str] = ("", "")
) -> Json | None:
    """The card to put in the place of one of the app's; None if it does not fit into a card.

    `home`: where a card without buttons leads, which WeCom wants to know of every such card.
    """
    return card_of(_filled(page, reason), limits.APP_CARD, task, key, url, home)


def in_words(page: Card) -> Card:
    """The page with its buttons as words to type."""
    blocks: list[Block] = []
    for block in page.blocks:
        if isinstance(block, Buttons):
            words = "  ".join(f"({button.label})" for button in block.buttons)
            blocks.append(Paragraph((Text(words),)))
        else:
            blocks.append(block)
    return replace(page, blocks=tuple(blocks))


def lines(page: Card, reason: str, markup: Markup, named: Named = nobody) -> list[str]:
    """The page's text from top to bottom; its buttons are somebody else's."""
    written = [markup.bold(page.title)] if page.title else []
    for block in page.blocks:
        written.extend(_block(block, markup, named))
    if reason:
        written.extend(f"{SMALL}{markup.said(reason)}".split("\n"))
    return written


def _block(block: Block, markup: Markup, named: Named) -> Iterator[str]:
    match block:
        case Paragraph(line):
            yield from (markup.begun(each) for each in markup.write(line, named).split("\n"))
        case Fields(rows):
            for label, line in rows:
                first, *more = markup.write(line, named).split("\n")
                yield f"{markup.bold(label)}: {first}"
                yield from (markup.begun(each) for each in more)
        case Quote(author, line):
            first, *more = markup.write(line, named).split("\n")
            yield f"> {markup.bold(author)}: {first}"
            yield from (f"> {markup.begun(each)}" for each in more)
        case Divider():
            yield markup.rule
        case _:
            # Fitting has left neither forms nor menus; buttons are drawn elsewhere.
            return


def _in_words(page: Card, reason: str, wanted: Markup, named: Named = nobody) -> tuple[str, str]:
    """Kind and content: markdown where it is wanted, gains something, and would show every character as it is."""
    if wanted is APP and _gains(page) and harmless(_words(page, reason)):
        return "markdown", "\n".join(lines(page, reason, APP, named))
    return "text", "\n".join(lines(page, reason, TEXT))


def _gains(page: Card) -> bool:
    inner = [inline for block in page.blocks if isinstance(block, Paragraph) for inline in block.line]
    return (
        bool(page.title)
        or any(isinstance(each, Bold) for each in inner)
        or any(isinstance(block, Fields | Quote) for block in page.blocks)
    )


def _words(page: Card, reason: str) -> str:
    """Every word of the page as it is, without the quote marks that are ours."""
    found = [page.title, reason]
    for block in page.blocks:
        match block:
            case Paragraph(line):
                found.append(plain(line))
            case Quote(author, line):
                found.extend((author, plain(line)))
            case Fields(rows):
                found.extend(f"{label}{plain(line)}" for label, line in rows)
            case _:
                pass
    return "\n".join(found)


def _pressable(page: Card) -> bool:
    return any(True for _ in buttons_of(page))


def _filled(page: Card, reason: str) -> CardPage:
    return CardPage(lines(page, "", CARD), reason, tuple(button for button, _ in buttons_of(page)))
