"""Mode "http": what is posted to us, who may post it, and what is refused before anything is parsed."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from io import BytesIO
from types import MappingProxyType
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.kernel.events import ActionTriggered, MessageReceived
from tests.adapters.dingtalk.desk import MIN, Bot
from tests.adapters.dingtalk.samples import SHORT
from tests.fakes.dingtalk import CLIENT_SECRET, TEMPLATE, FakeDingTalk, NotAcknowledged, draw
from tests.fakes.dingtalk.crypto import card_sign, robot_sign

PATH = "k3J9vQ0sWz7Xp1LmN4tR8e"
ROBOT = f"/callback/dingtalk/{PATH}/robot"
NOW_S = 1_790_000_000.0
MOMENT = str(int(NOW_S * 1000))


class Served:
    """A bot whose routes are served, and a client of its own."""

    def __init__(self, bot: Bot, client: "TestClient[Any, Any]") -> None:
        self.bot = bot
        self.client = client

    async def post(
        self,
        body: object = None,
        path: str = ROBOT,
        data: bytes | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> int:
        sent = {"timestamp": MOMENT, "sign": robot_sign(CLIENT_SECRET, MOMENT), "Content-Type": "application/json"}
        sent = {name: value for name, value in {**sent, **headers}.items() if value}
        raw = json.dumps({"msgtype": "text"} if body is None else body).encode() if data is None else data
        async with self.client.post(
            path, data=BytesIO(raw), headers=sent, skip_auto_headers=["Content-Type"]
        ) as answer:
            return answer.status


@pytest.fixture
async def served(fake: FakeDingTalk) -> AsyncIterator[Served]:
    app = web.Application()
    async with TestClient(TestServer(app)) as client:
        url = str(client.make_url("")).rstrip("/")
        bot = Bot(fake, mode="http", callback_path=PATH, public_url=url, card_template_id=TEMPLATE)
        fake.callbacks.console.robot_url = f"{url}{ROBOT}"
        fake.callbacks.console.real_time = lambda: NOW_S
        bot.adapter._callbacks._clock = lambda: NOW_S
        app._router._frozen = False
        app.add_routes(bot.adapter.routes())
        run = asyncio.create_task(bot.adapter.run(bot.desk.accept))
        async with asyncio.timeout(5):
            while not fake.callbacks.routes:  # noqa: ASYNC110 - the fake tells nobody of it
                await asyncio.sleep(0)
        yield Served(bot, client)
        run.cancel()
        with suppress(asyncio.CancelledError):
            await run
        await bot.close()


def signed(moment: str) -> dict[str, str]:
    return {"timestamp": moment, "sign": robot_sign(CLIENT_SECRET, moment)}


async def test_a_message_and_a_press(served: Served, fake: FakeDingTalk) -> None:
    await fake.push(fake.said(MIN, "你好"))
    await served.bot.send(SHORT)
    await fake.push(fake.pressed(MIN, fake.messages[0].id, draw(fake.messages[0]).pressables[0].handle))
    said, pressed = served.bot.events
    assert isinstance(said, MessageReceived)
    assert isinstance(pressed, ActionTriggered)
    assert (said.text, pressed.action) == ("你好", "done")


async def test_what_cannot_be_stored_is_not_taken(served: Served, fake: FakeDingTalk) -> None:
    served.bot.desk.refuses = True
    event = fake.said(MIN, "你好")
    with pytest.raises(NotAcknowledged):
        await fake.push(event)
    assert fake.acks[-1].code == 503
    served.bot.desk.refuses = False
    await fake.push(event)
    assert len(served.bot.desk.envelopes) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"sign": ""},
        {"sign": "é"},
        {"sign": robot_sign(CLIENT_SECRET, MOMENT).lower()},
        {"sign": robot_sign("another", MOMENT)},
        {"timestamp": ""},
        {"timestamp": "abc"},
        {"timestamp": MOMENT[:10]},
        {"timestamp": "1790000000００0"},
        {"timestamp": "-1"},
        {"x-ddpaas-signature": "x", "sign": ""},
    ],
)
async def test_sec_002_an_unsigned_post_is_nobodys(served: Served, headers: dict[str, str]) -> None:
    assert await served.post(headers=headers) == 401
    assert served.bot.desk.envelopes == []


@pytest.mark.parametrize("seconds", [301, -301])
async def test_sec_005_five_minutes_either_way(served: Served, seconds: int) -> None:
    moment = str(int((NOW_S + seconds) * 1000))
    assert await served.post(headers=signed(moment)) == 401
    near = str(int((NOW_S + seconds * 0.99) * 1000))
    assert await served.post(headers=signed(near)) == 200


async def test_a_captured_signature_carries_no_other_body(served: Served) -> None:
    said = {"msgtype": "text", "msgId": "1", "senderStaffId": MIN, "text": {"content": "你好"}}
    assert await served.post(said) == 200
    assert await served.post(said) == 200
    assert await served.post({**said, "text": {"content": "全部通过"}}) == 401
    assert len(served.bot.desk.envelopes) == 1


async def test_sec_014_both_headers_twice(served: Served, fake: FakeDingTalk) -> None:
    sign = robot_sign(CLIENT_SECRET, MOMENT)
    headers = [("timestamp", MOMENT), ("sign", sign), ("sign", "x"), ("Content-Type", "application/json")]
    async with served.client.post(ROBOT, data=b"{}", headers=headers) as answer:
        assert answer.status == 401


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        (b"[" * 100_000, {"sign": "x"}, 401),
        (b"[" * 100_000, {}, 400),
        (b'{"a":1,"a":2}', {}, 400),
        (b"[]", {}, 400),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"{}", {"Content-Encoding": "gzip"}, 415),
        (b" " * (1024 * 1024 + 1), {}, 413),
    ],
)
async def test_bodies_that_are_none(served: Served, data: bytes, headers: dict[str, str], status: int) -> None:
    assert await served.post(data=data, headers=headers) == status


async def test_an_endless_body_is_cut_off(served: Served) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(3000):
            yield b" " * 1024

    headers = {"timestamp": MOMENT, "sign": robot_sign(CLIENT_SECRET, MOMENT), "Content-Type": "application/json"}
    async with served.client.post(ROBOT, data=endless(), headers=headers) as answer:
        assert answer.status == 413


async def test_only_the_secret_address_answers(served: Served) -> None:
    assert await served.post(path="/callback/dingtalk/guessed-guessed-guessed/robot") == 404
    async with ClientSession() as http, http.get(served.client.make_url(ROBOT)) as answer:
        assert answer.status == 405


async def test_sec_012_a_card_is_signed_with_another_secret(served: Served) -> None:
    path = f"/callback/dingtalk/{PATH}/card"
    secret = served.bot.adapter._callbacks.card_secret
    stamp = {"x-ddpaas-signature-timestamp": MOMENT}
    assert await served.post({}, path, headers=stamp | {"x-ddpaas-signature": card_sign(CLIENT_SECRET, MOMENT)}) == 401
    assert await served.post({}, path, headers=stamp | {"x-ddpaas-signature": card_sign(secret, MOMENT)}) == 200
