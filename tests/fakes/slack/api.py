"""POST and GET /api/{method}: token, scope, rate and arguments are checked before anything is done."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping

from aiohttp import web

from tests.fakes.common.faults import Fault, Faults
from tests.fakes.slack import params, shapes
from tests.fakes.slack.methods import COMMON, Method
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.records import Call, Json, Refusal
from tests.fakes.slack.shapes import Canned
from tests.fakes.slack.workspace import Workspace

# Slack's tokens last (rotation is off): `expired` refuses one call, as a rotated token would; `revoked` lasts.
SHAPES: Mapping[Fault, Canned] = {
    "limited": shapes.limited(),
    "broken": shapes.error("internal_error", 500),
    "html": shapes.html(),
    "lost": shapes.reset(stored=True),
    "dropped": shapes.reset(stored=False),
    "expired": shapes.error("token_expired"),
}


class Api:
    """The Web API. What the bot asked, and what it was told, is in `calls`."""

    def __init__(
        self, ws: Workspace, methods: Mapping[str, Method], faults: Faults, rates: Rates | None, bot: str, app: str
    ) -> None:
        self._ws = ws
        self.methods = methods
        self._faults = faults
        self._rates = rates
        self._tokens = {bot: False, app: True}
        self.revoked = ""
        """The error with which the bot's token is refused from now on; empty: it is good."""
        self.canned: dict[str, deque[Canned]] = {}
        """Answers to give instead of the real ones, by method, each once."""
        self.calls: list[Call] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        header = request.headers.get("Authorization", "")
        call = Call(name, {}, header.removeprefix("Bearer "), self._ws.now(), time.monotonic())
        self.calls.append(call)
        if self._faults.delay:
            await asyncio.sleep(self._faults.delay)
        method = self.methods.get(name)
        try:
            if method is None:
                self._ws.alarm(f"no such method: {name}")
                raise Refusal("unknown_method")
            call.params = await params.read(request, method.json)
            if wait := self._wait(name, method, call):
                return await self._canned(request, call, method, shapes.limited(str(wait)))
            if wrong := self._misfortune(call, method):
                return await self._canned(request, call, method, wrong)
            answer = {"ok": True, **self._done(call, method)}
        except Refusal as refusal:
            answer = {"ok": False, "error": refusal.error, **refusal.extra}
        call.status, call.answer = 200, answer
        return web.json_response(answer, headers=self._headers(method))

    def _wait(self, name: str, method: Method, call: Call) -> int:
        if self._rates is None:
            return 0
        channel = str(call.params.get("channel", "")) if name == "chat.postMessage" else ""
        return self._rates.wait(name, method.tier, channel)

    def _misfortune(self, call: Call, method: Method) -> Canned | None:
        if waiting := self.canned.get(call.method):
            call.fault = "canned"
            return waiting.popleft()
        due = self._faults.due() if method.sends else None
        call.fault = due or ""
        return SHAPES[due] if due else None

    def _done(self, call: Call, method: Method) -> Json:
        """Carry it out. A `Refusal` if Slack would not."""
        self._authorize(call, method)
        known = (*method.required, *method.optional, *COMMON)
        if unknown := [each for each in call.params if each not in known]:
            self._ws.alarm(f"{call.method} knows no argument {', '.join(unknown)}")
            raise Refusal("invalid_arg_name")
        given = params.Params(call.params)
        if missing := [each for each in method.required if each not in given]:
            messages = [f"[ERROR] missing required field: {each}" for each in missing]
            raise Refusal("invalid_arguments", response_metadata={"messages": messages})
        return method.do(self._ws, given)

    def _authorize(self, call: Call, method: Method) -> None:
        token = call.token
        if "token" in call.params and not token:
            if method.app:
                raise Refusal("not_allowed_token_type")
            token = call.token = str(call.params["token"])
        if not token:
            raise Refusal("not_authed")
        if token not in self._tokens:
            raise Refusal("invalid_auth")
        if self._tokens[token] != method.app:
            raise Refusal("not_allowed_token_type")
        if self.revoked and not method.app:
            raise Refusal(self.revoked)
        if method.scope and not method.app:
            self._ws.need(method.scope)

    async def _canned(self, request: web.Request, call: Call, method: Method, canned: Canned) -> web.StreamResponse:
        """Give this answer, or none."""
        if canned.stored:
            try:
                call.answer = {"ok": True, **self._done(call, method)}
            except Refusal as refusal:
                call.answer = {"ok": False, "error": refusal.error}
        if canned.hold:
            await asyncio.sleep(canned.hold)
        if canned.abort:
            if request.transport:
                request.transport.abort()
            return web.Response()
        call.status = canned.status
        call.answer = call.answer or canned.body
        headers = {**self._headers(method), **canned.headers, "Content-Type": canned.kind}
        return web.Response(status=canned.status, body=canned.body.encode(), headers=headers)

    def _headers(self, method: Method | None) -> dict[str, str]:
        scopes = {"connections:write"} if method and method.app else self._ws.scopes
        accepted = method.scope if method else ""
        return {"X-OAuth-Scopes": ",".join(sorted(scopes)), "X-Accepted-OAuth-Scopes": accepted}
