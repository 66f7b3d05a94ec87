"""Text from outside: cleaned once at the door, limited by what a reader sees as one character."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_ZWJ = "\u200d"
_VARIATION = "\ufe0f"
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_HARMLESS = re.compile("[!-~一-鿿！-／、。][ -~一-鿿！-／、。]*")
"""Of nothing but letters, digits, Chinese characters and common punctuation: most messages."""
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
"""What some client shows as the end of a line: nobody may begin one in a way that others do not see."""
_ENDS = " \n.,!?。、~"
_MARKS_KEPT = 4
"""Combining marks kept on one character: enough for every living script, not for a tower of them."""


def clean(raw: str) -> str:
    """NFC, line feeds as the only control, no bidirectional or invisible characters, no towers of marks.

    A zero-width joiner survives only between emoji. Lone surrogates and NUL, which storage refuses, vanish.
    """
    if _HARMLESS.fullmatch(raw):
        return raw.rstrip(" ")
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", raw).replace("\t", " "))
    text = unicodedata.normalize("NFC", text)
    return "".join(_kept(text)).strip()


def _kept(text: str) -> Iterator[str]:
    marks = 0
    for index, char in enumerate(text):
        if char == _ZWJ:
            before, after = text[index - 1 : index], text[index + 1 : index + 2]
            if not (_pictorial(before) and _pictorial(after)):
                continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_KEPT:
            yield char


def _pictorial(char: str) -> bool:
    return char != "" and (char == _VARIATION or ord(char) > 0x1F000 or unicodedata.category(char) == "So")


def graphemes(text: str) -> Iterator[str]:
    """The text cut where a cursor may stand: marks, joined emoji and skin tones stay with their base."""
    cluster = ""
    for char in text:
        joins = (
            unicodedata.combining(char) != 0
            or char in (_ZWJ, _VARIATION)
            or 0x1F3FB <= ord(char) <= 0x1F3FF
            or cluster.endswith(_ZWJ)
        )
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def shorten(text: str, limit: int) -> str:
    """At most `limit` graphemes; what is cut shows as an ellipsis. Cut before escaping, never after."""
    if len(text) <= limit:
        return text
    clusters = list(graphemes(text))
    return text if len(clusters) <= limit else "".join(clusters[: limit - 1]) + "…"


def squash(text: str) -> str:
    """For comparing words: NFKC, lower case, spaces and closing punctuation gone from the ends."""
    return unicodedata.normalize("NFKC", text).casefold().strip(_ENDS)


@lru_cache(maxsize=512)
def folded(text: str) -> str:
    """Case and width taken out where that keeps every place in the text: one message meets every command."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if len(plain) == len(text):
        return plain
    return text.casefold() if len(text.casefold()) == len(text) else text
