"""Thousands of messages on each platform: never above a published limit in any window, and nearly all of it used.

Counted where they arrive, at the platforms' fakes. On a hasty loop (see fastloop): minutes of a platform's patience
pass in seconds of ours; or on a slow one, where the limit is of a second and the fake shares our processor.
"""

import asyncio
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.common.pace import API, APP, Limit
from adapters.dingtalk.limits import LIMITS as DINGTALK
from adapters.slack.limits import LIMITS as SLACK
from bot.kernel.cards import Action, Button, say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.adapter import Priority
from bot.ports.outbox import Outgoing
from tests.bench.fastloop import run_fast
from tests.bench.report import Figure
from tests.contracts.platforms.stage import on
from tests.support.every_world import can

USED = 0.98
NOON = datetime(2026, 9, 17, 4, 0, tzinfo=UTC)
PERSON = "person"
FEISHU = (Limit(APP, 50, 1.0), Limit(APP, 1000, 60.0), Limit(PERSON, 5, 1.0))
WECOM = (Limit(APP, 10_000, 60.0), Limit(PERSON, 30, 60.0), Limit(PERSON, 1000, 3600.0))
"""As they publish them: of the whole application, or of the one interface that all messages go through."""
SLACK_ALL = tuple(each for each in SLACK if each.kind == APP)
SLACK_OWN = tuple(Limit(PERSON, each.calls, each.per) for each in SLACK if each.kind == "channel")
SENDING = ("/im/v1/messages", "/oToMessages/batchSend", "/message/send", "chat.postMessage")


@dataclass(frozen=True, slots=True)
class Course:
    """So many messages to so many people of a platform, of which `binds` is the limit they run into.

    `scale`: how much faster than the wall.
    """

    name: str
    platform: str
    limits: Sequence[Limit]
    binds: Limit
    messages: int
    people: int
    scale: float
    priority: Priority = Priority.MANY


DING = tuple(each for each in DINGTALK if each.kind == API)
COURSES = (
    Course("Feishu, prompts", "feishu", FEISHU, FEISHU[1], 2400, 2400, 4),
    Course("Feishu, answers", "feishu", FEISHU, FEISHU[0], 300, 300, 0.2, Priority.ANSWER),
    Course("Feishu, one person", "feishu", FEISHU, FEISHU[2], 50, 1, 0.5),
    Course("DingTalk, prompts", "dingtalk-plain", DING, DING[0], 5000, 5000, 0.5),
    Course("WeCom, prompts", "wecom", WECOM, WECOM[0], 4000, 4000, 0.5),
    Course("WeCom, one person", "wecom", WECOM, WECOM[1], 200, 1, 4),
    Course("Slack, prompts", "slack", (*SLACK_ALL, *SLACK_OWN), SLACK_ALL[0], 900, 900, 6),
    Course("Slack, one person", "slack", (*SLACK_ALL, *SLACK_OWN), SLACK_OWN[0], 12, 1, 0.5),
)


def measure(folder: Path) -> Iterator[Figure]:
    for course in COURSES:
        # Its SDK is loaded at leisure: on the hasty loop the fake would not wait for it.
        can(course.platform)
        arrived = run_fast(_race(course, folder / course.name), course.scale)
        over = [limit for limit in course.limits for at in _of(limit, arrived) if _fullest(at, limit.per) > limit.calls]
        counted = sum(len(at) for at in arrived.people.values())
        met = not over and counted == course.messages
        value = f"{counted} / {len(over)}"
        yield Figure(f"{course.name}: delivered / limits exceeded", value, f"{course.messages} / 0", met)
        [at] = _of(course.binds, arrived)
        share = _used(at, course.binds)
        limit = f"{course.binds.calls:,} in {course.binds.per:g} s"
        yield Figure(f"{course.name}: used of {limit}", f"{share:.1%}", f"≥ {USED:.0%}", share >= USED)


