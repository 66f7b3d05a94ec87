"""The composition root: settings become storage, adapters, features and the runtime; it knows everyone."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.registry import ADAPTERS, builder
from bot.company import OWN_NAMES, Accounts, Company, Furnish, install
from bot.features import FEATURES
from bot.features.accounts import claiming
from bot.features.checkins.templates import default_checkin
from bot.kernel.calendar import Calendar, Day
from bot.kernel.capabilities import Capabilities
from bot.kernel.features import Feature, Offers
from bot.kernel.ids import ChatId, EventId, Platform
from bot.kernel.options import OptionError, did_you_mean
from bot.kernel.people import ChatRef, Locale, Team
from bot.playground import PLAYGROUND, playground_of
from bot.ports.adapter import Adapter, Misconfigured
from bot.ports.clock import Clock
from bot.ports.host import Host
from bot.ports.journal import Journal
from bot.ports.storage import Storage, Transaction
from bot.runtime.almanac import REGION_CHINA, almanac_for
from bot.runtime.clocks import ShiftedClock, SystemClock
from bot.runtime.counting import Counting
from bot.runtime.desk import Desk
from bot.runtime.leading import sending
from bot.runtime.logs import say
from bot.runtime.readings import Pinyin
from bot.runtime.runtime import Runtime
from bot.runtime.stopping import CLOSING, within
from bot.runtime.turn import Surroundings, start_features
from bot.runtime.watching import Watch
from bot.runtime.web import Inside, Web
from bot.sample import sample_company
from bot.settings import Settings
from storage import Database, SentJournal, StorageError

if TYPE_CHECKING:
    from bot.runtime.metrics import Metrics

LOG = logging.getLogger(__name__)
ANSWERS_WITHIN = 1.5
"""Seconds after which a database counts as too slow to be ready: less than a proxy waits for the answer."""


def tables_of(features: Sequence[Feature]) -> Mapping[type, type]:
    """The rows of every feature's records, from the `tables.py` of its folder where it has one."""
    found: dict[type, type] = {}
    for feature in features:
        module = f"bot.features.{feature.name}.tables"
        if find_spec(module):
            found.update(import_module(module).TABLES)
    return found


def storage_of(settings: Settings, exclusive: bool = True) -> Database:
    """The database of the settings, not yet opened; not `exclusive` to look in beside a running bot."""
    return Database(settings.storage.url, tables_of(FEATURES), settings.keys.file, exclusive=exclusive)


def compose(settings: Settings) -> "App":
    """The bot that the settings describe, not yet started."""
    playing = settings.playground.enabled
    own_days = {day: Day(works=False) for day in settings.calendar.days_off}
    own_days |= {day: Day(works=True) for day in settings.calendar.workdays}
    days = Calendar(almanac_for(settings.calendar.region), own_days)
    clock = ShiftedClock(settings.playground.log.with_name("clock")) if playing else SystemClock()
    return App(
        storage_of(settings),
        lambda app: [
            *([playground_of(settings, app, days.day)] if playing else []),
            *platforms_of(settings, app.host, app.leave_out),
        ],
        clock,
        days=days,
        locale=Locale(settings.locale.default),
        timezone=settings.locale.timezone,
        max_chars=settings.limits.max_message_chars,
        attempts=settings.limits.inbox_attempts,
        parked_for=timedelta(days=settings.limits.parked_days),
        listen=(settings.web.host, settings.web.port),
        metrics=settings.web.metrics,
        folder=settings.storage.folder,
        journal=SentJournal(settings.storage.sent_journal, LOG.error),
    )


def _metrics(app: "App") -> "Metrics":
    from bot.runtime.metrics import Metrics  # its library takes time and memory: only where it is wanted

    return Metrics(app)


async def seed(app: "App") -> None:
    """Give an empty playground its sample company."""
    await app.install(sample_company(), *PLAYGROUND)


def furnish(team: Team, chat: ChatId, now: datetime) -> Sequence[object]:
    """What a team of the sample company starts with: the daily check-in."""
    return (default_checkin(team, chat, now),)


def entrance(app: "App") -> str:
    """The address at which the playground is opened; empty where there is none."""
    from adapters.playground import Playground

    base = f"http://127.0.0.1:{app.port}"
    return next((each.entrance(base) for each in app.adapters if isinstance(each, Playground)), "")


def platforms_of(
    settings: Settings, host: Callable[[Platform], Host], leave_out: Callable[[str, str], None]
) -> Iterator[Adapter]:
    """The adapters of the platforms configured. One that cannot be built is left out and told of: the others serve."""
    for platform, table in settings.platforms.items():
        try:
            if platform == PLAYGROUND[0] or platform not in ADAPTERS:
                there = sorted(set(ADAPTERS) - {PLAYGROUND[0]})
                raise OptionError(f"no such platform{did_you_mean(platform, there)}; there are {', '.join(there)}")
            yield builder(platform)(table, host(Platform(platform)))
        except (OptionError, Misconfigured) as error:
            leave_out(platform, str(error))


