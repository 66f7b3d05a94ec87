"""A small company at the fake, and the three ways in which a bot talks with it: written here without any adapter."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, web

from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.fake import AGENT, BOT, BOT_SECRET, CORP, SECRET

Json = dict[str, Any]
Connect = Callable[[], Awaitable["Wire"]]
MORNING = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
ROOM = "wrQoP7CwAbCdEfGh"


class Time:
    """The wall, and the seconds that rates go by."""

    def __init__(self) -> None:
        self.at = MORNING
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.at

    def clock(self) -> float:
        return self.seconds

    def passes(self, **by: float) -> None:
        self.at += timedelta(**by)
        self.seconds += timedelta(**by).total_seconds()


class Api:
    """REST as a bot speaks it."""

    def __init__(self, fake: FakeWeCom, http: ClientSession) -> None:
        self.fake, self.http, self.token = fake, http, ""

    async def login(self, corp: str = CORP, secret: str = SECRET) -> Json:
        answer = await self.get("gettoken", corpid=corp, corpsecret=secret)
        self.token = answer.get("access_token", "")
        return answer

    async def get(self, path: str, **query: str) -> Json:
        async with self.http.get(f"{self.fake.url}/cgi-bin/{path}", params=self._query(path, query)) as answer:
            return await self._read(answer)

    async def post(self, path: str, body: Any, **query: str) -> Json:
        url = f"{self.fake.url}/cgi-bin/{path}"
        async with self.http.post(url, params=self._query(path, query), json=body) as answer:
            return await self._read(answer)

    async def send(self, **body: Any) -> Json:
        return await self.post("message/send", {"touser": "ZhangSan", "agentid": AGENT, **body})

    async def text(self, content: str, **body: Any) -> Json:
        return await self.send(msgtype="text", text={"content": content}, **body)

    async def card(self, card: Json, **body: Any) -> Json:
        return await self.send(msgtype="template_card", template_card=card, **body)

    def _query(self, path: str, query: dict[str, str]) -> dict[str, str]:
        return query if path == "gettoken" or "key" in query else {"access_token": self.token, **query}

    async def _read(self, answer: Any) -> Json:
        assert answer.status == 200
        told: Json = await answer.json()
        return told


class Url:
    """The bot's URL: what arrived, and how it answers the next ones (a status, or seconds to wait)."""

    def __init__(self) -> None:
        self.got: list[web.Request] = []
        self.bodies: list[str] = []
        self.answers: list[tuple[int, str]] = []
        self.always: tuple[int, str] = (200, "")
        self.waits = asyncio.Event()
        self.waits.set()

    async def serve(self, request: web.Request) -> web.Response:
        self.got.append(request)
        self.bodies.append(await request.text())
        status, body = self.answers.pop(0) if self.answers else self.always
        if status == 0:
            await self.waits.wait()
        return web.Response(status=status or 200, text=body)


class Wire:
    """The long connection as a bot holds it: one reader, so that pings are answered."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self._ids = (f"req{number}" for number in itertools.count(1))
        self._frames: asyncio.Queue[Json] = asyncio.Queue()
        self._reader = asyncio.create_task(self._read())

    async def send(self, cmd: str, body: Any = None, req_id: str = "") -> str:
        req_id = req_id or next(self._ids)
        frame: Json = {"cmd": cmd, "headers": {"req_id": req_id}}
        await self.socket.send_str(json.dumps(frame if body is None else {**frame, "body": body}))
        return req_id

    async def ask(self, cmd: str, body: Any = None, req_id: str = "") -> Json:
        await self.send(cmd, body, req_id)
        return await self.next()

    async def next(self) -> Json:
        """The next frame; an empty one once the connection is over."""
        async with asyncio.timeout(5):
            return await self._frames.get()

    async def subscribe(self, secret: str = BOT_SECRET) -> Json:
        return await self.ask("aibot_subscribe", {"bot_id": BOT, "secret": secret})

    async def close(self) -> None:
        self._reader.cancel()
        await self.socket.close()

    async def _read(self) -> None:
        async for got in self.socket:
            if got.type is WSMsgType.TEXT:
                page = got.data.startswith("<html>")
                self._frames.put_nowait({"page": got.data} if page else json.loads(got.data))
        self._frames.put_nowait({})


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def fake(time: Time) -> AsyncIterator[FakeWeCom]:
    fake = FakeWeCom(time.now, clock=time.clock)
    for user, name in (("ZhangSan", "张三"), ("LiSi", "李四"), ("WangWu", "王五")):
        fake.hire(user, name, "研发")
    fake.found(ROOM, "研发组", ["ZhangSan", "LiSi", "WangWu"])
    await fake.start()
    fake.callback = "http://127.0.0.1:9/nobody"
    yield fake
    await fake.stop()


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as http:
        yield http


@pytest.fixture
async def api(fake: FakeWeCom, http: ClientSession) -> Api:
    api = Api(fake, http)
    await api.login()
    return api


@pytest.fixture
async def url(fake: FakeWeCom) -> AsyncIterator[Url]:
    url, app = Url(), web.Application(client_max_size=2**30)
    app.router.add_route("*", "/wecom", url.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.callback = f"http://127.0.0.1:{runner.addresses[0][1]}/wecom"
    yield url
    url.waits.set()
    await runner.cleanup()


@pytest.fixture
async def connect(fake: FakeWeCom, http: ClientSession) -> AsyncIterator[Connect]:
    """Opens connections, not yet subscribed."""
    wires: list[Wire] = []

    async def connected() -> Wire:
        wires.append(Wire(await http.ws_connect(fake.ws_url)))
        return wires[-1]

    yield connected
    for wire in wires:
        await wire.close()


@pytest.fixture
async def wire(connect: Connect) -> Wire:
    wire = await connect()
    assert (await wire.subscribe())["errcode"] == 0
    return wire
