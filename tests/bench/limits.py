"""Prompts to 5,000 people on each platform: never above a published limit in any window, and nearly all of it used.

On a hasty loop (see fastloop): five minutes of a platform's patience pass in seconds of ours.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from adapters.common.pace import APP, Limit
from bot.kernel.cards import Action, Button, say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.storage import Outgoing
from bot.runtime.clocks import FrozenClock
from tests.bench.fastloop import run_fast
from tests.bench.report import Figure
from tests.contracts.platforms.stage import on
from tests.support.every_world import can

PROMPTS = 5000
USED = 0.95
NOON = datetime(2026, 9, 17, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Course:
    """A platform's race: how much faster than the wall, and how many people one call can reach."""

    platform: str
    scale: float
    batch: int = 1


COURSES = (Course("feishu", 8), Course("dingtalk-plain", 1, 20), Course("wecom", 1), Course("slack", 10))


def measure(folder: Path) -> Iterator[Figure]:
    for course in COURSES:
        limits = _published(course.platform)
        # Its SDK is loaded at leisure: on the hasty loop the fake would not wait for it.
        can(course.platform)
        calls, delivered = run_fast(_fan_out(course.platform, folder / course.platform), course.scale)
        over = [limit for limit in limits if _fullest(calls, limit.per) > limit.calls]
        met = not over and delivered == PROMPTS
        yield Figure(
            f"{course.platform}: delivered / limits exceeded", f"{delivered} / {len(over)}", f"{PROMPTS} / 0", met
        )
        took = calls[-1] - calls[0]
        allowed = min(each.calls / each.per for each in limits)
        share = min(1.0, len(calls) / took / allowed)
        figure = f"{share:.0%} ({took:.0f} s)"
        yield Figure(f"{course.platform}: used of the rate that is allowed", figure, f"≥ {USED:.0%}", share >= USED)


FEISHU = (Limit(APP, 50, 1.0), Limit(APP, 1000, 60.0))
"""As Feishu publishes them: our own stream is more even than they ask."""


def _published(platform: str) -> Sequence[Limit]:
    """Those of the whole application, or of the one interface that all prompts go through."""
    if platform == "feishu":
        return FEISHU
    found: Sequence[Limit] = import_module(f"adapters.{platform.partition('-')[0]}.limits").LIMITS
    return [each for each in found if each.kind in (APP, "api")]


def _fullest(calls: Sequence[float], per: float) -> int:
    """How many calls the fullest stretch of `per` seconds holds."""
    most = first = 0
    for last, at in enumerate(calls):
        while calls[first] <= at - per:
            first += 1
        most = max(most, last - first + 1)
    return most


async def _fan_out(platform: str, folder: Path) -> tuple[list[float], int]:
    """When the calls that carried a prompt began, in seconds, and how many people have theirs."""
    async with on(platform, folder, paced=True) as stage:
        world, app = stage.world, stage.world.house.app
        people = [world.account(f"colleague{number}") for number in range(PROMPTS)]
        for number, person in enumerate(people):
            world.fake.hire(person, f"同事{number}")
            world.knows(person)
        rows = [_prompt(world, number, person) for number, person in enumerate(people)]
        await app.storage.transact(lambda tx: tx.outbox.put(rows))
        before, seen = len(world.fake.calls), len(world.fake.messages)
        # The fake dates its calls by the hasty loop, the bot goes on by its own clock.
        world.house.clock = _LoopClock()
        await app.runtime.settle()
        while due := await app.storage.transact(lambda tx: tx.outbox.next_due(world.platform)):
            await app.runtime.advance(due)
        calls = [(call.at - NOON).total_seconds() for call in world.fake.calls[before:] if _carries(call)]
        return sorted(calls), len(world.fake.messages) - seen


def _prompt(world: Any, number: int, person: str) -> Outgoing:
    key = DeliveryKey(f"fanout{number:020}")
    card = say("早上好。今天 3 题,约 1 分钟。", Button("开始", Action("checkins.start")))
    to = UserRef(world.platform, world.tenant, person)
    return Outgoing(key, f"person:{number}", to, card, world.house.clock.now() - timedelta(seconds=1))


SENDING = ("/im/v1/messages", "/oToMessages/batchSend", "/message/send", "chat.postMessage")


def _carries(call: Any) -> bool:
    """Whether this call carried prompts to people, and was taken."""
    where: str = getattr(call, "path", call.method)
    return where.endswith(SENDING) and bool(call.status == 200)


class _LoopClock(FrozenClock):
    """The time of the running loop."""

    def __init__(self) -> None:
        super().__init__(NOON)
        self._began = asyncio.get_running_loop().time()

    def now(self) -> datetime:
        return NOON + timedelta(seconds=asyncio.get_running_loop().time() - self._began)
