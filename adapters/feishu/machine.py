"""A thread for the vendor's client, with a loop of its own: what blocks or dies in it, blocks nothing else."""

import asyncio
import gc
import sys
import warnings
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")
SDK = "adapters.feishu.sdk"
DRAIN = 5.0
"""Seconds for what runs in the thread to come to its end."""


class Stuck(Exception):
    """The thread does not answer any more, or is gone."""


class Machine:
    """Started once, stopped or abandoned once. `sdk` is the module that only this thread loads."""

    sdk: ModuleType

    def __init__(self) -> None:
        self._ready: Future[ModuleType] = Future()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._work, name="feishu-sdk", daemon=True)

    async def start(self) -> None:
        """Load the vendor's library and begin. Takes seconds, in which the caller's loop goes on."""
        self._thread.start()
        self.sdk = await asyncio.wrap_future(self._ready)

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run this over there. Cancelling the caller cancels it. Raises Stuck if there is nobody to run it."""
        try:
            running = asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError:
            work.close()
            raise Stuck("the vendor's thread is gone") from None
        try:
            return await asyncio.wrap_future(running)
        except asyncio.CancelledError:
            me = asyncio.current_task()
            if me is not None and me.cancelling():
                raise
            raise Stuck("the vendor's thread has ended") from None

    async def answers(self, within: float) -> None:
        """Return if the thread's loop turns; raises Stuck if it does not within so many seconds."""
        try:
            async with asyncio.timeout(within):
                await self.do(asyncio.sleep(0))
        except TimeoutError:
            raise Stuck("the vendor's thread does not answer") from None

    async def stop(self) -> None:
        """End what runs there, then the thread."""
        try:
            async with asyncio.timeout(DRAIN):
                await self.do(_others())
        except (Stuck, TimeoutError):
            pass
        self.abandon()
        await asyncio.to_thread(self._thread.join, DRAIN)

    def abandon(self) -> None:
        """Let it end by itself, should it ever wake up."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._loop.stop)

    def _work(self) -> None:
        loop = self._loop
        # The vendor's module asks for the current loop while it is imported; without one it would make its own.
        asyncio.set_event_loop(loop)
        try:
            new, collecting = SDK not in sys.modules, gc.isenabled()
            if new:
                # 150 MB of classes that stay: searching them for garbage takes a third of the time to load them, and
                # would stop everything for 0.1 s each time later on.
                gc.disable()
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    from adapters.feishu import sdk
            finally:
                if new:
                    gc.freeze()
                if collecting:
                    gc.enable()
            sdk.tame()
            loop.call_soon(self._ready.set_result, sdk)
            loop.run_forever()
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(_others())
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
        finally:
            loop.close()


async def _others() -> None:
    """Return when nothing else runs on this loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others)
