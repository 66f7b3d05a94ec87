"""What the buttons of plain messages mean, by person and token: they can only make somebody say a word.

Kept in memory and, a moment later, in one note a person. What a crash loses of it is understood by its word.
"""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Page:
    """By token, what the messages of one person mean, the newest last. `read`: what was noted before is in it."""

    messages: OrderedDict[str, Presses] = field(default_factory=OrderedDict)
    read: bool = False


class Book:
    """`close` writes down what is not written yet."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._people: OrderedDict[str, _Page] = OrderedDict()
        self._unwritten: set[str] = set()
        self._later: asyncio.Task[None] | None = None

    def remember(self, user: str, token: str, presses: Presses) -> None:
        """The newest message with this token is the one meant."""
        page = self._of(user)
        page.messages.pop(token, None)
        page.messages[token] = presses
        self._unwritten.add(user)
        if self._later is None or self._later.done():
            self._later = asyncio.create_task(self._write_later())

    async def find(self, user: str, token: str, words: str) -> str:
        """What this person pressed; empty if it is not known."""
        page = self._of(user)
        if token not in page.messages:
            await self._read(user, page)
        presses = page.messages.get(token, {})
        return next((press for label, press in presses.items() if squash(label) == squash(words)), "")

    async def flush(self) -> None:
        for user in list(self._unwritten):
            self._unwritten.discard(user)
            page = self._people[user]
            try:
                await self._read(user, page)
                await self._host.put_note(f"said.{user}", json.dumps(page.messages, ensure_ascii=False), LASTS)
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

    def _of(self, user: str) -> _Page:
        page = self._people.setdefault(user, _Page())
        self._people.move_to_end(user)
        if len(self._people) > PEOPLE and (oldest := next(iter(self._people))) not in self._unwritten:
            del self._people[oldest]
        return page

    async def _read(self, user: str, page: _Page) -> None:
        """What was noted before goes before what memory has."""
        if not page.read:
            noted = await self._host.note(f"said.{user}")
            page.messages = OrderedDict({**(json.loads(noted) if noted else {}), **page.messages})
            page.read = True
        while len(page.messages) > MESSAGES:
            page.messages.popitem(last=False)

    async def _write_later(self) -> None:
        await asyncio.sleep(SECONDS)
        try:
            await self.flush()
        except Exception as error:
            logger.warning(
                "what buttons mean could not be noted",
                extra={"action": "dingtalk.book", "error": type(error).__name__},
            )
