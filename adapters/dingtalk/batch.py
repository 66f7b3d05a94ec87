"""Messages that wait at the same moment and read the same go out in one call, to up to twenty people."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.dingtalk.limits import BATCH
from bot.ports.adapter import PASSAGE, Priority, Refused, Unavailable

WAIT = 0.01
"""Seconds that a message waits for others like it: those of one fan-out start within a moment."""
LONG_WAIT = 2.0
"""The same, but for an answer, while the month's calls run short or the platform is strained."""
_What = tuple[str, str, Priority]

Call = Callable[[str, str, Callable[[], list[str]]], Awaitable[Mapping[str, Any]]]
"""batchSend of msgKey and msgParam, when its turn comes, to the people who are told then."""


class Nobody(Exception):
    """Everybody has given up before it left."""


@dataclass(slots=True)
class _Batch:
    people: dict[str, "asyncio.Future[str]"] = field(default_factory=dict)
    task: "asyncio.Task[None] | None" = None


class Batcher:
    """Until the platform takes another call, people may join. An answer goes in no batch of what can wait."""

    def __init__(self, call: Call, is_short: Callable[[], bool]) -> None:
        self._call = call
        self._is_short = is_short
        self._open: dict[_What, _Batch] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, user: str, key: str, param: str) -> str:
        """The processQueryKey under which it went. Raises a SendError, or what broke in the middle of the call."""
        passage = PASSAGE.get()
        what = (key, param, passage.priority if passage else Priority.ANSWER)
        batch = self._joined(user, what)
        try:
            return await asyncio.shield(batch.people[user])
        except asyncio.CancelledError:
            # Whoever gave up before it left does not want it sent.
            if self._open.get(what) is batch and not batch.people[user].done():
                del batch.people[user]
            raise

    async def close(self) -> None:
        """Nothing is sent any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _joined(self, user: str, what: _What) -> _Batch:
        batch = self._open.get(what)
        if batch is None or user in batch.people:
            batch = self._open[what] = _Batch()
            batch.task = asyncio.create_task(self._send(batch, what))
            self._tasks.add(batch.task)
            batch.task.add_done_callback(self._tasks.discard)
        batch.people[user] = asyncio.get_running_loop().create_future()
        if len(batch.people) == BATCH:
            self._shut(batch, what)
        return batch

    def _shut(self, batch: _Batch, what: _What) -> None:
        if self._open.get(what) is batch:
            del self._open[what]

    async def _send(self, batch: _Batch, what: _What) -> None:
        key, param, priority = what

        def leaving() -> list[str]:
            self._shut(batch, what)
            if not batch.people:
                raise Nobody
            return list(batch.people)

        try:
            await asyncio.sleep(LONG_WAIT if priority is not Priority.ANSWER and self._is_short() else WAIT)
            _settle(batch, await self._call(key, param, leaving))
        except Exception as error:
            for waiting in batch.people.values():
                _fail(waiting, error)
        except asyncio.CancelledError:
            for waiting in batch.people.values():
                waiting.cancel()
            raise
        finally:
            self._shut(batch, what)


def _settle(batch: _Batch, answer: Mapping[str, Any]) -> None:
    """HTTP 200 says nothing about a single person."""
    sent = answer.get("processQueryKey")
    for user, waiting in batch.people.items():
        if user in _people(answer, "invalidStaffIdList"):
            _fail(waiting, Refused("this person cannot be reached: not in the application's visible range, or left"))
        elif user in _people(answer, "filteredStaffIdList"):
            _fail(waiting, Refused("DingTalk filtered this message out for this person"))
        elif user in _people(answer, "flowControlledStaffIdList"):
            _fail(waiting, Unavailable("DingTalk holds back messages to this person for now"))
        elif not isinstance(sent, str):
            _fail(waiting, ValueError("the answer to batchSend holds no processQueryKey"))
        elif not waiting.done():
            waiting.set_result(sent)


def _people(answer: Mapping[str, Any], name: str) -> list[str]:
    found = answer.get(name)
    return found if isinstance(found, list) else []


def _fail(waiting: "asyncio.Future[str]", error: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(error)
        # Whoever waited may be gone.
        waiting.exception()
