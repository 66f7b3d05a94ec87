"""A bare client of the Web API, for the fake's own tests and for use by hand: no SDK between."""

from types import TracebackType
from typing import Any

from aiohttp import ClientSession

from tests.fakes.slack.fake import BOT_TOKEN, FakeSlack
from tests.fakes.slack.records import Json


class Client:
    """Calls methods of one fake."""

    def __init__(self, fake: FakeSlack) -> None:
        self._fake = fake
        self.status = 0
        self.headers: dict[str, str] = {}

    async def __aenter__(self) -> "Client":
        self.http = ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.close()

    async def call(self, method: str, token: str = BOT_TOKEN, **arguments: Any) -> Json:
        """With a JSON body. The answer, also one that is no success."""
        return await self.request(method, token, json=arguments)

    async def form(self, method: str, token: str = BOT_TOKEN, **arguments: str) -> Json:
        return await self.request(method, token, data=arguments)

    async def request(self, method: str, token: str, verb: str = "POST", **more: Any) -> Json:
        headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **more.pop("headers", {})}
        async with self.http.request(verb, f"{self._fake.url}/api/{method}", headers=headers, **more) as response:
            self.status, self.headers = response.status, dict(response.headers)
            answer: Json = await response.json(content_type=None)
            return answer
