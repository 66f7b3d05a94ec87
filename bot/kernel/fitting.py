"""All degradation, once: a card cut to what a chat can show, without losing a word of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.kernel.capabilities import Capabilities, Measure
from bot.kernel.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Inline,
    Line,
    Link,
    Mentioned,
    Paragraph,
    Quote,
    Select,
    Text,
    plain,
)
from bot.kernel.replies import numbered, without_forms
from bot.kernel.text import graphemes

_LEADING = re.compile(r"^[0-9]{1,2} ")


@dataclass(frozen=True, slots=True)
class Fitted:
    """The messages to send, in order. Only the last page carries buttons; nearly always there is one page."""

    pages: tuple[Card, ...]


def fit(card: Card, to: Capabilities) -> Fitted:
    """Forms become talks, selects become buttons, surplus buttons become words, long text becomes pages.

    Numbering happens first, so a digit means the same whether or not its button could be drawn.
    """
    if not any(isinstance(block, Buttons | Select | Form) for block in card.blocks):
        # Words alone, as most answers are, only have to be cut.
        return Fitted(_paged(card, to))
    shown = numbered(card)
    if not to.forms:
        shown = without_forms(shown)
    if not to.selects:
        shown = _selects_as_buttons(shown)
    shown = _surplus_as_words(shown, to)
    if to.buttons_last:
        shown = _buttons_last(shown, to)
    return Fitted(_paged(shown, to))


def _selects_as_buttons(card: Card) -> Card:
    if not any(isinstance(block, Select) for block in card.blocks):
        return card
    blocks: list[Block] = []
    for block in card.blocks:
        if isinstance(block, Select):
            blocks.extend((Paragraph((Text(block.label),)), Buttons(block.options, numbered=False)))
        else:
            blocks.append(block)
    return replace(card, blocks=tuple(blocks))


def _buttons_last(card: Card, to: Capabilities) -> Card:
    """All buttons below all text. Where two would look alike there, each stands in its place as a word too."""
    groups = tuple(block for block in card.blocks if isinstance(block, Buttons))
    if card.blocks[len(card.blocks) - len(groups) :] == groups:
        return card
    labels = [_LEADING.sub("", button.label) for group in groups for button in group.buttons]
    if len(set(labels)) == len(labels):
        text = tuple(block for block in card.blocks if not isinstance(block, Buttons))
        return replace(card, blocks=(*text, *groups))
    placed = [Paragraph(_words(each.buttons)) if isinstance(each, Buttons) else each for each in card.blocks]
    worded = replace(card, blocks=tuple(placed))
    return worded if _too_long_for_buttons(worded, to) else replace(worded, blocks=(*worded.blocks, *groups))


def _surplus_as_words(card: Card, to: Capabilities) -> Card:
    labels = [button.label for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]
    longest = max(map(len, labels), default=0)
    left = 0 if _too_long_for_buttons(card, to) else to.buttons
    if len(labels) <= left and (not to.label_limit or longest <= to.label_limit):
        return card
    blocks: list[Block] = []
    for block in card.blocks:
        if not isinstance(block, Buttons):
            blocks.append(block)
            continue
        short = [not to.label_limit or len(each.label) <= to.label_limit for each in block.buttons]
        fitting = [each for each, fits in zip(block.buttons, short, strict=True) if fits]
        drawn = tuple(fitting[:left])
        written = tuple(each for each in block.buttons if each not in drawn)
        left -= len(drawn)
        if written:
            blocks.append(Paragraph(_words(written)))
        if drawn:
            blocks.append(replace(block, buttons=drawn))
    return replace(card, blocks=tuple(blocks))


def _too_long_for_buttons(card: Card, to: Capabilities) -> bool:
    return to.buttons_beside > 0 and to.buttons_beside < _length(card, replace(to, measure=Measure.CHARACTERS))


def _words(buttons: tuple[Button, ...]) -> Line:
    return (Text("  ".join(f"({button.label})" for button in buttons)),)


def _length(card: Card, to: Capabilities) -> int:
    return to.length(card.title) + sum(_size(block, to) for block in card.blocks)


def _paged(card: Card, to: Capabilities) -> tuple[Card, ...]:
    if _length(card, to) <= to.text_limit:
        return (card,)
    pages: list[list[Block]] = [[]]
    used = to.length(card.title)
    for block in card.blocks:
        for piece in _pieces(block, to):
            size = _size(piece, to)
            if pages[-1] and used + size > to.text_limit:
                pages.append([])
                used = 0
            pages[-1].append(piece)
            used += size
    last = len(pages) - 1
    return tuple(
        Card(tuple(blocks), card.title if i == 0 else "", card.tone, card.listens if i == last else None)
        for i, blocks in enumerate(pages)
    )


def _pieces(block: Block, to: Capabilities) -> Iterator[Block]:
    """The block, or several of its kind where its text alone is over the limit."""
    limit = to.text_limit
    if _size(block, to) <= limit:
        yield block
        return
    match block:
        case Paragraph(line):
            yield from (Paragraph(part) for part in _cut(line, limit, to))
        case Quote(author, line):
            yield from (Quote(author, part) for part in _cut(line, max(1, limit - to.length(author)), to))
        case Fields(rows):
            for label, line in rows:
                yield from (Fields(((label, part),)) for part in _cut(line, max(1, limit - to.length(label)), to))
        case Buttons() | Select() | Form() | Divider():
            yield block


def _cut(line: Line, limit: int, to: Capabilities) -> Iterator[Line]:
    part: list[Inline] = []
    used = 0
    for inline in line:
        for piece in _slices(inline, limit, to):
            size = to.length(plain((piece,)))
            if part and used + size > limit:
                yield tuple(part)
                part, used = [], 0
            part.append(piece)
            used += size
    if part:
        yield tuple(part)


def _slices(inline: Inline, limit: int, to: Capabilities) -> Iterator[Inline]:
    if isinstance(inline, Mentioned | Link) or to.length(inline.text) <= limit:
        yield inline
        return
    piece, used = "", 0
    for cluster in graphemes(inline.text):
        size = to.length(cluster)
        if piece and used + size > limit:
            yield replace(inline, text=piece)
            piece, used = "", 0
        piece += cluster
        used += size
    yield replace(inline, text=piece)


def _size(block: Block, to: Capabilities) -> int:
    length = to.length
    match block:
        case Paragraph(line):
            return length(plain(line))
        case Quote(author, line):
            return length(author) + length(plain(line))
        case Fields(rows):
            return sum(length(label) + length(plain(line)) for label, line in rows)
        case Form(questions):
            return sum(length(question.text) for question in questions)
        case Buttons() | Select() | Divider():
            return 0
