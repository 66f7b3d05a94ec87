"""What people write, as the platform passes it on: contents by kind, and placeholders for those they mention.

https://open.feishu.cn/document/server-docs/im-v1/message/events/message_content
"""

import json
from collections.abc import Sequence
from typing import Any

from tests.fakes.feishu.records import Json
from tests.fakes.feishu.state import BOT, TENANT, Platform

EVERYBODY = "all"


def content(platform: Platform, kind: str, words: str) -> str:
    """The content of a message of this kind, as the client writes it."""
    key = f"file_v3_{platform.number():08x}"
    picture = f"img_v3_{platform.number():08x}"
    post = [[{"tag": "text", "text": line, "style": []}] for line in words.split("\n")]
    contents: dict[str, Any] = {
        "text": {"text": words},
        "post": {"title": "", "content": post},
        "image": {"image_key": picture},
        "file": {"file_key": key, "file_name": "周报.docx"},
        "folder": {"file_key": key, "file_name": "资料"},
        "audio": {"file_key": key, "duration": 2000},
        "media": {"file_key": key, "image_key": picture, "file_name": "演示.mp4", "duration": 5000},
        "sticker": {"file_key": key},
        "merge_forward": "Merged and Forwarded Message",
        "share_chat": {"chat_id": "oc_elsewhere"},
        "share_user": {"user_id": BOT},
        "location": {"name": "上海", "longitude": "121.4", "latitude": "31.2"},
        "interactive": {"title": None, "elements": [[{"tag": "text", "text": words}]]},
        "system": {"template": "{from_user} started the group chat.", "from_user": [], "to_chatters": []},
        "todo": {"task_id": key, "summary": {"title": "", "content": post}, "due_time": "0"},
        "vote": {"topic": words, "options": ["1", "2"]},
    }
    if kind not in contents:
        raise ValueError(f"nobody can send a {kind}; there are {', '.join(contents)}")
    made = contents[kind]
    return made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)


def mentioned(
    platform: Platform, text: str, mentions: Sequence[tuple[str, str]], bot_names: Sequence[str]
) -> tuple[str, list[Json]]:
    """The text with a placeholder for each mention, and whom they mean."""
    found: list[Json] = []
    words, waiting = "", list(mentions)
    rest = text
    while "@" in rest:
        before, _, rest = rest.partition("@")
        words += before
        name, id = next(((name, id) for name, id in waiting[:1] if rest.startswith(name)), ("", ""))
        if name:
            waiting.pop(0)
        else:
            name, id = next(((each, BOT) for each in bot_names if rest.startswith(each)), ("", ""))
        if not name:
            words += "@"
            continue
        key = "@_all" if id == EVERYBODY else f"@_user_{len(found) + 1}"
        words, rest = words + key, rest.removeprefix(name)
        found.append(_mention(platform, key, name, id))
    if waiting:
        raise ValueError(f"the text does not mention {waiting[0][0]}: {text!r}")
    return words + rest, found


def _mention(platform: Platform, key: str, name: str, id: str) -> Json:
    if id == EVERYBODY:
        return {"key": key, "id": {"union_id": "", "user_id": "all", "open_id": ""}, "name": name}
    if id == BOT:
        ids, name = {"union_id": "on_bot", "open_id": BOT}, platform.bot_name
    else:
        ids = platform.ids(id)
    kind = "bot" if id == BOT else "user"
    return {"key": key, "id": ids, "mentioned_type": kind, "name": name, "tenant_key": TENANT}
