"""HTTP mode: only what Slack signed is read, and it is answered only when it is stored."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from adapters.slack import route
from adapters.slack.limits import BODY
from bot.kernel.events import MessageReceived
from tests.adapters.slack.conftest import ANN, ROOM, Office, opened
from tests.fakes.slack import SIGNING_SECRET, FakeSlack, NotAcknowledged

JSON = "application/json"


@asynccontextmanager
async def served(fake: FakeSlack) -> AsyncIterator[Office]:
    async with opened(fake, mode="http") as office:
        app = web.Application()
        app.add_routes(office.adapter.routes())
        server = TestServer(app)
        await server.start_server()
        fake.request_url = str(server.make_url("/slack/events"))
        try:
            yield office
        finally:
            await server.close()


@pytest.fixture
async def web_office(fake: FakeSlack) -> AsyncIterator[Office]:
    async with served(fake) as office:
        yield office


async def test_events_presses_commands_and_windows_come_in(web_office: Office) -> None:
    fake = web_office.fake
    await fake.push(fake.said(ANN, "@合拍 help", ROOM, to_bot=True))
    await fake.push(fake.deeds.commanded(ANN, "/hepai", "help", ROOM))
    await fake.push(fake.modals.shortcut(ANN, "give_kudos"))
    await fake.push(fake.modals.filled(ANN, fake.views.stacks[ANN][-1]["id"], {"who": ANN, "reason": "  "}))
    assert next(iter(fake.modals.errors.values()))["reason"]
    assert [each.text for each in web_office.events if isinstance(each, MessageReceived)] == ["help", "help"]
    assert fake.sockets.links == []


async def test_the_url_is_verified(web_office: Office) -> None:
    answer = await web_office.fake.http.verify()
    assert answer.status == 200
    assert set(answer.body) == {"challenge"}
    web_office.fake.http.forgery = "bad"
    assert (await web_office.fake.http.verify()).status == 401


@pytest.mark.parametrize("forgery", ["bad", "missing", "stale", "not a number"])
async def test_a_forgery_is_refused_before_it_is_read(
    web_office: Office, forgery: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("an unsigned body was read")

    monkeypatch.setattr(route, "_parsed", never)
    web_office.fake.http.forgery = forgery
    answer = await web_office.fake.http.post(b"[" * 100_000, JSON)
    assert (answer.status, web_office.desk.envelopes) == (401, [])


@pytest.mark.parametrize(
    "stamp", ["", "abc", "1e9", "-1", "１７５００００００１", "1750000001000", " 1750000001", "+175000000"]
)
async def test_a_timestamp_is_ten_plain_digits(web_office: Office, stamp: str) -> None:
    http = web_office.fake.http
    headers = {**http.signed(b"{}"), "X-Slack-Request-Timestamp": stamp, "Content-Type": JSON}
    assert (await http.send(b"{}", headers)).status in (400, 401)


async def test_digits_of_another_script_are_no_timestamp_though_python_reads_them(web_office: Office) -> None:
    http = web_office.fake.http
    wide = str(int(time.time())).translate({ord("0") + each: 0xFF10 + each for each in range(10)})
    digest = hmac.new(SIGNING_SECRET.encode(), f"v0:{wide}:{{}}".encode(), hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": wide, "X-Slack-Signature": f"v0={digest}", "Content-Type": JSON}
    assert (await http.send(b"{}", headers)).status == 401


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_five_minutes_and_no_more(web_office: Office, seconds: int) -> None:
    http = web_office.fake.http
    for skew, status in ((seconds, 401), (seconds // 2, 200)):
        headers = {**http.signed(b"{}", int(time.time()) + skew), "Content-Type": JSON}
        assert (await http.send(b"{}", headers)).status == status


async def test_one_bit_changed_the_same_in_another_form_and_another_scheme_are_refused(web_office: Office) -> None:
    http = web_office.fake.http
    body = json.dumps({"type": "event_callback", "a": 1}).encode()
    good = http.signed(body)
    assert (await http.send(body, {**good, "Content-Type": JSON})).status == 200
    for other in (body.replace(b"1", b"2"), body.replace(b" ", b"")):
        assert (await http.send(other, {**good, "Content-Type": JSON})).status == 401
    signature = good["X-Slack-Signature"]
    for wrong in (signature.replace("v0", "v1"), signature.upper(), signature[:-1], "é" * 20, signature + "0"):
        headers = {**good, "X-Slack-Signature": wrong, "Content-Type": JSON}
        assert (await http.send(body, headers)).status in (400, 401)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"not json", JSON),
        (b"[" * 5000, JSON),
        (b"[1]", JSON),
        (b'{"a":1}{"b":2}', JSON),
        (b'{"a":1,"a":2}', JSON),
        (b'{"a":NaN}', JSON),
        (b"\xff\xfe", JSON),
        (b"payload=%7B", "application/x-www-form-urlencoded"),
        (b"nothing", "application/x-www-form-urlencoded"),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b'{"type":"url_verification","challenge":"<script>"}', JSON),
        (b'{"type":"url_verification"}', JSON),
    ],
)
async def test_a_signed_body_that_is_no_payload_is_a_bad_request(web_office: Office, body: bytes, kind: str) -> None:
    assert (await web_office.fake.http.post(body, kind)).status == 400


async def test_a_body_too_long_or_packed_is_not_read(web_office: Office) -> None:
    http, kind = web_office.fake.http, {"Content-Type": JSON}
    async with (
        ClientSession() as session,
        session.post(http.url, data=BytesIO(b"x" * (BODY + 1)), headers=kind) as response,
    ):
        assert response.status == 413
    async with ClientSession() as session, session.post(http.url, data=_endless(), headers=kind) as response:
        assert response.status == 413
    assert (await http.post(b"{}", JSON, {"Content-Encoding": "gzip"})).status in (400, 415)


async def _endless() -> AsyncIterator[bytes]:
    """Four times the limit, its length not announced."""
    for _ in range(64):
        yield b"x" * (BODY // 16)


async def test_what_could_not_be_stored_is_answered_503_and_comes_again(web_office: Office) -> None:
    fake = web_office.fake
    web_office.desk.refuses = True
    event = fake.said(ANN, "hello")
    with pytest.raises(NotAcknowledged, match="503"):
        await fake.push(event)
    web_office.desk.refuses = False
    await fake.push(event)
    assert len(web_office.events) == 1


async def test_a_replay_has_no_second_effect(web_office: Office) -> None:
    http = web_office.fake.http
    event = web_office.fake.said(ANN, "hello")
    body = json.dumps(event.parts[0].payload).encode()
    headers = {**http.signed(body), "Content-Type": JSON}
    assert [(await http.send(body, headers)).status for _ in range(2)] == [200, 200]
    assert len(web_office.events) == 1


async def test_before_it_runs_and_after_nothing_is_taken(fake: FakeSlack) -> None:
    async with served(fake) as office:
        pass
    event = fake.said(ANN, "hello")
    with pytest.raises(NotAcknowledged):
        await fake.push(event)
    assert office.desk.envelopes == []


async def test_a_certificate_check_of_slacks_is_answered(web_office: Office) -> None:
    body = urlencode({"ssl_check": "1", "token": "x"}).encode()
    assert (await web_office.fake.http.post(body, "application/x-www-form-urlencoded")).status == 200
