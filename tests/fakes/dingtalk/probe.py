"""A bare client of the wire, for the fake's own tests: no adapter, no SDK."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.fakes.dingtalk import CLIENT_ID, CLIENT_SECRET, FakeDingTalk

NOW = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
MESSAGES = "/v1.0/im/bot/messages/get"
CARDS = "/v1.0/card/instances/callback"
TOPICS = (("EVENT", "*"), ("CALLBACK", MESSAGES), ("CALLBACK", CARDS))
ANSWERS = {"EVENT": {"status": "SUCCESS", "message": ""}, "CALLBACK": {"response": {}}}
Frame = dict[str, Any]


def acknowledged(frame: Frame, data: Any = None, code: int = 200) -> Frame:
    """The acknowledgement as documented."""
    content = ANSWERS[frame["type"]] if data is None else data
    headers = {"messageId": frame["headers"]["messageId"], "contentType": "application/json"}
    return {"code": code, "headers": headers, "message": "OK", "data": json.dumps(content)}


class Listener:
    """One connection, which acknowledges as `answer` says; None: not at all."""

    def __init__(self, socket: ClientWebSocketResponse, answer: Callable[[Frame], Frame | None]) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self.texts: list[str] = []
        self.closed: int | None = None
        self.heard = asyncio.Event()
        self._answer = answer
        self.task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        with contextlib.suppress(ConnectionError):
            async for message in self.socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(message.data)
        self.closed = self.socket.close_code

    async def _take(self, text: str) -> None:
        self.texts.append(text)
        try:
            frame = json.loads(text)
        except ValueError:
            return
        self.frames.append(frame)
        self.heard.set()
        if frame["type"] == "SYSTEM":
            if frame["headers"]["topic"] == "ping":
                await self.socket.send_json(acknowledged(frame, json.loads(frame["data"])))
            return
        if (answer := self._answer(frame)) is not None:
            await self.socket.send_json(answer)

    @property
    def data(self) -> list[Any]:
        """What the frames brought, decoded."""
        return [json.loads(each["data"]) for each in self.frames if each["type"] != "SYSTEM"]


class Probe:
    """Calls the fake as a bot would."""

    def __init__(self, fake: FakeDingTalk, http: ClientSession) -> None:
        self.fake = fake
        self.http = http
        self.token = ""
        self.listeners: list[Listener] = []

    async def call(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        """Status and decoded answer."""
        headers = {"x-acs-dingtalk-access-token": self.token} if self.token else {}
        url = path if path.startswith("http") else f"{self.fake.url}{path}"
        async with self.http.request(method, url, json=body, params=query or None, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith("{") else text

    async def post(self, path: str, **body: Any) -> tuple[int, Any]:
        return await self.call("POST", path, body)

    async def old(self, path: str, **body: Any) -> Any:
        """The old API's answer, which is always HTTP 200."""
        status, answer = await self.call("POST", path, body, access_token=self.token)
        assert status == 200
        return answer

    async def code(self, path: str, **body: Any) -> str:
        """The code of an error of the new API; empty if there was none."""
        status, answer = await self.post(path, **body)
        return "" if status == 200 else str(answer["code"])

    async def sign_in(self) -> None:
        _, answer = await self.post("/v1.0/oauth2/accessToken", appKey=CLIENT_ID, appSecret=CLIENT_SECRET)
        self.token = answer["accessToken"]

    async def open(self, topics: Sequence[tuple[str, str]] = TOPICS) -> tuple[int, Any]:
        subscriptions = [{"type": type, "topic": topic} for type, topic in topics]
        return await self.post(
            "/v1.0/gateway/connections/open",
            clientId=CLIENT_ID,
            clientSecret=CLIENT_SECRET,
            subscriptions=subscriptions,
            ua="probe/1.0",
            localIp="127.0.0.1",
        )

    async def dial(self, ticket: str) -> ClientWebSocketResponse:
        return await self.http.ws_connect(f"{self.fake.url}/connect", params={"ticket": ticket})

    async def listen(
        self,
        answer: Callable[[Frame], Frame | None] = acknowledged,
        topics: Sequence[tuple[str, str]] = TOPICS,
    ) -> Listener:
        _, answered = await self.open(topics)
        listener = Listener(await self.dial(answered["ticket"]), answer)
        self.listeners.append(listener)
        return listener


@contextlib.asynccontextmanager
async def probing(fake: FakeDingTalk) -> AsyncIterator[Probe]:
    """The fake with a small company in it, running, and a client with a token."""
    fake.hire("manager4713", "陈经理", department="华东销售")
    fake.hire("user0102", "赵敏", department="华东销售", manager="manager4713", mobile="13800000102")
    fake.hire("user0415", "王磊", department="研发", manager="manager4713")
    fake.found("cidTeamA/+x==", "华东组", ["user0102", "user0415", "manager4713"])
    await fake.start()
    async with ClientSession() as http:
        probe = Probe(fake, http)
        await probe.sign_in()
        try:
            yield probe
        finally:
            await fake.stop()
            for each in probe.listeners:
                await each.task
