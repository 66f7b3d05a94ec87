"""Envelope → events: pure. What the platform tells in its own words, in the core's."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters.feishu import press
from adapters.feishu.content import content, named
from adapters.feishu.emoji import CHARACTERS
from adapters.feishu.forms import values
from adapters.feishu.settings import PLATFORM
from bot.kernel.events import (
    ActionTriggered,
    BotAdded,
    BotRemoved,
    Event,
    Mention,
    MessageRecalled,
    MessageReceived,
    Reacted,
    UserChanged,
)
from bot.kernel.people import ChatRef, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import Envelope

Json = Mapping[str, Any]


def decode(envelope: Envelope) -> Sequence[Event]:
    """The event in what intake stored: `type`, `tenant`, `bot` (the bot's open_id), `event`, and what it found out."""
    payload = envelope.payload
    found = _DECODERS.get(_text(payload.get("type")))
    event = payload.get("event")
    if found is None or not isinstance(event, Mapping):
        return ()
    return found(envelope, payload, event)


def _message(envelope: Envelope, payload: Json, event: Json) -> Sequence[Event]:
    message, sender = _part(event, "message"), _part(event, "sender")
    user, id = _open_id(sender.get("sender_id")), _text(message.get("message_id"))
    if not (user and id) or sender.get("sender_type") not in (None, "user") or _stranger(payload, sender):
        return ()
    kind = _text(message.get("message_type"))
    if kind == "system":
        return ()
    direct = message.get("chat_type") == "p2p"
    said = content(kind, message.get("content"), named(message.get("mentions"), _text(payload.get("bot"))))
    tenant = _text(payload.get("tenant"))
    thread = _text(message.get("root_id")) or id if message.get("thread_id") else ""
    return (
        MessageReceived(
            envelope.event_id,
            envelope.received,
            UserRef(PLATFORM, tenant, user),
            _chat(tenant, user if direct else _text(message.get("chat_id")), direct),
            said.text,
            tuple(Mention(each.name, UserRef(PLATFORM, tenant, each.user)) for each in said.mentions),
            to_bot=direct or said.to_bot or payload.get("answers_bot") is True,
            media=said.media,
            ref=id,
            thread=thread,
        ),
    )


def _click(envelope: Envelope, payload: Json, event: Json) -> Sequence[Event]:
    operator, action, context = _part(event, "operator"), _part(event, "action"), _part(event, "context")
    user, read = _text(operator.get("open_id")), press.read(action)
    if not user or read is None or _stranger(payload, operator):
        return ()
    pressed, direct = read
    filled = _part(action, "form_value")
    tenant = _text(payload.get("tenant"))
    return (
        ActionTriggered(
            envelope.event_id,
            envelope.received,
            UserRef(PLATFORM, tenant, user),
            _chat(tenant, user if direct else _text(context.get("open_chat_id")), direct),
            pressed.key,
            pressed.action.name,
            pressed.action.args,
            {name: clean(value) for name, value in values(filled).items()},
        ),
    )


def _menu(envelope: Envelope, payload: Json, event: Json) -> Sequence[Event]:
    user, word = _open_id(_part(event, "operator").get("operator_id")), _text(payload.get("word"))
    if not (user and word):
        return ()
    tenant = _text(payload.get("tenant"))
    sender = UserRef(PLATFORM, tenant, user)
    return (MessageReceived(envelope.event_id, envelope.received, sender, _chat(tenant, user, True), clean(word)),)


def _added(envelope: Envelope, payload: Json, event: Json) -> Sequence[Event]:
    sender, chat = _moved(payload, event)
    if sender is None or event.get("external") is True:
        return ()
    found = payload.get("members")
    members = [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
    people = tuple(UserRef(PLATFORM, sender.tenant, each) for each in members if each != sender.user)
    title = clean(_text(event.get("name")))
    return (BotAdded(envelope.event_id, envelope.received, sender, chat, title, people),)


def _removed(envelope: Envelope, payload: Json, event: Json) -> Sequence[Event]:
    sender, chat = _moved(payload, event)
    return (BotRemoved(envelope.event_id, envelope.received, sender, chat),) if sender else ()


def _recalled(envelope: Envelope, payload: Json, event: Json) -> Sequence[Event]:
    ref, tenant = _text(event.get("message_id")), _text(payload.get("tenant"))
    person = _text(payload.get("direct"))
    chat = _chat(tenant, person or _text(event.get("chat_id")), bool(person))
    return (MessageRecalled(envelope.event_id, envelope.received, chat, ref),) if ref else ()


def _reacted(envelope: Envelope, payload: Json, event: Json) -> Sequence[Event]:
    user, author = _open_id(event.get("user_id")), _text(payload.get("author"))
    character = CHARACTERS.get(_text(_part(event, "reaction_type").get("emoji_type")), "")
    ref, chat, tenant = _text(event.get("message_id")), _text(payload.get("chat")), _text(payload.get("tenant"))
    if not (user and author and character and ref and chat) or event.get("operator_type") != "user":
        return ()
    said = content(_text(payload.get("kind")), payload.get("content"), named(payload.get("mentions"), ""))
    return (
        Reacted(
            envelope.event_id,
            envelope.received,
            UserRef(PLATFORM, tenant, user),
            _chat(tenant, chat, False),
            ref,
            character,
            UserRef(PLATFORM, tenant, author),
            said.text,
        ),
    )


def _changed(envelope: Envelope, payload: Json, event: Json) -> Sequence[Event]:
    about, status = _part(event, "object"), _part(_part(event, "object"), "status")
    user = _text(about.get("open_id")) or _text(_part(event, "old_object").get("open_id"))
    if not user:
        return ()
    left = payload.get("type") == "contact.user.deleted_v3" or status.get("is_resigned") is True
    ref = UserRef(PLATFORM, _text(payload.get("tenant")), user)
    return (UserChanged(envelope.event_id, envelope.received, ref, left),)


def _moved(payload: Json, event: Json) -> tuple[UserRef | None, ChatRef]:
    """Who brought the bot in or put it out, and where."""
    tenant, user, chat = _text(payload.get("tenant")), _open_id(event.get("operator_id")), _text(event.get("chat_id"))
    return (UserRef(PLATFORM, tenant, user) if user and chat else None), _chat(tenant, chat, False)


def _chat(tenant: str, chat: str, direct: bool) -> ChatRef:
    """A direct chat is named by the person's open_id, which is all that a menu tells, and all that sending needs."""
    return ChatRef(PLATFORM, tenant, chat, direct)


def _stranger(payload: Json, who: Json) -> bool:
    """Somebody of another company, in a group with guests."""
    return _text(who.get("tenant_key")) not in ("", payload.get("tenant"))


def _open_id(ids: object) -> str:
    return _text(ids.get("open_id")) if isinstance(ids, Mapping) else ""


def _part(value: Json, name: str) -> Json:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


_DECODERS: Mapping[str, Callable[[Envelope, Json, Json], Sequence[Event]]] = {
    "im.message.receive_v1": _message,
    "card.action.trigger": _click,
    "application.bot.menu_v6": _menu,
    "im.chat.member.bot.added_v1": _added,
    "im.chat.member.bot.deleted_v1": _removed,
    "im.chat.disbanded_v1": _removed,
    "im.message.recalled_v1": _recalled,
    "im.message.reaction.created_v1": _reacted,
    "contact.user.updated_v3": _changed,
    "contact.user.deleted_v3": _changed,
}
KNOWN = frozenset(_DECODERS)
"""The kinds of event that mean something to us."""
