"""What can happen, in no platform's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.kernel.ids import DeliveryKey, EventId
from bot.kernel.people import ChatRef, UserRef


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody mentioned in a message: `@name` stands in the text, in the order of the mentions."""

    name: str
    user: UserRef


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A person wrote. `text` is as typed, the bot's own mention taken out; `media` names what was not text.

    `to_bot`: the bot was mentioned, replied to, or the chat is direct.
    """

    id: EventId
    at: datetime
    sender: UserRef
    chat: ChatRef
    text: str
    mentions: tuple[Mention, ...] = ()
    to_bot: bool = True
    media: str = ""


@dataclass(frozen=True, slots=True)
class ActionTriggered:
    """A person pressed a button or submitted a form of the delivery `source`."""

    id: EventId
    at: datetime
    sender: UserRef
    chat: ChatRef
    source: DeliveryKey
    action: str
    args: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BotAdded:
    """The bot was added to a group by a person."""

    id: EventId
    at: datetime
    sender: UserRef
    chat: ChatRef
    title: str
    members: tuple[UserRef, ...] = ()


@dataclass(frozen=True, slots=True)
class BotRemoved:
    """The bot was removed from a group."""

    id: EventId
    at: datetime
    sender: UserRef
    chat: ChatRef


@dataclass(frozen=True, slots=True)
class TimerFired:
    """An armed timer came due; `scheduled_for` is the instant it was meant for."""

    id: EventId
    at: datetime
    timer: str
    scheduled_for: datetime
    action: str
    args: Mapping[str, str] = field(default_factory=dict)


Event = MessageReceived | ActionTriggered | BotAdded | BotRemoved | TimerFired
