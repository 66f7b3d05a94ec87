"""What the fake remembers: calls it answered, events it pushed, messages on screens, and what a platform would mind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
LINE = 400
"""Characters of a request or an answer that are said aloud; the record keeps all."""
Intake = Literal["app", "aibot", ""]
Via = Literal["app", "appchat", "webhook", "aibot"]


class NotAcknowledged(Exception):
    """The bot did not take an event within the platform's deadline, in any of its tries."""


class Refusal(Exception):
    """The platform's answer to what it does not accept: an errcode and its words. `told`: documented to be so."""

    def __init__(self, code: int, words: str, told: bool = True) -> None:
        super().__init__(f"{code} {words}")
        self.code, self.words, self.told = code, words, told


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot: over HTTP, or a frame of the long connection (method `WS`, path the cmd)."""

    at: datetime
    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    status: int
    answer: Any


@dataclass(frozen=True, slots=True)
class Ack:
    """How one delivery of an event ended: the HTTP status (0: none came), the body, and real seconds it took."""

    event: str
    code: int
    body: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened. `payload`: the callback's XML, or the body of a frame `cmd`. Intake "": nobody is told."""

    id: str
    intake: Intake
    kind: str
    user: str
    room: str
    at: datetime
    payload: Any = None
    cmd: str = ""


@dataclass(slots=True)
class Message:
    """A message as it stands in a chat (`room` "": `user`'s direct chat). `wire`: as sent, or as it was last changed.

    `task`: what the cards of one send share. `private`: how single readers see it since an update for them alone.
    """

    id: str
    via: Via
    user: str
    room: str
    wire: Json
    came: datetime
    changed: datetime
    names: Callable[[str], str | None]
    task: str = ""
    receivers: tuple[str, ...] = ()
    gone: bool = False
    version: int = 1
    earlier: list[Json] = field(default_factory=list)
    private: dict[str, Json] = field(default_factory=dict)

    def change(self, wire: Json, at: datetime) -> None:
        self.earlier.append(self.wire)
        self.wire, self.changed, self.version = wire, at, self.version + 1
        self.private.clear()

    def change_for(self, user: str, wire: Json, at: datetime) -> None:
        """In a direct chat that is the message itself; in a group the others keep theirs."""
        if not self.room:
            self.change(wire, at)
            return
        self.earlier.append(self.private.get(user, self.wire))
        self.private[user], self.version = wire, self.version + 1


class Journal:
    """Everything that happened, and who wants to hear of it as it does."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.calls: list[Call] = []
        self.acks: list[Ack] = []
        self.alarms: list[str] = []
        """What a real platform would not forgive, or would do in silence."""
        self.folded: list[str] = []
        """Texts of cards longer than the client shows without folding."""
        self.listeners: list[Callable[[str], None]] = []

    def call(self, method: str, path: str, query: Mapping[str, str], body: Any, status: int, answer: Any) -> None:
        shown = {name: value for name, value in query.items() if name not in ("access_token", "corpsecret")}
        self.calls.append(Call(self.now(), method, path, shown, body, status, answer))
        said = f"{method} {path} {body if body is not None else shown}"
        told = (
            {name: "…" if name == "access_token" else value for name, value in answer.items()}
            if isinstance(answer, dict)
            else answer
        )
        self.tell(f"{said[:LINE]} -> {status} {str(told)[:LINE]}")

    def ack(self, event: str, code: int, body: str, seconds: float) -> None:
        self.acks.append(Ack(event, code, body, seconds))
        self.tell(f"event {event} -> {code} in {seconds * 1000:.0f} ms")

    def alarm(self, text: str) -> None:
        self.alarms.append(text)
        self.tell(f"ALARM {text}")

    def tell(self, line: str) -> None:
        for listener in self.listeners:
            listener(line)
