"""How things stand: what waits in the database, who is connected, what the limits cost, which leases are held."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot import __version__
from bot.ports.adapter import Adapter, Priority
from bot.ports.backlog import InboxBacklog, OutboxBacklog
from bot.ports.clock import Clock
from bot.ports.storage import Storage
from bot.runtime.runtime import Runtime
from bot.runtime.watching import Watch

PLATFORM = ("platform",)
QUEUE = ("platform", "priority")


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits, all replicas together."""

    inbox: InboxBacklog
    outbox: OutboxBacklog


class Bot(Protocol):
    """What is looked at. `folder`: where data is written."""

    @property
    def storage(self) -> Storage: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def adapters(self) -> Sequence[Adapter]: ...

    @property
    def watch(self) -> Watch: ...

    @property
    def runtime(self) -> Runtime: ...

    @property
    def folder(self) -> Path | None: ...


async def ask(bot: Bot) -> Backlog:
    """One transaction of a few questions that indexes answer. Raises what the storage raises."""
    now = bot.clock.now()
    return await bot.storage.transact(lambda tx: Backlog(tx.inbox.backlog(), tx.outbox.backlog(now)))


def families(bot: Bot, backlog: Backlog | None) -> Sequence[Metric]:
    """`backlog`: None where the database did not answer; its figures are then left out, not shown as nothing."""
    return [
        *_process(bot, backlog is not None),
        *_platforms(bot),
        *(_waiting(bot, backlog) if backlog else ()),
    ]


def _process(bot: Bot, up: bool) -> Iterator[Metric]:
    info = GaugeMetricFamily("hepai_build_info", "Which version runs", labels=["version"])
    info.add_metric([__version__], 1)
    yield info
    yield GaugeMetricFamily("hepai_database_up", "Whether the database answered in time", value=up)
    leases = GaugeMetricFamily("hepai_lease_held", "Whether this process has the lease", labels=["lease"])
    for name, held in bot.runtime.leading.held().items():
        leases.add_metric([name], held)
    yield leases
    if bot.folder and bot.folder.exists():
        usage = shutil.disk_usage(bot.folder)
        yield GaugeMetricFamily("hepai_disk_free_bytes", "Free where data is written", value=usage.free)
        yield GaugeMetricFamily("hepai_disk_size_bytes", "Size of the disk where data is written", value=usage.total)


def _platforms(bot: Bot) -> Iterator[Metric]:
    up = GaugeMetricFamily("hepai_platform_up", "Whether the platform works, as far as known", labels=PLATFORM)
    for platform, trouble in bot.watch.states().items():
        up.add_metric([platform], not trouble)
    waited = CounterMetricFamily(
        "hepai_limiter_wait_seconds", "That calls waited for the platform's limits, added up", labels=PLATFORM
    )
    waiting = GaugeMetricFamily("hepai_limiter_waiting", "Calls that wait for the platform's limits now", labels=QUEUE)
    used = GaugeMetricFamily("hepai_quota_used", "Used of a quota of the platform", labels=("platform", "quota"))
    limit = GaugeMetricFamily("hepai_quota_limit", "The quota of the platform", labels=("platform", "quota"))
    for adapter in bot.adapters:
        strain = adapter.strain()
        waited.add_metric([adapter.platform], strain.waited)
        for priority in Priority:
            waiting.add_metric([adapter.platform, priority.name.lower()], strain.waiting.get(priority, 0))
        for quota, (so_far, most) in strain.quotas.items():
            used.add_metric([adapter.platform, quota], so_far)
            limit.add_metric([adapter.platform, quota], most)
    return iter((up, waited, waiting, used, limit))


def _waiting(bot: Bot, backlog: Backlog) -> Iterator[Metric]:
    now = bot.clock.now()
    inbox, outbox = backlog.inbox, backlog.outbox
    age = max(0.0, (now - inbox.oldest).total_seconds()) if inbox.oldest else 0.0
    yield GaugeMetricFamily("hepai_inbox_waiting", "Events that wait for their turn", value=inbox.waiting)
    yield GaugeMetricFamily("hepai_inbox_oldest_seconds", "Since the oldest of them came", value=age)
    yield GaugeMetricFamily("hepai_inbox_parked", "Events set aside after failures", value=inbox.parked)
    yield GaugeMetricFamily("hepai_outbox_buried", "Messages given up", value=outbox.buried)
    waiting = GaugeMetricFamily("hepai_outbox_waiting", "Messages not yet sent, later ones included", labels=QUEUE)
    due = GaugeMetricFamily("hepai_outbox_due", "Messages that could be sent now", labels=QUEUE)
    oldest = GaugeMetricFamily(
        "hepai_outbox_oldest_due_seconds", "For which the oldest of them could have been sent", labels=QUEUE
    )
    found = {(each.platform, each.priority): each for each in outbox.queues}
    for adapter in bot.adapters:
        for priority in Priority:
            queue, labels = found.get((adapter.platform, priority)), [adapter.platform, priority.name.lower()]
            waiting.add_metric(labels, queue.waiting if queue else 0)
            due.add_metric(labels, queue.due if queue else 0)
            since = queue.since if queue else None
            oldest.add_metric(labels, max(0.0, (now - since).total_seconds()) if since else 0.0)
    yield from (waiting, due, oldest)
