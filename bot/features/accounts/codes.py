"""Codes to be typed once: eight characters nobody can guess, kept as a hash, worthless after a while."""

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta

from bot.kernel.features import Reads
from bot.kernel.people import Note

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without what is easily misread: 0 and O, 1 and I."""
LENGTH = 8
PREFIX = "code:"
"""What the ids of their notes begin with."""
_CODE = re.compile(rf"[{ALPHABET}]{{4}}[\s-]?[{ALPHABET}]{{4}}")


def fresh() -> str:
    """A new code, 40 bits of chance, as it is shown: `ABCD-EFGH`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{drawn[:4]}-{drawn[4:]}"


def code_in(text: str) -> str | None:
    """The code in what was typed, whatever its case and its dash."""
    found = _CODE.fullmatch(text.strip().upper())
    return found[0].replace("-", "").replace(" ", "") if found else None


def kept(code: str, purpose: str, whose: str, now: datetime, lasts: timedelta) -> Note:
    """What is kept of a code: for what, and whose it is."""
    return Note(_id(code, purpose), whose, (now + lasts).astimezone(UTC).isoformat())


def found(reads: Reads, code: str, purpose: str, now: datetime) -> Note | None:
    """The code, if it is good for this purpose now."""
    note = reads.get(Note, _id(code, purpose))
    if note is None or not note.text or datetime.fromisoformat(note.until) <= now:
        return None
    return note


def spent(note: Note) -> Note:
    """It is good for nothing any more."""
    return Note(note.id, "", note.until)


def noted(name: str) -> str:
    """The id of a note beside the codes, read by whoever may read those."""
    return f"{PREFIX}{name}"


def is_code(note: Note) -> bool:
    return note.id.startswith(PREFIX)


def _id(code: str, purpose: str) -> str:
    bare = code.replace("-", "")
    return PREFIX + hashlib.sha256(f"{purpose}:{bare}".encode()).hexdigest()
