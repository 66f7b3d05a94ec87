"""The kinds of id, and how one is derived from another so that a replay writes the same row."""

from hashlib import sha256
from struct import Struct
from typing import Final, NewType

PersonId = NewType("PersonId", str)
TeamId = NewType("TeamId", str)
ChatId = NewType("ChatId", str)
EventId = NewType("EventId", str)
DeliveryKey = NewType("DeliveryKey", str)
Platform = NewType("Platform", str)

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS: Final = tuple(first + second for first in _LETTERS for second in _LETTERS)
"""Ten bits each: sooner than `base64.b32encode`, which counts where a fan-out derives ten thousand ids."""
_SPLIT: Final = Struct(">QQB").unpack_from
_OWN: Final = Struct(">QH").unpack_from


def derive(*parts: str) -> str:
    """The same parts always give the same id: 26 lower-case base32 characters (130 bits of SHA-256).

    The parts are joined with their lengths, so ("a", "bc") and ("ab", "c") differ.
    """
    joined = "".join([f"{len(part)}:{part}" for part in parts])
    a, b, c = _SPLIT(sha256(joined.encode()).digest())
    p = _PAIRS
    return (
        f"{p[a >> 54]}{p[a >> 44 & 1023]}{p[a >> 34 & 1023]}{p[a >> 24 & 1023]}{p[a >> 14 & 1023]}{p[a >> 4 & 1023]}"
        f"{p[(a & 15) << 6 | b >> 58]}{p[b >> 48 & 1023]}{p[b >> 38 & 1023]}{p[b >> 28 & 1023]}{p[b >> 18 & 1023]}"
        f"{p[b >> 8 & 1023]}{p[(b & 255) << 2 | c >> 6]}"
    )


def one_of(many: str, one: str) -> str:
    """An id like a derived one, of one among `many` (a derived id): 50 bits are the same for all, 80 are its own.

    So they stand side by side in an index, and a fan-out does not change another page of it for every row.
    """
    a, b = _OWN(sha256(f"{many}/{one}".encode()).digest())
    p = _PAIRS
    return (
        f"{many[:10]}{p[a >> 54]}{p[a >> 44 & 1023]}{p[a >> 34 & 1023]}{p[a >> 24 & 1023]}{p[a >> 14 & 1023]}"
        f"{p[a >> 4 & 1023]}{p[(a & 15) << 6 | b >> 10]}{p[b & 1023]}"
    )


def paired(many: str, id: str) -> str:
    """An id of one among `many` for what has another one of `one_of` already: its own 80 bits are the same."""
    return many[:10] + id[10:]
