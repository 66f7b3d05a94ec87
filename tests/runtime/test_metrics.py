"""The figures: exported by a running bot, cheap to ask, silent about people, and all that the dashboard asks for."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

import pytest
import yaml
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.app import App
from bot.company import Company
from bot.ports.adapter import Priority, Refused, Strain, Unavailable
from bot.runtime import metrics
from bot.runtime.clocks import FrozenClock
from bot.runtime.web import Inside, PortTaken
from storage import Database, StorageError
from tests.support.toy import NOW, PLATFORM, TENANT, TOY, ToyPlatform, envelope, person

DEPLOY = Path(__file__).parents[2] / "deploy"
LABELS = {"le", "outcome", "platform", "priority", "quota", "lease", "action", "version"}
ONE = pytest.mark.parametrize("storage_url", ["sqlite"], indirect=True)
"""What does not depend on the database is tried on one."""
Labels = frozenset[tuple[str, str]]


class Strained(ToyPlatform):
    def strain(self) -> Strain:
        return Strain(2.5, {Priority.MANY: 3}, {"calls": (4000, 5000)})


class Watched:
    """A bot whose figures are served, and what they are."""

    def __init__(self, app: App, database: Database, platform: Strained, clock: FrozenClock) -> None:
        self.app, self.database, self.platform, self.clock = app, database, platform, clock

    async def figures(self) -> dict[str, dict[Labels, float]]:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{self.app.metrics_port}/metrics") as got:
            assert got.status == 200
            assert got.headers["Content-Type"].startswith("text/plain; version=")
            text = await got.text()
        found: dict[str, dict[Labels, float]] = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                found.setdefault(sample.name, {})[frozenset(sample.labels.items())] = sample.value
        return found

    async def says(self, text: str, who: str = "ann") -> None:
        await self.app.runtime.accept(envelope(token_hex(4), who, text))
        await self.app.settle()

    def later(self, seconds: int) -> None:
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))


def one(figures: Mapping[str, Mapping[Labels, float]], name: str, **labels: str) -> float:
    """The only sample of the name with these labels."""
    (value,) = [value for found, value in figures[name].items() if labels.items() <= dict(found).items()]
    return value


@pytest.fixture
async def watched(storage_url: str, tmp_path: Path) -> AsyncIterator[Watched]:
    platform, clock = Strained(), FrozenClock(NOW)
    storage = Database(storage_url, {}, tmp_path / "keys" / "master.key")
    app = App(
        storage, lambda _: [platform], clock, features=[TOY], attempts=2,
        listen=("127.0.0.1", 0), metrics=("127.0.0.1", 0), folder=tmp_path,
    )  # fmt: skip
    await app.start(beating=False)
    await app.install(Company((person("ann"), person("bob"))), PLATFORM, TENANT)
    yield Watched(app, storage, platform, clock)
    await app.stop()


async def test_turns_and_sends_are_counted_by_how_they_ended(watched: Watched) -> None:
    watched.platform.errors = [Refused("no such user"), Unavailable("too many"), RuntimeError("broken line")]
    for who, text in (("ann", "echo a"), ("ann", "echo b"), ("bob", "echo c"), ("bob", "echo d"), ("bob", "echo fail")):
        await watched.says(text, who)
    figures = await watched.figures()
    assert [one(figures, "hepai_turns_total", outcome=each) for each in ("handled", "retried", "parked")] == [4, 1, 0]
    ended = {each: one(figures, "hepai_sends_total", outcome=each) for each in ("put_off", "uncertain", "buried")}
    assert ended == {"put_off": 1, "uncertain": 1, "buried": 1}
    assert one(figures, "hepai_accept_seconds_count") == 5
    assert one(figures, "hepai_send_seconds_count", platform="toy") == 3
    assert one(figures, "hepai_turn_group_seconds_count") >= 5
    watched.later(60)
    await watched.app.settle()
    figures = await watched.figures()
    assert one(figures, "hepai_turns_total", outcome="parked") == one(figures, "hepai_inbox_parked") == 1
    assert one(figures, "hepai_sends_total", outcome="sent") == 3
    assert one(figures, "hepai_outbox_buried") == 1


async def test_what_waits_is_told_with_its_age_and_what_is_not_due_has_none(watched: Watched) -> None:
    watched.platform.errors = [Unavailable("too many", timedelta(seconds=100))]
    await watched.says("echo a")
    figures = await watched.figures()
    assert one(figures, "hepai_outbox_waiting", priority="answer") == 1
    assert one(figures, "hepai_outbox_due", priority="answer") == 0
    assert one(figures, "hepai_outbox_oldest_due_seconds", priority="answer") == 0
    backlog = await watched.database.transact(lambda tx: tx.outbox.backlog(watched.clock.now()))
    assert [each.since for each in backlog.queues] == [None]
    watched.later(130)
    await watched.app.runtime.accept(envelope("late", "ann", "echo b"))
    watched.later(15)
    figures = await watched.figures()
    assert one(figures, "hepai_outbox_due", priority="answer") == 1
    assert one(figures, "hepai_outbox_oldest_due_seconds", priority="answer") == 45
    assert one(figures, "hepai_inbox_waiting") == 1
    assert one(figures, "hepai_inbox_oldest_seconds") >= 15


@ONE
async def test_the_state_of_platforms_limits_leases_and_the_process_is_told(watched: Watched) -> None:
    figures = await watched.figures()
    assert one(figures, "hepai_platform_up", platform="toy") == 1
    assert one(figures, "hepai_limiter_wait_seconds_total", platform="toy") == 2.5
    assert one(figures, "hepai_limiter_waiting", platform="toy", priority="many") == 3
    assert one(figures, "hepai_quota_used", quota="calls") / one(figures, "hepai_quota_limit", quota="calls") == 0.8
    assert one(figures, "hepai_lease_held", lease="send:toy") == one(figures, "hepai_lease_held", lease="beat") == 1
    assert one(figures, "hepai_database_up") == 1
    assert one(figures, "process_resident_memory_bytes") > 1e6
    assert one(figures, "hepai_disk_free_bytes") <= one(figures, "hepai_disk_size_bytes")
    watched.app.watch.failed(PLATFORM, "the secret is wrong")
    assert one(await watched.figures(), "hepai_platform_up", platform="toy") == 0


@ONE
async def test_no_label_names_a_person_and_warnings_are_counted_by_action(watched: Watched) -> None:
    watched.platform.errors = [Refused("no such user as ann")]
    await watched.says("echo 绝密的话")
    logging.getLogger("adapters.toy").warning("a callback was refused", extra={"action": "toy.forged", "why": "ann"})
    figures = await watched.figures()
    assert one(figures, "hepai_warnings_total", action="toy.forged") == 1
    labels = {label for samples in figures.values() for found in samples for label, _ in found}
    assert labels == LABELS
    values = {value for samples in figures.values() for found in samples for _, value in found}
    assert not [value for value in values if "ann" in value or "绝密" in value]


@ONE
async def test_a_database_that_hangs_does_not_hang_a_scrape(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "PATIENCE", 0.01)
    asked = 0

    async def hanging(_: object) -> None:
        nonlocal asked
        asked += 1
        await asyncio.Event().wait()

    monkeypatch.setattr(watched.database, "transact", hanging)
    for _ in range(2):
        figures = await watched.figures()
        assert one(figures, "hepai_database_up") == 0
        assert "hepai_inbox_waiting" not in figures
        assert one(figures, "hepai_platform_up", platform="toy") == 1
    assert asked == 1
    monkeypatch.undo()


@ONE
async def test_a_database_that_fails_is_counted(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(_: object) -> None:
        raise StorageError("gone")

    monkeypatch.setattr(watched.database, "transact", failing)
    with pytest.raises(StorageError):
        await watched.app.runtime.accept(envelope("1", "ann", "echo a"))
    figures = await watched.figures()
    assert one(figures, "hepai_database_failures_total") == 2, "of the event, and of the scrape's own question"
    assert one(figures, "hepai_database_up") == 0
    monkeypatch.undo()


@ONE
async def test_the_figures_are_served_at_their_own_address_only(watched: Watched) -> None:
    async with ClientSession() as session:
        for path in ("/metrics", "/metrics/", "//metrics"):
            async with session.get(f"http://127.0.0.1:{watched.app.port}{path}") as answer:
                assert answer.status == 404
        async with session.get(f"http://127.0.0.1:{watched.app.metrics_port}/healthz") as answer:
            assert await answer.json() == {"alive": True}
    taken = Inside("127.0.0.1", watched.app.metrics_port, nothing, ready, dict)
    with pytest.raises(PortTaken, match=r"set \[web\] metrics to another one"):
        await taken.start()


async def nothing() -> tuple[bytes, str]:
    return b"", "text/plain"


async def ready() -> str:
    return ""


@ONE
async def test_every_figure_of_the_dashboard_and_the_alerts_is_exported(watched: Watched) -> None:
    await watched.says("echo a")
    logging.getLogger("adapters.toy").warning("x", extra={"action": "toy.x"})
    known = {*await watched.figures(), "up"}
    rules = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text(encoding="utf-8"))
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    dashboard = json.loads((DEPLOY / "grafana/hepai.json").read_text(encoding="utf-8"))
    asked += [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    asked += [each["definition"] for each in dashboard["templating"]["list"] if each["type"] == "query"]
    names = {name for expression in asked for name in re.findall(r"\b(?:hepai|process)_\w+|\bup\b", expression)}
    assert len(names) > 25
    assert names - known == set()
    shown = {name for name in known if name.startswith("hepai_") and not name.endswith(("_created", "_sum", "_count"))}
    assert shown - names == set(), "what is exported and nobody looks at"


def test_the_rules_and_the_dashboard_are_whole() -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert set(rule["annotations"]) == {"summary", "remedy"}
        assert [rule["expr"].count(each) for each in "({["] == [rule["expr"].count(each) for each in ")}]"]
        assert 'job="hepai"' in rule["expr"]
    scrape = yaml.safe_load((DEPLOY / "prometheus/prometheus.yml").read_text(encoding="utf-8"))
    assert [each["job_name"] for each in scrape["scrape_configs"]] == ["hepai"]
    assert (DEPLOY / "prometheus" / scrape["rule_files"][0]).is_file()
    panels = json.loads((DEPLOY / "grafana/hepai.json").read_text(encoding="utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        assert all(target["datasource"]["uid"] == "${datasource}" for target in panel.get("targets", ()))
    titles = [panel["title"] for panel in panels if panel["type"] != "row"]
    assert len(set(titles)) == len(titles) > 25
