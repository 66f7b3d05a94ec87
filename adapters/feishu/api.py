"""The platform's REST interface: one token for all calls, at the pace it allows, its refusals as our errors."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from adapters.common.http import Answer, Http
from adapters.common.pace import Pace
from adapters.common.token import Fetched, Token
from adapters.feishu import limits
from adapters.feishu.errors import CHAT_TOO_FAST, TOKEN_GONE, TOO_FAST, failure, seconds_to_wait
from adapters.feishu.settings import Settings
from bot.ports.adapter import Unauthorised

LOG = logging.getLogger(__name__)
TOKEN = "/open-apis/auth/v3/tenant_access_token/internal"  # noqa: S105 - an address
DISCOVERY = "/callback/ws/endpoint"

Json = Mapping[str, Any]


class Api:
    """`call` for everything but what needs no token. `pace` is the one limiter of the app."""

    def __init__(self, settings: Settings, http: Http, pace: Pace) -> None:
        self._settings = settings
        self._http = http
        self.pace = pace
        self.token = Token(self._fetch, limits.EARLY)

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: Json | None = None,
        query: Mapping[str, str] | None = None,
        **busy: str,
    ) -> Json:
        """The answer, `code` 0. `busy`: the chat or message this counts for. Raises a SendError or Unclear.

        A token that is refused is replaced once. What the platform's clock or the network hides leaves as it is.
        """
        answer = await self._once(method, path, body, query, busy)
        if answer.data.get("code") in TOKEN_GONE:
            answer = await self._once(method, path, body, query, busy)
        code = answer.data.get("code")
        if code == 0 and answer.status < 300:
            return answer.data
        if answer.status == 429 or code in TOO_FAST:
            if code in CHAT_TOO_FAST and busy:
                self.pace.pause(limits.BUSY_CHAT, **busy)
            else:
                self.pace.pause(seconds_to_wait(answer))
        LOG.info(
            "The platform refused a call",
            extra={"action": "feishu.refused", "call": f"{method} {path.partition('?')[0]}", "code": code}
            | {"status": answer.status, "log_id": answer.headers.get("X-Tt-Logid", "")},
        )
        raise failure(answer)

    async def asked(self, path: str, **query: str) -> Json:
        """The `data` of a GET that an event waits for: a TimeoutError after a moment."""
        async with asyncio.timeout(limits.ASKING):
            answer = await self.call("GET", path, query=query or None)
        data = answer.get("data")
        return data if isinstance(data, Mapping) else {}

    async def discover(self) -> Json:
        """Where the long connection is: `URL` and `ClientConfig`. Unauthorised if it will not be told to us."""
        body = {"AppID": self._settings.app_id, "AppSecret": self._settings.app_secret.reveal()}
        url = f"{self._settings.base_url}{DISCOVERY}"
        async with asyncio.timeout(limits.DISCOVERY):
            answer = await self._http.call("POST", url, body=body, headers={"locale": "zh"})
        code, data = answer.data.get("code"), answer.data.get("data")
        if answer.status != 200 or code in (None, 1, 1000040343):
            raise ConnectionError(f"the platform is busy (HTTP {answer.status}, code {code})")
        if code != 0:
            raise Unauthorised(
                f"the long connection is refused ({code}): check app_id and app_secret, and that the app is switched on"
            )
        return data if isinstance(data, Mapping) else {}

    async def _once(
        self, method: str, path: str, body: Json | None, query: Mapping[str, str] | None, busy: Mapping[str, str]
    ) -> Answer:
        token = await self.token.get()
        url, sent = f"{self._settings.base_url}{path}", {"Authorization": f"Bearer {token}"}
        async with self.pace.turn(**busy):
            answer = await self._http.call(method, url, body=body, query=query, headers=sent)
        if answer.data.get("code") in TOKEN_GONE:
            self.token.refused(token)
        return answer

    async def _fetch(self) -> Fetched:
        secret = self._settings.app_secret.reveal()
        body = {"app_id": self._settings.app_id, "app_secret": secret}
        answer = await self._http.call("POST", f"{self._settings.base_url}{TOKEN}", body=body)
        token, lasts = answer.data.get("tenant_access_token"), answer.data.get("expire")
        if answer.data.get("code") == 0 and isinstance(token, str) and isinstance(lasts, int | float):
            return Fetched(token, float(lasts))
        raise failure(answer)
