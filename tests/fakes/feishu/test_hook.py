"""HTTP callbacks: challenged, encrypted, signed, and wrong in every way on request."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.fakes.feishu import FakeFeishu, NotAcknowledged
from tests.fakes.feishu.conftest import ANN, Client, button, card
from tests.fakes.feishu.drawing import draw
from tests.fakes.feishu.sealing import decrypt, sign

KEY = "test key"


class Site:
    """The bot's web server: notes what comes, answers as told."""

    def __init__(self) -> None:
        self.came: list[tuple[bytes, dict[str, str]]] = []
        self.status = 200
        self.answer: Any = {}
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.came.append((raw, dict(request.headers)))
        body = json.loads(raw)
        body = json.loads(decrypt(body["encrypt"], KEY)) if "encrypt" in body else body
        if body.get("type") == "url_verification":
            return web.json_response({"challenge": body["challenge"]}, status=self.status)
        return web.json_response(self.answer, status=self.status)

    def read(self) -> Any:
        """The newest body, decrypted."""
        return json.loads(decrypt(json.loads(self.came[-1][0])["encrypt"], KEY))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site, application = Site(), web.Application()
    application.router.add_post("/hook", site.take)
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield site
    await runner.cleanup()


async def test_the_url_is_challenged_without_a_signature(fake: FakeFeishu, site: Site) -> None:
    await fake.subscribe(site.url, KEY)
    question = site.read()
    assert (question["type"], question["token"]) == ("url_verification", fake.token)
    assert not any(name.startswith("X-Lark") for name in site.came[0][1])
    await fake.subscribe(site.url)
    assert json.loads(site.came[1][0])["type"] == "url_verification"


async def test_a_url_that_answers_badly_is_not_saved(fake: FakeFeishu, site: Site) -> None:
    site.status = 500
    with pytest.raises(NotAcknowledged, match="challenge"):
        await fake.subscribe(site.url, KEY)
    with pytest.raises(NotAcknowledged, match="reached"):
        await fake.subscribe("http://127.0.0.1:1/hook", KEY)


async def test_an_event_is_encrypted_and_signed(fake: FakeFeishu, site: Site) -> None:
    await fake.subscribe(site.url, KEY)
    event = fake.said(ANN, "hi")
    await fake.push(event)
    assert site.read()["event"] == event.event
    raw, headers = site.came[-1]
    expected = sign(headers["X-Lark-Request-Timestamp"], headers["X-Lark-Request-Nonce"], KEY, raw)
    assert headers["X-Lark-Signature"] == expected
    assert [each.code for each in fake.acks] == [200]


async def test_a_click_is_answered_in_the_response(fake: FakeFeishu, bot: Client, site: Site) -> None:
    await fake.subscribe(site.url, KEY)
    await bot.send(card(button("A")))
    site.answer = {"toast": {"type": "info", "content": "ok"}}
    await fake.push(fake.pressed(ANN, fake.messages[0].id, draw(fake.messages[0]).pressables[0].handle))
    assert [(each.user, each.content) for each in fake.toasts] == [(ANN, "ok")]
    site.status = 302
    with pytest.raises(NotAcknowledged, match="200671"):
        await fake.push(fake.pressed(ANN, fake.messages[0].id, draw(fake.messages[0]).pressables[0].handle))


@pytest.mark.parametrize(
    ("flaw", "signed", "sealed"),
    [("signature", False, True), ("unsigned", False, True), ("stale", True, True), ("plain", True, False)],
)
async def test_flaws(fake: FakeFeishu, site: Site, flaw: str, signed: bool, sealed: bool) -> None:
    await fake.subscribe(site.url, KEY)
    posted = await fake.post(fake.said(ANN, "hi"), flaw)
    assert posted.status == 200
    raw, headers = site.came[-1]
    timestamp, nonce = headers.get("X-Lark-Request-Timestamp", ""), headers.get("X-Lark-Request-Nonce", "")
    assert (headers.get("X-Lark-Signature", "none") == sign(timestamp, nonce, KEY, raw)) is signed
    assert ("encrypt" in json.loads(raw)) is sealed
    if flaw == "stale":
        fresh = await fake.post(fake.said(ANN, "hi"), "lower")
        assert int(fresh.headers["x-lark-request-timestamp"]) - int(timestamp) >= 600


async def test_a_replay_is_the_same_to_the_byte(fake: FakeFeishu, site: Site) -> None:
    await fake.subscribe(site.url, KEY)
    posted = await fake.post(fake.said(ANN, "hi"), "")
    await fake.replay(posted)
    (first, one), (second, two) = site.came[-2:]
    assert (first, one["X-Lark-Signature"]) == (second, two["X-Lark-Signature"])


async def test_another_key_and_garbage(fake: FakeFeishu, site: Site) -> None:
    await fake.subscribe(site.url, KEY)
    assert (await fake.post(fake.said(ANN, "hi"), "key")).status == 500
    assert (await fake.post(fake.said(ANN, "hi"), "garbage")).status == 500
