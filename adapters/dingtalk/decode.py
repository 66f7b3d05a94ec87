"""Envelope → events: pure. What the intake needs to look up stands in the payload already."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.common.press import pressed
from adapters.dingtalk.card import CHOICE, CONTEXT
from adapters.dingtalk.settings import PLATFORM
from bot.kernel.events import ActionTriggered, BotAdded, BotRemoved, Event, Mention, MessageReceived, UserChanged
from bot.kernel.ids import EventId
from bot.kernel.people import ChatRef, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import Envelope

MEDIA = {"picture": "image", "audio": "voice", "video": "video", "file": "file", "unknownMsgType": "sticker"}
_AT = re.compile(r"@[^\s@]+")


def decode(envelope: Envelope) -> Sequence[Event]:
    """None for what means nothing to us, and for people without a userId: nobody could be answered."""
    payload = envelope.payload
    data = payload.get("data")
    if not isinstance(data, Mapping):
        return ()
    match payload.get("kind"):
        case "message":
            return _message(envelope, data)
        case "card":
            return _card(envelope, data)
        case "event":
            return _event(envelope, data)
        case _:
            return ()


def _message(envelope: Envelope, data: Mapping[str, Any]) -> Sequence[Event]:
    user, tenant = _text(data.get("senderStaffId")), _text(data.get("senderCorpId")) or _text(data.get("chatbotCorpId"))
    if not user or data.get("errorCode"):
        return ()
    direct = str(data.get("conversationType", "1")) != "2"
    sender = UserRef(PLATFORM, tenant, user)
    chat = ChatRef(PLATFORM, tenant, user if direct else _text(data.get("conversationId")), direct)
    at = _moment(data.get("createAt"), envelope.received)
    words = clean(text_of(data))
    if press := pressed(envelope.payload.get("press")):
        action = press.action
        return (ActionTriggered(envelope.event_id, at, sender, chat, press.key, action.name, action.args),)
    people = () if direct else _mentions(envelope.payload.get("people", ()), tenant)
    media = "" if words else MEDIA.get(_text(data.get("msgtype")), "image" if _has_picture(data) else "file")
    # A blank text is no file: whoever only mentions the bot wants to be answered.
    media = "" if data.get("msgtype") == "text" else media
    received = MessageReceived(
        envelope.event_id, at, sender, chat, words, people, media=media, ref=_text(data.get("msgId"))
    )
    if not envelope.payload.get("first"):
        return (received,)
    added = BotAdded(
        EventId(f"{envelope.event_id}:added"), at, sender, chat, clean(_text(data.get("conversationTitle")))
    )
    return (added, received)


def text_in(data: Mapping[str, Any], name: str) -> str:
    """A field that should be a text; empty if it is missing or something else."""
    return _text(data.get(name))


def text_of(data: Mapping[str, Any]) -> str:
    """The words of a message: typed, recognised from speech, or those between its pictures."""
    text, content = data.get("text"), data.get("content")
    if isinstance(text, Mapping):
        return _text(text.get("content"))
    if not isinstance(content, Mapping):
        return ""
    if isinstance(parts := content.get("richText"), list):
        words = [_text(each.get("text")) for each in parts if isinstance(each, Mapping)]
        # The mention of the bot is a part of its own.
        return "\n".join(each for each in words if each.strip() and not re.fullmatch(r"\s*@\S+\s*", each))
    return _text(content.get("recognition"))


def mentioned(data: Mapping[str, Any]) -> list[str]:
    """The userIds of the people mentioned, the bot left out; in no order."""
    users = data.get("atUsers")
    if not isinstance(users, list):
        return []
    bot = data.get("chatbotUserId")
    found = [
        _text(each.get("staffId")) for each in users if isinstance(each, Mapping) and each.get("dingtalkId") != bot
    ]
    return [user for user in dict.fromkeys(found) if user]


def in_order(text: str, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The people mentioned as they come up in the text, each with the name that stands there after its `@`.

    `names`: by userId, empty where nobody knows. Who is not found by name gets the `@…` that are left, in turn.
    """
    places: list[tuple[int, str, str]] = []
    left = text
    for user, name in sorted(names.items(), key=lambda each: -len(each[1])):
        for found in re.finditer(re.escape(f"@{name}"), left) if name else ():
            places.append((found.start(), name, user))
            left = left[: found.start()] + " " * len(found[0]) + left[found.end() :]
    unnamed = [user for user in names if user not in {user for _, _, user in places}]
    for user, found in zip(unnamed, _AT.finditer(left), strict=False):
        places.append((found.start(), found[0][1:], user))
    return [{"name": name, "user": user} for _, name, user in sorted(places)]


