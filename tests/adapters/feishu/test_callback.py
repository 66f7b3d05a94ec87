"""HTTP callbacks: the platform's are taken, and nothing else that comes to the address. The numbers are those of the
security notes."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from multidict import CIMultiDict

from adapters.feishu.callback import PATH
from bot.kernel.cards import Action, Button, say
from bot.kernel.events import ActionTriggered, MessageReceived
from bot.runtime.web import Web
from tests.adapters.feishu.served import ANN, Served, served
from tests.fakes.feishu import NotAcknowledged
from tests.fakes.feishu.drawing import draw
from tests.fakes.feishu.sealing import encrypt, sign

KEY, TOKEN = "an encrypt key", "vt_fake_verification"
NOW = 1_700_000_000


class Asked:
    """The bot's server and a plain client of it."""

    def __init__(self, one: Served, http: ClientSession, url: str) -> None:
        self.one, self.http, self.url = one, http, url

    async def post(self, raw: bytes, headers: Mapping[str, str] | None = None, **more: Any) -> tuple[int, str]:
        sent = {"Content-Type": "application/json", **(headers or {})}
        async with self.http.post(f"{self.url}{PATH}", data=raw, headers=sent, **more) as answer:
            return answer.status, await answer.text()

    def signed(self, raw: bytes, at: int = NOW, nonce: str = "n0nce", key: str = KEY) -> dict[str, str]:
        headers = {"X-Lark-Request-Timestamp": str(at), "X-Lark-Request-Nonce": nonce}
        return {**headers, "X-Lark-Signature": sign(str(at), nonce, key, raw)}

    def sealed(self, text: str = "hi", **header: Any) -> bytes:
        envelope = self.one.fake._envelope(self.one.fake.said(ANN, text))
        envelope["header"].update(header)
        return json.dumps({"encrypt": encrypt(json.dumps(envelope), KEY)}).encode()


@asynccontextmanager
async def asked(clock: Any = lambda: float(NOW), **settings: Any) -> AsyncIterator[Asked]:
    secrets: dict[str, Any] = {"mode": "http", "encrypt_key": KEY, "verification_token": TOKEN}
    async with served(clock=clock, **{**secrets, **settings}) as one:
        web = Web([one.adapter], "127.0.0.1", 0, _ready)
        port = await web.start()
        one.running = asyncio.create_task(one.adapter.run(one.accept))
        async with ClientSession() as http:
            while one.adapter.health():  # noqa: ASYNC110 - until it has asked who it is
                await asyncio.sleep(0.01)
            yield Asked(one, http, f"http://127.0.0.1:{port}")
        await web.stop()


async def _ready() -> str:
    return ""


async def test_the_console_saves_the_address_and_events_come() -> None:
    async with asked(clock=time.time) as to:
        fake = to.one.fake
        await fake.subscribe(f"{to.url}{PATH}", KEY)
        await fake.push(fake.said(ANN, "你好"))
        (heard,) = to.one.events
        assert isinstance(heard, MessageReceived)
        assert heard.text == "你好"
        sent = await to.one.send(say("完成了?", Button("完成", Action("x.go"))))
        (button,) = draw(fake.messages[0]).pressables
        await fake.push(fake.pressed(ANN, sent.native["message"], button.handle))
        assert isinstance(to.one.events[-1], ActionTriggered)
        assert fake.acks[-1].body == {}
        lower = await fake.post(fake.said(ANN, "klein"), "lower")
        assert (lower.status, lower.body) == (200, {})
        assert fake.alarms == []


@pytest.mark.parametrize("flaw", ["signature", "unsigned", "stale", "plain", "key", "garbage"])
async def test_sec_002_what_is_not_the_platforms_is_refused(flaw: str) -> None:
    async with asked(clock=time.time) as to:
        fake = to.one.fake
        await fake.subscribe(f"{to.url}{PATH}", KEY)
        posted = await fake.post(fake.said(ANN, "hi"), flaw)
        assert posted.status == 401
        assert to.one.accepted == []
        assert to.one.adapter._callback.refused.total() == 1


