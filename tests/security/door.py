"""A route on which a platform calls us, as these tests use it: honest requests, and what was taken."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from bot.kernel.events import Event
from bot.ports.adapter import Envelope
from tests.adapters.wecom.desk import Desk
from tests.security.posts import Post, sent

NOW = 1_790_000_000
"""The time on the wall, in seconds."""


class Door(ABC):
    """`stamp`, `sign`: the fields of time and signature. `unit`: how many of it make a second."""

    name: str
    stamp: str
    sign: str
    path: str
    unit = 1
    window = 300
    covers_body = True
    user: str
    tenant: str
    """Who is at the other end, as the platform calls them."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.clock = float(NOW)
        self.url = ""
        self.adapter: Any = None

    @abstractmethod
    async def open(self, **settings: object) -> None:
        """Start the fake and build `adapter`, whose time on the wall is `clock`."""

    @abstractmethod
    async def close(self) -> None:
        """Stop the fake."""

    @abstractmethod
    def content(self, id: str = "m1", text: str = "你好") -> bytes:
        """What the platform would say inside: somebody wrote, or pressed."""

    @abstractmethod
    def signed(self, content: bytes, at: object = None, nonce: str = "n0nce", secret: str = "") -> Post:
        """The request in which this content comes. `at`: as it is written there; now if None."""

    @abstractmethod
    def foreign(self) -> Sequence[bytes]:
        """Contents that are meant for another company or application."""

    def honest(self, id: str = "m1", text: str = "你好", at: object = None, nonce: str = "n0nce") -> Post:
        return self.signed(self.content(id, text), at, nonce)

    async def send(self, post: Post) -> int:
        return (await sent(self.url, post))[0]

    def written(self, at: object) -> str:
        return str(NOW * self.unit if at is None else at)

    @property
    def taken(self) -> list[Envelope]:
        return self.desk.envelopes

    @property
    def events(self) -> list[Event]:
        return [event for envelope in self.taken for event in self.adapter.decode(envelope)]