@dataclass(frozen=True, slots=True)
class Arrived:
    """When calls that carried messages arrived, and when the messages of each person did, in seconds."""

    calls: Sequence[float]
    people: Mapping[str, Sequence[float]]


def _of(limit: Limit, arrived: Arrived) -> Sequence[Sequence[float]]:
    return list(arrived.people.values()) if limit.kind == PERSON else [arrived.calls]


def _fullest(at: Sequence[float], per: float) -> int:
    """How many calls the fullest stretch of `per` seconds holds."""
    return max(bisect_left(at, each + per) - number for number, each in enumerate(at))


def _used(at: Sequence[float], limit: Limit) -> float:
    """Which part of the limit was used on average, from the first full window to the last.

    Of a long one that was not filled three times over, an even stream uses as much of every part.
    """
    took = at[-1] - at[0]
    per = limit.per if took >= 3 * limit.per - 1 else took / 10
    moments = [at[0] + per + (at[-1] - at[0] - per) * step / 9999 for step in range(10_000)]
    held = sum(bisect_right(at, each) - bisect_right(at, each - per) for each in moments)
    return min(1.0, held / len(moments) / (limit.calls / limit.per * per))


async def _race(course: Course, folder: Path) -> Arrived:
    async with on(course.platform, folder, paced=True) as stage:
        world, app = stage.world, stage.world.house.app
        _drops_what_is_too_much(world.fake)
        _run_with_the_loop(world.house.clock)
        people = [world.account(f"colleague{number}") for number in range(course.people)]
        for number, person in enumerate(people):
            world.fake.hire(person, f"同事{number}")
            world.knows(person)
        rows = [_message(world, number, people[number % len(people)], course) for number in range(course.messages)]
        await app.storage.transact(lambda tx: tx.outbox.put(rows))
        before, seen = len(world.fake.calls), len(world.fake.messages)
        await app.runtime.settle()
        while due := await app.storage.transact(lambda tx: tx.outbox.next_due(world.platform)):
            await asyncio.sleep(max(0.0, (due - world.house.clock.now()).total_seconds()))
            await app.runtime.settle()
        calls = sorted(_seconds(call.at) for call in world.fake.calls[before:] if _carries(call))
        by_person: dict[str, list[float]] = defaultdict(list)
        for message in world.fake.messages[seen:]:
            by_person[message.user].append(_seconds(message.came))
        return Arrived(calls, {user: sorted(at) for user, at in by_person.items()})


def _message(world: Any, number: int, person: str, course: Course) -> Outgoing:
    """Each in a lane of its own: it is the limiter that keeps those to one person apart."""
    key = DeliveryKey(f"fanout{number:020}")
    card = say(
        f"早上好。今天 3 题,约 1 分钟。{number if course.people == 1 else ''}", Button("开始", Action("x.start"))
    )
    to = UserRef(world.platform, world.tenant, person)
    due = world.house.clock.now() - timedelta(seconds=1)
    return Outgoing(key, f"lane:{number}", to, card, due, priority=course.priority, place=number)


def _carries(call: Any) -> bool:
    """Whether this call carried messages to people, and was taken."""
    where: str = getattr(call, "path", call.method)
    return where.endswith(SENDING) and bool(call.status == 200)


def _drops_what_is_too_much(fake: Any) -> None:
    """WeCom says nothing of a surplus: it is gone."""
    if hasattr(fake, "frames"):
        from tests.fakes.wecom.rates import Windows

        for part in (fake.app, fake.frames):
            part._windows = Windows(asyncio.get_running_loop().time, 30, 1000)


def _seconds(moment: datetime) -> float:
    return (moment - NOON).total_seconds()


def _run_with_the_loop(clock: Any) -> None:
    """Bot and fake go by the time of the running loop from now on, which is NOON."""
    time = asyncio.get_running_loop().time
    began = time()
    clock.now = lambda: NOON + timedelta(seconds=time() - began)
