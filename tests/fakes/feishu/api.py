"""The REST interface's door: who may call what, with which parameters, how often, and what goes wrong on request."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.common.faults import Fault
from tests.fakes.feishu.cards import strictly
from tests.fakes.feishu.errors import Refusal, invalid, lacking, too_fast
from tests.fakes.feishu.records import Call, Json
from tests.fakes.feishu.schema import CardError, Check, fields
from tests.fakes.feishu.state import Platform

HTML = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
BODY_LIMIT = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that was let in: `params` of the path, the query, the JSON body or the parts of a form."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Json
    several: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Every value of a query parameter that may stand more than once."""


Handler = Callable[[Platform, Asked], Json]
"""The answer beside `code` and `msg`; raises Refusal."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`body` None: there is none. `scopes`: any one of them will do. `changes`: sends or changes a message.

    `form`: the body comes in parts. `public`: needs no token.
    """

    method: str
    path: str
    handle: Handler
    query: Mapping[str, Check] = field(default_factory=dict)
    body: Mapping[str, Check] | None = None
    scopes: tuple[str, ...] = ()
    changes: bool = False
    form: bool = False
    public: bool = False
    ok: str = "success"


class Door:
    """Serves the endpoints; a call of anything else is an alarm. `delay`s and faults are the platform's."""

    def __init__(self, platform: Platform, endpoints: Sequence[Endpoint]) -> None:
        self._platform = platform
        self._endpoints = endpoints
        self._limits = 0

    def routes(self) -> Sequence[web.RouteDef]:
        served = [web.route(each.method, each.path, self._serving(each)) for each in self._endpoints]
        return [*served, web.route("*", "/open-apis/{rest:.*}", self._serving(None))]

    def _serving(self, endpoint: Endpoint | None) -> Callable[[web.Request], Any]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, endpoint)

        return serve

    async def _serve(self, request: web.Request, endpoint: Endpoint | None) -> web.StreamResponse:
        if self._platform.faults.delay:
            await asyncio.sleep(self._platform.faults.delay)
        body: Any = None
        answer: Any
        try:
            body = await _body(request, endpoint)
            status, answer, headers = 200, self._answer(request, endpoint, body), {}
        except Refusal as refusal:
            log = self._platform.new_id("")
            if refusal.alarming:
                self._platform.alarms.append(f"{request.method} {request.path}: {refusal.code} {refusal.msg}")
            answer = {"code": refusal.code, "msg": refusal.msg, "error": {"log_id": log, **refusal.extra}}
            status, headers = refusal.status, {**refusal.headers, "X-Tt-Logid": log}
        except _Broken as broken:
            status, answer, headers = broken.status, broken.answer, {}
        self._record(request, body, status, answer)
        if status == 0:
            cut(request)
        if isinstance(answer, str):
            return web.Response(status=status or 502, text=answer, content_type="text/html")
        return web.json_response(answer, status=status or 502, headers=headers)

    def _answer(self, request: web.Request, endpoint: Endpoint | None, body: Any) -> Json:
        if endpoint is None:
            raise Refusal(99992402, "404 page not found", status=404, alarming=True)
        asked = self._let_in(request, endpoint, body)
        fault = self._platform.faults.due() if endpoint.changes else None
        self._fail(fault, request)
        answer = {"code": 0, "msg": endpoint.ok, **endpoint.handle(self._platform, asked)}
        if fault == "lost":
            raise _Broken(0, answer)
        return answer

    def _let_in(self, request: web.Request, endpoint: Endpoint, body: Any) -> Asked:
        if self._platform.disabled:
            raise Refusal(10014, "the app is disabled")
        if not endpoint.public:
            self._platform.tokens.check(request.headers.get("Authorization", ""))
            self._platform.rates.gateway(f"{endpoint.method} {endpoint.path}")
        if endpoint.scopes and not self._platform.scopes & set(endpoint.scopes):
            raise lacking(endpoint.scopes)
        query = {name: request.query[name] for name in request.query}
        several = {name: request.query.getall(name) for name in request.query}
        try:
            fields(endpoint.query)(query, "query")
            if endpoint.body is not None:
                fields(endpoint.body)(body, "body")
        except CardError as error:
            raise invalid(error.words) from None
        if endpoint.body is None and body is not None:
            raise invalid("this call has no body")
        return Asked(request.match_info, query, body or {}, several)

    def _fail(self, fault: Fault | None, request: web.Request) -> None:
        match fault:
            case "limited":
                self._limits += 1
                disguises = (too_fast(1, 1000), too_fast(1, 1000, status=400), Refusal(230020))
                raise disguises[self._limits % len(disguises) - 1]
            case "broken":
                raise Refusal(1500, status=500)
            case "html":
                raise _Broken(502, HTML)
            case "dropped":
                raise _Broken(0, {})
            case "expired":
                self._platform.tokens.revoke()
                self._platform.tokens.check(request.headers.get("Authorization", ""))
            case _:
                return

    def _record(self, request: web.Request, body: Any, status: int, answer: Any) -> None:
        call = Call(request.method, request.path, dict(request.query), body, status, answer, self._platform.now())
        self._platform.calls.append(call)


class _Broken(Exception):
    """An answer that is none of the platform's own. Status 0: the connection is cut."""

    def __init__(self, status: int, answer: Any) -> None:
        super().__init__(status)
        self.status = status
        self.answer = answer


def cut(request: web.BaseRequest) -> None:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()


async def _body(request: web.Request, endpoint: Endpoint | None) -> Any:
    if endpoint is not None and endpoint.form:
        return await _parts(request)
    raw = await request.read()
    if not raw:
        return None
    # The vendor's own SDK asks for its token without this header.
    if "Content-Type" in request.headers and request.content_type != "application/json":
        raise invalid(f"Content-Type {request.content_type}; it is application/json; charset=utf-8")
    try:
        return strictly(raw.decode())
    except (ValueError, RecursionError) as error:
        raise invalid(f"the body is no JSON: {error}") from None


async def _parts(request: web.Request) -> dict[str, Any]:
    """The parts of an upload; a file as its name and its bytes, in Latin-1 so that the record stays readable JSON."""
    if request.content_type != "multipart/form-data":
        raise invalid("an upload is multipart/form-data")
    found: dict[str, Any] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            found[name] = {"filename": part.filename, "content": part.file.read().decode("latin-1")}
        else:
            found[name] = part
    return found
