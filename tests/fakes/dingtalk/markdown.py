"""Reads markdown as lines on a screen: the strict dialect of the platform's messages and of its cards."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tests.fakes.dingtalk.inline import Say, read

_HEADING = re.compile(r"#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_BULLET = re.compile(r" {0,3}[-*+][ \t]+(.*)")
_NUMBER = re.compile(r" {0,3}(\d{1,9})([.)])[ \t]+(.*)")
_QUOTE = re.compile(r" {0,3}> ?(.*)")
_BREAK = re.compile(r"(?: {2,}|\\)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is seen, and what it offers to say. `rule`: a line across."""

    text: str = ""
    says: tuple[Say, ...] = ()
    rule: bool = False


@dataclass(slots=True)
class _Block:
    """Lines that belong together. `prefix`: before each; `first`: before the first; `whole`: nothing follows in it."""

    prefix: str = ""
    first: str = ""
    parts: list[str] = field(default_factory=list)
    rule: bool = False
    whole: bool = False
    number: int = 0


def lines(text: str, card: bool = False, at: Collection[str] = ()) -> list[Line]:
    """What a reader sees, line by line. An empty line only separates; one that is to be seen holds `&nbsp;`."""
    found: list[Line] = []
    for block in _blocks(text):
        found.extend([Line(rule=True)] if block.rule else _seen(block, card, at))
    return found


def _blocks(text: str) -> Iterator[_Block]:
    """Paragraphs, headings, list items, quotes and rules."""
    block: _Block | None = None
    counted = 0
    for raw in text.split("\n"):
        if not raw.strip():
            if block:
                yield block
            block = None
            continue
        if block and not (block.prefix or block.first) and _UNDERLINE.fullmatch(raw):
            yield block  # a line under text makes it a heading: no rule is seen
            block = None
            continue
        begun = _begun(raw, counted)
        counted = begun.number if begun else counted
        if begun is None:
            block = block or _Block()
            block.parts.append(raw)
        elif block and block.prefix and begun.prefix:
            block.parts.extend(begun.parts)
        else:
            if block:
                yield block
            block = begun
            if begun.whole:
                yield begun
                block = None
    if block:
        yield block


def _begun(raw: str, counted: int) -> _Block | None:
    """The block that this line begins; None: it goes on with what there is."""
    if _RULE.fullmatch(raw):
        return _Block(rule=True, whole=True)
    if found := _HEADING.fullmatch(raw):
        return _Block(parts=[found[1] or ""], whole=True)
    if found := _QUOTE.fullmatch(raw):
        return _Block(prefix="> ", parts=[found[1]])
    if found := _BULLET.fullmatch(raw):
        return _Block(first="• ", parts=[found[1]])
    if found := _NUMBER.fullmatch(raw):
        number = counted + 1 if counted else int(found[1])
        return _Block(first=f"{number}{found[2]} ", parts=[found[3]], number=number)
    return None


def _seen(block: _Block, card: bool, at: Collection[str]) -> list[Line]:
    joined = ""
    for index, part in enumerate(block.parts):
        last = index == len(block.parts) - 1
        broken = _BREAK.search(part)
        joined += _BREAK.sub("", part.lstrip(" ")) + ("" if last else "\n" if broken else " ")
    rows: list[tuple[list[str], list[Say]]] = [([], [])]
    for piece in read(joined, card, at):
        if isinstance(piece, Say):
            rows[-1][1].append(piece)
            continue
        first, *more = piece.split("\n")
        rows[-1][0].append(first)
        rows.extend(([each], []) for each in more)
    return [
        Line((block.first if index == 0 else "") + block.prefix + _text(words, bool(says)), tuple(says))
        for index, (words, says) in enumerate(rows)
    ]


def _text(words: list[str], says: bool) -> str:
    """Spaces between links are no text."""
    joined = "".join(words)
    return joined.strip() if says else joined
