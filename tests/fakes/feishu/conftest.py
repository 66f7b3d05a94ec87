"""A fake with three people and a group, and a plain client of its REST interface and long connection."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, ClientWSTimeout

from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu.frames import CONTROL, Frame, decode, encode

NOW = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
ANN, BEN, GONE = "ou_ann", "ou_ben", "ou_gone"
TEAM = "oc_team"


class Clock:
    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass(slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> int:
        return int(self.body["code"])


class Client:
    """What any bot would do: a token, then calls."""

    def __init__(self, fake: FakeFeishu, http: ClientSession) -> None:
        self.fake = fake
        self.http = http
        self.token = ""
        self.sockets: list[ClientWebSocketResponse] = []

    async def call(self, method: str, path: str, body: Any = None, **query: str) -> Answer:
        if not self.token:
            credentials = {"app_id": self.fake.app_id, "app_secret": self.fake.app_secret}
            answer = await self.raw("POST", "auth/v3/tenant_access_token/internal", credentials)
            self.token = answer.body["tenant_access_token"]
        return await self.raw(method, path, body, {"Authorization": f"Bearer {self.token}"}, **query)

    async def raw(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, **query: str
    ) -> Answer:
        url = f"{self.fake.url}/open-apis/{path}"
        async with self.http.request(method, url, json=body, headers=headers, params=query) as answer:
            html = answer.content_type == "text/html"
            return Answer(answer.status, answer.headers, await (answer.text() if html else answer.json()))

    async def send(self, content: Any, to: str = ANN, kind: str = "interactive", uuid: str = "") -> Answer:
        more = {"uuid": uuid} if uuid else {}
        body = {"receive_id": to, "msg_type": kind, "content": json.dumps(content), **more}
        way = "chat_id" if to.startswith("oc_") else "open_id"
        return await self.call("POST", "im/v1/messages", body, receive_id_type=way)

    async def listen(self) -> "Listener":
        body = {"AppID": self.fake.app_id, "AppSecret": self.fake.app_secret}
        async with self.http.post(
            f"{self.fake.url}/callback/ws/endpoint", json=body, headers={"locale": "zh"}
        ) as answer:
            found = await answer.json()
        return Listener(await self.open(found["data"]["URL"]))

    async def open(self, url: str) -> ClientWebSocketResponse:
        socket = await self.http.ws_connect(url, timeout=ClientWSTimeout(ws_close=0.1))
        self.sockets.append(socket)
        return socket


class Listener:
    """The bot's end of a long connection, by hand."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self) -> Frame:
        return decode(await self.socket.receive_bytes())

    async def event(self) -> tuple[Frame, Any]:
        """A whole event in one frame, and its payload."""
        frame = await self.frame()
        return frame, json.loads(frame.payload)

    async def ack(self, frame: Frame, code: int = 200, data: Any = None) -> None:
        payload: dict[str, Any] = {"code": code}
        if data is not None:
            payload["data"] = b64encode(json.dumps(data).encode()).decode()
        headers = (*frame.headers, ("biz_rt", "3"))
        await self.socket.send_bytes(encode(replace(frame, headers=headers, payload=json.dumps(payload).encode())))

    async def ping(self) -> Frame:
        await self.socket.send_bytes(encode(Frame(0, 0, 7, CONTROL, (("type", "ping"),))))
        return await self.frame()


def card(*elements: Any, **more: Any) -> dict[str, Any]:
    """A card of these elements that is accepted if they are."""
    config = {"update_multi": True, "summary": {"content": "x"}}
    return {"schema": "2.0", "config": config, "body": {"elements": list(elements)}, **more}


def markdown(content: str, **more: Any) -> dict[str, Any]:
    return {"tag": "markdown", "content": content, **more}


def plain(content: str) -> dict[str, Any]:
    return {"tag": "plain_text", "content": content}


def button(label: str, **more: Any) -> dict[str, Any]:
    calls = {} if "form_action_type" in more else {"behaviors": [{"type": "callback", "value": {"a": label}}]}
    return {"tag": "button", "text": plain(label), **calls, **more}


def form(*elements: Any, name: str = "f") -> dict[str, Any]:
    submit = button("Send", name="go", form_action_type="submit")
    return {"tag": "form", "name": name, "elements": [*elements, submit]}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[FakeFeishu]:
    fake = FakeFeishu(clock)
    await fake.start()
    fake.unit("od-1", "研发", leader=BEN)
    fake.hire(BEN, "Ben")
    fake.hire(ANN, "Ann", leader=BEN, departments=("od-1",), email="ann@example.com", mobile="+8613800000000")
    fake.hire(GONE, "Gone", resigned=True)
    fake.found(TEAM, "华东组", [ANN, BEN])
    yield fake
    await fake.stop()


@pytest.fixture
async def bot(fake: FakeFeishu) -> AsyncIterator[Client]:
    async with ClientSession() as http:
        client = Client(fake, http)
        yield client
        for socket in client.sockets:
            await socket.close()
