"""What cannot be handled, and what nobody takes, is set aside with its reason, stops nothing else, and is told of."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.company import Company
from bot.features import FEATURES
from bot.ports.adapter import Refused
from bot.runtime.aside import APART
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.postgres import Postgres
from tests.support.toy import NOW, PLATFORM, TENANT, TOY, ToyPlatform, envelope, person

PEOPLE = [f"p{number}" for number in range(6)]
[TELLING] = [each for each in FEATURES if each.name == "accounts"]


@pytest.fixture
def platform() -> ToyPlatform:
    return ToyPlatform()


@pytest.fixture
async def two(tmp_path: Path, postgres: Postgres, platform: ToyPlatform) -> AsyncIterator[tuple[App, App]]:
    """Two processes as far as the database can tell, with one clock and the administrators 周婷 and Amy."""
    url, clock = postgres.fresh(), FrozenClock(NOW)
    apps = [
        App(Database(url, {}, tmp_path / "keys" / "master.key"), lambda _: [platform], clock, features=[TOY, TELLING])
        for _ in range(2)
    ]
    for app in apps:
        await app.start(beating=False)
    admins = (person("zhouting", admin=True), person("amy", admin=True))
    await apps[0].install(Company((*map(person, PEOPLE), admins[0], admins[1])), PLATFORM, TENANT)
    yield apps[0], apps[1]
    for app in apps:
        await app.stop()
    postgres.drop(url)


@pytest.mark.postgres
async def test_a_poisonous_event_is_parked_and_told_once_while_others_go_on(
    two: tuple[App, App], platform: ToyPlatform
) -> None:
    platform.broken.add("echo poison")
    said = [
        (who, text)
        for who in PEOPLE
        for text in (["echo poison", f"echo {who} after"] if who < "p2" else [f"echo {who}"])
    ]
    for number, (who, text) in enumerate(said):
        await two[number % 2].runtime.accept(envelope(str(number), who, text))
    await _settle(two)
    assert sorted(platform.texts()) == [f"{who} [1 好]" for who in PEOPLE[2:]], "who sent no poison is answered at once"
    await two[0].advance(NOW + timedelta(minutes=2))
    await _settle(two)
    parked = await two[1].storage.transact(lambda tx: tx.inbox.parked())
    assert [(each.attempts, each.error.partition(" at ")[0]) for each in parked] == [(5, "RuntimeError")] * 2
    assert sorted(platform.texts()) == sorted(
        [f"{who} after [1 好]" for who in PEOPLE[:2]] + [f"{who} [1 好]" for who in PEOPLE[2:]]
    )
    looked = await asyncio.gather(*(app.runtime.aside.look(app.now()) for app in two))
    assert sorted(looked) == [False, True], "one of them tells it"
    assert not await two[0].runtime.aside.look(NOW + timedelta(days=1))
    await two[0].advance(NOW + timedelta(hours=3))
    [told] = platform.texts("zhouting")
    assert "2 个事件处理不了(最近一个来自 toy:RuntimeError at support/toy.py" in told


@pytest.mark.postgres
async def test_a_refused_message_is_given_up_and_told_and_the_next_goes(
    two: tuple[App, App], platform: ToyPlatform
) -> None:
    platform.errors = [Refused("the user left")]
    for number, text in enumerate(("echo one", "echo two")):
        await two[number].runtime.accept(envelope(str(number), "p0", text))
        await _settle(two)
    assert platform.texts("p0") == ["two [1 好]"]
    assert await two[1].runtime.aside.look(two[1].now())
    await two[0].advance(NOW + timedelta(hours=3))
    assert "1 条消息发不出去(最近一条在 toy:Refused: the user left)" in platform.texts("zhouting")[0]
    platform.errors = [Refused("gone too"), Refused("and again")]
    for number, who in enumerate(("p1", "p2")):
        await two[0].runtime.accept(envelope(f"more{number}", who, "echo more"))
    await _settle(two)
    assert not await two[0].runtime.aside.look(NOW + APART - timedelta(seconds=1)), "at most once an hour"
    assert await two[0].runtime.aside.look(two[0].now())
    await two[0].advance(NOW + timedelta(days=1))
    assert "3 条消息发不出去" in platform.texts("zhouting")[1]
    # Sent again, they are nobody's business any more, and a later one is news.
    await two[0].storage.transact(lambda tx: tx.outbox.resend([each.seq for each in tx.outbox.buried()], two[0].now()))
    await _settle(two)
    assert not await two[0].runtime.aside.look(two[0].now())
    platform.errors = [Refused("once more")]
    await two[0].runtime.accept(envelope("last", "p3", "echo last"))
    await _settle(two)
    assert await two[0].runtime.aside.look(two[0].now() + APART)


async def _settle(two: tuple[App, App]) -> None:
    """Both work side by side until neither has anything to do."""
    await asyncio.gather(*(app.settle() for app in two))
    await asyncio.gather(*(app.settle() for app in two))
