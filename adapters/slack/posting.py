"""One call of the Web API as a POST of JSON on our session: what the SDK does around it costs more than the call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from yarl import URL

from adapters.common import outward

CONTENT = "application/json;charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """As the SDK names its parts. `data`: the JSON object of the body, or its text if it is none."""

    status_code: int
    headers: Mapping[str, str]
    data: Any


class Posting:
    """`base`: the address of the API, `token` that of the bot."""

    def __init__(self, base: str, token: str) -> None:
        self._base = base
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": CONTENT}
        self._urls: dict[str, URL] = {}

    async def post(self, session: ClientSession, method: str, arguments: Mapping[str, Any]) -> Answer:
        """Raises the SDK's SlackApiError unless Slack says `ok`; ValueError for what cannot be read; aiohttp's own."""
        url = self._urls.get(method) or self._urls.setdefault(method, URL(f"{self._base}/{method}"))
        body = orjson.dumps(arguments)
        # Without middlewares: theirs, that nobody sends us elsewhere, is looked at here for less.
        async with session.post(
            url, data=body, headers=self._headers, allow_redirects=False, middlewares=()
        ) as response:
            outward.refuse_elsewhere(response)
            raw = await response.read()
        answer = Answer(response.status, response.headers, _read(raw))
        if response.status == 200 and not isinstance(answer.data, dict):
            raise ValueError("no object of JSON")
        if response.status != 200 or not answer.data.get("ok"):
            # One sentence of ours: the SDK's names the address.
            raise SlackApiError(f"{method} failed ({response.status})", answer)  # type: ignore[no-untyped-call]
        return answer


def _read(raw: bytes) -> Any:
    try:
        found = orjson.loads(raw)
    except ValueError:
        return raw[:2000].decode("utf-8", "replace")
    return found if isinstance(found, dict) else str(found)[:2000]
