"""Fitted cards → Block Kit: pure. A card that is too much for one message becomes several, nothing is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, assert_never

import orjson

from adapters.slack import elements
from adapters.slack.limits import BLOCKS, HEADER, SECTION, TEXT, TOTAL
from adapters.slack.markup import CUT, EDGE, People, bold, cut, marked, neutral, pieces
from bot.kernel.cards import (
    Block,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Line,
    Paragraph,
    Quote,
    Select,
    forms_of,
    stack,
)
from bot.kernel.ids import DeliveryKey

Json = dict[str, Any]
REASON = "ⓘ "


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as it is sent: `text` says all of it to notifications and old clients."""

    text: str
    blocks: tuple[Json, ...]


def render(pages: Sequence[Card], reason: str, key: DeliveryKey, people: People) -> tuple[Outgoing, ...]:
    """The messages of a delivery, in order; nearly always one a page. The reason stands at the end of the last."""
    found: list[Outgoing] = []
    forms = 0
    for number, page in enumerate(pages):
        last = number == len(pages) - 1
        blocks = list(_page(page, people, key, forms))
        forms += sum(1 for _ in forms_of(page))
        lines = list(_lines(page, people))
        if last and reason:
            blocks.append(_context(f"{REASON}{neutral(reason)}"))
            lines.append(f"{REASON}{neutral(reason)}")
        packed = list(_packed(blocks))
        for index, group in enumerate(packed):
            text = _joined(lines) if len(packed) == 1 else _joined([*_said(group)])
            found.append(Outgoing(text, _named(group, f"{key}/{number}/{index}")))
    return tuple(found)


def home(pages: Sequence[Card], key: DeliveryKey, people: People, most: int) -> tuple[Json, ...]:
    """Blocks for the Home tab, where all pages stand below each other; what does not fit any more is an ellipsis."""
    blocks = list(_page(stack(tuple(pages)), people, key))
    if len(blocks) > most:
        blocks[most - 1 :] = [_section("…")]
    return _named(blocks, f"{key}/home")


def _page(card: Card, people: People, key: DeliveryKey, forms: int = 0) -> Iterator[Json]:
    """`forms`: how many stand on the pages before: a form is known by its number in the whole delivery."""
    if card.title:
        yield from _title(card.title)
    for number, block in enumerate(card.blocks):
        yield from _block(block, people, key, number, forms)
        forms += isinstance(block, Form)


def _title(title: str) -> Iterator[Json]:
    if len(title) <= HEADER and "\n" not in title:
        yield {"type": "header", "text": elements.plain(title)}
    else:
        yield from _sections(bold(part) for part in cut(title, HEADER))


def _block(block: Block, people: People, key: DeliveryKey, number: int, forms: int) -> Iterator[Json]:
    match block:
        case Paragraph(line):
            yield from _sections(pieces(line, people))
        case Fields(rows):
            yield from _rows(rows, people)
        case Quote(author, line):
            yield from _quote(author, line, people)
        case Divider():
            yield {"type": "divider"}
        case Buttons(buttons):
            yield from _shown(elements.buttons(buttons, key, number))
        case Select():
            yield from _shown(elements.menu(block, key, number))
        case Form():
            yield from elements.form(block, key, forms)
        case _:
            assert_never(block)


def _shown(found: tuple[str, Sequence[Json]]) -> Iterator[Json]:
    """Elements, and before them what none of them can show, as words to type."""
    words, blocks = found
    if words:
        yield from _sections(neutral(part) for part in cut(words, 500))
    yield from blocks


def _rows(rows: Sequence[tuple[str, Line]], people: People) -> Iterator[Json]:
    text = ""
    for label, line in rows:
        row = [*_stressed(f"{label}:"), " ", *pieces(line, people)]
        if len(text) + 1 + sum(map(len, row)) > SECTION:
            if text:
                yield _section(text)
            text = ""
        if sum(map(len, row)) > SECTION:
            yield from _sections(row)
            continue
        text = f"{text}\n{''.join(row)}" if text else "".join(row)
    if text:
        yield _section(text)


def _quote(author: str, line: Line, people: People) -> Iterator[Json]:
    """Every line of a quote is one, so that nothing in it can pass for ours."""
    parts = (piece.replace("\n", "\n>") for piece in (*_stressed(f"{author}:"), " ", *pieces(line, people)))
    yield from _sections((">", *parts), again=">")


