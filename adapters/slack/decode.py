"""Envelope → events: pure. Everything it needs, names included, was put into the payload when it came in."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack import elements, emoji
from adapters.slack.keeping import HOME
from adapters.slack.settings import PLATFORM
from adapters.slack.words import Spoken, spoken
from bot.kernel.events import (
    ActionTriggered,
    BotAdded,
    BotRemoved,
    Event,
    Mention,
    MessageEdited,
    MessageRecalled,
    MessageReceived,
    PageOpened,
    Reacted,
    UserChanged,
)
from bot.kernel.people import ChatRef, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import Envelope

Json = Mapping[str, Any]
_MEDIA = {"image": "image", "video": "video", "audio": "voice"}


def decode(envelope: Envelope) -> Sequence[Event]:
    """At most one event; none for what means nothing to us."""
    payload = envelope.payload
    found: Event | None = None
    match payload.get("kind"):
        case "message":
            found = _message(envelope, payload)
        case "edited":
            heard = _spoken(payload)
            user, chat = _user(payload), _chat(payload)
            found = MessageEdited(
                envelope.event_id, envelope.received, user, chat, payload["ref"], heard.text, _mentions(payload, heard)
            )
        case "recalled" if payload["user"] or not payload["direct"]:
            found = MessageRecalled(envelope.event_id, envelope.received, _chat(payload), payload["ref"])
        case "press":
            found = _press(envelope, payload)
        case "said" | "command":
            found = _said(envelope, payload)
        case "reaction_added":
            found = _reaction(envelope, payload)
        case "member_joined_channel":
            found = _added(envelope, payload)
        case "member_left_channel" | "channel_left" | "group_left":
            actor = payload.get("actor_id") or payload.get("user") or ""
            found = BotRemoved(envelope.event_id, envelope.received, _ref(payload, actor), _chat(payload))
        case "app_home_opened":
            page = ChatRef(PLATFORM, payload["team"], f"{HOME}{payload['user']}", direct=True)
            found = PageOpened(envelope.event_id, envelope.received, _user(payload), page)
        case "user":
            found = UserChanged(envelope.event_id, envelope.received, _user(payload), bool(payload.get("left")))
    return (found,) if found else ()


def _message(envelope: Envelope, payload: Json) -> MessageReceived:
    heard = _spoken(payload)
    ts, thread = payload["ts"], payload.get("thread_ts", "")
    text, media = heard.text, ""
    if not text:
        text, media = _attached(payload.get("files") or ())
    elif emoji.only_pictures(text):
        text, media = "", "sticker"
    replied = payload.get("parent_user_id") == payload.get("bot", "-")
    return MessageReceived(
        envelope.event_id,
        envelope.received,
        _user(payload),
        _chat(payload),
        text,
        _mentions(payload, heard),
        to_bot=bool(payload.get("direct")) or heard.to_bot or replied,
        media=media,
        ref=ts,
        thread="" if thread == ts else thread,
    )


def _attached(files: Sequence[Json]) -> tuple[str, str]:
    """The words of a voice message that Slack wrote down, or the kind of what there is instead of words."""
    if not files:
        return "", ""
    first = files[0]
    transcript = first.get("transcription") or {}
    preview = transcript.get("preview") or {} if isinstance(transcript, Mapping) else {}
    if isinstance(preview, Mapping) and transcript.get("status") == "complete" and not preview.get("has_more"):
        words = preview.get("content")
        if isinstance(words, str) and clean(words):
            return clean(words), ""
    if first.get("subtype") == "slack_audio":
        return "", "voice"
    return "", _MEDIA.get(str(first.get("mimetype", "")).partition("/")[0], "file")


def _press(envelope: Envelope, payload: Json) -> Event | None:
    action = payload["action"]
    if says := elements.says(action):
        return _words(envelope, payload, says)
    pressed = elements.chosen(action)
    if pressed is None:
        return None
    values = elements.filled(str(action.get("action_id", "")), payload.get("values") or {})
    return ActionTriggered(
        envelope.event_id,
        envelope.received,
        _user(payload),
        _chat(payload),
        pressed.key,
        pressed.action.name,
        pressed.action.args,
        {name: clean(value) for name, value in values.items()},
    )


def _said(envelope: Envelope, payload: Json) -> MessageReceived:
    """Words that were not typed as a message: a command, or what a modal was filled with."""
    return _words(envelope, payload, payload.get("text", ""))


def _words(envelope: Envelope, payload: Json, text: str) -> MessageReceived:
    heard = _spoken({**payload, "text": text})
    chat = ChatRef(PLATFORM, payload["team"], payload["user"], direct=True)
    mentions = _mentions(payload, heard)
    return MessageReceived(envelope.event_id, envelope.received, _user(payload), chat, heard.text, mentions)


def _reaction(envelope: Envelope, payload: Json) -> Reacted | None:
    character = emoji.character(payload["reaction"])
    if not character:
        return None
    heard = _spoken(payload)
    return Reacted(
        envelope.event_id,
        envelope.received,
        _user(payload),
        _chat(payload),
        payload["ts"],
        character,
        _ref(payload, payload["item_user"]),
        heard.text,
    )


def _added(envelope: Envelope, payload: Json) -> BotAdded | None:
    members = payload.get("members") or []
    sender = payload.get("inviter") or next(iter(members), "")
    if not sender:
        return None
    others = tuple(_ref(payload, each) for each in members if each != sender)
    title = clean(payload.get("title", ""))
    return BotAdded(envelope.event_id, envelope.received, _ref(payload, sender), _chat(payload), title, others)


def _spoken(payload: Json) -> Spoken:
    strangers = frozenset(payload.get("strangers") or ())
    return spoken(payload.get("text", ""), payload.get("names") or {}, payload.get("bot", ""), strangers)


def _mentions(payload: Json, heard: Spoken) -> tuple[Mention, ...]:
    return tuple(Mention(name, _ref(payload, user)) for name, user in heard.mentions)


def _user(payload: Json) -> UserRef:
    return _ref(payload, payload["user"])


def _ref(payload: Json, user: str) -> UserRef:
    return UserRef(PLATFORM, payload["team"], user)


def _chat(payload: Json) -> ChatRef:
    """A direct chat is named by the person, wherever the deed came from: message, command or Home tab."""
    direct = bool(payload.get("direct"))
    return ChatRef(PLATFORM, payload["team"], payload["user"] if direct else payload["channel"], direct)
