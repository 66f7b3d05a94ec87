"""The kinds of id, and how one is derived from another so that a replay writes the same row."""

import hashlib
from base64 import b32encode
from typing import NewType

PersonId = NewType("PersonId", str)
TeamId = NewType("TeamId", str)
ChatId = NewType("ChatId", str)
EventId = NewType("EventId", str)
DeliveryKey = NewType("DeliveryKey", str)
Platform = NewType("Platform", str)


def derive(*parts: str) -> str:
    """The same parts always give the same id: 26 lower-case base32 characters (130 bits of SHA-256).

    The parts are joined with their lengths, so ("a", "bc") and ("ab", "c") differ.
    """
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    digest = hashlib.sha256(joined.encode()).digest()
    return b32encode(digest[:17])[:26].decode().lower()
