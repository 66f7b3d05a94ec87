"""The HTTP side: one door for all calls. It records them, checks tokens, limits and permissions, fails on request."""

import asyncio
import json
from collections.abc import Callable, Mapping
from itertools import cycle
from typing import Any

from aiohttp import web

from tests.fakes.dingtalk.errors import Cut, Page, Refusal, hook, old, refused
from tests.fakes.dingtalk.model import Call
from tests.fakes.dingtalk.request import Endpoint, Request
from tests.fakes.dingtalk.site import Site
from tests.fakes.dingtalk.tokens import check

TOKEN = "x-acs-dingtalk-access-token"
PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
QPS = "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"


class Door:
    """Takes every call. `endpoints`: what there is."""

    def __init__(self, site: Site, endpoints: Mapping[tuple[str, str], Endpoint]) -> None:
        self._site = site
        self._endpoints = endpoints
        self._too_fast = cycle((QPS, "send.too.fast"))

    async def handle(self, raw: web.Request) -> web.StreamResponse:
        """Answer one call, whatever becomes of it."""
        body = await _body(raw)
        request = Request(body, dict(raw.query), raw.headers.get(TOKEN))
        status, answer = 0, None
        if self._site.faults.delay:
            await asyncio.sleep(self._site.faults.delay)
        try:
            status, answer = 200, await self._answer(raw, request)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
            if refusal.alarm:
                self._site.alarm(refusal.alarm)
        except Page:
            status, answer = 502, PAGE
        except Cut:
            pass
        self._record(raw, request, status, answer)
        if status == 0:
            if raw.transport:
                raw.transport.abort()
            return web.Response(status=500)
        if answer is PAGE:
            return web.Response(status=status, text=PAGE, content_type="text/html")
        return web.json_response(answer, status=status, dumps=_dumps)

    async def _answer(self, raw: web.Request, request: Request) -> Any:
        site = self._site
        endpoint = self._endpoints.get((raw.method, raw.path))
        if endpoint is None:
            what = f"{raw.method} {raw.path}"
            raise refused("InvalidAction.NotFound", what, status=404, alarm=f"undocumented: {what}")
        if raw.method != "GET" and request.body is None:
            raise refused("invalidParameter", "the body is no JSON", alarm=f"{raw.path}: the body is no JSON")
        fault = site.faults.due() if endpoint.sends else None
        match fault:
            case "dropped":
                raise Cut
            case "html":
                raise Page
            case "expired":
                site.expire_tokens()
                site.sessions.pop(request.query.get("session", ""), None)
        if endpoint.family in ("new", "old"):
            check(site, request, endpoint.family)
        if fault == "limited" or site.per_second.full(raw.path):
            raise _too_fast(endpoint, next(self._too_fast))
        if endpoint.scope and endpoint.scope not in site.scopes:
            raise _forbidden(endpoint)
        if endpoint.counted and site.quota.spent:
            raise _spent(endpoint)
        if fault == "broken":
            raise refused("system.error", "系统错误", status=500)
        answer = await endpoint.answer(site, request)
        if endpoint.counted:
            site.quota.call()
        if fault == "lost":
            raise Cut
        return answer

    def _record(self, raw: web.Request, request: Request, status: int, answer: Any) -> None:
        at = self._site.now()
        call = Call(raw.method, raw.path, request.query, request.body, status, answer, at)
        self._site.calls.append(call)
        self._site.changed(call)


def _too_fast(endpoint: Endpoint, code: str) -> Refusal:
    """400 or 403, as the platform does it, never 429. `code`: of a robot's send; other calls have but one."""
    match endpoint.family:
        case "hook":
            return hook(130101, "send too fast")
        case "old":
            return old(90018, "您的服务器调用钉钉开放平台接口的请求频率超限")
    code = code if endpoint.scope == "qyapi_robot_sendmsg" else QPS
    return refused(code, "触发流控", status=403 if code.startswith("Forbidden") else 400)


def _forbidden(endpoint: Endpoint) -> Refusal:
    if endpoint.family == "old":
        return old(88, "", ("60011", f"没有调用该接口的权限,需要 {endpoint.scope}"))
    code = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
    return refused(code, "没有权限", status=403, scopes=[endpoint.scope])


def _spent(endpoint: Endpoint) -> Refusal:
    if endpoint.family == "old":
        return old(90020, "本月接口调用次数已用完")
    return refused("Forbidden.AccessDenied.ApiCountLimitForOrg", "本月接口调用次数已用完", status=403)


async def _body(raw: web.Request) -> Any:
    """The JSON body; of a form its fields, digits as numbers; None if it is neither."""
    if raw.content_type == "application/x-www-form-urlencoded":
        form = await raw.post()
        return {name: int(str(value)) if str(value).isdigit() else str(value) for name, value in form.items()}
    if raw.content_type != "application/json":
        return None
    try:
        return json.loads(await raw.text())
    except ValueError:
        return None


_dumps: Callable[[Any], str] = lambda answer: json.dumps(answer, ensure_ascii=False)  # noqa: E731 - typed so
