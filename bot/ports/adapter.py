"""What a platform must be able to do."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Protocol

from aiohttp.web import AbstractRouteDef

from bot.kernel.capabilities import Capabilities
from bot.kernel.cards import Card
from bot.kernel.events import Event
from bot.kernel.ids import DeliveryKey, EventId, PersonId, Platform
from bot.kernel.people import ChatRef, Profile, UserRef


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event as it came, stored before it is understood. (`source`, `dedupe`) is unique for 30 days.

    `lane` orders: envelopes of one lane (a chat) are handled in the order they came.
    """

    source: str
    dedupe: str
    received: datetime
    payload: Mapping[str, Any]
    lane: str = ""

    @property
    def event_id(self) -> EventId:
        return EventId(f"{self.source}:{self.dedupe}")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to send or to change, already cut to what the chat can show.

    `pages` go out in order; a receipt is for all of them. `revises`: the receipt of the message to change.
    `reason`: why an unasked message came, shown small or on request; empty for an answer. `must`: a change that is
    the only answer to what a person just did: where the old message cannot be changed, it goes as a new one; any
    other change is then left out (its receipt is that of the old message). `thread`: the message to answer in the
    thread of, empty for none.
    `mentions`: the platform's users for the people mentioned; a person missing here is shown by name.
    """

    key: DeliveryKey
    to: UserRef | ChatRef
    pages: tuple[Card, ...]
    reason: str = ""
    revises: "Receipt | None" = None
    attempts: int = 0
    mentions: Mapping[PersonId, UserRef] = field(default_factory=dict)
    must: bool = True
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform's proof of a message: what is needed to change it later."""

    native: Mapping[str, str]


class Priority(IntEnum):
    """Which messages go first while a platform's limit makes them wait."""

    ANSWER = 0
    """To somebody who wrote or pressed just now."""
    FEW = 1
    """A digest, a flag: what a group or one person waits for."""
    MANY = 2
    """One of a fan-out."""


@dataclass(slots=True)
class Passage:
    """Under what a delivery is being sent. `calls` counts what was used of the platform's limits on its behalf.

    `is_ours`: whether this process still is the platform's one sender. Asked last, right before a call begins.
    `again`: it was put off before, and comes at the time it was told.
    """

    priority: Priority = Priority.ANSWER
    is_ours: Callable[[], bool] = lambda: True
    calls: int = 0
    again: bool = False


PASSAGE: ContextVar[Passage | None] = ContextVar("passage", default=None)
"""Set while the outbox sends, so that a limiter knows what waits for it; None for any other call."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What another process used of a platform's limits in one try: so many calls to this address, so many seconds ago.

    `revision`: for a change of a message that was sent before. `again`: an earlier try may have arrived, so it may have
    been looked for. `term`: that of who tried, see Leases. Not `sure`: nobody knows how the try ended, so it may have
    used so many; 0 seconds ago: it may be under way still.
    """

    ago: float
    to: UserRef | ChatRef | None
    calls: int = 1
    revision: bool = False
    again: bool = False
    term: int = 0
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Strain:
    """How hard a platform's limits press. `waited`: seconds that calls have waited for them since the start, all added
    up. `waiting`: calls that wait now, by priority. `quotas`: what is used of each, and the most it may be.
    """

    waited: float = 0.0
    waiting: Mapping[Priority, int] = field(default_factory=dict)
    quotas: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class SendError(Exception):
    """A message was not taken.

    SendError
    ├── Unavailable    not now: too many, or the platform is down; try again
    │   └── NotOurs    nothing was called, for another process sends now: it may do so at once
    ├── Unauthorised   our credentials or permissions do not allow it; an operator must act
    └── Refused        never: this message to this address; kept and reported
    """


class Unavailable(SendError):
    """Try again, after `retry_after` if the platform named a time."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class NotOurs(Unavailable):
    """The lease ended before the call began."""


class Unauthorised(SendError):
    """`str(error)` names the missing permission."""


class Refused(SendError):
    """`str(error)` says what the platform did not accept."""


class Misconfigured(Exception):
    """An adapter cannot run until an operator changes something; `str(error)` says what, and shows no secret."""


Accept = Callable[[Envelope], Awaitable[bool]]
"""Store an envelope; True if it is new. Returns after the commit: only then may the platform be acknowledged."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of `doctor`. `remedy` is empty where all is well; `fatal`: the bot would not work or lose data."""

    subject: str
    says: str
    remedy: str = ""
    fatal: bool = True


class Adapter(Protocol):
    """One platform. Decoding and rendering are pure.

    `adapters.common.adapter.Plain` answers what most platforms answer alike.
    """

    platform: Platform

    def capabilities(self, direct: bool) -> Capabilities:
        """What a direct chat or a group of this platform can show."""

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        """The events in an envelope; none if it means nothing to us. Raises only on a bug: the row is parked."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Send, or change what `revises` names. Raises a SendError."""

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        """Asked before repeating a delivery whose outcome a crash hid; see Capabilities.redelivery."""

    async def profile(self, user: UserRef) -> Profile | None:
        """Who a stranger is; None if the platform does not say."""

    async def reread(self, chat: ChatRef, refs: Sequence[str]) -> Mapping[str, str | None]:
        """The present words of these messages, None for one recalled; those it cannot read are left out, and so are
        those that the platform says were never edited.

        Asked before a digest on platforms that tell nobody of an edit.
        """

    def health(self) -> str:
        """Empty while connected and allowed to send, else a sentence naming what is wrong and the remedy."""

    def checks(self) -> AsyncIterator[Finding]:
        """Look at token, permissions, reachability, connection and quota, without disturbing anybody."""

    def recall(self, spent: Sequence[Spent]) -> None:
        """This process has become the platform's one sender: what its predecessor used of the limits counts on."""

    def strain(self) -> Strain:
        """For the metrics: asked every few seconds, answered from memory."""

    def routes(self) -> Sequence[AbstractRouteDef]:
        """HTTP routes to serve beside the others', mounted once at start."""

    async def run(self, accept: Accept) -> None:
        """Take events in until cancelled. Raises Misconfigured where trying again is of no use."""

    async def close(self) -> None:
        """Let go of what is held, once: nothing is sent any more."""
