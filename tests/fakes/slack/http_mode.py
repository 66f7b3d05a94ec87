"""HTTP mode: payloads posted to the bot's own URL, signed as Slack signs them (docs.slack.dev: verifying requests)."""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.slack.limits import DEADLINE, SIGNATURE_AGE
from tests.fakes.slack.records import Ack, NotAcknowledged, Part

FORGERIES = ("", "bad", "missing", "stale", "not a number")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered."""

    status: int
    body: Any
    seconds: float


class HttpMode:
    """Posts to `url`. `forgery`: what is wrong with the next signatures, one of `FORGERIES`."""

    def __init__(self, secret: str, acks: list[Ack]) -> None:
        self._secret = secret
        self._acks = acks
        self.url = ""
        self.forgery = ""

    def signed(self, body: bytes, at: int | None = None, secret: str = "") -> dict[str, str]:
        """The headers of an honest request at this time (default: now, by the wall clock)."""
        stamp = str(int(time.time()) if at is None else at)
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new((secret or self._secret).encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    def _headers(self, body: bytes) -> dict[str, str]:
        match self.forgery:
            case "bad":
                return self.signed(body, secret="somebody else's")
            case "missing":
                return {}
            case "stale":
                return self.signed(body, int(time.time()) - SIGNATURE_AGE - 1)
            case "not a number":
                return {**self.signed(body), "X-Slack-Request-Timestamp": "soon"}
            case _:
                return self.signed(body)

    async def verify(self) -> Answer:
        """url_verification, as when the URL is entered on the app's page."""
        body = {"token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}
        return await self.post(json.dumps({**body, "type": "url_verification"}).encode(), "application/json")

    async def deliver(self, part: Part, attempt: int) -> Any:
        """Post it, and return the bot's answer. Raises NotAcknowledged unless that is a timely 2xx."""
        body, kind = encoded(part)
        headers = {}
        if attempt and part.kind == "events_api":
            headers = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        answer = await self.post(body, kind, headers)
        self._acks.append(Ack(_id(part), part.kind, answer.status, answer.body, answer.seconds, attempt))
        if not 200 <= answer.status < 300:
            raise NotAcknowledged(f"{part.kind}: the bot answered {answer.status}")
        return answer.body

    async def post(self, body: bytes, kind: str, more: dict[str, str] | None = None) -> Answer:
        """Any body at all, signed (or not) as `forgery` says."""
        headers = {**self._headers(body), **(more or {}), "Content-Type": kind}
        return await self.send(body, headers)

    async def send(self, body: bytes, headers: dict[str, str]) -> Answer:
        """A request with these very headers: to replay one that was sent before."""
        began = time.monotonic()
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=DEADLINE)) as http,
                http.post(self.url, data=body, headers=headers) as response,
            ):
                raw = await response.text()
                is_json = response.content_type == "application/json" and raw
                return Answer(response.status, json.loads(raw) if is_json else raw, time.monotonic() - began)
        except (ClientError, TimeoutError) as error:
            raise NotAcknowledged(f"the bot gave no answer: {error!r}") from error


def encoded(part: Part) -> tuple[bytes, str]:
    """A payload's body and content type: events are JSON, the rest are forms."""
    form = "application/x-www-form-urlencoded"
    match part.kind:
        case "events_api":
            return json.dumps(part.payload, ensure_ascii=False).encode(), "application/json"
        case "slash_commands":
            return urlencode(part.payload).encode(), form
        case _:
            return urlencode({"payload": json.dumps(part.payload, ensure_ascii=False)}).encode(), form


def _id(part: Part) -> str:
    names: Sequence[str] = ("event_id", "trigger_id")
    return next((str(part.payload[name]) for name in names if name in part.payload), "")
