"""The HTTP mode: signed robot callbacks, encrypted events, signed card callbacks."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.fakes.dingtalk import CLIENT_ID, CLIENT_SECRET, FakeDingTalk, Handle, NotAcknowledged, draw
from tests.fakes.dingtalk.crypto import decrypt, encrypt, event_sign
from tests.fakes.dingtalk.probe import Probe
from tests.fakes.dingtalk.test_cards import MAKE, card

TOKEN, KEY = "tok", "a" * 43


class Bot:
    """A public address that keeps what came."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        self.came: list[tuple[Any, Any, Any]] = []
        self._answer = answer

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.came.append((body, dict(request.headers), dict(request.query)))
        return web.json_response(self._answer(body))


@asynccontextmanager
async def serving(answer: Callable[[Any], Any]) -> AsyncIterator[tuple[Bot, str]]:
    bot = Bot(answer)
    app = web.Application()
    app.router.add_post("/", bot.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield bot, f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def test_a_robot_callback_is_signed_and_may_be_answered(fake: FakeDingTalk) -> None:
    async with serving(lambda _: {"msgtype": "text", "text": {"content": "收到"}}) as (bot, url):
        fake.callbacks.console.robot_url = url
        await fake.push(fake.said("user0102", "你好"))
    body, headers, _ = bot.came[0]
    assert body["text"] == {"content": "你好"}
    signed = f"{headers['timestamp']}\n{CLIENT_SECRET}".encode()
    digest = hmac.new(CLIENT_SECRET.encode(), signed, hashlib.sha256).digest()
    assert headers["sign"] == base64.b64encode(digest).decode()
    assert draw(fake.messages[0]).text == "收到"


async def test_an_empty_answer_says_nothing(fake: FakeDingTalk) -> None:
    async with serving(lambda _: {"msgtype": "empty"}) as (_, url):
        fake.callbacks.console.robot_url = url
        await fake.push(fake.said("user0102", "你好"))
    assert not fake.messages


def _success(_: Any) -> Any:
    encrypted = encrypt(KEY, CLIENT_ID, "success")
    signature = event_sign(TOKEN, "1", "n", encrypted)
    return {"msg_signature": signature, "encrypt": encrypted, "timeStamp": "1", "nonce": "n"}


async def test_an_event_is_encrypted_flat_and_in_capitals(fake: FakeDingTalk) -> None:
    async with serving(_success) as (bot, url):
        fake.callbacks.console.event_url = url
        await fake.push(fake.left("user0415"))
    body, _, query = bot.came[0]
    assert query["msg_signature"] == event_sign(TOKEN, query["timestamp"], query["nonce"], body["encrypt"])
    event = json.loads(decrypt(KEY, CLIENT_ID, body["encrypt"]))
    assert (event["EventType"], event["UserId"]) == ("user_leave_org", ["user0415"])


@pytest.mark.parametrize(
    ("spoil", "told"), [({"msg_signature": "no"}, "signed success"), ({"errcode": 0}, "no field errcode")]
)
async def test_an_event_wants_a_signed_success(fake: FakeDingTalk, spoil: dict[str, Any], told: str) -> None:
    async with serving(lambda body: {**_success(body), **spoil}) as (_, url):
        fake.callbacks.console.event_url = url
        with pytest.raises(NotAcknowledged, match=told):
            await fake.push(fake.left("user0415"))


async def test_a_card_callback_goes_where_it_was_registered(probe: Probe, fake: FakeDingTalk) -> None:
    response = {"cardData": {"cardParamMap": {"text_1": "收到"}}}
    async with serving(lambda _: response) as (bot, url):
        body = {"callbackRouteKey": "r", "callbackUrl": url, "apiSecret": "s3", "forceUpdate": True}
        assert await probe.code("/v1.0/card/callbacks/register", **body) == ""
        await probe.post(MAKE, **card(callbackType="HTTP", callbackRouteKey="r"))
        await fake.push(fake.pressed("user0102", "k1", Handle("button", "b1", "x")))
    _, headers, _ = bot.came[0]
    stamp = headers["x-ddpaas-signature-timestamp"]
    digest = hmac.new(b"s3", stamp.encode(), hashlib.sha256).digest()
    assert headers["x-ddpaas-signature"] == base64.b64encode(digest).decode()
    assert draw(fake.messages[0]).text == "收到"


async def test_a_route_nobody_registered_is_told(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.post(MAKE, **card(callbackType="HTTP", callbackRouteKey="r"))
    with pytest.raises(NotAcknowledged, match="no address"):
        await fake.push(fake.pressed("user0102", "k1", Handle("button", "b1", "x")))


def test_what_is_for_somebody_else_is_not_read() -> None:
    with pytest.raises(ValueError, match="somebody else"):
        decrypt(KEY, "another", encrypt(KEY, CLIENT_ID, "success"))