async def test_sec_006_the_same_request_again_is_taken_once() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw)
        answers = await asyncio.gather(*(to.post(raw, headers) for _ in range(3)))
        assert {status for status, _ in answers} == {200}
        assert len(to.one.accepted) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"X-Lark-Signature": ""},
        {"X-Lark-Signature": "e1"},
        {"X-Lark-Signature": "é" * 64},
        {"X-Lark-Request-Nonce": ""},
        {"X-Lark-Request-Nonce": "n 0nce"},
        {"X-Lark-Request-Timestamp": ""},
        {"X-Lark-Request-Timestamp": "abc"},
        {"X-Lark-Request-Timestamp": "1e9"},
        {"X-Lark-Request-Timestamp": "-1"},
        {"X-Lark-Request-Timestamp": "１７００００００００"},
        {"X-Lark-Request-Timestamp": "1700000000000"},
    ],
)
async def test_sec_005_malformed_headers_are_refused_and_break_nothing(change: dict[str, str]) -> None:
    async with asked() as to:
        raw = to.sealed()
        assert (await to.post(raw, {**to.signed(raw), **change}))[0] == 401


async def test_sec_002_a_signature_in_upper_case_is_not_the_platforms() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw)
        assert (await to.post(raw, {**headers, "X-Lark-Signature": headers["X-Lark-Signature"].upper()}))[0] == 401


@pytest.mark.parametrize(("age", "status"), [(301, 401), (-301, 401), (300, 200), (-300, 200)])
async def test_sec_005_five_minutes_of_skew_and_no_more(age: int, status: int) -> None:
    async with asked() as to:
        raw = to.sealed()
        assert (await to.post(raw, to.signed(raw, at=NOW - age)))[0] == status


async def test_an_operator_can_take_older_signatures() -> None:
    """Whether a redelivery seven hours later is signed anew, nobody could verify."""
    async with asked(max_age=30_000) as to:
        raw = to.sealed()
        assert (await to.post(raw, to.signed(raw, at=NOW - 25_200)))[0] == 200


async def test_sec_003_one_bit_or_one_space_more_is_another_body() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw)
        assert (await to.post(raw + b" ", headers))[0] == 401
        assert (await to.post(bytes([raw[0], raw[1] ^ 1, *raw[2:]]), headers))[0] == 401


async def test_sec_008_digits_cannot_move_between_time_and_nonce() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw, nonce="42abc")
        moved = {**headers, "X-Lark-Request-Timestamp": f"{NOW}42", "X-Lark-Request-Nonce": "abc"}
        assert (await to.post(raw, moved))[0] == 401


async def test_sec_009_bytes_behind_the_signed_json_are_refused() -> None:
    async with asked() as to:
        raw = to.sealed() + b'{"encrypt":"x"}'
        assert (await to.post(raw, to.signed(raw)))[0] == 401


async def test_sec_014_a_header_given_twice_is_refused() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = CIMultiDict({"Content-Type": "application/json", **to.signed(raw)})
        headers.add("X-Lark-Signature", "0" * 64)
        async with to.http.post(f"{to.url}{PATH}", data=raw, headers=headers) as answer:
            assert answer.status == 401


@pytest.mark.parametrize(
    ("token", "status"), [(TOKEN, 200), ("vt_other", 401), ("", 401), (None, 401), (["x"], 401), ("é", 401)]
)
async def test_sec_021_another_apps_token_is_refused(token: object, status: int) -> None:
    async with asked() as to:
        raw = to.sealed(token=token)
        assert (await to.post(raw, to.signed(raw)))[0] == status


async def test_sec_021_another_apps_event_is_acknowledged_and_dropped() -> None:
    async with asked() as to:
        raw = to.sealed(app_id="cli_other")
        assert (await to.post(raw, to.signed(raw)))[0] == 200
        assert to.one.accepted == []
        assert to.one.adapter._intake.dropped["another app"] == 1


