"""What the buttons of plain messages mean, by person and token: they can only make somebody say a word.

Kept in memory and, a moment later, in one note a person. What a crash loses of it is understood by its word.
"""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from bot.kernel.text import squash
from bot.ports.host import Host

logger = logging.getLogger(__name__)

MESSAGES = 12
"""The latest with buttons that are remembered of a person."""
PEOPLE = 5_000
"""Of whom that many are held in memory."""
LASTS = timedelta(days=30)
SECONDS = 2.0

Presses = Mapping[str, str]
"""By label, what a press means as text."""


class Book:
    """`close` writes down what is not written yet."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._people: OrderedDict[str, OrderedDict[str, Presses]] = OrderedDict()
        self._unwritten: set[str] = set()
        self._later: asyncio.Task[None] | None = None

    async def remember(self, user: str, token: str, presses: Presses) -> None:
        """The newest message with this token is the one meant."""
        messages = await self._of(user)
        messages.pop(token, None)
        messages[token] = presses
        while len(messages) > MESSAGES:
            messages.popitem(last=False)
        self._unwritten.add(user)
        if self._later is None or self._later.done():
            self._later = asyncio.create_task(self._write_later())

    async def find(self, user: str, token: str, words: str) -> str:
        """What this person pressed; empty if it is not known."""
        presses = (await self._of(user)).get(token, {})
        return next((press for label, press in presses.items() if squash(label) == squash(words)), "")

    async def flush(self) -> None:
        for user in list(self._unwritten):
            self._unwritten.discard(user)
            try:
                await self._host.put_note(f"said.{user}", json.dumps(self._people[user], ensure_ascii=False), LASTS)
            except BaseException:
                self._unwritten.add(user)
                raise

    async def close(self) -> None:
        later, self._later = self._later, None
        if later:
            later.cancel()
            with suppress(asyncio.CancelledError):
                await later
        await self.flush()

    async def _of(self, user: str) -> OrderedDict[str, Presses]:
        if user not in self._people:
            noted = await self._host.note(f"said.{user}")
            found = json.loads(noted) if noted else {}
            # Somebody else may have been quicker.
            self._people.setdefault(user, OrderedDict(found))
        self._people.move_to_end(user)
        if len(self._people) > PEOPLE and (oldest := next(iter(self._people))) not in self._unwritten:
            del self._people[oldest]
        return self._people[user]

    async def _write_later(self) -> None:
        await asyncio.sleep(SECONDS)
        try:
            await self.flush()
        except Exception as error:
            logger.warning(
                "what buttons mean could not be noted",
                extra={"action": "dingtalk.book", "error": type(error).__name__},
            )
