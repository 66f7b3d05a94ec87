"""Events as the platform notes show them, and the envelope around them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.feishu.settings import PLATFORM
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Envelope

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
APP, TENANT, BOT = "cli_a1b2c3d4e5f60718", "2f0000000000001a", "ou_bot"
ANN, BEN, CLEO = "ou_aaa1", "ou_bbb2", "ou_ccc3"
DIRECT, TEAM = "oc_p2p01", "oc_team01"
AGENT = "Mozilla/5.0 (...) Lark/7.40.1 LarkLocale/zh_CN ttnet SDK-Version/7.40"

Json = dict[str, Any]


def user(id: str) -> UserRef:
    return UserRef(PLATFORM, TENANT, id)


def direct(id: str) -> ChatRef:
    return ChatRef(PLATFORM, TENANT, id, direct=True)


def group(id: str = TEAM) -> ChatRef:
    return ChatRef(PLATFORM, TENANT, id, direct=False)


def stored(kind: str, event: Mapping[str, Any], /, **found: Any) -> Envelope:
    """An envelope as intake stores it."""
    payload = {"type": kind, "tenant": TENANT, "bot": BOT, "event": event, **found}
    return Envelope(PLATFORM, "event:1", NOW, payload)


def pushed(kind: str, event: Mapping[str, Any], /, **header: Any) -> Json:
    """An event as it comes, in its schema 2.0 envelope."""
    base = {"event_id": "5f1c", "event_type": kind, "create_time": "1764000000123", "token": "vt_x"}
    return {"schema": "2.0", "header": {**base, "app_id": APP, "tenant_key": TENANT, **header}, "event": event}


def sender(id: str = ANN, **more: Any) -> Json:
    return {"sender_id": {"union_id": "on_11aa", "open_id": id}, "sender_type": "user", "tenant_key": TENANT, **more}


def message(kind: str = "text", content: Any = None, **more: Any) -> Json:
    raw = content if isinstance(content, str) else json.dumps(content if content is not None else {"text": "hi"})
    base = {"message_id": "om_x100b58c743c3", "create_time": "1764000000001", "update_time": "1764000000001"}
    about = {"chat_id": DIRECT, "chat_type": "p2p", "message_type": kind, "content": raw}
    return {"sender": sender(), "message": {**base, **about, **more}}


DIRECT_MESSAGE = {
    "sender": {
        "sender_id": {"union_id": "on_11aa", "user_id": "e33g", "open_id": ANN},
        "sender_type": "user",
        "tenant_key": TENANT,
    },
    "message": {
        "message_id": "om_x100b58c743c3",
        "create_time": "1764000000001",
        "update_time": "1764000000001",
        "chat_id": DIRECT,
        "chat_type": "p2p",
        "message_type": "text",
        "content": '{"text":"/checkin done: parser"}',
        "user_agent": AGENT,
    },
}
MENTIONS = [
    {
        "key": "@_user_1",
        "id": {"union_id": "on_bot", "open_id": BOT},
        "mentioned_type": "bot",
        "name": "Pulse",
        "tenant_key": TENANT,
    },
    {
        "key": "@_user_2",
        "id": {"union_id": "on_22bb", "open_id": BEN},
        "mentioned_type": "user",
        "name": "Li Lei",
        "tenant_key": TENANT,
    },
]
THREAD_MESSAGE = {
    "sender": {
        "sender_id": {"union_id": "on_11aa", "open_id": ANN},
        "sender_type": "user",
        "tenant_key": TENANT,
    },
    "message": {
        "message_id": "om_child",
        "root_id": "om_root",
        "parent_id": "om_parent",
        "thread_id": "omt_d4be",
        "create_time": "1764000000001",
        "update_time": "1764000000001",
        "chat_id": TEAM,
        "chat_type": "group",
        "message_type": "text",
        "content": '{"text":"@_user_1 kudos @_user_2 for the release"}',
        "mentions": MENTIONS,
    },
}
OPERATOR = {"tenant_key": TENANT, "open_id": ANN, "union_id": "on_11aa"}
FILLED = {
    "done": "parser merged",
    "plan": "write docs",
    "mood": "4",
    "risks": ["blocked", "scope"],
    "helper": BEN,
    "helpers": [BEN, CLEO],
    "due": "2026-11-25 +0800",
    "at": "09:30 +0800",
    "when": "2026-11-25 09:30 +0800",
    "confirm": True,
}
GROUP_MOVE = {
    "chat_id": TEAM,
    "operator_id": {"union_id": "on_11aa", "open_id": ANN},
    "external": False,
    "operator_tenant_key": TENANT,
    "name": "Team A",
    "i18n_names": {"zh_cn": "A 组", "en_us": "Team A", "ja_jp": ""},
}
ENTERED = {
    "chat_id": DIRECT,
    "operator_id": {"union_id": "on_11aa", "open_id": ANN},
    "last_message_id": "om_last",
    "last_message_create_time": "1764000000000",
}
MENU = {
    "operator": {"operator_name": "Han", "operator_id": {"union_id": "on_11aa", "open_id": ANN}},
    "event_key": "menu_checkin",
    "timestamp": 1764000000,
}
REACTION = {
    "message_id": "om_praise",
    "reaction_type": {"emoji_type": "THUMBSUP"},
    "operator_type": "user",
    "user_id": {"union_id": "on_11aa", "open_id": ANN},
    "app_id": "",
    "action_time": "1764000000456",
}
RECALL = {"message_id": "om_gone", "chat_id": TEAM, "recall_time": "1764000000456", "recall_type": "message_owner"}
CONTACT = {
    "object": {
        "open_id": ANN,
        "union_id": "on_11aa",
        "name": "Han",
        "en_name": "Han",
        "status": {
            "is_frozen": False,
            "is_resigned": False,
            "is_activated": True,
            "is_exited": False,
            "is_unjoin": False,
        },
        "leader_user_id": "ou_mgr1",
        "city": "Hangzhou",
        "country": "CN",
        "employee_type": 1,
        "orders": [{"department_id": "od-1", "is_primary_dept": True}],
    },
    "old_object": {"leader_user_id": "ou_mgr0", "department_ids": ["od-0"]},
}


def click(action: Mapping[str, Any], chat: str = DIRECT, who: Mapping[str, Any] = OPERATOR) -> Json:
    return {
        "operator": dict(who),
        "token": "c-295ee57216a5",
        "action": dict(action),
        "host": "im_message",
        "context": {"open_message_id": "om_card1", "open_chat_id": chat},
    }
