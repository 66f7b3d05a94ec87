"""Envelope → events: pure. What a person did on the page, in the core's words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.playground.settings import BOT, PLATFORM, TENANT
from bot.kernel.events import ActionTriggered, BotAdded, BotRemoved, Event, Mention, MessageReceived
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import ChatRef, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import Envelope

_GAP = re.compile(r"  +")


def decode(envelope: Envelope) -> Sequence[Event]:
    """One event for a message, a press, a form, or the bot's coming and going; none for a kind not known."""
    payload = envelope.payload
    match payload.get("kind"):
        case "said":
            return (_said(envelope, payload),)
        case "pressed":
            return (_pressed(envelope, payload),)
        case "added":
            return (_added(envelope, payload),)
        case "removed":
            return (BotRemoved(envelope.event_id, envelope.received, _user(payload["user"]), _chat(payload)),)
        case _:
            return ()


def _said(envelope: Envelope, payload: Mapping[str, Any]) -> MessageReceived:
    spans = payload["mentions"]
    people = tuple(Mention(clean(each["name"]), _user(each["user"])) for each in spans if each["user"] != BOT)
    named = any(each["user"] == BOT for each in spans)
    return MessageReceived(
        envelope.event_id,
        envelope.received,
        _user(payload["user"]),
        _chat(payload),
        clean(_without_bot(payload["text"], spans)),
        people,
        to_bot=payload["room"] is None or named or payload["to_bot"],
        media=payload["media"],
    )


def _without_bot(text: str, spans: Sequence[Mapping[str, Any]]) -> str:
    """The text with the bot's mentions cut out, and every other mention's `@` as the core writes it."""
    pieces: list[str] = []
    position = 0
    for each in spans:
        pieces.append(text[position : each["start"]])
        if each["user"] != BOT:
            pieces.append(f"@{each['name']}")
        position = each["end"]
    joined = "".join((*pieces, text[position:]))
    return _GAP.sub(" ", joined) if len(pieces) else joined


def _pressed(envelope: Envelope, payload: Mapping[str, Any]) -> ActionTriggered:
    return ActionTriggered(
        envelope.event_id,
        envelope.received,
        _user(payload["user"]),
        _chat(payload),
        DeliveryKey(payload["message"]),
        payload["action"],
        payload["args"],
        {name: clean(value) for name, value in payload["values"].items()},
    )


def _added(envelope: Envelope, payload: Mapping[str, Any]) -> BotAdded:
    return BotAdded(
        envelope.event_id,
        envelope.received,
        _user(payload["user"]),
        _chat(payload),
        clean(payload["title"]),
        tuple(_user(each) for each in payload["members"]),
    )


def _user(id: str) -> UserRef:
    return UserRef(PLATFORM, TENANT, id)


def _chat(payload: Mapping[str, Any]) -> ChatRef:
    room = payload["room"]
    direct = room is None
    return ChatRef(PLATFORM, TENANT, payload["user"] if direct else room, direct)
