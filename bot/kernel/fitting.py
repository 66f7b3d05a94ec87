"""All degradation, once: a card cut to what a chat can show, without losing a word of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.kernel.capabilities import Capabilities
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


@dataclass(frozen=True, slots=True)
class Fitted:
    """The messages to send, in order. Only the last page carries buttons; nearly always there is one page."""

    pages: tuple[Card, ...]


def fit(card: Card, to: Capabilities) -> Fitted:
    """Forms become talks, selects become buttons, surplus buttons become words, long text becomes pages.

    Numbering happens first, so a digit means the same whether or not its button could be drawn.
    """
    shown = numbered(card)
    if not to.forms:
        shown = without_forms(shown)
    if not to.selects:
        shown = _selects_as_buttons(shown)
    shown = _surplus_as_words(shown, to)
    return Fitted(_paged(shown, to.text_limit))


def _selects_as_buttons(card: Card) -> Card:
    blocks: list[Block] = []
    for block in card.blocks:
        if isinstance(block, Select):
            blocks.extend((Paragraph((Text(block.label),)), Buttons(block.options, numbered=False)))
        else:
            blocks.append(block)
    return replace(card, blocks=tuple(blocks))


def _surplus_as_words(card: Card, to: Capabilities) -> Card:
    left = to.buttons
    blocks: list[Block] = []
    for block in card.blocks:
        if not isinstance(block, Buttons):
            blocks.append(block)
            continue
        drawn, written = block.buttons[:left], block.buttons[left:]
        left -= len(drawn)
        if written:
            blocks.append(Paragraph(_words(written)))
        if drawn:
            blocks.append(replace(block, buttons=drawn))
    return replace(card, blocks=tuple(blocks))


def _words(buttons: tuple[Button, ...]) -> Line:
    return (Text("  ".join(f"({button.label})" for button in buttons)),)


def _paged(card: Card, limit: int) -> tuple[Card, ...]:
    pages: list[list[Block]] = [[]]
    used = len(card.title)
    for block in card.blocks:
        for piece in _pieces(block, limit):
            size = _size(piece)
            if pages[-1] and used + size > limit:
                pages.append([])
                used = 0
            pages[-1].append(piece)
            used += size
    last = len(pages) - 1
    return tuple(
        Card(tuple(blocks), card.title if i == 0 else "", card.tone, card.listens if i == last else None)
        for i, blocks in enumerate(pages)
    )


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    """The block, or several of its kind where its text alone is over the limit."""
    if _size(block) <= limit:
        yield block
        return
    match block:
        case Paragraph(line):
            yield from (Paragraph(part) for part in _cut(line, limit))
        case Quote(author, line):
            yield from (Quote(author, part) for part in _cut(line, max(1, limit - len(author))))
        case Fields(rows):
            for label, line in rows:
                yield from (Fields(((label, part),)) for part in _cut(line, max(1, limit - len(label))))
        case Buttons() | Select() | Form() | Divider():
            yield block


def _cut(line: Line, limit: int) -> Iterator[Line]:
    part: list[Inline] = []
    used = 0
    for inline in line:
        for piece in _slices(inline, limit):
            size = len(plain((piece,)))
            if part and used + size > limit:
                yield tuple(part)
                part, used = [], 0
            part.append(piece)
            used += size
    if part:
        yield tuple(part)


def _slices(inline: Inline, limit: int) -> Iterator[Inline]:
    if isinstance(inline, Mentioned | Link) or len(inline.text) <= limit:
        yield inline
        return
    piece = ""
    for cluster in graphemes(inline.text):
        if len(piece) + len(cluster) > limit and piece:
            yield replace(inline, text=piece)
            piece = ""
        piece += cluster
    yield replace(inline, text=piece)


def _size(block: Block) -> int:
    match block:
        case Paragraph(line):
            return len(plain(line))
        case Quote(author, line):
            return len(author) + len(plain(line))
        case Fields(rows):
            return sum(len(label) + len(plain(line)) for label, line in rows)
        case Form(questions):
            return sum(len(question.text) for question in questions)
        case Buttons() | Select() | Divider():
            return 0
