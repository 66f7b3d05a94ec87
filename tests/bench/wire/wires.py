"""What two platforms post and answer, as far as a message and its reply need it. Nothing here comes from adapters/.

Slack: docs.slack.dev/reference/events/message and …/methods. Feishu: open.feishu.cn, im/v1/message/events/receive.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.bench.wire.http import post
from tests.fakes.feishu.sealing import encrypt, sign

TEAM, BOT, BOT_ID, TOKEN, SECRET = "T0BENCH", "U0BOT", "B0BOT", "xoxb-bench", "a secret of sixteen characters"
APP, VERIFICATION, KEY = "cli_bench", "verification", "the key of callbacks"
FEISHU_PATH = "/callback/feishu"
PAGE = 999
_NUMBERS = count(time.time_ns() // 1000)
"""No two runs, and no two events, share a number."""


@dataclass(frozen=True, slots=True)
class Wire:
    """`sends`: how the path ends by which a message is sent; `to`: the field that says to whom.

    `answer`: by path, body, and how many people the bot has talked to before.
    """

    name: str
    sends: bytes
    to: str
    event: Callable[[str, int, str], bytes]
    answer: Callable[[bytes, bytes, int], Any]
    account: Callable[[int], str]
    chat: Callable[[int], str]


def slack_user(number: int) -> str:
    return f"U{number:08}"


def slack_chat(number: int) -> str:
    return f"D{number:08}"


def slack_event(path: str, who: int, text: str) -> bytes:
    """A message in a direct chat, signed now."""
    number = next(_NUMBERS)
    ts = f"{number // 1_000_000}.{number % 1_000_000:06}"
    element = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    event = {
        "type": "message", "user": slack_user(who), "channel": slack_chat(who), "channel_type": "im", "team": TEAM,
        "ts": ts, "event_ts": ts, "client_msg_id": f"{number:032x}", "text": text,
        "blocks": [{"type": "rich_text", "block_id": "x", "elements": [element]}],
    }  # fmt: skip
    authorization = {
        "enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False,
    }  # fmt: skip
    body = json.dumps(
        {
            "token": "x", "team_id": TEAM, "context_team_id": TEAM, "api_app_id": "A0BENCH", "type": "event_callback",
            "event_id": f"Ev{number}", "event_time": number // 1_000_000, "event": event,
            "authorizations": [authorization], "is_ext_shared_channel": False,
        },
        ensure_ascii=False,
    ).encode()  # fmt: skip
    stamp = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return post(path, body, X_Slack_Request_Timestamp=stamp, X_Slack_Signature=f"v0={signature}")


def slack_answer(path: bytes, body: bytes, people: int) -> Any:
    method = path.partition(b"?")[0].rpartition(b"/")[2]
    match method:
        case b"chat.postMessage" | b"chat.update":
            number = next(_NUMBERS)
            return {"ok": True, "channel": "D0", "ts": f"{number // 1_000_000}.{number % 1_000_000:06}"}
        case b"auth.test":
            return {"ok": True, "team_id": TEAM, "team": "bench", "user_id": BOT, "user": "hepai", "bot_id": BOT_ID}
        case b"users.info":
            user = path.partition(b"user=")[2].partition(b"&")[0].decode()
            profile = {"display_name": user, "real_name": user}
            who = {"id": user, "team_id": TEAM, "name": user, "tz": "Asia/Shanghai", "locale": "zh-CN"}
            return {"ok": True, "user": {**who, "profile": profile}}
        case b"conversations.list":
            first = int(path.partition(b"cursor=")[2].partition(b"&")[0] or 0)
            page = range(first, min(people, first + PAGE))
            channels = [{"id": slack_chat(each), "user": slack_user(each)} for each in page]
            further = str(page.stop) if page.stop < people else ""
            return {"ok": True, "channels": channels, "response_metadata": {"next_cursor": further}}
        case b"conversations.open":
            user = json.loads(body)["users"]
            return {"ok": True, "channel": {"id": f"D{user[1:]}"}}
        case b"team.profile.get":
            return {"ok": True, "profile": {"fields": []}}
        case _:
            return {"ok": False, "error": "unknown_method"}


def feishu_user(number: int) -> str:
    return f"ou_{number:08}"


def feishu_chat(number: int) -> str:
    return f"oc_{number:08}"


def feishu_event(path: str, who: int, text: str) -> bytes:
    """A message in a direct chat in clear text, which carries the verification token instead of a signature."""
    return post(path, _feishu_said(who, text).encode())


def feishu_sealed(path: str, who: int, text: str) -> bytes:
    """The same, encrypted and signed."""
    body = json.dumps({"encrypt": encrypt(_feishu_said(who, text), KEY)}).encode()
    stamp, nonce = str(int(time.time())), f"{next(_NUMBERS):x}"
    signature = sign(stamp, nonce, KEY, body)
    return post(path, body, X_Lark_Request_Timestamp=stamp, X_Lark_Request_Nonce=nonce, X_Lark_Signature=signature)


def _feishu_said(who: int, text: str) -> str:
    number = next(_NUMBERS)
    ids = {"open_id": feishu_user(who), "union_id": f"on_{who:08}", "user_id": f"u{who:08}"}
    message = {
        "message_id": f"om_{number}", "create_time": str(number // 1000), "update_time": str(number // 1000),
        "chat_id": feishu_chat(who), "chat_type": "p2p", "message_type": "text",
        "content": json.dumps({"text": text}, ensure_ascii=False), "mentions": [],
    }  # fmt: skip
    header = {
        "event_id": f"{number:032x}", "token": VERIFICATION, "create_time": str(number // 1000),
        "event_type": "im.message.receive_v1", "tenant_key": TEAM, "app_id": APP,
    }  # fmt: skip
    event = {"sender": {"sender_id": ids, "sender_type": "user", "tenant_key": TEAM}, "message": message}
    return json.dumps({"schema": "2.0", "header": header, "event": event}, ensure_ascii=False)


def feishu_answer(path: bytes, body: bytes, people: int) -> Any:
    path = path.partition(b"?")[0]
    if path.endswith(b"/tenant_access_token/internal"):
        return {"code": 0, "msg": "ok", "tenant_access_token": "t-bench", "expire": 7200}
    if path.endswith(b"/bot/v3/info"):
        bot = {
            "activate_status": 2,
            "app_name": "bench",
            "avatar_url": "https://localhost/bot.png",
            "ip_white_list": [],
            "open_id": "ou_bot",
        }
        return {"code": 0, "msg": "ok", "bot": bot}
    if path.endswith(b"/im/v1/messages"):
        return {"code": 0, "msg": "success", "data": {"message_id": f"om_{next(_NUMBERS)}", "chat_id": "oc_0"}}
    if b"/contact/v3/users/" in path:
        user = path.rpartition(b"/")[2].decode()
        return {"code": 0, "msg": "success", "data": {"user": {"open_id": user, "name": user}}}
    return {"code": 1, "msg": "unknown"}


WIRES = {
    each.name: each
    for each in (
        Wire("slack", b"/chat.postMessage", "channel", slack_event, slack_answer, slack_user, slack_chat),
        Wire("feishu", b"/im/v1/messages", "receive_id", feishu_event, feishu_answer, feishu_user, feishu_chat),
        Wire("feishu sealed", b"/im/v1/messages", "receive_id", feishu_sealed, feishu_answer, feishu_user, feishu_chat),
    )
}
