"""Everything that runs: adapters in, turns, timers, pumps out; one barrier over them all; an orderly stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.kernel.ids import EventId, Platform
from bot.ports.adapter import Adapter, Envelope, Misconfigured
from bot.ports.clock import Clock
from bot.ports.journal import Journal, NoJournal
from bot.ports.storage import Storage, Transaction
from bot.runtime.aside import Aside
from bot.runtime.faults import describe
from bot.runtime.figures import Figures
from bot.runtime.inbox import Inbox
from bot.runtime.intake import Intake
from bot.runtime.leading import BEAT as BEATING
from bot.runtime.leading import Leading, sending
from bot.runtime.logs import say
from bot.runtime.outbox import Pump
from bot.runtime.stopping import CLOSING, INTAKE, SENDS, TURNS, within
from bot.runtime.ticker import Ticker
from bot.runtime.turn import Surroundings, start_features
from bot.runtime.watching import Watch

LOG = logging.getLogger(__name__)
LOOK = 60.0
"""Seconds between two looks at the platforms' health."""
BEAT = 1.0
"""Seconds between two looks at what is due. Work that arrives does not wait for it."""
STEADY = 60.0
"""Seconds after which a connection counts as one that held: the next failure is tried again soon."""
KEYS_KEPT = timedelta(days=30)
WORDS_KEPT = timedelta(days=30)


class MovableClock(Clock, Protocol):
    def set(self, to: datetime) -> None: ...


