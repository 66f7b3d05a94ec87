"""What DingTalk's three API families say when they do not take something, as ours to act on.

"Too fast" comes as HTTP 400 or 403, hardly ever as 429: it is looked for first. Sources: server-api-error-codes-1,
how-to-process-api-throttling-on-the-dingtalk-server.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from adapters.common.http import Answer
from bot.ports.adapter import Refused, SendError, Unauthorised, Unavailable

SOON = timedelta(seconds=1)
BANNED = timedelta(minutes=5)
SPENT = timedelta(hours=1)

_THROTTLED = re.compile(r"Qp[sm]Limit|too\.?fast|too\.many|flow\.?control", re.IGNORECASE)
_UNPUBLISHED = ("chatbotId.notAllow.sendOTO", "robot.oto.notExist")
_STOPPED = ("bot.stopped", "template.stopped", "auth.error", "unauthorized")
_LATER = ("resource.unavailable", "system.busy")
_TEMPLATE = ("param.templateNotExist", "param.templateUnpublished", "param.cardTemplateIdEmpty")


class Uncertain(Exception):
    """The platform broke in the middle: it may have taken the message."""


class Expired(Exception):
    """The token is not taken any more."""


class Throttled(Unavailable):
    """Too fast: the call did not happen and does not count."""


class Spent(Unavailable):
    """The organisation's month is used up."""


def problem(answer: Answer) -> Exception | None:
    """What is wrong with an answer of the new API; None if nothing is."""
    code, status = _text(answer.data.get("code")), answer.status
    if status == 429 or _THROTTLED.search(code):
        return Throttled("DingTalk says: too fast", _after(answer) or SOON)
    if not answer.data or "punish" in answer.data:
        return _page(answer)
    if 200 <= status < 300:
        return None
    if code == "InvalidAuthentication":
        return Expired(code)
    if "ApiCountLimitForOrg" in code:
        return Spent("the organisation's API calls of this month are used up", SPENT)
    if code == "unknown.send.result" or status >= 500:
        return Uncertain(f"DingTalk answered {status} {code}")
    return _refused(code, _text(answer.data.get("message")), answer)


def _refused(code: str, message: str, answer: Answer) -> SendError:
    detail = answer.data.get("accessdenieddetail")
    scopes = detail.get("requiredScopes") if isinstance(detail, Mapping) else None
    if code.endswith("AccessTokenPermissionDenied"):
        named = ", ".join(map(str, scopes)) if isinstance(scopes, list) else "the one for this interface"
        return Unauthorised(
            f"the application lacks the permission {named}; add it in the console and publish a version"
        )
    if "IpNotInWhiteList" in code:
        return Unauthorised("this server's address is not in the application's list of exit addresses; add it there")
    if code == "invalidClientIdOrSecret":
        return Unauthorised("client_id or client_secret is wrong; copy both from the console")
    if code in _UNPUBLISHED:
        return Unauthorised("the robot may not write to people; publish a version of the application in the console")
    if code in _STOPPED or answer.status == 401:
        return Unauthorised(f"DingTalk does not let the robot send ({code}); look whether it is stopped in the console")
    if code in _TEMPLATE:
        return Unauthorised(
            f"card_template_id names no published template ({code}); publish it, or correct the setting"
        )
    if code in _LATER:
        return Unavailable(f"DingTalk is busy ({code})")
    return Refused(f"{code}: {message}" if message not in ("", code) else code or f"HTTP {answer.status}")


def _page(answer: Answer) -> Exception:
    """Not DingTalk itself: its wall has shut this address out, or something before it answers with a page."""
    if "punish" in answer.text or 400 <= answer.status < 500:
        return Unavailable(f"something before DingTalk answered {answer.status}; is this address shut out?", BANNED)
    return Uncertain(f"HTTP {answer.status} without JSON")


def old_problem(answer: Answer) -> Exception | None:
    """The same of the old API and of webhooks, which answer 200 whatever happens."""
    data = answer.data
    if answer.status != 200 or "errcode" not in data:
        return problem(answer) if data and answer.status != 200 else _page(answer)
    code = _number(data.get("sub_code")) if data["errcode"] == 88 else _number(data["errcode"])
    match code:
        case 0:
            return None
        case 40014 | 42001 | 40001:
            return Expired(str(code))
        case 90002 | 90018 | 130101 | 130102 | 430103:
            return Throttled("DingTalk says: too fast", SOON)
        case 90020:
            return Spent("the organisation's quota of this month is used up", SPENT)
        case -1 | 15:
            return Unavailable("DingTalk is busy")
        case 60011:
            return Unauthorised(f"a permission is missing: {_text(data.get('sub_msg'))}; add it in the console")
        case _:
            return Refused(f"{code}: {_text(data.get('errmsg'))}")


def code_of(error: Refused) -> str:
    """The platform's own code."""
    return str(error).partition(":")[0]


def _after(answer: Answer) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if re.fullmatch(r"[0-9]{1,5}", seconds) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:
    return (
        int(value) if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value)) else -2
    )
