"""The door of the REST API: who may call what, how it is answered, and what goes wrong on request."""

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.common.faults import Faults
from tests.fakes.wecom.records import Journal, Json, Refusal
from tests.fakes.wecom.tokens import Tokens

ERROR_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"
LIMITED = Refusal(45009, "api freq out of limit")


@dataclass(frozen=True, slots=True)
class Incoming:
    query: Mapping[str, str]
    body: Any
    type: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`query`: parameters besides the token. `sends`: it sends or changes messages, so faults strike it."""

    method: str
    handler: Callable[[Incoming], Json]
    query: frozenset[str] = frozenset()
    sends: bool = False
    token: bool = True
    upload: bool = False


class Gate:
    """Answers every request to `/cgi-bin/...`; HTTP 200 even for errors, as the platform does."""

    def __init__(self, journal: Journal, faults: Faults, tokens: Tokens) -> None:
        self._journal, self._faults, self._tokens = journal, faults, tokens
        self._endpoints: dict[str, Endpoint] = {}
        self.trusted = True
        """Whether the bot's address is on the app's list of trusted addresses; else 60020."""
        self._hint = 1772000000

    def add(self, path: str, method: str, handler: Callable[[Incoming], Json], *query: str, **how: bool) -> None:
        self._endpoints[f"/cgi-bin/{path}"] = Endpoint(method, handler, frozenset(query), **how)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        endpoint = self._endpoints.get(request.path)
        if endpoint is None:
            self._journal.alarm(f"no such endpoint: {request.method} {request.path}")
            self._journal.call(request.method, request.path, dict(request.query), None, 404, "")
            return web.Response(status=404, text="404 page not found")
        fault = self._faults.due() if endpoint.sends else None
        status = 200
        body: Any = None
        answer: Any = None
        try:
            body = _body(request, endpoint, raw)
            self._admit(request, endpoint, body)
            match fault:
                case "dropped":
                    return self._reset(request, body, "reset before storing")
                case "broken":
                    status, answer = 500, ""
                case "html":
                    status, answer = 502, ERROR_PAGE
                case "limited":
                    raise LIMITED
                case "expired":
                    self._tokens.revoke()
                    raise Refusal(42001, "access_token expired")
                case _:
                    answer = endpoint.handler(Incoming(dict(request.query), body, request.content_type))
        except Refusal as refusal:
            answer = self._refused(request, refusal)
        if self._faults.delay:
            await asyncio.sleep(self._faults.delay)
        if fault == "lost":
            return self._reset(request, body, "reset after storing")
        self._journal.call(request.method, request.path, dict(request.query), body, status, answer)
        if isinstance(answer, str):
            return web.Response(status=status, text=answer, content_type="text/html")
        return web.json_response(answer)

    def _admit(self, request: web.Request, endpoint: Endpoint, body: Any) -> None:
        if request.method != endpoint.method:
            raise Refusal(
                *((43001, "require GET method") if endpoint.method == "GET" else (43002, "require POST method"))
            )
        if endpoint.token:
            self._tokens.check(request.query.get("access_token"))
            if not self.trusted:
                raise Refusal(60020, "not allow to access from your ip")
        if undocumented := set(request.query) - endpoint.query - {"access_token"}:
            raise Refusal(40058, f"invalid parameter: {', '.join(sorted(undocumented))} is not documented", told=False)
        for name in endpoint.query:
            if name not in request.query and name in (
                "corpid",
                "corpsecret",
                "userid",
                "chatid",
                "key",
                "type",
                "code",
            ):
                raise Refusal(41000 if name != "userid" else 41009, f"missing {name}")

    def _refused(self, request: web.Request, refusal: Refusal) -> Json:
        if not refusal.told:
            self._journal.alarm(f"{request.method} {request.path}: {refusal.words}")
        self._hint += 1
        words = f"{refusal.words}, hint: [{self._hint}], from ip: {request.remote}"
        return {"errcode": refusal.code, "errmsg": words}

    def _reset(self, request: web.Request, body: Any, what: str) -> web.Response:
        self._journal.call(request.method, request.path, dict(request.query), body, 0, what)
        reset(request.transport)
        return web.Response()


def reset(transport: asyncio.BaseTransport | None) -> None:
    """The connection ends at once, with a reset on the wire."""
    if not isinstance(transport, asyncio.Transport):
        return
    if connection := transport.get_extra_info("socket"):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _body(request: web.Request, endpoint: Endpoint, raw: bytes) -> Any:
    if endpoint.upload:
        return raw
    if request.method != "POST":
        return None
    try:
        return json.loads(raw)
    except ValueError:
        raise Refusal(47001, "data format error") from None