def _mentions(people: object, tenant: str) -> tuple[Mention, ...]:
    if not isinstance(people, Sequence):
        return ()
    return tuple(Mention(clean(each["name"]), UserRef(PLATFORM, tenant, each["user"])) for each in people)


def _has_picture(data: Mapping[str, Any]) -> bool:
    content = data.get("content")
    return isinstance(content, Mapping) and isinstance(content.get("richText"), list)


def _card(envelope: Envelope, data: Mapping[str, Any]) -> Sequence[Event]:
    user, tenant = _text(data.get("userId")), _text(data.get("corpId"))
    told = private_of(data)
    params = told.get("params") if told else None
    if not user or not isinstance(params, Mapping):
        return ()
    values: dict[str, str] = {}
    meant = pressed(params.get("value"))
    if isinstance(form := params.get("form"), Mapping):
        filled = {str(name): _value(value) for name, value in form.items()}
        # What somebody typed is never a press: only the hidden field and a menu's choice are.
        meant = pressed(filled.pop(CONTEXT)) if CONTEXT in form else pressed(filled.get(CHOICE))
        values = {name: clean(value) for name, value in filled.items()} if CONTEXT in form else {}
    if meant is None:
        return ()
    direct = not _text(data.get("outTrackId")).startswith("g")
    chat = ChatRef(PLATFORM, tenant, user if direct else _text(data.get("spaceId")), direct)
    sender = UserRef(PLATFORM, tenant, user)
    action = meant.action
    return (
        ActionTriggered(
            envelope.event_id, envelope.received, sender, chat, meant.key, action.name, action.args, values
        ),
    )


def private_of(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the one who pressed did: `actionIds` and `params`, wherever this version of the callback has them."""
    for field in ("content", "value"):
        raw = data.get(field)
        try:
            found = json.loads(raw) if isinstance(raw, str) and raw else raw
        except (ValueError, RecursionError):
            continue
        if isinstance(found, Mapping):
            inner = found.get("cardPrivateData")
            inner = inner if isinstance(inner, Mapping) else {}
            return {"params": found.get("params"), **inner}
    return None


def _value(value: object) -> str:
    """A field's value: a text, or of a choice its value beside its index."""
    if isinstance(value, Mapping):
        value = value.get("value", "")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def _event(envelope: Envelope, data: Mapping[str, Any]) -> Sequence[Event]:
    kind, tenant = _text(envelope.payload.get("event")), _text(envelope.payload.get("corp"))
    at = _moment(data.get("timeStamp") or data.get("operateTime"), envelope.received)
    match kind:
        case "user_add_org" | "user_active_org" | "user_modify_org" | "user_leave_org":
            users = data.get("userId")
            users = users if isinstance(users, list) else [users]
            return tuple(
                UserChanged(
                    EventId(f"{envelope.event_id}:{user}"),
                    at,
                    UserRef(PLATFORM, tenant, user),
                    left=kind == "user_leave_org",
                )
                for user in dict.fromkeys(map(_text, users))
                if user
            )
        case "im_cool_app_install" | "im_cool_app_uninstall":
            operator, chat = _text(data.get("operator")), _text(data.get("openConversationId"))
            if not operator or not chat:
                return ()
            sender, group = UserRef(PLATFORM, tenant, operator), ChatRef(PLATFORM, tenant, chat, direct=False)
            if kind.endswith("uninstall"):
                return (BotRemoved(envelope.event_id, at, sender, group),)
            return (BotAdded(envelope.event_id, at, sender, group, ""),)
        case _:
            return ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(value: object, otherwise: datetime) -> datetime:
    """Milliseconds since 1970, as a number or as digits."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not re.fullmatch(r"[0-9]{12,14}", str(value)):
        return otherwise
    # A clock that is ahead of ours must not date anything into the future.
    return min(datetime.fromtimestamp(int(value) / 1000, UTC), otherwise)
