"""The page's server in the same browser as everybody else's pages. The numbers are those of security.md."""

import asyncio

import aiohttp
import pytest

from adapters.playground import PlaygroundError, Settings, build
from tests.adapters.playground.served import COMPANY, FakeBot, Site, Wall, serving

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


async def _status(site: Site, method: str, path: str, **options: object) -> tuple[int, str]:
    async with site.http.request(method, f"{site.base}{path}", **options) as response:  # type: ignore[arg-type]
        body = await response.json()
        return response.status, body["error"]["code"] if "error" in body else ""


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