class App:
    """One bot: started once, stopped once. It is also the Controls that a playground moves it by.

    `connect` builds the adapters and is given those controls. `listen` is the address to serve, None for none;
    `metrics` the one for figures, to which the room left in `folder` belongs. `journal`: of what was sent.
    """

    def __init__(
        self,
        storage: Storage,
        connect: Callable[["App"], Sequence[Adapter]],
        clock: Clock,
        *,
        days: Calendar | None = None,
        locale: Locale = Locale.ZH,
        timezone: str = "Asia/Shanghai",
        max_chars: int = 8000,
        attempts: int = 5,
        parked_for: timedelta = timedelta(days=7),
        listen: tuple[str, int] | None = None,
        metrics: tuple[str, int] | None = None,
        folder: Path | None = None,
        journal: Journal | None = None,
        features: Sequence[Feature] = FEATURES,
    ) -> None:
        self.folder = folder
        self.figures = _metrics(self) if metrics else None
        self.storage = Counting(storage, self.figures, StorageError) if self.figures else storage
        self.clock = clock
        self.broken: dict[str, str] = {}
        self._hosts: dict[str, Host] = {}
        self.adapters = tuple(connect(self))
        by_platform = {adapter.platform: adapter for adapter in self.adapters}

        def capabilities(chat: ChatRef) -> Capabilities:
            return by_platform[chat.platform].capabilities(chat.direct)

        self.around = Surroundings(
            Offers(features),
            days or Calendar(almanac_for(REGION_CHINA)),
            Pinyin(),
            capabilities,
            timezone,
            locale,
            max_chars,
        )
        self.watch = Watch(self.adapters, self.broken, self._hosts)
        self.runtime = Runtime(
            self.storage, self.adapters, clock, self.around, attempts, parked_for, self.watch, self.figures, journal
        )
        self.web = Web(self.adapters, *listen, self._ready, self.watch.states) if listen else None
        self.port = self.metrics_port = 0
        self.inside: Inside | None = None
        if self.figures and metrics:
            self.inside = Inside(*metrics, self.figures.scrape, self._ready, self.watch.states)

    async def start(self, beating: bool = True) -> None:
        """Open the database, start working, and listen. Without a beat nothing moves but on settle and advance."""
        await self.storage.open()
        await self.runtime.start(beating)
        if self.web:
            self.port = await self.web.start()
        if self.inside and self.figures:
            self.figures.start()
            self.metrics_port = await self.inside.start()

    async def stop(self) -> None:
        """Orderly: nothing new in, what is in hand finished, the rest kept. Takes less than `stopping.LAST` seconds."""
        await self.runtime.stop()
        await within(CLOSING, "doors", *(each.stop() for each in (self.web, self.inside) if each))
        if self.figures:
            self.figures.stop()
        await within(CLOSING, "adapters", *(adapter.close() for adapter in self.adapters))
        await within(CLOSING, "database", self.storage.close())

    def now(self) -> datetime:
        return self.clock.now()

    def host(self, platform: Platform) -> Host:
        """What the adapter of this platform is given."""
        desk = Desk(
            self.storage,
            self.clock,
            SystemClock(),
            platform,
            lambda envelope: self.runtime.accept(envelope),
            lambda name: self.runtime.leading.has(sending(name)),
        )
        return self._hosts.setdefault(platform, desk)

    def leave_out(self, platform: str, why: str) -> None:
        """A platform is not served, for this reason."""
        self.broken[platform] = why
        say(LOG, logging.ERROR, why, "app.left_out", platform=platform)

    async def settle(self) -> None:
        await self.runtime.settle()

    async def advance(self, to: datetime) -> None:
        await self.runtime.advance(to)

    async def install(
        self,
        company: Company,
        platform: Platform,
        tenant: str,
        furnish: Furnish = furnish,
        accounts: Accounts = OWN_NAMES,
    ) -> None:
        """Put a company on file, unless a team is on file already, and let the features arm their timers for it."""
        now = self.clock.now()
        event = EventId(f"install:{platform}")

        def work(tx: Transaction) -> None:
            if tx.records.find(Team):
                return
            install(tx, company, platform, tenant, self.around.readings, furnish, now, accounts)
            start_features(tx, event, now, self.around)

        await self.storage.transact(work)

    async def claim_code(self) -> str:
        """A code with which somebody becomes the first administrator in chat; empty where there is one."""
        now = self.clock.now()

        def work(tx: Transaction) -> str:
            offered = claiming.offer(tx.records, now)
            if offered is None:
                return ""
            tx.records.save([offered[1]])
            return offered[0]

        return await self.storage.transact(work)

    async def _ready(self) -> str:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                await self.storage.transact(lambda tx: tx.timers.next_due())
        except TimeoutError:
            return f"the database takes longer than {ANSWERS_WITHIN:g} seconds"
        except Exception as error:
            return f"the database does not answer ({type(error).__name__})"
        return ""
