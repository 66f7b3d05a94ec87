"""Envelope → events: pure. Both intakes, the app's XML and the AI bot's frames, in the core's words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.common.press import pressed
from adapters.wecom.ids import direct_chat, group_chat, user_ref
from bot.kernel.events import ActionTriggered, Event, MessageReceived, UserChanged
from bot.kernel.people import ChatRef, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import Envelope

MEDIA = {"image": "image", "voice": "voice", "video": "video", "file": "file"}
HELLO = "你好"
"""What the first look into the chat is taken for; it is answered in the person's language."""
_FACES = re.compile(r"(\[[\u4e00-\u9fffA-Za-z]{1,6}\])+")
_GAP = re.compile(r"  +")


class Decoder:
    """`names`: what the AI bot is called after an `@`."""

    def __init__(self, tenant: str, names: Sequence[str]) -> None:
        self._tenant = tenant
        longest_first = sorted(names, key=len, reverse=True)
        ours = "|".join(re.escape(each) for each in longest_first)
        self._called = re.compile(rf"[@＠](?:{ours})(?![A-Za-z0-9])[ \u2005\u00a0]?", re.IGNORECASE)

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        """None for what means nothing to us."""
        payload = envelope.payload
        match payload.get("via"):
            case "app":
                return self._app(envelope, payload)
            case "aibot":
                return self._aibot(envelope, payload)
            case "form":
                return self._form(envelope, payload)
            case _:
                return ()

    def _app(self, envelope: Envelope, payload: Mapping[str, Any]) -> Sequence[Event]:
        sender, kind = _text(payload, "FromUserName"), _text(payload, "MsgType")
        if not sender or not kind:
            return ()
        if kind == "event":
            return self._app_event(envelope, payload, _text(payload, "Event"), sender)
        words = _text(payload, "Content") if kind == "text" else _text(payload, "Recognition")
        return (self._said(envelope, sender, "", words, kind, _text(payload, "MsgId")),)

    def _app_event(self, envelope: Envelope, payload: Mapping[str, Any], event: str, sender: str) -> Sequence[Event]:
        match event:
            case "template_card_event":
                return self._pressed(envelope, sender, "", _text(payload, "EventKey"))
            case "click":
                return (self._said(envelope, sender, "", _text(payload, "EventKey"), "text", ""),)
            case "subscribe" | "enter_agent" if payload.get("first"):
                return (self._said(envelope, sender, "", HELLO, "text", ""),)
            case "unsubscribe":
                # Out of the app's range or out of the company: whoever asks the directory learns which.
                return (UserChanged(envelope.event_id, envelope.received, self._user(sender)),)
            case "change_contact":
                return self._contact(envelope, payload)
            case _:
                return ()

    def _contact(self, envelope: Envelope, payload: Mapping[str, Any]) -> Sequence[Event]:
        user, change = _text(payload, "UserID"), _text(payload, "ChangeType")
        if not user or change not in ("create_user", "update_user", "delete_user"):
            return ()
        left = change == "delete_user"
        return (UserChanged(envelope.event_id, envelope.received, self._user(user), left),)

    def _aibot(self, envelope: Envelope, payload: Mapping[str, Any]) -> Sequence[Event]:
        body = payload.get("body")
        sender = _text(payload, "user")
        if not isinstance(body, Mapping) or not sender:
            return ()
        room = _text(body, "chatid") if body.get("chattype") == "group" else ""
        kind = _text(body, "msgtype")
        if kind == "event":
            event = body.get("event")
            return self._aibot_event(envelope, event, sender, room, payload) if isinstance(event, Mapping) else ()
        words = _words(body, kind)
        return (self._said(envelope, sender, room, words, kind, _text(body, "msgid")),)

    def _aibot_event(
        self, envelope: Envelope, event: Mapping[str, Any], sender: str, room: str, payload: Mapping[str, Any]
    ) -> Sequence[Event]:
        match event.get("eventtype"):
            case "template_card_event":
                click = event.get("template_card_event")
                key = _text(click, "event_key") if isinstance(click, Mapping) else ""
                return self._pressed(envelope, sender, room, key)
            case "enter_chat" if payload.get("first"):
                return (self._said(envelope, sender, "", HELLO, "text", ""),)
            case _:
                return ()

    def _form(self, envelope: Envelope, payload: Mapping[str, Any]) -> Sequence[Event]:
        """Written by our own page."""
        found = pressed(payload["press"])
        if found is None:
            return ()
        user = payload["user"]
        return (
            ActionTriggered(
                envelope.event_id,
                envelope.received,
                self._user(user),
                direct_chat(self._tenant, user),
                found.key,
                found.action.name,
                found.action.args,
                {name: clean(value) for name, value in payload["values"].items()},
            ),
        )

    def _pressed(self, envelope: Envelope, sender: str, room: str, key: str) -> Sequence[Event]:
        found = pressed(key)
        if found is None:
            return ()
        chat = self._chat(sender, room)
        where = (envelope.event_id, envelope.received, self._user(sender), chat)
        return (ActionTriggered(*where, found.key, found.action.name, found.action.args),)

    def _said(self, envelope: Envelope, sender: str, room: str, words: str, kind: str, ref: str) -> MessageReceived:
        """A member wrote. WeCom tells nobody who else is mentioned: their names are words."""
        typed = clean(words)
        media = "" if typed else MEDIA.get(kind, "" if kind in ("text", "mixed") else "file")
        if _FACES.fullmatch(typed):
            typed, media = "", "sticker"
        if room:
            typed = self._without_bot(typed)
        who, chat = self._user(sender), self._chat(sender, room)
        # The AI bot hears of a group only what is said to it.
        return MessageReceived(
            envelope.event_id, envelope.received, who, chat, typed, to_bot=True, media=media, ref=ref
        )

    def _without_bot(self, text: str) -> str:
        """The bot's mention taken out: where it is called by its name, else the one at the beginning."""
        found = self._called.subn("", text)
        if found[1]:
            return _GAP.sub(" ", found[0]).strip()
        return re.sub(r"^[@＠]\S+\s*", "", text)

    def _user(self, user: str) -> UserRef:
        return user_ref(self._tenant, user)

    def _chat(self, sender: str, room: str) -> ChatRef:
        return group_chat(self._tenant, room) if room else direct_chat(self._tenant, sender)


def _words(body: Mapping[str, Any], kind: str) -> str:
    """What was typed, or said and recognised; of a mixed message its texts."""
    if kind == "mixed":
        mixed = body.get("mixed")
        items = mixed.get("msg_item") if isinstance(mixed, Mapping) else None
        parts = [each for each in items if isinstance(each, Mapping)] if isinstance(items, list) else []
        return "\n".join(filter(None, (_words(each, _text(each, "msgtype")) for each in parts)))
    content = body.get(kind)
    return _text(content, "content") if kind in ("text", "voice") and isinstance(content, Mapping) else ""


def _text(node: Mapping[str, Any], name: str) -> str:
    value = node.get(name, "")
    return value if isinstance(value, str) else ""
