"""The page's server in the same browser as everybody else's pages. The numbers are those of security.md."""

import asyncio
import re
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from adapters.playground import PlaygroundError, Settings, build
from adapters.playground.page import table
from tests.adapters.playground.served import COMPANY, FakeBot, Site, Wall, serving

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
SAY = {"as": "zhaomin", "text": "你好"}
FOREIGN_HOSTS = (
    "evil.example:{port}",
    "127.0.0.1.nip.io:{port}",
    "localhost.:{port}",
    "127.0.0.1:1",
    "127.0.0.1",
    "",
    "[::1",
    "2130706433:{port}",
    "127.0.0.1:{port}@evil",
    "192.168.1.5:{port}",
)
CHANGES = ("say", "press", "submit", "read", "advance", "settle", "people", "rooms", "add", "remove", "enter")
NOT_JSON = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json; charset=utf-16",
    "",
)
NOT_SERVED = (
    "/../settings.py",
    "/%2e%2e/settings.py",
    "/..%2fsettings.py",
    "/app.js%00",
    "/app.js/",
    "/..\\settings.py",
    "//app.js",
    "/page/app.js",
    "/README.md",
    "/index.html",
    "/.git/config",
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


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/app.js", 200),
        ("GET", "/api/state", 200),
        ("GET", "/nothing/here", 404),
        ("GET", "/api/chats/hepai?as=nobody", 404),
        ("POST", "/api/say", 415),
        ("DELETE", "/api/say", 404),
    ],
)
async def test_sec_054_every_answer_errors_included_has_the_headers(
    site: Site, method: str, path: str, status: int
) -> None:
    async with site.http.request(method, f"{site.base}{path}") as response:
        assert response.status == status
        assert response.headers["Content-Security-Policy"] == POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "charset=utf-8" in response.headers["Content-Type"]
        assert "aiohttp" not in response.headers["Server"].lower()


def test_sec_054_the_page_holds_no_inline_script_style_or_handler() -> None:
    files = table()
    page = files["/"].body.decode()
    assert not re.search(r"<style|\bstyle\s*=|\bon[a-z]+\s*=|javascript:", page)
    assert re.findall(r"<script[^>]*>[^<]*", page) == ['<script type="module" src="/app.js">']
    assert not re.findall(r"(?:src|href)=\"(?!/[a-z])[^\"]*\"", page), "something from elsewhere"


def test_sec_054_no_script_makes_markup_or_code_from_text() -> None:
    scripts = {address: file.body.decode() for address, file in table().items() if address.endswith(".js")}
    assert len(scripts) > 5
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function|\.style[.\[]|cssText|setAttribute\(\"(?:style|on)"
    assert {address: re.findall(forbidden, text) for address, text in scripts.items()} == {
        address: [] for address in scripts
    }


def test_sec_054_no_drawing_or_style_sheet_loads_or_runs_anything() -> None:
    for address, file in table().items():
        if address.endswith((".svg", ".css")):
            assert not re.search(r"<script|url\(|@import|\bon[a-z]+=|href=", file.body.decode()), address


async def test_sec_055_data_comes_by_fetch_and_never_in_the_page(site: Site) -> None:
    await site.post("say", as_="zhaomin", text="canary-5512")
    async with site.http.get(f"{site.base}/?as=zhaomin") as response:
        page = await response.text()
    assert "canary-5512" not in page
    assert "赵敏" not in page


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "playground.example"])
def test_sec_056_an_open_playground_is_refused_unless_allowed(host: str) -> None:
    with pytest.raises(PlaygroundError, match="allow_remote"):
        build(Settings(log=None, host=host), FakeBot(), COMPANY, Wall())
    build(Settings(log=None, host=host, allow_remote=True), FakeBot(), COMPANY, Wall())


