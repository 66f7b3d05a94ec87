"""Reads what stands inside a paragraph of markdown as a client would show it: marks gone, links and mentions named."""

import html
import re
import string
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote_plus

SAY = "dtmd://dingtalkclient/sendMessage?content="
"""All lower case up to the path: another spelling of the host is silently dead."""

_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
_EMOJI = re.compile(r"\[([^\[\]\\\n]{1,12})\]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)((?:\s[^<>\n]*)?)/?>")
_MENTION = re.compile(r"<a\s+atId=\"?([^\s>\"]+)\"?\s*>(.*?)</a>", re.DOTALL)
_ADDRESS = re.compile(r"<(https?://[^<>\s]*)>")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_MARKS = ("**", "__", "~~", "*", "_")


@dataclass(frozen=True, slots=True)
class Say:
    """A link that makes the reader say something."""

    label: str
    words: str


Piece = str | Say


def said_by(url: str) -> str | None:
    """What a press of this address makes a person say; None if it is an address like others."""
    return unquote_plus(url.removeprefix(SAY)) if url.startswith(SAY) else None


def read(text: str, card: bool, at: Collection[str] = ()) -> list[Piece]:
    """Text and links to say. `card`: the dialect of cards, with `<br>` and `[emoji]`; `at`: whom it notifies."""
    return _Reader(text, card, at).read()


class _Reader:
    def __init__(self, text: str, card: bool, at: Collection[str]) -> None:
        self._text = text
        self._card = card
        self._at = at
        self._pieces: list[Piece] = []

    def read(self) -> list[Piece]:
        at = 0
        while at < len(self._text):
            at = self._step(at)
        return self._pieces

    def _step(self, at: int) -> int:
        text, char = self._text, self._text[at]
        match char:
            case "\\" if text[at + 1 : at + 2] and text[at + 1] in string.punctuation:
                return self._put(text[at + 1], at + 2)
            case "&" if found := _ENTITY.match(text, at):
                return self._put(html.unescape(found[0]).replace("\xa0", " "), found.end())
            case "!" if text[at + 1 : at + 2] == "[" and (found := _LINK.match(text, at + 1)):
                return self._put(f"({found[1] or 'image'})", found.end())
            case "[":
                return self._bracket(at)
            case "<":
                return self._tag(at)
            case "`" if found := _CODE.match(text, at):
                return self._put(found[2], found.end())
        for mark in _MARKS:
            if text.startswith(mark, at) and (end := _closing(text, at, mark)):
                self._pieces += read(text[at + len(mark) : end], self._card, self._at)
                return end + len(mark)
        return self._put(char, at + 1)

    def _bracket(self, at: int) -> int:
        if found := _LINK.match(self._text, at):
            words = None if self._card else said_by(found[2])
            label = "".join(each for each in read(found[1], self._card) if isinstance(each, str))
            self._pieces.append(f"{label} ({found[2]})" if words is None else Say(label, words))
            return found.end()
        if self._card and (found := _EMOJI.match(self._text, at)):
            return self._put(f":{found[1]}:", found.end())
        return self._put("[", at + 1)

    def _tag(self, at: int) -> int:
        """A tag is never seen: what a client does not know, it leaves out."""
        if self._card and (found := _MENTION.match(self._text, at)):
            name = "".join(each for each in read(found[2], True) if isinstance(each, str))
            return self._put(f"@{name}" if found[1] in self._at else name, found.end())
        if found := _ADDRESS.match(self._text, at):
            return self._put(found[1], found.end())
        if found := _TAG.match(self._text, at):
            return self._put("\n" if self._card and found[1].lower() == "br" else "", found.end())
        return self._put("<", at + 1)

    def _put(self, text: str, after: int) -> int:
        if self._pieces and isinstance(self._pieces[-1], str):
            self._pieces[-1] += text
        else:
            self._pieces.append(text)
        return after


def _closing(text: str, at: int, mark: str) -> int:
    """Where the mark that opens here is closed; 0 if it opens nothing. Rules of spec.commonmark.org, emphasis."""
    begin = at + len(mark)
    if not _opens(text, at, begin, mark):
        return 0
    place = begin
    while (place := text.find(mark, place)) >= 0:
        after = place + len(mark)
        single = len(mark) == 1 and (text[place - 1] == mark or text[after : after + 1] == mark)
        if place > begin and text[place - 1] != "\\" and not single and _closes(text, place, after, mark):
            return place
        place += 1
    return 0


def _opens(text: str, at: int, begin: int, mark: str) -> bool:
    before, after = text[at - 1 : at] if at else "", text[begin : begin + 1]
    if len(mark) == 1 and after == mark:
        return False
    good = bool(after) and not after.isspace() and (not _punctuation(after) or _edge(before))
    return good and (mark[0] != "_" or _edge(before))


def _closes(text: str, place: int, after: int, mark: str) -> bool:
    before, behind = text[place - 1], text[after : after + 1]
    good = not before.isspace() and (not _punctuation(before) or _edge(behind))
    return good and (mark[0] != "_" or _edge(behind))


def _edge(char: str) -> bool:
    return not char or char.isspace() or _punctuation(char)


def _punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