class Runtime:
    """The bot while it runs. `start` and `stop` once each; `settle` and `advance` in between."""

    def __init__(
        self,
        storage: Storage,
        adapters: Sequence[Adapter],
        clock: Clock,
        around: Surroundings,
        attempts: int = 5,
        parked_for: timedelta = timedelta(days=7),
        watch: Watch | None = None,
        figures: Figures | None = None,
        journal: Journal | None = None,
    ) -> None:
        self._storage = storage
        self._adapters = tuple(adapters)
        self._clock = clock
        self._around = around
        self._parked_for = parked_for
        by_platform: Mapping[Platform, Adapter] = {adapter.platform: adapter for adapter in adapters}
        self._watch = watch or Watch(self._adapters, {}, {})
        figures = figures or Figures()
        self._to_handle = asyncio.Event()
        self._to_send = {adapter.platform: asyncio.Event() for adapter in adapters}
        self.leading = Leading(storage, [BEATING, *(sending(each.platform) for each in adapters)], self._send)
        self.intake = Intake(storage, self._to_handle.set, figures)
        self.inbox = Inbox(storage, by_platform, clock, around, attempts, self._send, self._to_handle.set, figures)
        self.ticker = Ticker(storage, clock)
        self.aside = Aside(storage)
        self._journal = journal or NoJournal()
        self.pumps = tuple(Pump(storage, adapter, clock, self.leading, figures, self._journal) for adapter in adapters)
        self._scheduler: AsyncIOScheduler | None = None
        self._leasing: asyncio.Task[None] | None = None
        self._connections: list[asyncio.Task[None]] = []
        self._loops: list[asyncio.Task[None]] = []
        self._stopping = False

    async def accept(self, envelope: Envelope) -> bool:
        """The door in, see Intake.accept."""
        return await self.intake.accept(envelope)

    async def start(self, beating: bool = True) -> None:
        """Open the doors. Without a beat nothing happens but on `settle` and `advance`: for tests."""
        now = self._clock.now()
        await self._storage.transact(lambda tx: self._begin(tx, now))
        await self.leading.renew()
        for adapter in self._adapters:
            self._connections.append(asyncio.create_task(self._run_adapter(adapter)))
        if not beating:
            return
        self._storage.listen(self._heard)
        self._leasing = asyncio.create_task(self.leading.keep())
        self._loops.append(asyncio.create_task(self._keep(self._to_handle, self.inbox.drain)))
        for adapter, pump in zip(self._adapters, self.pumps, strict=True):
            # A loop each: a slow platform delays no other.
            self._loops.append(asyncio.create_task(self._keep(self._to_send[adapter.platform], pump.send_due)))
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        # APScheduler's defaults drop what is a second late; here it only beats, lateness is ours (engine.md 2).
        lenient = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler.add_job(self._beat, "interval", seconds=BEAT, **lenient)
        # At once as well: what could not even be built is told without delay.
        self._scheduler.add_job(self._look, "interval", seconds=LOOK, next_run_time=datetime.now(UTC), **lenient)
        self._scheduler.add_job(self._tidy, "interval", hours=6, **lenient)
        self._scheduler.start()
        self._to_handle.set()

    async def stop(self) -> None:
        """Take nothing new, finish turns and sends in flight, leave the rest to the outbox and other replicas."""
        if self._scheduler:
            self._scheduler.shutdown(wait=False)
        await within(INTAKE, "intake", self.intake.close())
        for connection in self._connections:
            connection.cancel()
        for pump in self.pumps:
            pump.close()
        self._stopping = True
        self._to_handle.set()
        self._send()
        began = self._real()
        await within(TURNS, "turns", self.inbox.close(), *self._loops[:1])
        await within(SENDS - (self._real() - began), "sends", *self._connections, *self._loops[1:])
        if self._leasing:
            self._leasing.cancel()
        await within(CLOSING, "leases", self.leading.resign(), asyncio.to_thread(self._journal.close))

    async def settle(self) -> None:
        """Return once the inbox is empty, nothing is in flight, and nothing due is unsent but what others send."""
        # That nothing was found to send means nothing where a lease ended meanwhile: the machine is slow.
        while await self._work() or not self.leading.lasted():
            pass

    async def advance(self, to: datetime) -> None:
        """Move a movable clock. Forward, everything due on the way happens at its own instant, in order."""
        clock = self._clock
        if not hasattr(clock, "set"):
            raise TypeError("this clock cannot be moved")
        movable: MovableClock = clock  # type: ignore[assignment]
        while (due := await self._settled_next_due()) is not None and due <= to:
            movable.set(max(due, clock.now() + timedelta(milliseconds=1)))
        movable.set(to)
        await self.settle()

    async def _settled_next_due(self) -> datetime | None:
        await self.settle()
        return await self._storage.transact(self._next_due)

    def _next_due(self, tx: Transaction) -> datetime | None:
        """Messages to a platform that is not connected wait without being waited for."""
        sends = [tx.outbox.next_due(adapter.platform) for adapter in self._adapters]
        instants = (tx.timers.next_due(), tx.inbox.next_retry(), *sends)
        return min((instant for instant in instants if instant), default=None)

    async def _work(self) -> bool:
        await self.intake.idle()
        fired = await self.ticker.beat()
        handled = await self.inbox.drain()
        read = await self.inbox.idle()
        return bool(fired + handled + read + await self._pump())

    async def _pump(self) -> int:
        await self.leading.renew()
        return sum(await asyncio.gather(*(pump.send_due() for pump in self.pumps)))

    def _begin(self, tx: Transaction, now: datetime) -> None:
        start_features(tx, EventId(f"start:{now.isoformat()}"), now, self._around)

    async def _beat(self) -> None:
        with suppress(asyncio.CancelledError):
            try:
                if self.leading.term(BEATING):
                    await self.ticker.beat()
                self._to_handle.set()
                self._send()
            except Exception as error:
                say(LOG, logging.ERROR, "A beat failed", "runtime.beat", error=describe(error))

    def _heard(self) -> None:
        """Another process stored an event or a message."""
        self._to_handle.set()
        self._send()

    def _send(self) -> None:
        for wanted in self._to_send.values():
            wanted.set()

    async def _look(self) -> None:
        with suppress(asyncio.CancelledError):
            try:
                await self._watch.look(self._clock.now(), self._speaks)
                if self.leading.term(BEATING):
                    await self.aside.look(self._clock.now())
            except Exception as error:
                say(LOG, logging.ERROR, "Looking at the platforms failed", "runtime.look", error=describe(error))

    def _speaks(self, platform: str) -> bool:
        """Its sender does; the one who beats for a platform that could not be built."""
        served = any(each.platform == platform for each in self._adapters)
        return self.leading.term(sending(platform) if served else BEATING) is not None

    async def _tidy(self) -> None:
        if not self.leading.term(BEATING):
            return
        now = self._clock.now()
        await self._storage.transact(lambda tx: tx.inbox.purge(now - KEYS_KEPT, now - self._parked_for))
        await self._storage.transact(lambda tx: tx.outbox.purge(now - WORDS_KEPT))
        await self._storage.tidy()

    async def _keep(self, wanted: asyncio.Event, work: Callable[[], Awaitable[int]]) -> None:
        """Work whenever it is wanted. A failure of the world (a full disk) is logged, and the next beat tries again."""
        while not self._stopping:
            await wanted.wait()
            wanted.clear()
            try:
                await work()
            except Exception as error:
                say(LOG, logging.ERROR, "Work stopped and will be tried again", "runtime.work", error=describe(error))

    async def _run_adapter(self, adapter: Adapter) -> None:
        pause = 1.0
        while True:
            began = self._real()
            self._watch.failed(adapter.platform, "")
            try:
                await adapter.run(self.accept)
            except Misconfigured as error:
                self._watch.failed(adapter.platform, str(error))
                say(LOG, logging.ERROR, str(error), "runtime.adapter", platform=adapter.platform)
            except Exception as error:
                self._watch.failed(adapter.platform, describe(error))
                say(
                    LOG,
                    logging.ERROR,
                    "A platform's connection broke and will be opened again",
                    "runtime.adapter",
                    platform=adapter.platform,
                    error=describe(error),
                )
            if self._real() - began > STEADY:
                pause = 1.0
            await asyncio.sleep(pause)
            pause = min(60.0, pause * 2)

    @staticmethod
    def _real() -> float:
        return asyncio.get_running_loop().time()
