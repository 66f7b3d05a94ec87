"""What is sent in a body: within limits, or refused with a sentence. The numbers are those of security.md."""

import asyncio
from io import BytesIO
from pathlib import Path

import pytest

from adapters.playground import PlaygroundError, Settings, build
from tests.adapters.playground.served import COMPANY, FakeBot, Site, Wall, serving

NOT_JSON = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json; charset=utf-16",
    "",
)
WRONG_BODIES = (
    "[]",
    "{",
    '{"as": 1}',
    '{"as": "zhaomin", "text": 5}',
    '{"as": "zhaomin", "text": "x", "mentions": "y"}',
    '{"as": "zhaomin", "text": "x", "id": "a b"}',
    '{"as": "zhaomin", "text": "x", "settle": "yes"}',
    '{"as": "zhaomin", "as": "chen", "text": "x"}',
    '{"as": "zhaomin", "text": "x", "reply": "-1"}',
)


async def _status(site: Site, method: str, path: str, **options: object) -> tuple[int, str]:
    async with site.http.request(method, f"{site.base}{path}", **options) as response:  # type: ignore[arg-type]
        body = await response.json()
        return response.status, body["error"]["code"] if "error" in body else ""


@pytest.mark.parametrize("kind", NOT_JSON)
async def test_sec_058_json_that_calls_itself_something_else_is_refused(site: Site, kind: str) -> None:
    headers = {"Content-Type": kind}
    status, _ = await _status(site, "POST", "/api/say", data=b'{"as": "zhaomin", "text": "x"}', headers=headers)
    assert status == 415


@pytest.mark.parametrize(("path", "limit"), [("say", 1024 * 1024), ("press", 64 * 1024), ("submit", 64 * 1024)])
async def test_sec_018_a_body_over_its_limit_is_refused(site: Site, path: str, limit: int) -> None:
    async def endless() -> object:
        for _ in range(limit // 4096 + 2):
            yield b" " * 4096

    json = {"Content-Type": "application/json"}
    assert (await _status(site, "POST", f"/api/{path}", data=BytesIO(b" " * (limit + 1)), headers=json))[0] == 413
    assert (await _status(site, "POST", f"/api/{path}", data=endless(), headers=json))[0] == 413


async def test_sec_018_a_body_that_does_not_arrive_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.playground.limits.BODY_SECONDS", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    head = f"POST /api/say HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nX-Hepai: 1\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: 100\r\n\r\n{{".encode())
    assert (await reader.readline()).split()[1] == b"408"
    writer.close()
    await writer.wait_closed()


async def test_sec_019_a_compressed_body_is_refused(site: Site) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert (await _status(site, "POST", "/api/say", data=b"\x1f\x8b", headers=headers))[0] in (400, 415)


@pytest.mark.parametrize("body", WRONG_BODIES)
async def test_a_wrong_body_is_refused_with_a_sentence(site: Site, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with site.http.post(f"{site.base}/api/say", data=body.encode(), headers=headers) as response:
        assert response.status == 400
        error = (await response.json())["error"]
        assert error["message"].endswith(".")
    assert site.events() == []


async def test_sec_079_a_failure_of_ours_shows_nothing_of_itself(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("secret-7731 at /home/somebody")

    monkeypatch.setattr(site.playground._log, "people", broken)
    async with site.http.get(f"{site.base}/api/state") as response:
        assert response.status == 500
        body = await response.text()
    assert "secret-7731" not in body
    assert "Traceback" not in body


async def test_the_log_and_its_folder_are_made_for_it(tmp_path: Path) -> None:
    log = tmp_path / "var" / "playground" / "log.db"
    async with serving(Settings(log=log), FakeBot()):
        assert log.exists()


async def test_a_log_that_cannot_be_opened_says_what_to_change(tmp_path: Path) -> None:
    playground = build(Settings(log=tmp_path), FakeBot(), COMPANY, Wall())
    with pytest.raises(PlaygroundError, match="log"):
        await playground.run(FakeBot().accept)
    await playground.close()
