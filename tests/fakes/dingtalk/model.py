"""The values the fake DingTalk keeps and tells: people, groups, messages, calls, acknowledgements, deeds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(slots=True)
class Person:
    """Somebody of the organisation. `visible`: in the app's range, so that it may write to them and look them up."""

    id: str
    name: str
    union_id: str
    dingtalk_id: str
    direct: str
    """The openConversationId of the direct chat with the bot."""
    department: str = ""
    manager: str = ""
    title: str = ""
    mobile: str = ""
    email: str = ""
    job_number: str = ""
    admin: bool = False
    active: bool = True
    visible: bool = True
    leaves: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass(slots=True)
class Room:
    """A group of the organisation."""

    id: str
    title: str
    members: list[str]
    bot: bool = True
    disbanded: bool = False


@dataclass(slots=True)
class Message:
    """What stands on a screen: in a group (`room`), or in somebody's direct chat (`user`).

    `id` is unique; `key` is what the platform answered to the send (of several people in one batch it is the same).
    `wire`: the content as it was sent, decoded from JSON; of a card its variables as they are now.
    """

    id: str
    key: str
    kind: Literal["robot", "webhook", "card"]
    wire: Json
    came: datetime
    changed: datetime
    room: str = ""
    user: str = ""
    gone: bool = False
    version: int = 1
    private: dict[str, dict[str, str]] = field(default_factory=dict)
    """A card's private variables, by viewer."""
    names: Mapping[str, str] = field(default_factory=dict)
    """How the people mentioned are called, by id: what a client shows."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, also a refused one. `status` 0: the connection was cut instead of an answer."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    status: int
    answer: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Ack:
    """The bot's acknowledgement of one push. `data` is decoded; `seconds` of real time; `connection` 0 is HTTP."""

    topic: str
    message_id: str
    code: int
    data: Any
    seconds: float
    connection: int


@dataclass(slots=True)
class Event:
    """Something somebody did. `reaches`: whether the platform tells the bot of it at all.

    `data` is the frame's data; `headers` the further headers of an EVENT frame. Pushed again, it is the platform's
    redelivery: the same business id under a new messageId; of a press, which has no id of its own, under the same.
    """

    type: Literal["CALLBACK", "EVENT"]
    topic: str
    data: Json
    headers: dict[str, str] = field(default_factory=dict)
    reaches: bool = True
    pushes: int = 0
    by: str = ""
    message_id: str = ""
    """Of the latest push."""


@dataclass(frozen=True, slots=True)
class Handle:
    """What the drawing puts into a pressable. `say`: the person says `text`; `card`: the card reports `action`.

    `text`: the words, or the button's value, or of a menu the option's value. `field`: of a menu its field.
    """

    how: Literal["say", "button", "menu", "form"]
    action: str = ""
    text: str = ""
    field: str = ""


class NotAcknowledged(Exception):
    """A push was not acknowledged in time, or there was nobody to push it to."""
