"""What was pressed or filled in on a card. Source: event-callback-card, form-variables."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.common.press import pressed
from adapters.dingtalk.card import CHOICE, CONTEXT
from adapters.dingtalk.fields import text
from adapters.dingtalk.settings import PLATFORM
from bot.kernel.events import ActionTriggered, Event
from bot.kernel.people import ChatRef, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import Envelope


def decode(envelope: Envelope, data: Mapping[str, Any]) -> Sequence[Event]:
    """One event; none for what nobody of ours put there."""
    user, tenant = text(data.get("userId")), text(data.get("corpId"))
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
    direct = not text(data.get("outTrackId")).startswith("g")
    chat = ChatRef(PLATFORM, tenant, user if direct else text(data.get("spaceId")), direct)
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
