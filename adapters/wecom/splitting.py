"""Long texts cut into messages by their bytes, and the invisible mark that tells one message from another."""

import hashlib
from collections.abc import Iterator

from bot.kernel.text import graphemes

_INVISIBLE = "\u200b\u200c\u2060"
MARKS = 10
MARK_BYTES = 3 * MARKS


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` bytes, cut between lines; within a line only where it alone is longer."""
    pieces: list[str] = []
    for line in _short_lines(text, limit):
        joined = f"{pieces[-1]}\n{line}" if pieces else line
        if pieces and len(joined.encode()) <= limit:
            pieces[-1] = joined
        else:
            pieces.append(line)
    # WeCom takes no empty message.
    return [piece for piece in pieces if piece.strip()]


def marked(text: str, key: str) -> str:
    """The text with a mark that nobody sees: one of 59,049, the same for the same key."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    digits: list[str] = []
    for _ in range(MARKS):
        number, digit = divmod(number, len(_INVISIBLE))
        digits.append(_INVISIBLE[digit])
    return text + "".join(digits)


def _short_lines(text: str, limit: int) -> Iterator[str]:
    for line in text.split("\n"):
        if len(line.encode()) <= limit:
            yield line
            continue
        piece, used = "", 0
        for cluster in graphemes(line):
            size = len(cluster.encode())
            if piece and used + size > limit:
                yield piece
                piece, used = "", 0
            piece += cluster
            used += size
        yield piece
