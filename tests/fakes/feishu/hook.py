"""The other way to the bot: HTTP callbacks, encrypted and signed if there is a key. Platform notes 1.3.

https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/choose-a-subscription-mode/send-notifications-to-developers-server
"""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.feishu.records import Json, NotAcknowledged
from tests.fakes.feishu.sealing import encrypt, sign
from tests.fakes.feishu.state import Platform

VERIFICATION = 1.0
"""Seconds for the answer to a challenge."""
FLAWS = ("signature", "unsigned", "stale", "plain", "key", "garbage", "lower")
"""A wrong signature; none; one of ten minutes ago; not encrypted; encrypted with another key; no JSON; and nothing
wrong, but header names in lower case."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One POST and its answer: `raw` and `headers` can be sent again."""

    raw: bytes
    headers: dict[str, str]
    status: int
    body: Any


class Hook:
    """Posts to the bot's URL. `key` empty: in clear text, and unsigned."""

    def __init__(self, platform: Platform, url: str, key: str, token: str) -> None:
        self._platform = platform
        self.url = url
        self.key = key
        self.token = token
        self._http = ClientSession()

    async def close(self) -> None:
        await self._http.close()

    async def verify(self) -> None:
        """The console's question when the URL is saved; NotAcknowledged unless it is answered well, within 1 s."""
        challenge = self._platform.new_id("")
        question = {"challenge": challenge, "token": self.token, "type": "url_verification"}
        body = json.dumps({"encrypt": encrypt(json.dumps(question), self.key)} if self.key else question)
        # this one carries no signature
        posted = await self.send(body.encode(), {}, VERIFICATION)
        if posted.status != 200 or posted.body != {"challenge": challenge}:
            raise NotAcknowledged(f"the challenge was answered with {posted.status} {posted.body}")

    async def post(self, envelope: Json, deadline: float, flaw: str = "") -> Posted:
        """Push this; TimeoutError after the deadline. `flaw`: see FLAWS."""
        if flaw and flaw not in FLAWS:
            raise ValueError(f"no such flaw: {flaw!r}; there are {', '.join(FLAWS)}")
        plain = json.dumps(envelope, ensure_ascii=False)
        key = "another key" if flaw == "key" else self.key
        sealed = json.dumps({"encrypt": encrypt(plain, key)}) if self.key and flaw != "plain" else plain
        raw = b"\xff{" if flaw == "garbage" else sealed.encode()
        return await self.send(raw, self._signed(raw, flaw), deadline)

    def _signed(self, raw: bytes, flaw: str) -> dict[str, str]:
        if not self.key or flaw == "unsigned":
            return {}
        # Real time: that is what a signature is checked against.
        timestamp, nonce = str(int(time.time()) - (600 if flaw == "stale" else 0)), self._platform.new_id("")[:10]
        signature = sign(timestamp, nonce, self.key if flaw != "signature" else "another key", raw)
        headers = {
            "X-Lark-Request-Timestamp": timestamp,
            "X-Lark-Request-Nonce": nonce,
            "X-Lark-Signature": signature,
        }
        return {name.lower(): value for name, value in headers.items()} if flaw == "lower" else headers

    async def send(self, raw: bytes, headers: dict[str, str], deadline: float) -> Posted:
        """These very bytes and headers: once more is a replay. Redirects are answers, not followed."""
        typed = {**headers, "Content-Type": "application/json; charset=utf-8"}
        try:
            async with (
                asyncio.timeout(deadline),
                self._http.post(
                    self.url, data=raw, headers=typed, allow_redirects=False, timeout=ClientTimeout()
                ) as answer,
            ):
                text = await answer.text()
        except ClientError as error:
            raise NotAcknowledged(f"the URL cannot be reached: {error}") from None
        try:
            body = json.loads(text)
        except ValueError:
            body = text
        return Posted(raw, headers, answer.status, body)