async def test_sec_056_an_open_playground_warns_and_asks_for_its_token(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(Settings(log=None, allow_remote=True), FakeBot()) as site:
        assert "OPEN TO OTHER MACHINES" in caplog.text
        assert site.playground.entrance(site.base) not in caplog.text
        token = site.playground.entrance(site.base).partition("#token=")[2]
        assert len(token) >= 40
        assert await _status(site, "GET", "/api/state") == (401, "no_token")
        assert await _status(site, "POST", "/api/say", json=SAY) == (401, "no_token")
        assert await _status(site, "GET", "/api/live?as=zhaomin") == (401, "no_token")
        assert (await site.post("enter", token="wrong"))[0] == 403
        assert (await site.post("enter", token=""))[0] == 403
        async with aiohttp.ClientSession(headers={"X-Hepai": "1"}, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            async with http.post(f"{site.base}/api/enter", json={"token": token}) as response:
                assert response.status == 200
                cookie = response.headers["Set-Cookie"]
                assert "HttpOnly" in cookie
                assert "SameSite=Strict" in cookie
                assert token not in cookie
            async with http.get(f"{site.base}/api/state") as response:
                assert response.status == 200


async def test_sec_056_without_remote_there_is_no_token_to_enter_with(site: Site) -> None:
    assert site.playground.entrance(site.base) == f"{site.base}/"
    assert (await site.post("enter", token=""))[0] == 403


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", "/api/state", "/nothing", "/api/live?as=zhaomin"])
async def test_sec_057_a_foreign_host_is_turned_away_before_anything_else(site: Site, host: str, path: str) -> None:
    headers = {"Host": host.format(port=site.port)}
    async with site.http.get(f"{site.base}{path}", headers=headers) as response:
        assert response.status == 421


async def test_sec_057_none_or_two_hosts_are_turned_away(site: Site) -> None:
    for hosts in ("", f"Host: 127.0.0.1:{site.port}\r\nHost: 127.0.0.1:{site.port}\r\n"):
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(f"GET /api/state HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
        status = await reader.readline()
        assert status.split()[1] in (b"421", b"400")
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
async def test_sec_057_its_own_names_are_answered(site: Site, host: str) -> None:
    headers = {"Host": host.format(port=site.port)}
    async with site.http.get(f"{site.base}/api/state", headers=headers) as response:
        assert response.status == 200


async def test_sec_057_a_name_of_the_settings_is_answered_and_an_address_only_where_others_may_come() -> None:
    settings = Settings(log=None, allow_remote=True, names=("play.example",))
    async with serving(settings, FakeBot()) as site:
        for host, status in (("play.example", 401), (f"192.168.1.5:{site.port}", 401), ("evil.example", 421)):
            async with site.http.get(f"{site.base}/api/state", headers={"Host": host}) as response:
                assert response.status == status, host


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"X-Hepai": "0"},
        {"X-Hepai": ""},
    ],
)
@pytest.mark.parametrize("path", CHANGES)
async def test_sec_058_a_change_from_elsewhere_is_refused(site: Site, headers: dict[str, str], path: str) -> None:
    status, answered = await site.post(path, headers, as_="zhaomin", text="你好")
    assert status == 403, answered
    assert site.events() == []


async def test_sec_058_our_own_page_and_our_own_scripts_may(site: Site) -> None:
    own = {"Origin": site.base, "Sec-Fetch-Site": "same-origin"}
    assert (await site.post("say", own, as_="zhaomin", text="你好"))[0] == 200
    assert (await site.post("say", as_="zhaomin", text="你好"))[0] == 200


@pytest.mark.parametrize("kind", NOT_JSON)
async def test_sec_058_json_that_calls_itself_something_else_is_refused(site: Site, kind: str) -> None:
    headers = {"Content-Type": kind}
    status, _ = await _status(site, "POST", "/api/say", data=b'{"as": "zhaomin", "text": "x"}', headers=headers)
    assert status == 415


async def test_sec_058_looking_changes_nothing(site: Site) -> None:
    for method in ("GET", "HEAD"):
        for path in ("say", "advance", "people"):
            async with site.http.request(method, f"{site.base}/api/{path}") as response:
                assert response.status == 404
    assert site.events() == []


async def test_sec_058_a_link_on_another_site_opens_the_page_but_not_its_data(site: Site) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with site.http.get(f"{site.base}/", headers=link) as response:
        assert response.status == 200
    for path in ("/api/state", "/api/chats/hepai?as=zhaomin"):
        async with site.http.get(f"{site.base}{path}", headers=link) as response:
            assert response.status == 403
    embedded = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    async with site.http.get(f"{site.base}/app.js", headers=embedded) as response:
        assert response.status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_sec_059_a_foreign_page_gets_no_socket(site: Site, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await site.http.ws_connect(f"{site.base}/api/live?as=zhaomin", headers={"Origin": origin})
    assert refused.value.status == 403


async def test_sec_059_a_socket_without_origin_needs_our_header_and_our_page_needs_none(site: Site) -> None:
    async with aiohttp.ClientSession() as plain:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await plain.ws_connect(f"{site.base}/api/live?as=zhaomin")
        assert refused.value.status == 403
        async with plain.ws_connect(f"{site.base}/api/live?as=zhaomin", headers={"Origin": site.base}) as socket:
            assert await socket.receive_json()


@pytest.mark.parametrize("path", NOT_SERVED)
async def test_sec_060_only_files_of_the_table_are_served(site: Site, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nConnection: close\r\n\r\n".encode())
    answered = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answered.split(b" ", 2)[1] in (b"404", b"400")
    assert b"import" not in answered


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
