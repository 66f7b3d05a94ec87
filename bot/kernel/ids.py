"""The kinds of id, and how one is derived from another so that a replay writes the same row."""

import hashlib
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
_SHIFTS: Final = tuple(range(126, 5, -10))


def derive(*parts: str) -> str:
    """The same parts always give the same id: 26 lower-case base32 characters (130 bits of SHA-256).

    The parts are joined with their lengths, so ("a", "bc") and ("ab", "c") differ.
    """
    joined = "".join([f"{len(part)}:{part}" for part in parts])
    bits = int.from_bytes(hashlib.sha256(joined.encode()).digest()[:17], "big")
    return "".join([_PAIRS[bits >> shift & 1023] for shift in _SHIFTS])
