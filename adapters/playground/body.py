"""A request's body: read within its limits, and each of its fields within its own."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from adapters.common.strict_json import NotJson, loads_strict
from adapters.playground import limits
from adapters.playground.answers import Problem

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ID = re.compile(rf"[A-Za-z0-9_.:-]{{1,{limits.ID}}}")


class Body:
    """The fields of a JSON object. Each is asked for by name; a wrong one is a `Problem` that names it."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields
        self.settle = self._flag("settle")

    def text(self, name: str, limit: int | None = None, default: str | None = None) -> str:
        """A text; what no storage takes (NUL, half a surrogate pair) becomes a replacement character."""
        value = self._fields.get(name, default)
        if not isinstance(value, str):
            raise _wrong(name, "a text")
        if limit is not None and len(value) > limit:
            raise _wrong(name, f"a text of at most {limit} characters")
        return storable(value)

    def id(self, name: str, default: str | None = None) -> str:
        value = self.text(name, None, default)
        if value != default and not _ID.fullmatch(value):
            raise _wrong(name, f"an id: letters, digits and _ . : -, at most {limits.ID}")
        return value

    def ids(self, name: str, most: int) -> tuple[str, ...]:
        value = self._fields.get(name, [])
        if not isinstance(value, list) or len(value) > most or not all(isinstance(each, str) for each in value):
            raise _wrong(name, f"a list of at most {most} ids")
        return tuple(dict.fromkeys(storable(each) for each in value))

    def message(self, name: str) -> int:
        """The id of a message, as the API gives it out."""
        value = self.text(name, limits.ID)
        if not re.fullmatch("[0-9]{1,15}", value):
            raise _wrong(name, "the id of a message")
        return int(value)

    def has(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def _flag(self, name: str) -> bool:
        value = self._fields.get(name, False)
        if not isinstance(value, bool):
            raise _wrong(name, "true or false")
        return value

    def texts(self, name: str) -> Mapping[str, str]:
        value = self._fields.get(name)
        texts = {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}
        whole = isinstance(value, dict) and len(texts) == len(value) <= limits.VALUES
        if not whole or any(len(text) > limits.VALUE for text in texts.values()):
            raise _wrong(name, f"an object of at most {limits.VALUES} texts of {limits.VALUE} characters")
        return {storable(key): storable(text) for key, text in texts.items()}


async def read(request: web.Request, limit: int = limits.BODY) -> Body:
    """The body of a POST."""
    if request.content_type != "application/json" or (request.charset or "utf-8").lower() not in ("utf-8", "utf8"):
        raise Problem(415, "not_json", "The content type must be application/json, in UTF-8.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(415, "encoded", "The body must come as it is, not compressed.")
    raw = await _received(request, limit)
    try:
        value = loads_strict(raw)
    except NotJson as error:
        raise Problem(400, "not_json", f"The body cannot be read: {error}.") from None
    if not isinstance(value, dict):
        raise Problem(400, "not_an_object", "The body must be a JSON object.")
    return Body(value)


async def _received(request: web.Request, limit: int) -> bytes:
    too_large = Problem(413, "too_large", f"The body may have at most {limit} bytes.")
    if (request.content_length or 0) > limit:
        raise too_large
    raw = bytearray()
    try:
        async with asyncio.timeout(limits.BODY_SECONDS):
            async for chunk in request.content.iter_any():
                raw += chunk
                if len(raw) > limit:
                    raise too_large
    except TimeoutError:
        raise Problem(408, "too_slow", "The body took too long to arrive.") from None
    return bytes(raw)


def storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _wrong(name: str, expected: str) -> Problem:
    return Problem(400, "wrong_field", f'The field "{name}" must be {expected}.')
