"""One aiohttp session an adapter: time limits, JSON in and out, and what a failure says about whether it was done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientConnectorError, ClientSession, ClientTimeout, FormData

from adapters.common import outward
from bot.ports.adapter import Unavailable

WITHIN = ClientTimeout(total=15, connect=5)
"""Well below the outbox's lease of 30 s: nobody else takes over a call that still runs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`data` is the JSON object of the body, empty if it is none; `text` the start of the body."""

    status: int
    headers: Mapping[str, str]
    data: Mapping[str, Any]
    text: str


class Http:
    """Opened by the first call, closed by `close`. Proxies of the environment are not asked."""

    def __init__(self, base: str = "", within: ClientTimeout = WITHIN) -> None:
        self._base = base
        self._within = within
        self._session: ClientSession | None = None

    async def call(
        self,
        method: str,
        url: str,
        *,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: FormData | None = None,
    ) -> Answer:
        """One request; `url` absolute, or below the base. No redirect is followed.

        Raises Unavailable if it was certainly not done (nobody could be reached). A time-out, a reset or half an
        answer, or one that is too long, leaves as it is: the caller cannot know whether it was done.
        """
        address = url if "://" in url else f"{self._base}{url}"
        data = json.dumps(body, ensure_ascii=False).encode() if body is not None else form
        sent = {**(headers or {})}
        if body is not None:
            sent.setdefault("Content-Type", "application/json; charset=utf-8")
        try:
            async with self.session.request(
                method, address, data=data, params=query, headers=sent, allow_redirects=False, middlewares=()
            ) as response:
                raw = await response.read()
                return Answer(response.status, response.headers, _object(raw), raw[:2000].decode("utf-8", "replace"))
        except ClientConnectorError as error:
            raise Unavailable(f"{error.host} cannot be reached") from error

    @property
    def session(self) -> ClientSession:
        """For WebSockets and uploads too."""
        if self._session is None or self._session.closed:
            self._session = outward.session(self._within)
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
