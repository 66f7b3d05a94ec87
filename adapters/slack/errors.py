"""What a failed call means: try later, ask the operator, never, or nobody knows.

Slack's answers need care: the SDK's error may hold parsed JSON, a text, nothing, or a raw response (notes, 3.4).
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError

from bot.ports.adapter import Refused, SendError, Unauthorised, Unavailable

UNKNOWN = frozenset(("internal_error", "fatal_error", "service_unavailable", "request_timeout", ""))
"""Slack says that part of the call may have been done."""
LIMITED = frozenset(("ratelimited", "rate_limited", "message_limit_exceeded"))
TOKEN: Mapping[str, str] = {
    "invalid_auth": "the bot token is wrong: copy it again from OAuth & Permissions",
    "not_authed": "no bot token reached Slack: set bot_token",
    "account_inactive": "the app was removed from the workspace: install it again and copy the new bot token",
    "token_revoked": "the bot token was revoked: install the app again and copy the new one",
    "token_expired": "the bot token has expired: switch token rotation off in the app's settings, then reinstall",
    "not_allowed_token_type": "this kind of token does not fit: bot_token is xoxb-…, app_token is xapp-…",
    "team_access_not_granted": "the app is not installed in this workspace: install it there",
    "org_login_required": "the workspace is being moved to an organisation: wait, then reinstall the app",
    "missing_scope": "a permission is missing",
    "no_permission": "the app may not do this: compare its scopes with the manifest, then reinstall",
}
PASSING = frozenset(["invalid_auth", "not_authed", "token_expired", "token_revoked"])
"""Of these, those that are tried once more before an operator is called."""
GONE = frozenset(["account_inactive", "not_allowed_token_type", "team_access_not_granted", "org_login_required"])
"""And those by which nothing at all can be sent."""
RETRY_AFTER = 30.0
"""Seconds, where a 429 names none."""


class OutcomeUnknown(Exception):
    """The call may have been done or not; the sentence says what was seen."""


TROUBLES = (SendError, OutcomeUnknown, ClientError, OSError, TimeoutError)
"""All that a call may end with: for callers who can do without its answer."""


def code_of(error: BaseException) -> str:
    """Slack's own word for what went wrong; empty if there is none."""
    data = getattr(getattr(error, "response", None), "data", None)
    found = data.get("error") if isinstance(data, Mapping) else None
    return found if isinstance(found, str) else ""


def judged(error: Exception, method: str) -> Exception:
    """The same failure as a SendError if the call was certainly not done, else one that is none."""
    if isinstance(error, SendError):
        return error
    if isinstance(error, ClientConnectorError):
        return Unavailable(f"Slack cannot be reached ({method})")
    if isinstance(error, SlackApiError):
        return _answered(error, method)
    if isinstance(error, AttributeError | TypeError | ValueError | KeyError):
        # The SDK stumbles over a body that is neither JSON nor empty.
        return OutcomeUnknown(f"{method}: an answer that cannot be read ({type(error).__name__})")
    return error


def _answered(error: SlackApiError, method: str) -> Exception:
    response: Any = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    code = code_of(error)
    if status == 429 or code in LIMITED:
        return Unavailable(f"{method}: too many calls", timedelta(seconds=retry_after(response)))
    if status >= 500 or code in UNKNOWN:
        return OutcomeUnknown(f"{method}: {code or f'HTTP {status}, no answer of Slack'}")
    if code in TOKEN:
        return Unauthorised(f"{method}: {_remedy(code, response.data)}")
    return Refused(f"{method}: {code}{_details(response.data)}")


def retry_after(response: Any) -> float:
    """Seconds to wait as the header says, whole or not."""
    headers = getattr(response, "headers", None)
    found = headers.get("Retry-After") or headers.get("retry-after") if isinstance(headers, Mapping) else None
    if isinstance(found, list | tuple):
        found = found[0] if found else None
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", found.strip()):
        return max(float(found), 0.1)
    return RETRY_AFTER


def _remedy(code: str, data: Mapping[str, Any]) -> str:
    if code != "missing_scope":
        return TOKEN[code]
    needed = data.get("needed")
    return f"the scope {needed} is missing: add it under OAuth & Permissions and reinstall the app"


def _details(data: Mapping[str, Any]) -> str:
    """What Slack says about the place in the blocks; it quotes no words of people."""
    metadata = data.get("response_metadata")
    messages = metadata.get("messages") if isinstance(metadata, Mapping) else None
    return f" ({'; '.join(map(str, messages))[:500]})" if isinstance(messages, list) and messages else ""
