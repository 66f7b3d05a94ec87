"""What the playground is given: its file, who may reach it, and the small company it shows."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from bot.kernel.ids import Platform
from bot.kernel.people import ChatRef, Locale, UserRef

PLATFORM = Platform("playground")
TENANT = "playground"
BOT = "hepai"
"""The bot's user on this platform, and in the API the name of everybody's direct chat with it."""

BOT_NAMES = ("合拍", "Hepai")
"""What it may be called after an `@`, the first being its name; compared without regard to case."""

COLOURS = 12


@dataclass(frozen=True, slots=True)
class User:
    """Somebody one can be on the page. All but the first two are for show and for `profile`."""

    id: str
    name: str
    department: str = ""
    title: str = ""
    staff_no: str = ""
    timezone: str = ""
    locale: Locale | None = None

    @property
    def colour(self) -> int:
        """Which of the avatar colours: the same for the same person at every start."""
        return hashlib.sha256(self.id.encode()).digest()[0] % COLOURS

    @property
    def ref(self) -> UserRef:
        return UserRef(PLATFORM, TENANT, self.id)

    @property
    def direct(self) -> ChatRef:
        """Their direct chat with the bot."""
        return ChatRef(PLATFORM, TENANT, self.id, direct=True)


@dataclass(frozen=True, slots=True)
class Room:
    """A group chat by the ids of its members; `bot`: whether the bot is in it too."""

    id: str
    title: str
    members: tuple[str, ...]
    bot: bool = True

    @property
    def ref(self) -> ChatRef:
        return ChatRef(PLATFORM, TENANT, self.id, direct=False)


@dataclass(frozen=True, slots=True)
class Company:
    """Who and what is there when the page is opened for the first time."""

    people: tuple[User, ...] = ()
    rooms: tuple[Room, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """`log`: the platform's own file, None for memory. `zone`: the zone the time machine speaks of.

    `host`: the address the page is served on. Anything but this machine needs `allow_remote`; then whoever opens
    the page must bring the start token. `names`: further `host:port` under which a proxy publishes the page.
    """

    log: Path | None = Path("var/playground/log.db")
    zone: str = "Asia/Shanghai"
    host: str = "127.0.0.1"
    allow_remote: bool = False
    names: tuple[str, ...] = field(default=())
