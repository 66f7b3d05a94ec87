"""Everything the parts of the fake share: who there is, what stands on screens, what was asked, what is allowed."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.common.faults import Faults
from tests.fakes.dingtalk.company import Company
from tests.fakes.dingtalk.meter import Quota, Window
from tests.fakes.dingtalk.model import Ack, Call, Event, Message

SCOPES = frozenset(
    {
        "qyapi_robot_sendmsg",
        "qyapi_get_member",
        "qyapi_get_member_by_mobile",
        "qyapi_get_department_list",
        "qyapi_get_department_member",
        "qyapi_attendance",
        "Card.Instance.Write",
    }
)
"""The permissions an administrator can grant that the fake asks for."""
SESSION = timedelta(minutes=90)
RECALL = timedelta(hours=24)


@dataclass(slots=True)
class Switches:
    """What is not verified or differs between tenants; see README.md."""

    ticket_seconds: float = 90.0
    token_seconds: float = 7200.0
    value_limit: int = 1024
    """Bytes of a card's variable; the documents say 1 KB, others send more."""
    repeat_silently: bool = False
    """A repeated outTrackId succeeds and changes nothing, instead of `param.cardAlreadyExist`."""
    webhooks_count: bool = True
    """A send to a sessionWebhook is one push unit."""
    buffers: bool = True
    """What people write while no connection is up waits for one (else it is lost)."""
    redelivers: bool = True
    """What was not acknowledged when its connection went is pushed again."""
    same_message_id: bool = False
    """A redelivery has the messageId it had the first time."""
    dtmd_reaches_in_groups: bool = False
    group_per_minute: int = 0
    """Robot messages a group takes a minute, 0 for any: no number is documented."""
    published: bool = True
    """False: nobody has a senderStaffId, and nobody can be written to first."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a sessionWebhook leads to."""

    room: str
    user: str
    expires: datetime


@dataclass(slots=True)
class Token:
    until: float
    """By the monotonic clock."""


@dataclass
class Site:
    """One organisation with one application of ours."""

    now: Callable[[], datetime]
    client_id: str
    client_secret: str
    limits: bool
    quota: Quota
    switches: Switches
    company: Company = field(default_factory=Company)
    faults: Faults = field(default_factory=Faults)
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    templates: dict[str, bool] = field(default_factory=dict)
    """The card templates imported, and whether each is published."""
    calls: list[Call] = field(default_factory=list)
    acks: list[Ack] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    flow_controlled: set[str] = field(default_factory=set)
    """People whose messages are held back, told only in a list of an answer that is HTTP 200."""
    unanswered: set[str] = field(default_factory=set)
    """The outTrackIds of the cards whose callback is not acknowledged yet."""
    changed: Callable[[Any], None] = lambda _: None
    """Told of everything that happens, for whoever watches."""
    url: str = ""

    def __post_init__(self) -> None:
        self.per_second = Window(20 if self.limits else 0, 1.0)
        self.per_minute = Window(self.switches.group_per_minute if self.limits else 0, 60.0)
        self._count = 0

    def alarm(self, text: str) -> None:
        self.alarms.append(text)
        self.changed(f"!! {text}")

    def fresh(self, prefix: str = "") -> str:
        """An id no other has, of which the case counts."""
        self._count += 1
        return f"{prefix}{secrets.token_urlsafe(12)}{self._count:x}"

    def show(self, message: Message) -> Message:
        """It stands on a screen now."""
        self.messages.append(message)
        self.changed(message)
        return message

    def find(self, id: str) -> Message:
        found = next((each for each in self.messages if each.id == id), None)
        if found is None:
            raise ValueError(f"no message has the id {id!r}")
        return found

    def names(self) -> dict[str, str]:
        return {each.id: each.name for each in self.company.people.values()}

    def expire_tokens(self) -> None:
        for token in self.tokens.values():
            token.until = time.monotonic()