def _stressed(text: str) -> Iterator[str]:
    return (bold(part) for part in cut(text, CUT))


def _sections(parts: Sequence[str] | Iterator[str], again: str = "") -> Iterator[Json]:
    """As many sections as the parts need; each further one begins with `again`."""
    text, begun = "", False
    for part in parts:
        if text and len(text) + len(part) > SECTION:
            yield _section(text)
            text, begun = again, True
        text += part
    if text or not begun:
        yield _section(text)


def _section(text: str) -> Json:
    # Slack wants at least one character, also for an empty line.
    return {"type": "section", "text": {"type": "mrkdwn", "text": text or EDGE, "verbatim": True}}


def _context(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text[:SECTION], "verbatim": True}]}


def _packed(blocks: Sequence[Json]) -> Iterator[list[Json]]:
    """In messages that Slack takes. A form stays in one piece, since its button sends what stands beside it."""
    # Their JSON has more bytes than they have characters, and is sooner written than those are counted.
    if len(blocks) <= BLOCKS and (len(orjson.dumps(blocks)) <= TOTAL or elements.characters(blocks) <= TOTAL):
        yield list(blocks)
        return
    group: list[Json] = []
    for together in _together(blocks):
        size = sum(map(elements.characters, together))
        if group and (len(group) + len(together) > BLOCKS or sum(map(elements.characters, group)) + size > TOTAL):
            yield group
            group = []
        group.extend(together)
    yield group


def _together(blocks: Sequence[Json]) -> Iterator[list[Json]]:
    form: list[Json] = []
    for block in blocks:
        form.append(block)
        if block["type"] != "input":
            yield form
            form = []
    if form:
        yield form


def _named(blocks: Sequence[Json], where: str) -> tuple[Json, ...]:
    """With ids that are new whenever the message reads differently: Slack keeps typed words by block (notes, 4)."""
    nonce = blake2b(orjson.dumps([where, blocks]), digest_size=5).hexdigest()
    return tuple([{**block, "block_id": f"{nonce}.{block.get('block_id', '')}.{i}"} for i, block in enumerate(blocks)])


def _lines(card: Card, people: People) -> Iterator[str]:
    """What the card says, for those who see only text; the buttons are words to type."""
    if card.title:
        yield neutral(card.title)
    for block in card.blocks:
        match block:
            case Paragraph(line):
                yield marked(line, people, stressed=False)
            case Fields(rows):
                yield from (f"{neutral(label)}: {marked(line, people, stressed=False)}" for label, line in rows)
            case Quote(author, line):
                text = marked(line, people, stressed=False)
                yield f"> {neutral(author)}: {text}".replace("\n", "\n> ")
            case Divider():
                yield "---"
            case Buttons(buttons):
                yield neutral(elements.words(buttons))
            case Select(label, options):
                yield neutral(f"{label}: {elements.words(options)}")
            case Form(questions, _, label, talk):
                yield from (neutral(question.text) for question in questions)
                yield neutral(f"({label})  ({talk.label})")
            case _:
                assert_never(block)


def _said(blocks: Sequence[Json]) -> Iterator[str]:
    """The lines of blocks that share their card with another message."""
    for block in blocks:
        match block["type"]:
            case "header":
                yield neutral(block["text"]["text"])
            case "section":
                yield block["text"]["text"]
            case "input":
                yield neutral(block["label"]["text"])
            case "context":
                yield block["elements"][0]["text"]
            case "actions":
                yield neutral("  ".join(f"({each['text']['text']})" for each in block["elements"] if "text" in each))
            case _:
                pass


def _joined(lines: Sequence[str]) -> str:
    """Whole lines as far as they fit; an escape or a mention is never torn apart."""
    kept: list[str] = []
    used = 0
    for line in lines:
        if used + len(line) + 1 > TEXT:
            kept.append(_start(line, TEXT - used - 2))
            break
        kept.append(line)
        used += len(line) + 1
    return "\n".join(kept).strip() or EDGE


def _start(line: str, room: int) -> str:
    piece = line[: max(0, room)]
    for opening, closing in (("<", ">"), ("&", ";")):
        if piece.rfind(opening) > piece.rfind(closing):
            piece = piece[: piece.rfind(opening)]
    return f"{piece}…"
