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

    `to_bot`: the bot was mentioned, replied to, or the chat is direct. `ref`: the platform's id of the message, by
    which a later change or recall names it; `thread`: that of the thread it stands in, empty outside any.
    """

    id: EventId
    at: datetime
    sender: UserRef
    chat: ChatRef
    text: str
    mentions: tuple[Mention, ...] = ()
    to_bot: bool = True
    media: str = ""
    ref: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """A person changed the words of the message `ref` to these."""

    id: EventId
    at: datetime
    sender: UserRef
    chat: ChatRef
    ref: str
    text: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageRecalled:
    """The message `ref` was taken back or deleted; not every platform says by whom."""

    id: EventId
    at: datetime
    chat: ChatRef
    ref: str


@dataclass(frozen=True, slots=True)
class Reacted:
    """A person put an emoji to the message `ref` of `author` in a group. `emoji` is the character itself: 👍.

    `text`: the words of that message, as far as the platform shows them to us.
    """

    id: EventId
    at: datetime
    sender: UserRef
    chat: ChatRef
    ref: str
    emoji: str
    author: UserRef
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageOpened:
    """A person opened the bot's own page; what is posted to `chat` replaces what it shows."""

    id: EventId
    at: datetime
    sender: UserRef
    chat: ChatRef


@dataclass(frozen=True, slots=True)
class UserChanged:
    """The platform's directory changed about a user; `left`: they are no longer with the company."""

    id: EventId
    at: datetime
    user: UserRef
    left: bool = False


@dataclass(frozen=True, slots=True)
class Troubled:
    """A platform does not work as it should, or works again (`over`): told to the administrators.

    `platform` is its name as people know it; `subject` tells one trouble from another; both texts name the remedy.
    """

    id: EventId
    at: datetime
    platform: str
    subject: str
    zh: str
    en: str
    over: bool = False


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


Event = (
    MessageReceived
    | MessageEdited
    | MessageRecalled
    | Reacted
    | PageOpened
    | ActionTriggered
    | BotAdded
    | BotRemoved
    | UserChanged
    | Troubled
    | TimerFired
)
