"""The real bot behind a world: its storage, its frozen clock, its restarts, and the faults of the weather."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.app import App
from bot.company import Accounts
from bot.kernel.ids import Platform
from bot.playing.cast import Cast
from bot.playing.flaky import Flaky, Refusals
from bot.playing.script import PlayError
from bot.playing.world import Weather
from bot.ports.adapter import Adapter
from bot.ports.outbox import Buried
from bot.ports.storage import Parked, Storage, Transaction
from bot.runtime.clocks import FrozenClock

FAILING = tuple(logging.getLogger(f"bot.runtime.{part}") for part in ("inbox", "outbox"))
OpenStorage = Callable[[], Storage]
"""A storage object on the same database each time: what a restarted bot finds."""
PATIENCE = 10
LATER = timedelta(seconds=3)
"""Longer than any first pause before a message is sent again."""


class House:
    """Keeps one bot running through a transcript. `connect` builds its adapter, anew at every restart."""

    def __init__(
        self,
        storage: OpenStorage,
        connect: Callable[[App], Adapter],
        started: Callable[[], Awaitable[None]],
        weather: Weather,
        listen: tuple[str, int] | None = None,
    ) -> None:
        self._storage = storage
        self._connect = connect
        self._started = started
        self._listen = listen
        self.refusals = Refusals(weather.refuse)
        self._app: App | None = None
        self._overheard = _Overheard()

    @property
    def app(self) -> App:
        if self._app is None:
            raise RuntimeError("the bot is not running")
        return self._app

    async def start(self, now: datetime, cast: Cast, platform: Platform, tenant: str, accounts: Accounts) -> None:
        self._overheard.listen()
        self.clock = FrozenClock(now)
        self._nominal = now
        await self._run()
        await self.app.install(cast.company, platform, tenant, accounts=accounts)

    async def stop(self) -> None:
        await self._shut()
        self._overheard.leave()

    async def _shut(self) -> None:
        app, self._app = self._app, None
        if app:
            await app.stop()

    async def restart(self) -> None:
        """The bot goes away and comes back on the same database."""
        await self._shut()
        await self._run()

    async def rest(self) -> None:
        """At rest, whatever was refused sent, and nothing set aside or given up."""
        await self.app.settle()
        for _ in range(PATIENCE):
            if not self.refusals.unsent:
                break
            await self.app.advance(self.clock.now() + LATER)
        else:
            raise PlayError(f"{len(self.refusals.unsent)} messages were refused once and never sent again")
        parked, buried = await self.app.storage.transact(_troubles)
        if parked or buried:
            problems = "; ".join([_event(each) for each in parked] + [_message(each) for each in buried])
            raise PlayError("\n".join([problems, *self._overheard.tracebacks]))

    def moment(self, to: datetime) -> datetime:
        """Where to move the clock. A repeated send may have taken it some seconds on: it does not go back for those."""
        back = to < self._nominal
        self._nominal = to
        return to if back else max(to, self.clock.now())

    async def _run(self) -> None:
        # One attempt: what fails is set aside at once, and the play stops there.
        self._app = App(self._storage(), self._adapters, self.clock, attempts=1, listen=self._listen)
        await self._app.start(beating=False)
        await self._started()

    def _adapters(self, app: App) -> Sequence[Adapter]:
        return (Flaky(self._connect(app), self.refusals, app),)


class _Overheard(logging.Handler):
    """The tracebacks that the runtime logs for whoever debugs: a writer of transcripts does."""

    def __init__(self) -> None:
        super().__init__()
        self.tracebacks: list[str] = []

    def listen(self) -> None:
        for logger in FAILING:
            logger.setLevel(logging.DEBUG)
            logger.addHandler(self)

    def leave(self) -> None:
        for logger in FAILING:
            logger.removeHandler(self)
            logger.setLevel(logging.NOTSET)

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self.tracebacks.append("".join(traceback.format_exception(*record.exc_info)).rstrip())


def _troubles(tx: Transaction) -> tuple[Sequence[Parked], Sequence[Buried]]:
    return tx.inbox.parked(), tx.outbox.buried()


def _event(parked: Parked) -> str:
    return f"an event was set aside: {parked.error}"


def _message(buried: Buried) -> str:
    return f"a message to {buried.lane} was given up: {buried.error}"