def question(challenge: object, token: object = TOKEN, kind: str = "url_verification", key: str = KEY) -> bytes:
    words = json.dumps({"challenge": challenge, "token": token, "type": kind})
    return json.dumps({"encrypt": encrypt(words, key)}).encode()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (question("ajls384kdjx98XX"), 200),
        (question("<script>"), 400),
        (question("x" * 257), 400),
        (question(""), 400),
        (question(5), 400),
        (question("ok", token="wrong"), 401),
        (question("ok", kind="event_callback"), 401),
        (question("ok", key="another"), 401),
        (json.dumps({"challenge": "ok", "token": TOKEN, "type": "url_verification"}).encode(), 401),
        (b"[" * 1_000_000, 401),
        (json.dumps({"encrypt": "A" * 5000}).encode(), 401),
        (json.dumps({"encrypt": "AAAA"}).encode(), 401),
        (json.dumps({"encrypt": "é"}).encode(), 401),
        (json.dumps({"encrypt": 7}).encode(), 401),
        (b'{"encrypt":"a","encrypt":"b"}', 401),
        (b"", 401),
    ],
)
async def test_sec_015_unsigned_only_the_consoles_question_is_answered(raw: bytes, status: int) -> None:
    async with asked() as to:
        found, text = await to.post(raw)
        assert found == status
        if status == 200:
            assert json.loads(text) == {"challenge": "ajls384kdjx98XX"}
        assert to.one.accepted == []


async def test_sec_004_unsigned_bytes_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with asked() as to:
        monkeypatch.setattr("adapters.feishu.callback.loads_strict", lambda raw: pytest.fail("parsed"))
        assert (await to.post(b"[" * 900_000))[0] == 401
        assert (await to.post(b"[" * 900_000, {"X-Lark-Signature": "0" * 64}))[0] == 401


async def test_sec_018_a_body_of_ten_megabytes_is_not_read() -> None:
    async with asked() as to:
        for body in (BytesIO(b"x" * 10_000_000), endless()):
            headers = {"Content-Type": "application/json", **to.signed(b"")}
            async with to.http.post(f"{to.url}{PATH}", data=body, headers=headers) as answer:
                assert answer.status == 413


async def endless() -> AsyncIterator[bytes]:
    """Chunks without a length said before; 3 MB are more than anybody should wait for."""
    for _ in range(48):
        yield b"x" * 65_536


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "br"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=utf-7"},
    ],
)
async def test_sec_019_020_other_encodings_are_refused(headers: dict[str, str]) -> None:
    async with asked() as to:
        raw = to.sealed()
        status, _ = await to.post(raw, {**to.signed(raw), **headers}, compress=False)
        assert status in (400, 415)
        assert to.one.accepted == []


async def test_sec_020_only_posts_to_the_very_address() -> None:
    async with asked() as to:
        for method, path, status in (("GET", PATH, 405), ("PUT", PATH, 405), ("POST", f"/{PATH}", 404)):
            async with to.http.request(method, f"{to.url}{path}") as answer:
                assert answer.status == status


async def test_sec_023_what_cannot_be_stored_is_not_acknowledged() -> None:
    async with asked() as to:
        raw = to.sealed()
        headers = to.signed(raw)
        to.one.failing = OSError("disk full")
        assert (await to.post(raw, headers))[0] == 503
        to.one.failing = None
        assert (await to.post(raw, headers))[0] == 200
        assert len(to.one.accepted) == 1


async def test_a_slow_commit_is_not_acknowledged_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.feishu.limits.ACCEPTING", 0.05)
    async with asked() as to:
        raw = to.sealed()
        to.one.slowly = 5
        assert (await to.post(raw, to.signed(raw)))[0] == 503


async def test_before_the_bot_runs_nothing_is_taken() -> None:
    async with asked() as to:
        await to.one.stop()
        raw = to.sealed()
        assert (await to.post(raw, to.signed(raw)))[0] == 503


async def test_without_the_long_connection_the_vendors_library_is_not_loaded() -> None:
    async with asked() as to:
        assert to.one.adapter.socket.machine is None
        to.one.fake.link.patience = 0.05
        with pytest.raises(NotAcknowledged):
            await to.one.fake.link.connected()
