"""What a transcript is played against: one world a platform, and one for the bare core."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.playing.screens import Shown
from bot.playing.script import Fill, Header, Invite, Press, Reword, Say, Trouble


@dataclass(frozen=True, slots=True)
class Weather:
    """Faults under which every dialog must read the same. `refuse`: every n-th send fails, 0 for none.

    `duplicate`: every event arrives twice. `restart`: the bot is stopped and started anew before every step.
    `typed`: every press is typed instead, as its digit or its words. Where there is a platform between: `reconnect`:
    the connection breaks before every event; `slow`: its answers take their time; `sockets`: events come in turn
    over so many connections.
    """

    duplicate: bool = False
    restart: bool = False
    refuse: int = 0
    typed: bool = False
    reconnect: bool = False
    slow: bool = False
    sockets: int = 1


CALM = Weather()


class World(Protocol):
    """People in front of their screens. They act; `seen` waits until the bot is at rest and tells what is new."""

    name: str
    can: frozenset[str]

    async def start(self, header: Header) -> None:
        """The company as the header describes it, at the header's time."""

    async def say(self, said: Say) -> None: ...

    async def press(self, press: Press) -> None:
        """Press what was really shown. A PlayError if it was not."""

    async def fill(self, fill: Fill) -> None: ...

    async def invite(self, invite: Invite) -> None: ...

    async def reword(self, reword: Reword) -> None: ...

    async def advance(self, to: datetime) -> None:
        """Time passes; what is due on the way happens at its own instant. An earlier time sets the clock back."""

    async def trouble(self, trouble: Trouble) -> None: ...

    async def seen(self) -> Sequence[Shown]:
        """Once nothing is unprocessed, unsent or in flight: what is new on anybody's screen, in order."""

    async def stop(self) -> None: ...
