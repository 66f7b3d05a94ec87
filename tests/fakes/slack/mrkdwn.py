"""Slack's markup as its client shows it (D-format): what is formatting disappears, what is escaped appears.

UNVERIFIED, and strict on purpose: marks count only at the edge of a word (a CJK character is part of a word), a
zero-width space or word joiner is such an edge outside a pair and breaks a pair inside; an escaped `>` at the start of
a line quotes as a bare one does.
"""

import re
from collections.abc import Callable
from html import unescape

from tests.fakes.slack import emoji

_ZERO = "\u200b\u2060"
_ANGLED = re.compile(r"<([^<>\n]+)>")
_QUOTE = re.compile(r"^(?:>>>|&gt;&gt;&gt;|>|&gt;) ?", re.MULTILINE)
_WHOLE_REST = re.compile(r"^(?:>>>|&gt;&gt;&gt;) ?(.*)", re.MULTILINE | re.DOTALL)
_ENTITY = re.compile(r"&(amp|lt|gt);")
_KEPT = re.compile("\x00(\\d+)\x00")
AT_ALL = ("here", "channel", "everyone")


def _pair(mark: str) -> re.Pattern[str]:
    m = re.escape(mark)
    edge = r"[^\W_]"
    return re.compile(
        rf"(?<!{edge})(?<!{m}){m}(?![\s{m}{_ZERO}])([^{m}\n]+)(?<![\s{m}{_ZERO}]){m}(?!{edge})(?!{m})"
    )  # fmt: skip


_CODE_BLOCK = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = _pair("`")
_MARKS = tuple(_pair(mark) for mark in "*_~")


def shown(text: str, called: Callable[[str], str]) -> str:
    """The text as read on a screen; `called` names users and channels by id."""
    kept: list[str] = []

    def keep(words: str) -> str:
        kept.append(words)
        return f"\x00{len(kept) - 1}\x00"

    # A link's label is formatted like the text around it: it stays in place, only its address is kept apart.
    text = _ANGLED.sub(lambda found: _angled(found[1], called, keep), text.replace("\x00", "").replace("\x01", ""))
    for code in (_CODE_BLOCK, _CODE):
        text = code.sub(lambda found: keep(_plain(found[1])), text)
    text = _WHOLE_REST.sub(lambda found: "\n".join(f"\x01{line}" for line in found[1].split("\n")), text)
    text = _QUOTE.sub("\x01", text)
    for _ in range(3):  # one pair inside another
        for mark in _MARKS:
            text = mark.sub(r"\1", text)
    text = _plain(emoji.shown(text)).replace("\x01", "> ")
    while _KEPT.search(text):
        text = _KEPT.sub(lambda found: kept[int(found[1])], text)
    return text


def _plain(text: str) -> str:
    """Escapes undone, once; what nobody can see is gone."""
    return _ENTITY.sub(lambda found: unescape(found[0]), text).translate({ord(each): None for each in _ZERO})


def _angled(inside: str, called: Callable[[str], str], keep: Callable[[str], str]) -> str:
    target, bar, label = inside.partition("|")
    match target[0], target[1:]:
        case "@", id:
            return keep(f"@{called(id)}")
        case "#", id:
            return keep(f"#{called(id)}")
        case "!", special:
            kind, _, _ = special.partition("^")
            return keep(_plain(label) if kind == "date" or (bar and kind == "subteam") else f"@{kind}")
        case _ if bar:
            return f"{label}{keep(f' ({_plain(target)})')}"
        case _:
            return keep(_plain(target))


def specials(text: str) -> list[str]:
    """What stands in angle brackets, each without them."""
    return _ANGLED.findall(text)


def escaped(text: str) -> str:
    """Text as Slack sends it to apps."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
