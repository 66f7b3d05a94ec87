"""What happens in the organisation. Sources: address-book-user-change, group-session-events."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.dingtalk.fields import moment, text
from adapters.dingtalk.settings import PLATFORM
from bot.kernel.events import BotAdded, BotRemoved, Event, UserChanged
from bot.kernel.ids import EventId
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Envelope


def decode(envelope: Envelope, data: Mapping[str, Any]) -> Sequence[Event]:
    """Of the events there are, those of people and of our own coming and going; of others we want to know nothing."""
    kind, tenant = text(envelope.payload.get("event")), text(envelope.payload.get("corp"))
    at = moment(data.get("timeStamp") or data.get("operateTime"), envelope.received)
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
                for user in dict.fromkeys(map(text, users))
                if user
            )
        case "im_cool_app_install" | "im_cool_app_uninstall":
            operator, chat = text(data.get("operator")), text(data.get("openConversationId"))
            if not operator or not chat:
                return ()
            sender, group = UserRef(PLATFORM, tenant, operator), ChatRef(PLATFORM, tenant, chat, direct=False)
            if kind.endswith("uninstall"):
                return (BotRemoved(envelope.event_id, at, sender, group),)
            return (BotAdded(envelope.event_id, at, sender, group, ""),)
        case _:
            return ()
