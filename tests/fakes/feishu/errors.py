"""The platform's refusals: one code each, with the HTTP status and the words they come with.

Codes: platform notes 3.5, https://open.feishu.cn/document/server-docs/im-v1/message/create and its siblings. The HTTP
status is documented for few of them; 400 stands where it is not (UNVERIFIED).
"""

from collections.abc import Mapping
from typing import Any

MESSAGES: Mapping[int, str] = {
    1500: "internal error",
    10003: "invalid param",
    10014: "app secret invalid",
    11247: "batch message recipients over the day's limit",
    40003: "internal error",
    41050: "no user authority error",
    43009: "no department authority error",
    99991400: "request trigger frequency limit",
    99991661: "Missing access token for authorization",
    99991663: "Invalid access token for authorization",
    99991671: "Invalid access token: it must start with t- or u-",
    99991672: "Access denied. One of the following scopes is required",
    99992351: "id not exist",
    99992361: "open_id cross app",
    99992402: "field validation failed",
    230001: "Your request contains an invalid request parameter",
    230002: "The bot can not be outside the group",
    230006: "Bot ability is not activated",
    230011: "The message was recalled",
    230013: "Bot has NO availability to this user",
    230018: "The group does not allow this operation",
    230020: "This operation triggers the frequency limit",
    230023: "The target has too many unread buzzes",
    230025: "The length of the message content reaches its limit",
    230027: "Lack of necessary permissions",
    230029: "User has resigned",
    230031: "The message is too old to be changed",
    230034: "The receive_id is invalid",
    230035: "Send Message Permission deny",
    230053: "The user has stopped receiving messages from the bot",
    230071: "The group does not support threads",
    230072: "The message has been edited as often as it can be",
    230099: "Failed to create card content",
    230110: "The message was deleted",
    231001: "reaction type is invalid",
    231003: "The message is not found, or has been withdrawn",
    232006: "Your request specifies a chat_id which is invalid",
    232009: "Your request specifies a chat which has already been dissolved",
    234001: "Invalid request param",
    234006: "The file size exceeds the limit",
    300020: "card format invalid",
    300030: "token expired",
    300040: "token used up",
}
GATEWAY_RESET = "x-ogw-ratelimit-reset"
GATEWAY_LIMIT = "x-ogw-ratelimit-limit"


class Refusal(Exception):
    """An answer that is not 0. `alarming`: nothing documents that the platform takes this, so somebody should look."""

    def __init__(
        self,
        code: int,
        detail: str = "",
        status: int = 400,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
        alarming: bool = False,
    ) -> None:
        self.code = code
        self.status = status
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})
        self.alarming = alarming
        known = MESSAGES.get(code, "unknown error")
        self.msg = f"{known}, ext={detail}" if detail else known
        super().__init__(f"{code}: {self.msg}")


def invalid(detail: str, alarming: bool = True) -> Refusal:
    """A parameter that is missing, of the wrong type, or documented nowhere."""
    return Refusal(230001, detail, alarming=alarming)


def too_fast(reset: int, limit: int, status: int = 429) -> Refusal:
    """The gateway's limit; `reset` in seconds."""
    return Refusal(99991400, status=status, headers={GATEWAY_RESET: str(reset), GATEWAY_LIMIT: str(limit)})


def card(code: int, words: str) -> Refusal:
    """A card that is not accepted; the reason is in the message's text only."""
    return Refusal(230099, f"ErrCode: {code}; ErrMsg: {words}; ")


def lacking(scopes: tuple[str, ...]) -> Refusal:
    """A permission nobody has granted; any one of these would do."""
    violations = [{"type": "action_scope_required", "subject": each} for each in scopes]
    return Refusal(99991672, f"[{', '.join(scopes)}]", extra={"permission_violations": violations}, alarming=True)
