"""The points in a sentence of thanks: which number is meant as points, and which belongs to the reason."""

import re
import unicodedata
from dataclasses import dataclass

MOST_READ = 100
"""Numbers above this are no points at all; between the weekly allowance and this the giver is asked."""

_NUMBER = re.compile(r"[+＋\-－−]?[0-9０-９]{1,40}(?:[.．,][0-9０-９]{1,20})?(?:[eE][+-]?[0-9]{1,5})?")
_HANZI = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_SPOKEN = re.compile(r"\+?([零一二两三四五六七八九十])分(?!钟)")
_UNIT = re.compile(r"\s?(?:分(?!钟)|points?\b|pts?\b)", re.IGNORECASE)
_COUNTS_SOMETHING = re.compile(
    r"\s?(?:[点點个個次位%％:：/／\-~]|小时|分钟|o'clock|[ap]m\b)|[a-zA-Z天月号日年周份版楼人章页轮]"
)
_TRAILING = re.compile(r"\s[+＋]([0-9０-９]{1,3})\s?(?:分|points?|pts?)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """Points as written, ending at `end` in the text; None where what is written is no number of points."""

    points: int | None
    written: str
    end: int


def amount_at(text: str, at: int) -> Amount | None:
    """The amount that stands at a place: `2`, `+2`, `２分`, `两分`; not the 11 of `11 点`, nor the 3 of `3D`."""
    if spoken := _SPOKEN.match(text, at):
        return Amount(_HANZI[spoken[1]], spoken[0], spoken.end())
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    end = number.end()
    if unit := _UNIT.match(text, end):
        end = unit.end()
    elif number[0][0] not in "+＋" and _COUNTS_SOMETHING.match(text, end):
        return None
    return Amount(_points(number[0]), number[0], end)


def trailing(text: str) -> tuple[int, str] | None:
    """An amount at the end that can mean nothing else, `… +2`, and the text before it."""
    found = _TRAILING.search(text[-20:])
    if found is None:
        return None
    points = _points(found[1])
    return None if points is None else (points, text[: len(text) - len(found[0])].rstrip())


def _points(written: str) -> int | None:
    digits = unicodedata.normalize("NFKC", written).removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 3:
        return None
    return int(digits) if int(digits) <= MOST_READ else None
