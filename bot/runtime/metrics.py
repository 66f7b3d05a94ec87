"""The figures of one bot in the text format of Prometheus: what was counted, and how things stand when it asks.

Labels name platforms, outcomes, priorities and leases, never people, chats or teams.
https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from typing import get_args

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client import generate_latest as written
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from bot.kernel.ids import Platform
from bot.runtime.figures import Figures, Sent, Turned
from bot.runtime.gauges import Backlog, Bot, ask, families

PATIENCE = 2.0
"""Seconds that a scrape waits for the database: Prometheus itself gives up after ten."""
ACCEPTS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
"""The shortest deadline of a platform for an acknowledgement is three seconds."""
TURNS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
SENDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0)


class Metrics(Figures):
    """Has a registry of its own: several bots in one process do not mix, except for warnings, which are the process's.

    `bot`: may still be in the making.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._reading: asyncio.Task[Backlog] | None = None
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._accepts = Histogram(
            "hepai_accept_seconds", "Until an event was stored and could be acknowledged", registry=registry,
            buckets=ACCEPTS,
        )  # fmt: skip
        self._turns = Counter("hepai_turns", "Turns by outcome", ["outcome"], registry=registry)
        self._groups = Histogram(
            "hepai_turn_group_seconds", "Of transactions in which the waiting turns are taken together",
            registry=registry, buckets=TURNS,
        )  # fmt: skip
        self._sends = Counter("hepai_sends", "Tries to send by outcome", ["platform", "outcome"], registry=registry)
        self._send_seconds = Histogram(
            "hepai_send_seconds", "Of one try to send, waits for the limits included", ["platform"],
            registry=registry, buckets=SENDS,
        )  # fmt: skip
        self._withdrawn = Counter(
            "hepai_withdrawn", "Messages that became pointless while they waited", registry=registry
        )
        self._folded = Counter("hepai_folded", "Late messages that went into others", ["platform"], registry=registry)
        self._failures = Counter(
            "hepai_database_failures", "Transactions that the database let down", registry=registry
        )
        self._warnings = Counter(
            "hepai_warnings", "Log entries from warning on, by action", ["action"], registry=registry
        )
        self._now = _Now()
        registry.register(self._now)
        self._listener = _Noticed(self._warnings)

    def start(self) -> None:
        """What has not happened yet is shown as nought, so that its first time is seen as a rise."""
        for outcome in get_args(Turned):
            self._turns.labels(outcome)
        for adapter in self._bot.adapters:
            for result in get_args(Sent):
                self._sends.labels(adapter.platform, result)
            self._send_seconds.labels(adapter.platform)
            self._folded.labels(adapter.platform)
        logging.getLogger().addHandler(self._listener)

    def stop(self) -> None:
        logging.getLogger().removeHandler(self._listener)
        if self._reading:
            self._reading.cancel()

    async def scrape(self) -> tuple[bytes, str]:
        """Everything, as of now, and its content type. A database that does not answer in time is told as that."""
        self._now.families = families(self._bot, await self._backlog())
        return written(self._registry), CONTENT_TYPE_LATEST

    async def _backlog(self) -> Backlog | None:
        # One question at a time: a database that hangs is not asked again and again.
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(ask(self._bot))
        done, _ = await asyncio.wait({self._reading}, timeout=PATIENCE)
        return self._reading.result() if done and not self._reading.exception() else None

    def accepted(self, seconds: float) -> None:
        self._accepts.observe(seconds)

    def turned(self, outcome: Turned, count: int = 1) -> None:
        self._turns.labels(outcome).inc(count)

    def took(self, seconds: float) -> None:
        self._groups.observe(seconds)

    def sent(self, platform: Platform, outcome: Sent, count: int = 1) -> None:
        self._sends.labels(platform, outcome).inc(count)

    def send_took(self, platform: Platform, seconds: float) -> None:
        self._send_seconds.labels(platform).observe(seconds)

    def withdrawn(self, count: int) -> None:
        self._withdrawn.inc(count)

    def folded(self, platform: Platform, count: int) -> None:
        self._folded.labels(platform).inc(count)

    def database_failed(self) -> None:
        self._failures.inc()


class _Now(Collector):
    """What stands in memory and in the database, put here right before the registry collects."""

    families: Sequence[Metric] = ()

    def collect(self) -> Iterator[Metric]:
        yield from self.families


class _Noticed(logging.Handler):
    """Of our own entries the action; of a library's its name. Both are few and constant."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.WARNING)
        self._counter = counter

    def emit(self, record: logging.LogRecord) -> None:
        self._counter.labels(str(record.__dict__.get("action") or record.name.partition(".")[0])).inc()
