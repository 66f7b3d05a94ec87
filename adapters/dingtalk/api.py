"""One call of DingTalk's API: token, pace, quota, and what its answer means."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from aiohttp import ClientError

from adapters.common.http import Answer, Http
from adapters.common.pace import Pace
from adapters.common.token import Fetched, Token
from adapters.dingtalk.errors import BANNED, Expired, Spent, Throttled, Uncertain, old_problem, problem
from adapters.dingtalk.limits import pace_limits
from adapters.dingtalk.quota import Meter
from adapters.dingtalk.settings import Settings
from bot.ports.adapter import SendError, Unauthorised, Unavailable

REFUSED_TOKEN = Unauthorised("DingTalk refuses a token it has just given; look at client_id and client_secret")


Json = Mapping[str, Any]
SESSION = "/robot/sendBySession"


class Api:
    """Both API hosts and the webhooks. Every call raises a SendError, or leaves as it is if it may have been done."""

    def __init__(self, settings: Settings, meter: Meter) -> None:
        self.http = Http(settings.api_url)
        self.meter = meter
        self.pace = Pace(pace_limits(settings.calls_per_second))
        self._settings = settings
        self.token = Token(self._fetch)

    async def call(self, method: str, path: str, body: Json | Callable[[], Json]) -> Json:
        """The new API, a call that counts. A body that is asked for is asked for when the call begins."""
        for _ in range(2):
            token = await self.token.get()
            headers = {"x-acs-dingtalk-access-token": token, "Accept": "application/json"}
            async with self.pace.turn(api=path):
                said = body() if callable(body) else body
                answer = await self.http.call(method, path, body=said, headers=headers)
            failed = problem(answer)
            if not isinstance(failed, Throttled | Expired | Spent):
                self.meter.call()
            if not isinstance(failed, Expired):
                return await self._judged(answer, failed, path)
            self.token.refused(token)
        raise REFUSED_TOKEN

    async def old(self, path: str, body: Mapping[str, Any]) -> Any:
        """`result` of the old API, a call that is free."""
        for _ in range(2):
            token = await self.token.get()
            url = f"{self._settings.old_api_url}{path}"
            async with self.pace.turn(api=path):
                answer = await self.http.call("POST", url, body=body, query={"access_token": token})
            failed = old_problem(answer)
            if not isinstance(failed, Expired):
                return (await self._judged(answer, failed, path)).get("result")
            self.token.refused(token)
        raise REFUSED_TOKEN

    async def webhook(self, url: str, body: Mapping[str, Any]) -> None:
        """A send to a sessionWebhook: no token, and as far as known one push of the quota."""
        async with self.pace.turn(api=SESSION):
            answer = await self.http.call("POST", url, body=body)
        failed = old_problem(answer)
        if not isinstance(failed, Throttled | Spent):
            self.meter.push()
        await self._judged(answer, failed, SESSION)

    @property
    def spares(self) -> bool:
        """Whether what can be spared is left out, and more goes into one call."""
        return self.meter.short or self.pace.strained

    async def close(self) -> None:
        await self.http.close()

    async def _judged(self, answer: Answer, failed: Exception | None, path: str) -> Mapping[str, Any]:
        if failed is None:
            return answer.data
        if isinstance(failed, Throttled) and failed.retry_after:
            self.pace.pause(failed.retry_after.total_seconds(), api=path)
        elif isinstance(failed, Unavailable) and failed.retry_after == BANNED:
            self.pace.pause(BANNED.total_seconds())
        if isinstance(failed, Spent):
            with suppress(Exception):  # being told is no reason to fail otherwise
                await self.meter.spent()
        raise failed

    async def _fetch(self) -> Fetched:
        """A new token. Nothing was sent yet, so whatever goes wrong is no unknown outcome."""
        body = {"appKey": self._settings.client_id, "appSecret": self._settings.client_secret.reveal()}
        try:
            answer = await self.http.call("POST", "/v1.0/oauth2/accessToken", body=body)
        except (ClientError, TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            raise Unavailable(f"no token could be had ({type(error).__name__})") from error
        failed = problem(answer)
        if isinstance(failed, Uncertain):
            raise Unavailable(f"no token could be had: {failed}")
        if isinstance(failed, SendError):
            raise failed
        token, lasts = answer.data.get("accessToken"), answer.data.get("expireIn")
        if not isinstance(token, str) or not isinstance(lasts, int | float):
            raise Unavailable("the answer to the request for a token holds none")
        return Fetched(token, float(lasts))
