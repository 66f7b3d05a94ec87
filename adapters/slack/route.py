"""HTTP mode: Slack posts to us. The raw body is checked against its signature before anything reads it.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hmac
import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.common.body import body_of
from adapters.common.credentials import Keys
from adapters.common.strict_json import loads_strict
from adapters.slack.doors import Door
from adapters.slack.limits import BODY, BODY_WITHIN, SIGNATURE_AGE

LOG = logging.getLogger(__name__)
_STAMP = re.compile(r"[0-9]{10}", re.ASCII)
_CHALLENGE = re.compile(r"[A-Za-z0-9_.\-]{1,256}", re.ASCII)
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
_SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Route:
    """One path for events, interaction and commands. `clock`: the wall, in seconds, which signatures go by."""

    def __init__(self, path: str, keys: Keys[str], door: Door, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._keys = keys
        self._door = door
        self._clock = clock
        self.last = 0.0
        """When Slack was last heard, by the loop's clock; 0: not yet."""

    def routes(self) -> list[web.RouteDef]:
        return [web.post(self._path, self.handle)]

    async def handle(self, request: web.Request) -> web.Response:
        """200 once it is stored; 401 for what Slack did not sign; 503 if it could not be stored."""
        raw = await body_of(request, BODY, BODY_WITHIN, (JSON, FORM))
        if not self.signed(request, raw):
            LOG.warning("a request was refused: its signature is not Slack's", extra={"action": "slack.signature"})
            return _answer(401)
        try:
            kind, body = _parsed(request.content_type, raw)
        except ValueError:
            return _answer(400)
        self.last = asyncio.get_running_loop().time()
        if kind == "url_verification":
            challenge = body.get("challenge")
            good = isinstance(challenge, str) and _CHALLENGE.fullmatch(challenge)
            return web.json_response({"challenge": challenge}, headers=_SAFE) if good else _answer(400)
        try:
            answer = await self._door.take(kind, body)
        except Exception as error:
            LOG.warning("not stored", extra={"action": "slack.not_accepted", "error": type(error).__name__})
            return _answer(503)
        return web.json_response(answer, headers=_SAFE) if answer else _answer(200)

    def signed(self, request: web.Request, raw: bytes) -> bool:
        """Whether these very bytes were signed with our secret within the last five minutes."""
        stamps = request.headers.getall("X-Slack-Request-Timestamp", [])
        signatures = request.headers.getall("X-Slack-Signature", [])
        if len(stamps) != 1 or len(signatures) != 1 or not _STAMP.fullmatch(stamps[0]):
            return False
        now = self._clock()
        if abs(now - int(stamps[0])) > SIGNATURE_AGE:
            return False
        base = b"v0:" + stamps[0].encode() + b":" + raw

        def fits(secret: str) -> bool | None:
            expected = "v0=" + hmac.digest(secret.encode(), base, "sha256").hex()
            return hmac.compare_digest(expected.encode(), signatures[0].encode("utf-8", "replace")) or None

        return self._keys.first(now, fits) is not None


def _parsed(content_type: str, raw: bytes) -> tuple[str, Mapping[str, Any]]:
    """Events are JSON; interaction is a form with a `payload` of JSON; a command is a form. ValueError for all else."""
    if content_type == JSON:
        body = _object(loads_strict(raw))
        return ("url_verification" if body.get("type") == "url_verification" else "events_api"), body
    form = dict(parse_qsl(raw.decode("utf-8"), keep_blank_values=True, strict_parsing=True, max_num_fields=50))
    if "payload" in form:
        return "interactive", _object(loads_strict(form["payload"].encode()))
    if "command" in form or "ssl_check" in form:
        return "slash_commands", form
    raise ValueError("a form without payload or command")


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _answer(status: int) -> web.Response:
    return web.Response(status=status, headers=_SAFE)
