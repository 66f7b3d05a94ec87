"""Response codes: each lets a card be changed once within 72 hours; one comes with the card, one with every click."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta

from adapters.wecom.limits import CODE_HOURS
from bot.ports.host import Host

LASTS = timedelta(hours=CODE_HOURS)


class Codes:
    """Kept as one note a card that was clicked or changed: codes still good, and codes used, which may come again."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._one_at_a_time = asyncio.Lock()

    async def clicked(self, task: str, code: str) -> None:
        """A click on the card `task` brought this code. Returns once it is noted."""
        async with self._one_at_a_time:
            good, used = await self._read(task)
            if code not in (*good, *used):
                await self._write(task, [*good, code], used)

    async def of(self, task: str, first: str) -> Sequence[str]:
        """The codes still good, in the order to use them in; `first` came with the card."""
        good, used = await self._read(task)
        return [each for each in (first, *good) if each and each not in used]

    async def used(self, task: str, code: str) -> None:
        async with self._one_at_a_time:
            good, used = await self._read(task)
            await self._write(task, [each for each in good if each != code], [*used, code])

    async def _read(self, task: str) -> tuple[list[str], list[str]]:
        text = await self._host.note(_name(task))
        good, used = json.loads(text) if text else ([], [])
        return good, used

    async def _write(self, task: str, good: list[str], used: list[str]) -> None:
        await self._host.put_note(_name(task), json.dumps([good, used]), LASTS)


def _name(task: str) -> str:
    return f"codes:{task}"
