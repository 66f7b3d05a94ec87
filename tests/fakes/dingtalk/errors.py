"""How the three API families say no: the new OpenAPI, the old TOP API, and webhooks."""

from collections.abc import Mapping, Sequence
from itertools import count

from tests.fakes.dingtalk.model import Json

_COUNT = count(0x4F1C)


class Refusal(Exception):
    """An answer that is no success. `alarm`: what the fake's alarms say of it, if it is a mistake of the bot."""

    def __init__(self, status: int, body: Json, alarm: str = "") -> None:
        super().__init__(alarm or str(body))
        self.status = status
        self.body = body
        self.alarm = alarm


class Cut(Exception):
    """The connection is reset instead of an answer."""


class Page(Exception):
    """An HTML page of something in front answers."""


def request_id() -> str:
    return f"{next(_COUNT):08X}-D1A6-7000-B000-000000000000"


def refused(code: str, message: str = "", status: int = 400, scopes: Sequence[str] = (), alarm: str = "") -> Refusal:
    """The new API's error. `scopes`: the permissions an administrator has to grant."""
    detail: Mapping[str, object] = {"requiredScopes": list(scopes)} if scopes else {}
    body = {"code": code, "requestid": request_id(), "message": message or code, "accessdenieddetail": dict(detail)}
    return Refusal(status, body, alarm)


def old(errcode: int, errmsg: str, sub: tuple[str, str] | None = None, alarm: str = "") -> Refusal:
    """The old API's error, with HTTP 200."""
    if sub is None:
        return Refusal(200, {"errcode": errcode, "errmsg": errmsg, "request_id": request_id()}, alarm)
    told = f"ding talk error[subcode={sub[0]},submsg={sub[1]}]"
    body = {"errcode": errcode, "sub_code": sub[0], "sub_msg": sub[1], "errmsg": told, "request_id": request_id()}
    return Refusal(200, body, alarm)


def hook(errcode: int, errmsg: str, alarm: str = "") -> Refusal:
    """A webhook's error, with HTTP 200."""
    return Refusal(200, {"errcode": errcode, "errmsg": errmsg}, alarm)


def undocumented(what: str) -> Refusal:
    """Something no document knows."""
    return refused("invalidParameter", what, alarm=f"undocumented: {what}")
