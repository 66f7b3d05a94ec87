"""Monday 09:30: the digest of one team of 500; and 1,000 teams of ten whose digests and 10,000 prompts are due at once.

Meanwhile people write on two platforms of the same process, Slack's and Feishu's HTTP callbacks, a few a second. How
soon these are acknowledged is held against a tenth of the shortest deadline of the four platforms (DingTalk's 2 s): an
event of any platform is acknowledged when the one intake that all adapters share has committed it, so a figure below
that holds for the other two as well.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, time

from adapters.slack.settings import PLATFORM
from bot.app import App, tables_of
from bot.company import Accounts
from bot.features import FEATURES
from bot.runtime.clocks import FrozenClock, ShiftedClock
from storage import Database
from tests.bench.house import company_of, running, teams_of
from tests.bench.report import Figure
from tests.bench.turns import ANSWERS
from tests.bench.wire import wires
from tests.bench.wire.driver import platform
from tests.bench.wire.subjects import Subject, hepai
from tests.support.toy import envelope

ONE_TEAM, TEAMS, TEN = 500, 1000, 10
WEEK_BEFORE = datetime(2026, 9, 11, 1, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 9, 17, 1, 29, tzinfo=UTC)
SUNDAY = datetime(2026, 9, 20, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 9, 21, 1, 30, tzinfo=UTC)
TEXT, TRICKLE, AHEAD, LASTS = "我的假", 20.0, 15.0, 30.0
"""Events a second on each platform, from so many seconds ahead of 09:30 to so many after."""
STRANGERS, CONNECTIONS = 50, 8
SOON = 0.2
PANEL = "Acknowledged during the storm (p99, ms)"


def measure(folder: Path, people: int = ONE_TEAM, teams: int = TEAMS) -> Iterator[Figure]:
    seconds = asyncio.run(_one_team(folder / "one", people))
    yield Figure(f"one team of {people}: digest and prompts planned", f"{seconds:.2f} s")
    yield from _storm(folder / "many", teams)


async def _one_team(folder: Path, people: int) -> float:
    """With a day to tell about, that everybody has answered."""
    async with running(folder, THURSDAY, company_of(people)) as (app, toy):
        await app.advance(THURSDAY + timedelta(minutes=1))
        for number, answer in enumerate(ANSWERS):
            said = [envelope(f"{number}/{each}", f"p{each:06}", answer) for each in range(people)]
            await asyncio.gather(*(app.runtime.accept(each) for each in said))
            await app.settle()
        await app.advance(MONDAY - timedelta(seconds=1))
        toy.sent.clear()
        app.clock.set(MONDAY)  # type: ignore[attr-defined]
        began = perf_counter()
        await app.runtime.ticker.beat()
        await app.runtime.inbox.drain()
        took = perf_counter() - began
        await app.settle()
        assert len(toy.sent) > people, "everybody is asked, and the channel has its digest"
        return took


def _storm(folder: Path, teams: int) -> Iterator[Figure]:
    folder.mkdir()
    asyncio.run(_prepare(folder, teams))
    people = teams * TEN
    with platform() as driver:
        driver.ask("hire", people=people)
        ShiftedClock(folder / "playground" / "clock").set(MONDAY - timedelta(seconds=AHEAD))
        at = time() + AHEAD
        subject = hepai("Hepai", folder, driver.port, playing=True, feishu=True)
        doors = (subject, Subject("Feishu", subject.child, subject.port, "feishu sealed", wires.FEISHU_PATH))
        try:
            for each in doors:
                driver.burst(each, TEXT, STRANGERS, STRANGERS, CONNECTIONS)
            driver.ask("expect", replies=0)
            orders = [
                driver.begin(
                    "trickle", wire=each.wire, port=each.port, path=each.path, text=TEXT, people=STRANGERS,
                    rate=TRICKLE, seconds=at + LASTS - time(),
                )
                for each in doors
            ]  # fmt: skip
            acks = [driver.end(order) for order in orders]
            prompts = driver.ask("seen", containing="checkins.")
            digests = driver.ask("seen", containing='"channel":"C')
        finally:
            subject.stop()
    for name, seen, due in (("prompts", prompts, people), ("digests", digests, teams)):
        told = f"{seen['count']:,} in {seen['last'] - at:.1f} s" if seen["count"] else "none"
        yield Figure(f"{name} delivered from 09:30 on", told, f"all {due:,}", seen["count"] == due)
    over = max(prompts["last"], digests["last"])
    for name, told_acks in zip(("Slack", "Feishu"), acks, strict=True):
        meanwhile = sorted(seconds for posted, seconds in told_acks["each"] if at <= posted <= over)
        p50, p99 = (meanwhile[int(len(meanwhile) * share)] * 1000 for share in (0.5, 0.99))
        met = p99 < SOON * 1000 and not told_acks["refused"]
        named = f"{name}: {len(meanwhile)} events acknowledged meanwhile, median / p99"
        aim = f"p99 < {SOON * 1000:.0f} ms"
        yield Figure(named, f"{p50:.0f} / {p99:.0f} ms", aim, met, number=p99, bar=PANEL)


async def _prepare(folder: Path, teams: int) -> None:
    """Put on file a week before; what was due until Sunday is over."""
    for now in (WEEK_BEFORE, SUNDAY):
        storage = Database(f"sqlite:///{folder}/data/hepai.db", tables_of(FEATURES), folder / "keys" / "master.key")
        app = App(storage, lambda _: [], FrozenClock(now))
        await app.start(beating=False)
        await app.install(teams_of(teams, TEN), PLATFORM, wires.TEAM, accounts=_ACCOUNTS)
        await app.settle()
        await app.stop()


_ACCOUNTS = Accounts(lambda person: wires.slack_user(int(person[1:])), lambda room: f"C{room}")
