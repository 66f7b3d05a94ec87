"""What the platform's refusals mean: one table of codes. The code decides, not the HTTP status.

https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN and the pages of the single calls.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from adapters.common.http import Answer
from bot.ports.adapter import Refused, SendError, Unauthorised, Unavailable

RESET = "x-ogw-ratelimit-reset"
"""Header: seconds until the gateway takes calls again."""
TOO_FAST = frozenset({99991400, 230020, 11232})
CHAT_TOO_FAST = frozenset({230020, 11232})
"""Only this chat, or this message, is too busy."""
TOKEN_GONE = frozenset({99991661, 99991663, 99991664, 99991665, 99991671})
STILL_SENDING = 230049
CARD_REFUSED = frozenset({230025, 230099, 200860})
UNCHANGEABLE = frozenset({230001, 230011, 230027, 230031, 230110, 231003})
"""Of a message to change: no card, not ours, taken back, deleted, older than 14 days, not there."""
NO_THREAD = frozenset({230001, 230011, 230071, 230110, 231003})
"""Of a message to answer in its thread: not there any more, or the group has no threads."""
INTERNAL = frozenset({1500, 40003})
LACKS_SCOPE = 99991672

_OPERATOR: Mapping[int, str] = {
    99991401: "this machine's address is not on the app's list of IP addresses; add it in the console",
    99991403: "the organisation's calls of this month are used up; buy more, or wait for the next month",
    10003: "app_id or app_secret is wrong; copy both from the app's page in the console",
    10014: "app_id or app_secret is wrong, or the app is switched off; look at its page in the console",
    99991662: "the app is switched off in this organisation; an administrator can switch it on",
    99991673: "the app cannot be used in this organisation; an administrator can switch it on",
    230006: "the app has no bot; add the ability in the console and publish a version",
}
_REFUSED: Mapping[int, str] = {
    230002: "the bot is not in this chat",
    230013: "this person may not use the app; widen its range of availability",
    230018: "the group does not allow the bot to write",
    230022: "the platform holds the words to be sensitive",
    230025: "the message is too long",
    230028: "the organisation's data protection refused the words",
    230029: "this person has left",
    230034: "there is no such receiver",
    230035: "the bot is muted in this chat",
    230053: "this person has switched the bot's messages off",
    230099: "the card was not accepted",
    232009: "the group is dissolved",
    99992351: "there is no such person",
    99992361: "this person's id belongs to another app",
}


class Unclear(Exception):
    """The platform broke while it answered: whether the call was done, nobody knows."""


class Rejected(Refused):
    """Refused with this code of the platform."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{_REFUSED.get(code, 'the platform refused it')} ({code}{words})")
        self.code = code


def failure(answer: Answer) -> SendError | Unclear:
    """What an answer other than `code` 0 means. Nothing the platform wrote is passed on but codes and permissions."""
    code = answer.data.get("code")
    if answer.status == 429 or code in TOO_FAST:
        return Unavailable("the platform's limit is reached", timedelta(seconds=seconds_to_wait(answer)))
    if not isinstance(code, int) or isinstance(code, bool) or code in INTERNAL or answer.status >= 500:
        return Unclear(f"HTTP {answer.status}, code {code if isinstance(code, int) else 'none'}")
    if code == STILL_SENDING:
        return Unavailable("the message is still being sent", timedelta(seconds=2))
    if code == LACKS_SCOPE:
        return Unauthorised(f"a permission is missing: {_scopes(answer.data)}; add it in the console and publish")
    if code in TOKEN_GONE:
        return Unauthorised(f"the access token is not taken ({code}); check app_id and app_secret")
    if code in _OPERATOR:
        return Unauthorised(f"{_OPERATOR[code]} ({code})")
    return Rejected(code, _reason(code, answer.data))


def seconds_to_wait(answer: Answer) -> float:
    """As the gateway says; one second where it says nothing."""
    try:
        named = float(answer.headers.get(RESET, ""))
    except ValueError:
        return 1.0
    return min(max(named, 0.5), 120.0) if named == named else 1.0


def _scopes(data: Mapping[str, Any]) -> str:
    error = data.get("error")
    violations = error.get("permission_violations") if isinstance(error, Mapping) else None
    named = [each.get("subject") for each in violations or () if isinstance(each, Mapping)]
    return " or ".join(str(each) for each in named if each) or "the platform does not say which"


def _reason(code: int, data: Mapping[str, Any]) -> str:
    """Why a card was refused stands in the message's text only, as `ErrCode: 11310`."""
    if code not in CARD_REFUSED:
        return ""
    words = str(data.get("msg", ""))
    _, found, rest = words.partition("ErrCode: ")
    number = rest.partition(";")[0]
    return f", {number}" if found and number.isdecimal() else ""
