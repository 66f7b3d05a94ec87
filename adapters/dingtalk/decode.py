"""Envelope → events: pure. What the intake needs to look up stands in the payload already."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.common.press import pressed
from adapters.dingtalk import organisation, presses
from adapters.dingtalk.fields import moment, text
from adapters.dingtalk.settings import PLATFORM
from bot.kernel.events import ActionTriggered, BotAdded, Event, Mention, MessageReceived
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
            return presses.decode(envelope, data)
        case "event":
            return organisation.decode(envelope, data)
        case _:
            return ()


def _message(envelope: Envelope, data: Mapping[str, Any]) -> Sequence[Event]:
    user, tenant = text(data.get("senderStaffId")), text(data.get("chatbotCorpId"))
    # An id of another organisation may be that of somebody else in ours.
    if not user or data.get("errorCode") or (text(data.get("senderCorpId")) or tenant) != tenant:
        return ()
    direct = str(data.get("conversationType", "1")) != "2"
    sender = UserRef(PLATFORM, tenant, user)
    chat = ChatRef(PLATFORM, tenant, user if direct else text(data.get("conversationId")), direct)
    at = moment(data.get("createAt"), envelope.received)
    words = clean(text_of(data))
    if press := pressed(envelope.payload.get("press")):
        action = press.action
        return (ActionTriggered(envelope.event_id, at, sender, chat, press.key, action.name, action.args),)
    people = () if direct else _mentions(envelope.payload.get("people", ()), tenant)
    media = "" if words else MEDIA.get(text(data.get("msgtype")), "image" if _has_picture(data) else "file")
    # A blank text is no file: whoever only mentions the bot wants to be answered.
    media = "" if data.get("msgtype") == "text" else media
    received = MessageReceived(
        envelope.event_id, at, sender, chat, words, people, media=media, ref=text(data.get("msgId"))
    )
    if not envelope.payload.get("first"):
        return (received,)
    added = BotAdded(
        EventId(f"{envelope.event_id}:added"), at, sender, chat, clean(text(data.get("conversationTitle")))
    )
    # Whoever only calls a bot that is new here is answered by its greeting.
    return (added, received) if words or media else (added,)


def text_of(data: Mapping[str, Any]) -> str:
    """The words of a message: typed, recognised from speech, or those between its pictures."""
    typed, content = data.get("text"), data.get("content")
    if isinstance(typed, Mapping):
        return text(typed.get("content"))
    if not isinstance(content, Mapping):
        return ""
    if isinstance(parts := content.get("richText"), list):
        words = [text(each.get("text")) for each in parts if isinstance(each, Mapping)]
        # The mention of the bot is a part of its own.
        return "\n".join(each for each in words if each.strip() and not re.fullmatch(r"\s*@\S+\s*", each))
    return text(content.get("recognition"))


def mentioned(data: Mapping[str, Any]) -> list[str]:
    """The userIds of the people mentioned, the bot left out; in no order."""
    users = data.get("atUsers")
    if not isinstance(users, list):
        return []
    bot = data.get("chatbotUserId")
    found = [text(each.get("staffId")) for each in users if isinstance(each, Mapping) and each.get("dingtalkId") != bot]
    return [user for user in dict.fromkeys(found) if user]


def in_order(words: str, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The people mentioned as they come up in the text, each with the name that stands there after its `@`.

    `names`: by userId, empty where nobody knows. Who is not found by name gets the `@…` that are left, in turn.
    """
    places: list[tuple[int, str, str]] = []
    left = words
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
