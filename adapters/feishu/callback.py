"""The other way in: the platform posts events and clicks to our address, encrypted and signed.

https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/choose-a-subscription-mode/send-notifications-to-developers-server
"""

import asyncio
import hmac
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from aiohttp import web

from adapters.common.body import body_of
from adapters.common.credentials import keys
from adapters.common.strict_json import NotJson, loads_strict
from adapters.feishu import limits
from adapters.feishu.crypto import Forged, decrypt, fresh, signed
from adapters.feishu.intake import Intake
from adapters.feishu.settings import Settings

LOG = logging.getLogger(__name__)
PATH = "/callback/feishu"
HEADERS = ("X-Lark-Request-Timestamp", "X-Lark-Request-Nonce", "X-Lark-Signature")
SLOWEST = 10.0
"""Seconds a body may take to arrive."""
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)


class Callback:
    """One address for events and for clicks. `clock`: seconds of the wall, which signatures go by."""

    def __init__(self, settings: Settings, intake: Intake, clock: Callable[[], float] = time.time) -> None:
        self._keys = keys(settings.encrypt_key, settings.old_encrypt_key, settings.old_until)
        self._tokens = keys(settings.verification_token, settings.old_verification_token, settings.old_until)
        self._oldest = settings.max_age
        self._intake = intake
        self._clock = clock
        self.refused: Counter[str] = Counter()

    def routes(self) -> tuple[web.RouteDef, ...]:
        return (web.post(PATH, self._serve),)

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            raw = await body_of(request, limits.BODY, SLOWEST, ("application/json",))
            if not any(name in request.headers for name in HEADERS):
                return self._challenge(raw)
            timestamp, nonce, signature = (_once(request, name) for name in HEADERS)
            now = self._clock()
            key = self._keys.first(now, lambda each: each if signed(timestamp, nonce, signature, each, raw) else None)
            if key is None:
                raise Forged("the signature does not match")
            fresh(timestamp, now, self._oldest, limits.SKEW)
            envelope = self._opened(raw, key)
        except Forged as error:
            self.refused[str(error)] += 1
            LOG.warning("A callback was refused", extra={"action": "feishu.forged", "why": str(error)})
            return web.json_response({"error": "refused"}, status=401)
        try:
            async with asyncio.timeout(limits.ACCEPTING):
                answer = await self._intake.take(envelope)
        except Exception as error:
            # Whatever it was, the platform keeps the event and brings it again.
            LOG.warning("An event was not stored", extra={"action": "feishu.unstored", "error": type(error).__name__})
            return web.json_response({"error": "not now"}, status=503)
        return web.json_response(dict(answer or {}))

    def _challenge(self, raw: bytes) -> web.Response:
        """The only thing answered without a signature: the console's question, echoed to whoever knows the token."""
        if len(raw) > limits.CHALLENGE:
            raise Forged("unsigned")
        found = self._asked(raw)
        challenge = found.get("challenge")
        if found.get("type") != "url_verification":
            raise Forged("unsigned")
        if not (isinstance(challenge, str) and _CHALLENGE.fullmatch(challenge)):
            raise web.HTTPBadRequest
        return web.json_response({"challenge": challenge})

    def _asked(self, raw: bytes) -> Mapping[str, Any]:
        """What is inside an unsigned request, under whichever secret opens it."""
        *others, last = self._keys.good(self._clock())
        for _, key in others:
            with suppress(Forged):
                return self._opened(raw, key)
        return self._opened(raw, last[1])

    def _opened(self, raw: bytes, key: str) -> Mapping[str, Any]:
        """What is inside, if the token in it is ours."""
        sealed = _object(raw).get("encrypt")
        if not isinstance(sealed, str):
            raise Forged("not encrypted")
        found = _object(decrypt(sealed, key))
        header = found.get("header")
        token = header.get("token") if isinstance(header, Mapping) else found.get("token")
        if not (isinstance(token, str) and self._is_ours(token.encode("utf-8", "replace"))):
            raise Forged("the verification token is not ours")
        return found

    def _is_ours(self, token: bytes) -> bool:
        good = self._tokens.good(self._clock())
        return any(hmac.compare_digest(token, each.encode()) for _, each in good)


def _once(request: web.Request, name: str) -> str:
    values = request.headers.getall(name, [])
    if len(values) != 1:
        raise Forged("the signature's headers are missing or malformed")
    return values[0]


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        found = loads_strict(raw)
    except NotJson:
        raise Forged("not the JSON that the platform writes") from None
    if not isinstance(found, dict):
        raise Forged("not the JSON that the platform writes")
    return found
