"""HTTP mode: what is posted to the bot's URL, its signature, and every way a forger might get it wrong."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, FakeSlack, NotAcknowledged
from tests.fakes.slack.conftest import ANN, BOB


class Bot:
    """Keeps what it is sent; answers `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.requests: list[tuple[dict[str, str], bytes]] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status)


@pytest.fixture
async def listener(fake: FakeSlack) -> AsyncIterator[Bot]:
    bot = Bot()
    app = web.Application()
    app.router.add_post("/slack/events", bot.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield bot
    await runner.cleanup()


def signature(secret: str, stamp: str, body: bytes) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def test_the_signature_of_slacks_own_example(fake: FakeSlack) -> None:
    """docs.slack.dev/authentication/verifying-requests-from-slack: secret, time and body are printed there."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    headers = fake.http.signed(body, 1531420618)
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert headers == {"X-Slack-Request-Timestamp": "1531420618", "X-Slack-Signature": expected}


async def test_an_event_is_json_and_the_rest_are_forms(fake: FakeSlack, listener: Bot) -> None:
    await fake.push(fake.said(ANN, "你好"))
    await fake.push(fake.deeds.commanded(BOB, "/okr", "list"))
    await fake.push(fake.modals.shortcut(ANN, "give_kudos"))
    (event, command, shortcut) = listener.requests
    assert json.loads(event[1])["event"]["text"] == "你好"
    assert parse_qs(command[1].decode())["command"] == ["/okr"]
    assert json.loads(parse_qs(shortcut[1].decode())["payload"][0])["callback_id"] == "give_kudos"
    for headers, body in listener.requests:
        stamp = headers["X-Slack-Request-Timestamp"]
        assert abs(int(stamp) - time.time()) < 60
        assert headers["X-Slack-Signature"] == signature(SIGNING_SECRET, stamp, body)
    assert [each.code for each in fake.acks] == [200, 200, 200]


async def test_what_is_not_2xx_is_no_acknowledgement(fake: FakeSlack, listener: Bot) -> None:
    event = fake.said(ANN, "hello")
    listener.status = 500
    with pytest.raises(NotAcknowledged, match="answered 500"):
        await fake.push(event)
    listener.status = 200
    await fake.push(event)
    first, again = listener.requests
    assert first[1] == again[1]
    assert "X-Slack-Retry-Num" not in first[0]
    assert (again[0]["X-Slack-Retry-Num"], again[0]["X-Slack-Retry-Reason"]) == ("1", "http_timeout")
    fake.request_url = "http://127.0.0.1:9/slack/events"
    with pytest.raises(NotAcknowledged, match="no answer"):
        await fake.push(event)


@pytest.fixture
async def bolt(fake: FakeSlack) -> AsyncIterator[None]:
    """The real slack-bolt behind a route."""
    app = AsyncApp(
        name="toy", signing_secret=SIGNING_SECRET, client=AsyncWebClient(BOT_TOKEN, base_url=f"{fake.url}/api/")
    )

    @app.event("message")
    async def heard() -> None: ...

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", handle)
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield
    await runner.cleanup()


@pytest.mark.usefixtures("bolt")
async def test_bolt_believes_the_fake_and_no_forger(fake: FakeSlack) -> None:
    assert (await fake.http.verify()).body["challenge"].startswith("3eZb")
    event = fake.said(ANN, "hello")
    await fake.push(event)
    for forgery, status in (("bad", 401), ("missing", 401), ("stale", 401), ("not a number", 500)):
        fake.http.forgery = forgery
        with pytest.raises(NotAcknowledged, match=f"answered {status}"):
            await fake.push(event)
    assert [each.code for each in fake.acks] == [200, 401, 401, 401, 500]
