"""An outbox of prompts drained to a platform without limits, beside a bare aiohttp client that posts the same messages.

Slack's adapter over HTTP, as many on their way at once as it allows itself; a lane for each person, so that every
message is first in its own. The client has one session and as many posts under way. The platform answers after 50 ms,
as none does sooner: then the number under way is what binds, of which an eighth is kept for answers. Where it answers
at once, what is compared is the work on a message: the client only posts, the outbox also claims it, draws it and puts
on file that it was sent.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.slack.limits import IN_FLIGHT
from adapters.slack.settings import PLATFORM
from bot.app import tables_of
from bot.features import FEATURES
from bot.kernel.cards import Action, Button, say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.adapter import Priority
from bot.ports.outbox import Outgoing
from storage import Database
from tests.bench.report import Figure, at_least, middle
from tests.bench.wire import wires
from tests.bench.wire.driver import Driver, platform
from tests.bench.wire.subjects import PEERS, hepai

PROMPTS, ROUNDS, TARGET = 10_000, 3, 0.7
SLOW, FEWER = 0.05, 4
"""Seconds; and by how much fewer messages there are then."""
PANEL = "Messages out of a full outbox, a second"


def measure(folder: Path, prompts: int = PROMPTS, rounds: int = ROUNDS) -> Iterator[Figure]:
    with platform() as driver:
        driver.ask("hire", people=prompts)
        for name, delay, target in ((f"after {SLOW * 1000:.0f} ms", SLOW, TARGET), ("at once", 0.0, 0.0)):
            driver.ask("slow", seconds=delay)
            ours, bare = [], []
            for number in range(rounds):
                count = prompts // FEWER if delay else prompts
                place = folder / f"{name}-{number}".replace(" ", "-")
                ours.append(_hepai(place, driver, count))
                bare.append(_bare(place, driver, count))
            for who, rates in (("Hepai's outbox on SQLite", ours), ("bare aiohttp client", bare)):
                rate = middle(rates)
                yield Figure(f"{who}, answered {name}", f"{rate:,.0f}/s", number=rate, bar=PANEL)
            ratio = middle([mine / theirs for mine, theirs in zip(ours, bare, strict=True)])
            named = f"ratio, {IN_FLIGHT} at once, answered {name}"
            yield at_least(named, ratio, target) if target else Figure(named, f"{ratio:.2f}")


def _hepai(folder: Path, driver: Driver, prompts: int) -> float:
    asyncio.run(_fill(folder, prompts))
    driver.ask("expect", replies=prompts)
    subject = hepai("Hepai", folder, driver.port)
    try:
        return _rate(driver, prompts)
    finally:
        subject.stop()


def _bare(folder: Path, driver: Driver, prompts: int) -> float:
    message = folder / "message.json"
    message.write_text(json.dumps(driver.ask("sample")), encoding="utf-8")
    driver.ask("expect", replies=prompts)
    command = [sys.executable, str(PEERS / "posting.py"), str(message), str(prompts), str(IN_FLIGHT)]
    subprocess.run([*command, f"http://127.0.0.1:{driver.port}", wires.TOKEN], check=True)
    return _rate(driver, prompts)


def _rate(driver: Driver, prompts: int) -> float:
    """From the first to the last that was taken; each only once."""
    told = driver.ask("wait", replies=prompts)
    assert told["taken"] == prompts, told
    return (prompts - 1) / float(told["seconds"])


async def _fill(folder: Path, prompts: int) -> None:
    now = datetime.now(UTC) - timedelta(seconds=1)
    storage = Database(f"sqlite:///{folder}/data/hepai.db", tables_of(FEATURES), folder / "keys" / "master.key")
    await storage.open()
    rows = [_prompt(number, now + timedelta(microseconds=number)) for number in range(prompts)]
    await storage.transact(lambda tx: tx.outbox.put(rows))
    await storage.close()


def _prompt(number: int, due: datetime) -> Outgoing:
    card = say("早上好。今天 3 题,约 1 分钟。", Button("开始", Action("checkins.start")))
    to = UserRef(PLATFORM, wires.TEAM, wires.slack_user(number))
    key = DeliveryKey(f"prompt{number:020}")
    return Outgoing(
        key, f"person:{number}", to, card, due, reason="团队约好的打卡", priority=Priority.MANY, place=number
    )
