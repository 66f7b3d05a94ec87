"""WeCom's error codes as the three ways in which a message is not taken, each with its remedy.

https://developer.work.weixin.qq.com/document/path/90313
"""

import re
from collections.abc import Mapping
from datetime import timedelta

from bot.ports.adapter import Refused, SendError, Unauthorised, Unavailable

TOKEN = frozenset({40014, 42001, 40001})
"""The access token is no longer good: asked for anew, once. 40001 comes for a wrong secret too."""
BUSY = frozenset({-1, 45033, 6000, 846609})
LIMITED = 45009
UNTRUSTED = 60020
BAD_PARAMETER = 40058
"""What a task_id that was used before is refused with (UNVERIFIED)."""
NOBODY = frozenset({81013, 40003, 46004, 60111})
UNREACHABLE = frozenset({93001, 93006, 93008, 93017, 86001, 86003, 86008, 600039})
"""A group that cannot be posted to in this way; another way may work."""

_REMEDY: Mapping[int, str] = {
    40001: "the app's secret is wrong: copy it from the console into [platforms.wecom] secret",
    40013: "corp_id is wrong: copy it from 我的企业 → 企业ID",
    40056: "agent_id is wrong: copy AgentId from the app's page in the console",
    40091: "the app's secret is wrong: copy it from the console into [platforms.wecom] secret",
    48002: "the app may not call this API: grant it in the console",
    50002: "the member is outside the app's visible range: widen it in the console (可见范围)",
    50003: "the app is disabled: enable it in the console",
    60011: "this is outside the app's visible range: widen it in the console (可见范围)",
    301002: "the app may not use this: widen its range or rights in the console",
    40201: "WeCom's spam check refused the text",
}
_UNAUTHORISED = frozenset({40001, 40013, 40056, 40091, 48002, 50003, 60011, 301002, 40014, 42001})
_IP = re.compile(r"from ip: ?([0-9A-Fa-f.:]{3,45})")


class Unknown(Exception):
    """The request may have been carried out or not: its answer was none."""


class Declined(Refused):
    """Refused with WeCom's `code`."""

    def __init__(self, code: int, what: str) -> None:
        super().__init__(what)
        self.code = code


def send_error(code: int, words: str) -> SendError:
    """`words`: WeCom's errmsg; of it only an address is passed on."""
    if code == UNTRUSTED:
        found = _IP.search(words)
        address = found[1] if found else "this server's address"
        return Unauthorised(f"60020: WeCom does not trust {address}: add it to the app's 企业可信IP in the console")
    if code == LIMITED:
        return Unavailable("45009: WeCom's limit is reached", timedelta(seconds=2))
    if code in BUSY:
        return Unavailable(f"{code}: WeCom is busy", timedelta(seconds=5))
    remedy = _REMEDY.get(code, "")
    if code in _UNAUTHORISED:
        return Unauthorised(f"{code}: {remedy or 'WeCom takes no token of this app: check corp_id and secret'}")
    if code in NOBODY:
        return Declined(
            code, f"{code}: WeCom knows no such member in the app's visible range (可见范围), or with 接口许可"
        )
    return Declined(code, f"{code}: {remedy or 'WeCom does not take this'}")
