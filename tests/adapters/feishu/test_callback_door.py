"""What is asked of a callback before its signature is looked at, and what becomes of one that cannot be stored. The
numbers are those of the security notes."""

import json
from collections.abc import AsyncIterator
from io import BytesIO

import pytest

from adapters.feishu.callback import PATH
from tests.adapters.feishu.asked import KEY, TOKEN, asked
from tests.fakes.feishu import NotAcknowledged
from tests.fakes.feishu.sealing import encrypt


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
