"""deploy/Caddyfile as it runs: what it publishes, what it refuses, and which replica it leaves out."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from tests.durability.replicas import Proxy, until

CALLBACK = "/callback/feishu"


class Backend:
    """Stands for a replica. `ready`: what it says of itself; `dies`: in the middle of the next callback."""

    def __init__(self) -> None:
        self.ready = True
        self.dies = False
        self.taken: list[bytes] = []
        self.asked = 0
        self.address = ""
        app = web.Application(client_max_size=2 * 2**20)
        app.router.add_get("/readyz", self._ready)
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def start(self) -> None:
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await self._site.start()
        self.address = f"127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _ready(self, _: web.Request) -> web.Response:
        self.asked += 1
        return web.Response(status=200 if self.ready else 503)

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self.dies:
            # From now on it refuses connections, and those that it has break off.
            if self._site in self._runner.sites:
                await self._site.stop()
            if request.transport:
                request.transport.abort()
        self.taken.append(body)
        return web.Response(text=request.path)


@pytest.fixture
async def backends() -> AsyncIterator[list[Backend]]:
    made = [Backend() for _ in range(3)]
    for each in made:
        await each.start()
    yield made
    for each in made:
        await each.stop()


@pytest.fixture
async def proxy(tmp_path: Path, backends: list[Backend]) -> AsyncIterator[Proxy]:
    made = Proxy(tmp_path, [each.address for each in backends])
    await made.start()
    yield made
    await made.stop()


@pytest.mark.slow
async def test_callbacks_come_over_https_to_whoever_is_ready(proxy: Proxy, backends: list[Backend]) -> None:
    async with ClientSession() as http:

        async def post(path: str, body: bytes = b"", base: str = proxy.url) -> tuple[int, str]:
            async with http.post(base + path, data=body, ssl=False) as answer:
                return answer.status, answer.headers.get("Strict-Transport-Security", "")

        for path in (CALLBACK, "/slack/events", "/wecom/callback?msg_signature=secret", "/d/once", "/hook/x"):
            assert await post(path) == (200, "max-age=31536000"), path
        for path in ("/", "/healthz", "/readyz", "/metrics", "/api/say", "/callback/../metrics"):
            assert (await post(path))[0] == 404, path
        assert (await post(CALLBACK, base=f"http://localhost:{proxy.http}"))[0] == 403
        assert await _refused(proxy, "Content-Length: 1000000\r\n\r\n") == 413
        assert await _refused(proxy, "Transfer-Encoding: chunked\r\n\r\n6\r\nbegins\r\n0\r\n\r\n") == 413

        resting, dying, fine = backends
        resting.ready = False
        asked = resting.asked
        # Twice unready is out.
        await until(lambda: resting.asked >= asked + 3, "asking for readiness", proxy.log)
        dying.dies = True
        for each in backends:
            each.taken.clear()
        said = [f"event {number}".encode() for number in range(12)]
        assert await asyncio.gather(*(post(CALLBACK, each) for each in said)) == [(200, "max-age=31536000")] * 12
        assert resting.taken == []
        assert sorted(fine.taken) == sorted(said), "what the dead one had not answered came to the other, whole"
        assert "secret" not in proxy.log()


async def _refused(proxy: Proxy, rest: str) -> int:
    """The answer to a request of which no more comes than this."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection("localhost", proxy.https, ssl=trusting)
    writer.write(f"POST {CALLBACK} HTTP/1.1\r\nHost: localhost\r\n{rest}".encode())
    status = await reader.readline()
    writer.transport.abort()
    return int(status.split()[1])
