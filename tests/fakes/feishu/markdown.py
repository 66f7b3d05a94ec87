"""A card's markdown as its reader sees it, line by line: paragraphs, headings, lists, quotes, code, rules and tables.

https://spec.commonmark.org/0.31.2/#blocks-and-inlines. UNVERIFIED: that a line feed inside a paragraph and an empty
line are kept as they are; the client was seen to do so, no page says it.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from tests.fakes.feishu.inline import Findings, shown

Name = Callable[[str], str]
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_BULLET = re.compile(r"[-*+](?:[ \t]+|$)")
_NUMBER = re.compile(r"(\d{1,9})[.)](?:[ \t]+|$)")
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")


def lines(source: str, name: Name, findings: Findings | None = None) -> list[str]:
    """The lines that are read."""
    return _Reader(name, findings if findings is not None else Findings()).read(source.split("\n"))


def tables(source: str) -> int:
    """How many tables are in it: a row with `|` above a row of dashes."""
    rows = [line.strip() for line in source.split("\n")]
    return sum("|" in above and "|" in below and bool(_DELIMITERS.match(below)) for above, below in pairwise(rows))


class _Reader:
    def __init__(self, name: Name, findings: Findings) -> None:
        self._name = name
        self._findings = findings
        self._out: list[str] = []
        self._open: list[str] = []
        """The lines of the paragraph that is being read, and what stands before the first of them."""
        self._mark = ""
        self._number = 0

    def read(self, source: list[str]) -> list[str]:
        at = 0
        while at < len(source):
            at = self._block(source, at)
        self._close()
        return self._out

    def _block(self, source: list[str], at: int) -> int:
        line = source[at].strip(" \t")
        indent = source[at][: len(source[at]) - len(source[at].lstrip(" \t"))].expandtabs(4)
        if not line:
            self._close()
            self._out.append("")
            return at + 1
        if len(indent) >= 4 and not self._open:
            self._out.append(indent[4:] + source[at].lstrip(" \t"))
            return at + 1
        if fence := _FENCE.match(line):
            return self._fenced(source, at, fence[1])
        if line.startswith(">"):
            return self._quoted(source, at)
        if self._open and not self._mark and _UNDERLINE.match(line):
            self._close()
            return at + 1
        if _RULE.match(line):
            self._put("---")
            return at + 1
        if heading := _HEADING.match(line):
            self._put(self._inline(heading[1] or ""))
            return at + 1
        if "|" in line and at + 1 < len(source) and "|" in source[at + 1] and _DELIMITERS.match(source[at + 1].strip()):
            return self._table(source, at)
        self._paragraph(line)
        return at + 1

    def _paragraph(self, line: str) -> None:
        if bullet := _BULLET.match(line):
            self._close()
            self._mark, line = "• ", line[bullet.end() :]
        elif (number := _NUMBER.match(line)) and (not self._open or self._number or number[1] == "1"):
            self._close()
            self._number = self._number + 1 if self._number else int(number[1])
            self._mark, line = f"{self._number}. ", line[number.end() :]
        elif not self._open:
            self._number = 0
        self._open.append(line)

    def _close(self) -> None:
        if self._open:
            self._out.extend((self._mark + self._inline("\n".join(self._open))).split("\n"))
        self._open, self._mark = [], ""

    def _put(self, line: str) -> None:
        self._close()
        self._number = 0
        self._out.extend(line.split("\n"))

    def _inline(self, text: str) -> str:
        return shown(text, self._name, self._findings)

    def _fenced(self, source: list[str], at: int, fence: str) -> int:
        """Up to the closing fence, or to the end."""
        self._close()
        at += 1
        while at < len(source) and not (source[at].strip().startswith(fence) and not source[at].strip(" " + fence[0])):
            self._out.append(source[at])
            at += 1
        return at + 1

    def _quoted(self, source: list[str], at: int) -> int:
        """Lines with the mark, and those that lazily continue their paragraph."""
        self._close()
        inside: list[str] = []
        while at < len(source):
            line = source[at].strip(" ")
            if line.startswith(">"):
                inside.append(line[1:].removeprefix(" "))
            elif line and inside and inside[-1] and not _starts_anew(line):
                inside.append(line)
            else:
                break
            at += 1
        quoted = _Reader(self._name, self._findings).read(inside)
        self._out.extend(f"> {line}" for line in quoted)
        return at

    def _table(self, source: list[str], at: int) -> int:
        self._close()
        while at < len(source) and "|" in source[at]:
            if not _DELIMITERS.match(source[at].strip()):
                cells = [self._inline(cell.strip()) for cell in source[at].strip().strip("|").split("|")]
                self._out.append(" | ".join(cells))
            at += 1
        return at


def _starts_anew(line: str) -> bool:
    found = (_FENCE, _RULE, _HEADING, _BULLET)
    return any(each.match(line) for each in found) or line.startswith("1. ")
