"""Files: uploaded by the bot, sent by people, kept for three days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.wecom.records import Json, Refusal

KEPT = timedelta(days=3)
SIZES = {"image": 10 * 2**20, "voice": 2 * 2**20, "video": 10 * 2**20, "file": 20 * 2**20}


@dataclass(frozen=True, slots=True)
class Stored:
    id: str
    kind: str
    name: str
    data: bytes
    at: datetime


class Media:
    """What was uploaded, by media_id."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.stored: dict[str, Stored] = {}

    def keep(self, kind: str, name: str, data: bytes) -> Stored:
        """A Refusal if the kind is unknown, or the file empty or too big."""
        if kind not in SIZES:
            raise Refusal(40004, "invalid media type")
        if not 5 < len(data) <= SIZES[kind]:
            raise Refusal(40006, "invalid media size")
        id = f"media{len(self.stored) + 1:04d}{'m' * 40}"
        self.stored[id] = Stored(id, kind, name, data, self._now())
        return self.stored[id]

    def check(self, id: str) -> Stored:
        stored = self.stored.get(id)
        if stored is None or self._now() - stored.at > KEPT:
            raise Refusal(40007, "invalid media_id")
        return stored

    def upload(self, kind: str, raw: bytes) -> Json:
        """One part of a multipart body, named `media`."""
        found = re.search(
            rb"\r\nContent-Disposition: form-data;([^\r]*)\r\n(?:[^\r]+\r\n)*\r\n", b"\r\n" + raw, re.IGNORECASE
        )
        if found is None or b'name="media"' not in found[1]:
            raise Refusal(41005, "media data missing")
        data = (b"\r\n" + raw)[found.end() :].rpartition(b"\r\n--")[0]
        name = re.search(rb'filename="([^"]*)"', found[1])
        stored = self.keep(kind, name[1].decode() if name else "", data)
        created = str(int(stored.at.timestamp()))
        return {"errcode": 0, "errmsg": "ok", "type": kind, "media_id": stored.id, "created_at": created}
