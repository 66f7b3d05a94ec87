"""What the page is made of, and the headers it comes with. The numbers are those of security.md."""

import asyncio
import re

import pytest

from adapters.playground.page import table
from tests.adapters.playground.served import Site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
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
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function|\.style[.\[]|cssText"
    )
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


@pytest.mark.parametrize("path", NOT_SERVED)
async def test_sec_060_only_files_of_the_table_are_served(site: Site, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nConnection: close\r\n\r\n".encode())
    answered = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answered.split(b" ", 2)[1] in (b"404", b"400")
    assert b"import" not in answered
