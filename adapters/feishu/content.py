"""What a person's message says: its text with the names of those mentioned, or what it is instead of text.

https://open.feishu.cn/document/server-docs/im-v1/message/events/message_content
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.kernel.text import clean

MEDIA = {"audio": "voice", "media": "video", "image": "image", "sticker": "sticker"}
"""The core's words for what is no text; everything that is not listed is a `file`."""
EVERYBODY = "@所有人"
_PLACEHOLDER = re.compile(r"@_user_[0-9]+(?![0-9])|@_all\b")
_GAP = re.compile(r"  +")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody mentioned: the placeholder in the text, their name and open_id, and whether they are the bot."""

    key: str
    name: str
    user: str
    bot: bool


@dataclass(frozen=True, slots=True)
class Content:
    """`mentions` in the order of the text, without the bot; `to_bot`: it was mentioned."""

    text: str
    media: str = ""
    mentions: tuple[Named, ...] = ()
    to_bot: bool = False


def content(kind: str, raw: object, mentions: Sequence[Named]) -> Content:
    """A message of this kind, with its content as the platform gives it; never raises."""
    body = _parsed(raw)
    by_key = {each.key: each for each in mentions}
    match kind:
        case "text":
            return _read(_text(body.get("text")), by_key)
        case "post":
            found = _read(_post(body, by_key), by_key)
            return found if found.text or not _has(body, "img") else Content("", "image", found.mentions, found.to_bot)
        case _:
            return Content("", MEDIA.get(kind, "file"))


def named(mentions: object, bot: str) -> tuple[Named, ...]:
    """The list of mentions, of an event or of a message that was read; `bot`: the bot's own open_id."""
    found: list[Named] = []
    for each in mentions if isinstance(mentions, list) else ():
        if not isinstance(each, Mapping) or not isinstance(each.get("key"), str):
            continue
        ids = each.get("id")
        user = ids.get("open_id") if isinstance(ids, Mapping) else ids
        user = user if isinstance(user, str) else ""
        everybody = each["key"] == "@_all" or user == "all"
        name = clean(_text(each.get("name"))) or user
        found.append(Named(each["key"], name, "" if everybody else user, bool(user) and user == bot))
    return tuple(found)


def _read(text: str, by_key: Mapping[str, Named]) -> Content:
    mentions: list[Named] = []

    def shown(found: re.Match[str]) -> str:
        if found[0] == "@_all":
            return EVERYBODY
        who = by_key.get(found[0])
        if who is None or who.bot:
            return "" if who else found[0]
        if who.user:
            mentions.append(who)
        return f"@{who.name}"

    to_bot = any(each.bot for each in by_key.values())
    words = _PLACEHOLDER.sub(shown, text)
    return Content(clean(_GAP.sub(" ", words) if to_bot else words), "", tuple(mentions), to_bot)


def _post(body: Mapping[str, Any], by_key: Mapping[str, Named]) -> str:
    rows = body.get("content")
    lines = [_text(body.get("title"))] if body.get("title") else []
    for row in rows if isinstance(rows, list) else ():
        parts = row if isinstance(row, list) else ()
        lines.append("".join(_part(part, by_key) for part in parts if isinstance(part, Mapping)))
    return "\n".join(lines)


def _part(part: Mapping[str, Any], by_key: Mapping[str, Named]) -> str:
    match part.get("tag"):
        case "at":
            key = _text(part.get("user_id"))
            return key if key in by_key or key == "@_all" else f"@{_text(part.get('user_name'))}"
        case "a":
            text, href = _text(part.get("text")), _text(part.get("href"))
            return text if text == href else f"{text} ({href})"
        case "emotion":
            return f"[{_text(part.get('emoji_type'))}]"
        case _:
            return _text(part.get("text"))


def _has(body: Mapping[str, Any], tag: str) -> bool:
    rows = body.get("content")
    parts = [part for row in rows if isinstance(row, list) for part in row] if isinstance(rows, list) else []
    return any(isinstance(part, Mapping) and part.get("tag") == tag for part in parts)


def _parsed(raw: object) -> Mapping[str, Any]:
    if not isinstance(raw, str):
        return {}
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
