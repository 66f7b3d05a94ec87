"""Access tokens: the same one while it lives, for both token families."""

import time

from tests.fakes.dingtalk.errors import Refusal, old, refused
from tests.fakes.dingtalk.fields import only
from tests.fakes.dingtalk.model import Json
from tests.fakes.dingtalk.request import Request
from tests.fakes.dingtalk.site import Site, Token


async def access_token(site: Site, request: Request) -> Json:
    """POST /v1.0/oauth2/accessToken."""
    body = only(request.body, "accessToken", {"appKey": str, "appSecret": str})
    if (body["appKey"], body["appSecret"]) != (site.client_id, site.client_secret):
        raise refused("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
    return {"accessToken": _token(site), "expireIn": int(site.switches.token_seconds)}


async def corp_token(site: Site, request: Request) -> Json:
    """POST /v1.0/oauth2/{corpId}/token."""
    body = only(request.body, "token", {"client_id": str, "client_secret": str, "grant_type": str})
    known = (body["client_id"], body["client_secret"]) == (site.client_id, site.client_secret)
    if not known or body["grant_type"] != "client_credentials":
        raise refused("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
    return {"access_token": _token(site), "expires_in": int(site.switches.token_seconds)}


async def get_token(site: Site, request: Request) -> Json:
    """GET /gettoken of the old API."""
    if (request.query.get("appkey"), request.query.get("appsecret")) != (site.client_id, site.client_secret):
        raise old(40089, "不合法的corpid或corpsecret")
    answer = {"errcode": 0, "errmsg": "ok", "access_token": _token(site)}
    return {**answer, "expires_in": int(site.switches.token_seconds)}


def check(site: Site, request: Request, family: str) -> None:
    """Whether the call carries a token that lives."""
    given = request.query.get("access_token") if family == "old" else request.token
    known = site.tokens.get(given or "")
    if known is not None and known.until > time.monotonic():
        return
    raise _expired(family, known is not None)


def _expired(family: str, known: bool) -> Refusal:
    if family == "new":
        return refused("InvalidAuthentication", "不合法的access_token")
    return old(42001, "access_token已过期") if known else old(40014, "不合法的access_token")


def _token(site: Site) -> str:
    now = time.monotonic()
    for text, token in site.tokens.items():
        if token.until > now:
            token.until = now + site.switches.token_seconds
            return text
    text = site.fresh()
    site.tokens[text] = Token(now + site.switches.token_seconds)
    return text
