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
from typing import Any

from aiohttp import web

from adapters.common.strict_json import NotJson, loads_strict
from adapters.feishu import limits
from adapters.feishu.crypto import Forged, decrypt, fresh, verify
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
        self._key = settings.encrypt_key.reveal()
        self._token = settings.verification_token.reveal().encode()
        self._oldest = settings.max_age
        self._intake = intake
        self._clock = clock
        self.refused: Counter[str] = Counter()

    def routes(self) -> tuple[web.RouteDef, ...]:
        return (web.post(PATH, self._serve),)

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            raw = await self._body(request)
            if not any(name in request.headers for name in HEADERS):
                return self._challenge(raw)
            timestamp, nonce, signature = (_once(request, name) for name in HEADERS)
            verify(timestamp, nonce, signature, self._key, raw)
            fresh(timestamp, self._clock(), self._oldest, limits.SKEW)
            envelope = self._opened(raw)
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

    async def _body(self, request: web.Request) -> bytes:
        if request.content_type != "application/json" or (request.charset or "utf-8").lower() != "utf-8":
            raise web.HTTPUnsupportedMediaType
        if request.headers.get("Content-Encoding", "identity") != "identity":
            raise web.HTTPUnsupportedMediaType
        if (request.content_length or 0) > limits.BODY:
            raise web.HTTPRequestEntityTooLarge(limits.BODY, request.content_length or 0)
        try:
            async with asyncio.timeout(SLOWEST):
                return await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None

    def _challenge(self, raw: bytes) -> web.Response:
        """The only thing answered without a signature: the console's question, echoed to whoever knows the token."""
        if len(raw) > limits.CHALLENGE:
            raise Forged("unsigned")
        found = self._opened(raw)
        challenge = found.get("challenge")
        if found.get("type") != "url_verification":
            raise Forged("unsigned")
        if not (isinstance(challenge, str) and _CHALLENGE.fullmatch(challenge)):
            raise web.HTTPBadRequest
        return web.json_response({"challenge": challenge})

    def _opened(self, raw: bytes) -> Mapping[str, Any]:
        """What is inside, if the token in it is ours."""
        sealed = _object(raw).get("encrypt")
        if not isinstance(sealed, str):
            raise Forged("not encrypted")
        found = _object(decrypt(sealed, self._key))
        header = found.get("header")
        token = header.get("token") if isinstance(header, Mapping) else found.get("token")
        if not (isinstance(token, str) and hmac.compare_digest(token.encode("utf-8", "replace"), self._token)):
            raise Forged("the verification token is not ours")
        return found


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
