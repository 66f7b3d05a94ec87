"""Two doors: the adapters' routes for the internet, the figures for inside. Health at both, safe headers everywhere."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from secrets import token_hex

from aiohttp import web

from bot.ports.adapter import Adapter
from bot.runtime.faults import describe
from bot.runtime.logs import say

LOG = logging.getLogger(__name__)
BODY_LIMIT = 1024 * 1024
STOP_WITHIN = 1.0
"""Seconds for requests in hand to end; what was not acknowledged the platform sends again."""
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


class Listener:
    """Serves its routes and /healthz at one address until stopped. `setting`: of the port, as an operator names it."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        self._host, self._port, self._setting = host, port, setting
        app = web.Application(middlewares=[_no_traces], client_max_size=BODY_LIMIT)
        app.on_response_prepare.append(_safe)
        app.router.add_get("/healthz", _alive)
        self.router = app.router
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_WITHIN)

    async def start(self) -> int:
        """Listen; the port listened on (a free one if the setting is 0)."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port, backlog=BACKLOG).start()
        except OSError as error:
            await self._runner.cleanup()
            raise PortTaken(
                f"Cannot listen on {self._host}:{self._port} ({error.strerror}). Stop the program that uses the port, "
                f"or set {self._setting} to another one (0 for any free port)."
            ) from error
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        await self._runner.cleanup()


class Web(Listener):
    """What platforms and people reach, through a proxy."""

    def __init__(
        self,
        adapters: Sequence[Adapter],
        host: str,
        port: int,
        ready: Ready,
        platforms: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        super().__init__(host, port, "[web] port")
        self.router.add_get("/readyz", _readiness(ready, platforms))
        for adapter in adapters:
            self.router.add_routes(adapter.routes())


class Inside(Listener):
    """What only the operator's own machines reach: the figures."""

    def __init__(
        self,
        host: str,
        port: int,
        scrape: Callable[[], Awaitable[tuple[bytes, str]]],
        ready: Ready,
        platforms: Callable[[], Mapping[str, str]],
    ) -> None:
        super().__init__(host, port, "[web] metrics")
        self.router.add_get("/readyz", _readiness(ready, platforms))

        async def figures(_: web.Request) -> web.Response:
            body, content_type = await scrape()
            return web.Response(body=body, headers={"Content-Type": content_type})

        self.router.add_get("/metrics", figures)


def _readiness(ready: Ready, platforms: Callable[[], Mapping[str, str]]) -> Handler:
    async def answer(_: web.Request) -> web.Response:
        missing = await ready()
        # One platform that is down is no reason to take the bot out of service for the others.
        told = {"ready": not missing, "missing": missing, "platforms": dict(platforms())}
        return web.json_response(told, status=503 if missing else 200)

    return answer


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
