"""Who and where: ids of the platforms (UserRef, ChatRef) and our own people, teams and chats."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.kernel.ids import ChatId, PersonId, Platform, TeamId


class Locale(StrEnum):
    """The language a person reads."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class UserRef:
    """A user as a platform names them. Never leaves adapters, the directory and events."""

    platform: Platform
    tenant: str
    user: str


@dataclass(frozen=True, slots=True)
class ChatRef:
    """A conversation as a platform names it. `direct`: with a single person."""

    platform: Platform
    tenant: str
    chat: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Person:
    """One human, whatever the number of platforms they are seen on."""

    id: PersonId
    name: str
    timezone: str
    locale: Locale
    department: str = ""
    staff_no: str = ""
    manager: PersonId | None = None
    delegate: PersonId | None = None
    admin: bool = False
    active: bool = True
    joined: date | None = None
    pushes: int = 3
    """Pushes a day this person accepts; `少发点 / fewer` lowers it."""


@dataclass(frozen=True, slots=True)
class NameKey:
    """One spelling under which a person is found (bot.kernel.names): so that no lookup reads everybody."""

    id: str
    person: PersonId
    key: str


@dataclass(frozen=True, slots=True)
class Team:
    """A group of people with one manager and one channel."""

    id: TeamId
    name: str
    timezone: str
    locale: Locale
    manager: PersonId | None = None
    chat: ChatId | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a team."""

    id: str
    team: TeamId
    person: PersonId
    since: date
    until: date | None = None
    """The first day no longer in the team."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a person is away, first and last included, in their own time zone."""

    id: str
    person: PersonId
    first: date
    last: date
    cancelled: bool = False

    def covers(self, day: date) -> bool:
        return not self.cancelled and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation place we have seen, and the platform's name for it."""

    id: ChatId
    ref: ChatRef
    title: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform knows of a user: asked once, before a stranger's first turn."""

    user: UserRef
    name: str
    timezone: str = ""
    locale: Locale | None = None
    department: str = ""
    staff_no: str = ""
    manager: UserRef | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What an adapter must remember beyond a restart, under a name of its own: a counter, a code, a lease.

    `until`: when it has become worthless, as an ISO instant in UTC; empty for never.
    """

    id: str
    text: str
    until: str = ""


RESTORED = "restored"
"""The id of the note that a restore from a backup leaves: when that was. What is numbered began again then."""


@dataclass(frozen=True, slots=True)
class ToPerson:
    """Address: the direct chat with this person, on the platform they last used."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class ToChat:
    """Address: this chat."""

    chat: ChatId


Address = ToPerson | ToChat
