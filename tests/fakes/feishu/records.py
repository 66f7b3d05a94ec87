"""What the fake remembers: calls, acknowledgements, events, and the messages on people's screens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot and how it was answered; status 0: the connection was cut instead."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    status: int
    answer: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Ack:
    """How the bot took one push of an event: its code (200 is good) and the seconds that took, real ones."""

    event: str
    type: str
    code: int
    body: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `callback`: its answer matters, and it is never delivered again."""

    type: str
    event: Json
    id: str
    created: str
    callback: bool = False
    heard: bool = True
    """False: the app has no permission to hear of this, so that nothing is sent."""
    token: str = ""
    """The card-update token of a callback."""


@dataclass(slots=True)
class Message:
    """A message of the bot. `room` empty: in `user`'s direct chat. `wire`: the content, parsed."""

    id: str
    chat: str
    room: str
    user: str
    type: str
    content: str
    wire: Json
    came: datetime
    changed: datetime
    names: Mapping[str, str]
    uuid: str = ""
    root: str = ""
    parent: str = ""
    thread: str = ""
    gone: bool = False
    version: int = 1
    edits: int = 0
    only: str = ""
    """An only-you card: the one who sees it."""
    ever: list[Json] = field(default_factory=list)
    """Every version there was."""
    reactions: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By its id: who, and which emoji."""


@dataclass(slots=True)
class Heard:
    """A message of a person."""

    id: str
    chat: str
    user: str
    type: str
    content: str
    came: datetime
    mentions: list[Json]
    changed: datetime | None = None
    """When it was last edited."""
    root: str = ""
    parent: str = ""
    thread: str = ""
    gone: bool = False
    reactions: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def updated(self) -> bool:
        return self.changed is not None


class NotAcknowledged(Exception):
    """The bot did not take an event in time, or refused it; `str(error)` says what a person or the console sees."""
