"""What the fake writes down: calls of the bot, its acknowledgements, what people do, and what stands on screens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["events_api", "slash_commands", "interactive"]


class NotAcknowledged(Exception):
    """The bot did not answer an event within Slack's three seconds."""


class Refusal(Exception):
    """Slack's way of saying no: `{"ok": false, "error": …}` and what else the documentation puts beside it."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


@dataclass(slots=True)
class Call:
    """One request of the bot. `status` 0: no answer was given. `moment`: seconds of real time, monotonic."""

    method: str
    params: Json
    token: str
    at: datetime
    moment: float
    status: int = 0
    answer: Any = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """The bot's answer to one payload: `code` 200 for a frame; `seconds` of real time; `attempt` 0 for the first."""

    id: str
    kind: Kind
    code: int
    body: Any
    seconds: float
    attempt: int


@dataclass(slots=True)
class Part:
    """One payload of an event; one mention in a channel comes as two of them."""

    kind: Kind
    payload: Json

    @property
    def answerable(self) -> bool:
        return self.kind != "events_api"


@dataclass(slots=True)
class Event:
    """Something a person did, not yet delivered. `deliveries`: how often it has been."""

    parts: tuple[Part, ...]
    deliveries: int = 0
    answered: Callable[[Part, Any], None] | None = None
    """Told of the bot's answer: a reply to a command, an answer to a view."""


@dataclass(slots=True)
class Channel:
    """A conversation. `person`: whose direct chat with the bot it is."""

    id: str
    title: str = ""
    members: list[str] = field(default_factory=list)
    private: bool = False
    person: str = ""
    topic: str = ""
    archived: bool = False
    created: int = 0
    last: str = ""
    """The ts given out last; the next one is greater."""

    @property
    def kind(self) -> str:
        return "im" if self.person else "group" if self.private else "channel"


@dataclass(slots=True)
class Message:
    """A message as it stands; `wire` is what the API keeps of it: text, blocks, metadata, files."""

    channel: Channel
    ts: str
    author: str
    wire: Json
    came: datetime
    changed: datetime
    by_bot: bool = True
    gone: bool = False
    version: int = 1
    only: str = ""
    """The single person who sees it (ephemeral)."""
    thread: str = ""
    before: list[Json] = field(default_factory=list)
    """How it was before each change: a window that was not refreshed still shows that."""
    reactions: dict[str, list[str]] = field(default_factory=dict)
    called: Callable[[str], str] = field(default=lambda id: id, repr=False)
    """The name on the screen of a user or channel id."""

    @property
    def id(self) -> str:
        return f"{self.channel.id}:{self.ts}"

    @property
    def room(self) -> str:
        return "" if self.channel.person else self.channel.id

    @property
    def user(self) -> str:
        return self.channel.person
