"""What people do on the page: kept by the platform, handed to the bot as an envelope, then answered.

Answered 200 means the bot has stored it. If it could not, the platform keeps it and delivers it again: when the
page repeats it under its id, or at the next start.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from secrets import token_hex
from typing import Any
from weakref import WeakValueDictionary

from adapters.playground.answers import Problem
from adapters.playground.log import Log
from adapters.playground.rows import Act, direct, group
from adapters.playground.settings import PLATFORM, Room, User
from adapters.playground.view import Feed
from bot.ports.adapter import Accept, Envelope

logger = logging.getLogger(__name__)


class Intake:
    """The one door in. Closed until the bot runs."""

    def __init__(self, log: Log, feed: Feed, now: Callable[[], datetime]) -> None:
        self._log = log
        self._feed = feed
        self._now = now
        self._accept: Accept | None = None
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def open(self, accept: Accept) -> None:
        """Take people's acts from now on, first those that the bot did not get before."""
        for act in await self._log.do(self._log.waiting):
            with suppress(Problem):
                await self._hand_over(act, accept)
        self._accept = accept

    def close(self) -> None:
        self._accept = None

    async def say(
        self, person: User, room: Room | None, id: str, payload: Mapping[str, Any], shown: Mapping[str, Any]
    ) -> int:
        """A message; its id. In a group without the bot it is only shown."""
        accept, act = self._ready(), self._act(person, room, id, "said", payload)
        if room and not room.bot:
            message = await self._log.do(self._log.chat, act, act.lane, person.id, shown)
            self._feed.tell()
            return message
        async with self._lane(act.lane):
            message, kept = await self._log.do(self._log.say, act, act.lane, person.id, shown)
            self._feed.tell()
            if kept:
                await self._hand_over(kept, accept)
        self._feed.tell()
        return message

    async def press(self, person: User, room: Room | None, id: str, payload: Mapping[str, Any]) -> None:
        """A button or a form."""
        accept, act = self._ready(), self._act(person, room, id, "pressed", payload)
        async with self._lane(act.lane):
            kept = await self._log.do(self._log.press, act)
            if kept:
                await self._hand_over(kept, accept)

    async def found(self, person: User, title: str, members: tuple[str, ...]) -> Room:
        """A new group with the bot in it."""

        accept = self._ready()
        room, act = await self._log.do(self._log.add_room, title, members, lambda made: self._added(person, made))
        self._feed.tell()
        await self._hand_over(act, accept)
        return room

    async def let_in(self, person: User, room: Room) -> None:
        """The bot comes (back) into a group."""
        await self._move_bot(self._added(person, room), room, present=True)

    async def turn_out(self, person: User, room: Room) -> None:
        await self._move_bot(self._act(person, room, "", "removed", {}), room, present=False)

    async def _move_bot(self, act: Act, room: Room, present: bool) -> None:
        accept = self._ready()
        await self._log.do(self._log.set_bot, act, room.id, present)
        self._feed.tell()
        await self._hand_over(act, accept)

    def _added(self, person: User, room: Room) -> Act:
        return self._act(person, room, "", "added", {"title": room.title, "members": list(room.members)})

    def _act(self, person: User, room: Room | None, id: str, kind: str, payload: Mapping[str, Any]) -> Act:
        lane = group(room.id) if room else direct(person.id)
        common = {"kind": kind, "user": person.id, "room": room.id if room else None}
        return Act(id or token_hex(16), self._now(), lane, {**common, **payload})

    def _ready(self) -> Accept:
        if self._accept is None:
            raise Problem(503, "not_ready", "The bot is not running yet; try again in a moment.")
        return self._accept

    async def _hand_over(self, act: Act, accept: Accept) -> None:
        envelope = Envelope(PLATFORM, act.id, act.at, act.payload, act.lane)
        try:
            await accept(envelope)
        except Exception as error:
            logger.warning(
                "the bot did not take an event; it is kept",
                extra={"action": "playground.not_accepted", "event": envelope.event_id, "error": type(error).__name__},
            )
            raise Problem(
                503, "not_accepted", "The bot could not take this just now; it is kept. Try again."
            ) from error
        await self._log.do(self._log.accepted, act.id)

    def _lane(self, name: str) -> asyncio.Lock:
        """One at a time per chat, so that the bot gets them in the order they are shown."""
        return self._lanes.setdefault(name, asyncio.Lock())
