"""Moving the bot's clock for the page, one move at a time, and waiting until the bot has come to rest."""

import asyncio
from typing import Any

from adapters.playground import time_machine
from adapters.playground.answers import Problem
from adapters.playground.limits import SETTLING
from adapters.playground.time_machine import DayOf
from adapters.playground.view import Feed
from bot.ports.clock import Clock
from bot.ports.controls import Controls


class Clockwork:
    """`real` is the clock on the wall, to which `now` returns."""

    def __init__(self, controls: Controls, real: Clock, zone: str, day_of: DayOf | None, feed: Feed) -> None:
        self._controls = controls
        self._real = real
        self._zone = zone
        self._day_of = day_of
        self._feed = feed
        self._moving = False

    def face(self) -> dict[str, Any]:
        now, real = self._controls.now(), self._real.now()
        return time_machine.face(now, real, self._zone, self._day_of, self._moving)

    async def advance(self, by: str) -> bool:
        """Move the clock; True if the bot had come to rest in time."""
        if self._moving:
            raise Problem(409, "moving", "The clock is being moved already; wait until it has arrived.")
        to = time_machine.destination(by, self._controls.now(), self._real.now(), self._zone, self._day_of)
        self._moving = True
        self._feed.tell()
        try:
            await self._controls.advance(to)
            return await self.settle()
        finally:
            self._moving = False
            self._feed.tell()

    async def settle(self) -> bool:
        try:
            async with asyncio.timeout(SETTLING):
                await self._controls.settle()
        except TimeoutError:
            return False
        return True
