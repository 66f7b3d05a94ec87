"""One aiohttp server: the adapters' routes and the health of the bot. Safe headers on every answer."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from secrets import token_hex

from aiohttp import web

from bot.ports.adapter import Adapter
from bot.runtime.faults import describe
from bot.runtime.logs import say

LOG = logging.getLogger(__name__)
BODY_LIMIT = 1024 * 1024
BACKLOG = 1024
"""Callbacks that come at once and wait to be let in: one that finds the queue full is tried again a second later."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "",
    "Cache-Control": "no-store",
    "Server": "hepai",
}
"""For every response, errors included (OWASP ASVS 3.4); an adapter's own header of the same name stands."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ready = Callable[[], Awaitable[str]]
"""Empty when the bot can work, else a sentence saying what is missing."""


class PortTaken(Exception):
    """The address cannot be listened on; the message names the remedy."""


class Web:
    """Serves until stopped."""

    def __init__(
        self,
        adapters: Sequence[Adapter],
        host: str,
        port: int,
        ready: Ready,
        platforms: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._host, self._port = host, port
        self._ready = ready
        self._platforms = platforms
        app = web.Application(middlewares=[_no_traces], client_max_size=BODY_LIMIT)
        app.on_response_prepare.append(_safe)
        app.router.add_get("/healthz", _alive)
        app.router.add_get("/readyz", self._is_ready)
        for adapter in adapters:
            app.router.add_routes(adapter.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)

    async def start(self) -> int:
        """Listen; the port listened on (a free one if the setting is 0)."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port, backlog=BACKLOG).start()
        except OSError as error:
            await self._runner.cleanup()
            raise PortTaken(
                f"Cannot listen on {self._host}:{self._port} ({error.strerror}). Stop the program that uses the port, "
                "or set [web] port to another one (0 for any free port)."
            ) from error
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _is_ready(self, _: web.Request) -> web.Response:
        missing = await self._ready()
        # One platform that is down is no reason to take the bot out of service for the others.
        told = {"ready": not missing, "missing": missing, "platforms": dict(self._platforms())}
        return web.json_response(told, status=503 if missing else 200)


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def _safe(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = HEADERS["Server"]


@web.middleware
async def _no_traces(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What breaks is logged under an id; the caller gets the id and nothing else."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        name = token_hex(4)
        say(LOG, logging.ERROR, "A request failed", "web.failed", id=name, error=describe(error))
        LOG.debug("where it failed", exc_info=error)
        return web.json_response({"error": "Something broke on our side.", "id": name}, status=500)
