"""2.5, cases 84 and 85: what we call may neither send us elsewhere, nor keep us, nor fill us."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import ClientError, ClientTimeout, web
from aiohttp.test_utils import TestServer

from adapters.common import outward
from adapters.common.http import Http
from adapters.slack.settings import read
from adapters.slack.web import Web
from bot.ports.adapter import SendError
from tests.fakes.slack import BOT_TOKEN

MEGABYTE = b" " * 1024 * 1024
GIVEN = web.AppKey("given", list[int])
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def _endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    with suppress(ConnectionError):
        for _ in range(200):
            request.app[GIVEN][0] += 1
            await answer.write(MEGABYTE)
    return answer


async def _bomb(_: web.Request) -> web.Response:
    packed = gzip.compress(MEGABYTE * 20)
    return web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})


async def _heads(_: web.Request) -> web.Response:
    return web.Response(headers={f"X-{number}": "x" for number in range(10_000)})


async def _silent(_: web.Request) -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


@asynccontextmanager
async def _serving(**routes: Handler) -> AsyncIterator[tuple[str, list[str], list[int]]]:
    """Its address, the paths that were asked for, and how much was written of what has no end."""
    asked: list[str] = []

    @web.middleware
    async def noting(request: web.Request, handler: Handler) -> web.StreamResponse:
        asked.append(request.path)
        return await handler(request)

    app = web.Application(middlewares=[noting])
    app[GIVEN] = given = [0]
    for name, handler in routes.items():
        app.router.add_route("*", f"/{name}", handler)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/"), asked, given


def _to(place: str, status: int) -> Handler:
    async def elsewhere(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": place})

    return elsewhere


async def _fine(_: web.Request) -> web.Response:
    return web.json_response({"ok": True})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_sec_084_nobody_is_followed_elsewhere(status: int) -> None:
    async with _serving(here=_to("/there", status), there=_fine) as (url, asked, _):
        http = Http(url)
        answer = await http.call("POST", "/here", body={"token": "x"}, headers={"Authorization": "Bearer secret"})
        assert (answer.status, answer.data) == (status, {})
        for ask in (http.session.get, http.session.post, http.session.ws_connect):
            with pytest.raises(ClientError):
                await ask(f"{url}/here")
        await http.close()
        assert set(asked) == {"/here"}


async def test_sec_084_slacks_client_is_not_followed_elsewhere_either() -> None:
    elsewhere = {"auth.test": _to("/there", 307)}
    async with _serving(there=_fine, **elsewhere) as (url, asked, _):
        web_api = Web(read({"bot_token": BOT_TOKEN, "app_token": "xapp-1", "base_url": url, "rates": "none"}))
        with pytest.raises((ClientError, SendError)):
            await web_api.call("auth.test")
        await web_api.close()
        assert asked == ["/auth.test"]


async def test_sec_084_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _serving(here=_fine) as (url, asked, _):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"{url}/proxy")
        http = Http("http://127.0.0.1:9")
        with pytest.raises(SendError):
            await http.call("GET", "/x")
        assert asked == []
        assert (await http.call("GET", f"{url}/here")).data == {"ok": True}
        await http.close()


@pytest.mark.parametrize("name", ["endless", "bomb", "heads"])
async def test_sec_085_an_answer_without_measure_is_given_up(name: str) -> None:
    async with _serving(endless=_endless, bomb=_bomb, heads=_heads, fine=_fine) as (url, _, given):
        http = Http(url)
        with pytest.raises(ClientError):
            await http.call("GET", f"/{name}")
        assert given[0] < 100, "its end was not waited for"
        assert (await http.call("GET", "/fine")).data == {"ok": True}
        await http.close()


async def test_sec_085_five_megabytes_are_taken() -> None:
    async def large(_: web.Request) -> web.Response:
        return web.Response(body=b" " * (outward.BIGGEST - 11) + b'{"ok":true}')

    async with _serving(large=large) as (url, _, _given):
        http = Http(url)
        assert (await http.call("GET", "/large")).data == {"ok": True}
        await http.close()


async def test_sec_085_a_silent_server_is_not_waited_for() -> None:
    async with _serving(silent=_silent) as (url, _, _given):
        http = Http(url, ClientTimeout(total=0.05))
        with pytest.raises(TimeoutError):
            await http.call("GET", "/silent")
        await http.close()


def test_sec_085_every_call_has_its_time() -> None:
    from adapters.common.http import WITHIN
    from adapters.slack.limits import CALL_WITHIN

    found: Mapping[str, Any] = {"http": WITHIN.total, "slack": CALL_WITHIN}
    assert all(seconds and seconds <= 15 for seconds in found.values())
