"""The connection: what the SDK's own loop gets wrong (its notes, section 7), each provoked by the fake."""

import asyncio
import json
import logging
from typing import Any

import pytest

from bot.kernel.events import MessageReceived
from bot.ports.adapter import Misconfigured
from tests.adapters.dingtalk.desk import MIN, Bot
from tests.fakes.dingtalk import FakeDingTalk


def words(bot: Bot) -> list[str]:
    return [each.text for each in bot.events if isinstance(each, MessageReceived)]


async def opened(fake: FakeDingTalk, number: int, within: float = 5.0) -> None:
    """Return once there have been so many connections and one is open."""
    async with asyncio.timeout(within):
        while fake.gateway.opened < number or all(each.leaving for each in fake.gateway.links):
            async with fake.gateway._arrived:
                await fake.gateway._arrived.wait()


async def test_a_hanging_gateway_stops_nothing_else(plain: Bot, fake: FakeDingTalk) -> None:
    """Flaw 2: the SDK's `requests.post` without a time limit holds the whole loop."""
    fake.gateway.opening.append("hang")
    run = asyncio.create_task(plain.adapter.run(plain.desk.accept))
    longest, last = 0.0, asyncio.get_running_loop().time()
    for _ in range(100):
        await asyncio.sleep(0.002)
        now = asyncio.get_running_loop().time()
        longest, last = max(longest, now - last), now
    assert longest < 0.5
    assert "connecting" in plain.adapter.health()
    run.cancel()
    await asyncio.wait([run], timeout=1)
    assert run.done()


async def test_a_clean_close_makes_no_storm(fake: FakeDingTalk) -> None:
    """Flaw 3: 1,206 connections in 4 s. Here: at most one a pause, and ever fewer."""
    bot = Bot(fake, pause_ms=100)
    fake.gateway.storm = 10_000
    run = asyncio.create_task(bot.adapter.run(bot.desk.accept))
    await asyncio.sleep(1.5)
    assert 2 <= fake.gateway.opened <= 8
    fake.gateway.storm = 0
    await opened(fake, fake.gateway.opened + 1)
    run.cancel()
    await asyncio.wait([run])
    await bot.close()


@pytest.mark.parametrize("how", ["close", "away", "error", "reset", "half", "refresh"])
async def test_the_next_connection_is_there_at_once(plain: Bot, fake: FakeDingTalk, how: Any) -> None:
    """Flaw 4: a gap of 10 s after an abnormal close, in which messages are lost."""
    await plain.connect()
    await fake.push(fake.said(MIN, "前"))
    await fake.disconnect(how)
    await opened(fake, 2, within=2.0)
    await fake.push(fake.said(MIN, "后"))
    assert words(plain) == ["前", "后"]


async def test_the_old_connection_is_read_until_it_ends(plain: Bot, fake: FakeDingTalk) -> None:
    """What the server had sent before its `disconnect` was taken is stored, and acknowledged where it came from."""
    await plain.connect()
    (old,) = fake.gateway.links
    await fake.disconnect("refresh", cut_after=30)
    await opened(fake, 2)
    old.leaving, late = False, fake.said(MIN, "还在路上")
    fake.gateway.links.remove(other := next(each for each in fake.gateway.links if each is not old))
    await fake.push(late)
    fake.gateway.links.append(other)
    assert words(plain) == ["还在路上"]
    assert fake.acks[-1].connection == old.number


async def test_a_frozen_link_is_replaced(fake: FakeDingTalk) -> None:
    """Flaw 5: noticed after 59 s. Here after two heartbeats."""
    bot = Bot(fake, heartbeat=1)
    await bot.connect()
    await fake.disconnect("freeze")
    await opened(fake, 2, within=5.0)
    fake.gateway.links.pop(0)
    await fake.push(fake.said(MIN, "你好"))
    assert words(bot) == ["你好"]
    await bot.close()


async def test_a_server_that_forgot_us_is_asked_again(plain: Bot, fake: FakeDingTalk) -> None:
    """Silent death: the socket lives, and nothing comes. The server's own pings give the measure."""
    plain.adapter.stream.least_silence = 0.05
    await plain.connect()
    for _ in range(4):
        await fake.ping()
        await asyncio.sleep(0.01)
    await opened(fake, 2)


async def test_a_connection_is_not_kept_for_ever(plain: Bot, fake: FakeDingTalk) -> None:
    plain.adapter.stream.age = 0.05
    await plain.connect()
    await opened(fake, 2)


async def test_what_breaks_in_the_handling_leaves_the_rest(plain: Bot, fake: FakeDingTalk) -> None:
    """Flaws 6 and 8: one bad frame is one bad frame."""
    await plain.connect()
    await fake.disconnect("garbage")
    await fake.push(fake.said(MIN, "你好"))
    assert fake.gateway.opened == 1
    assert words(plain) == ["你好"]


async def test_gateway_trouble_passes(plain: Bot, fake: FakeDingTalk) -> None:
    fake.gateway.opening.extend(["broken", "html"])
    fake.gateway.refuse_tickets = 2
    await plain.connect()
    assert fake.gateway.opened == 1


async def test_wrong_credentials_are_said(fake: FakeDingTalk) -> None:
    bot = Bot(fake, client_secret="another")
    with pytest.raises(Misconfigured, match="client_secret"):
        await bot.connect()
    await bot.close()


async def test_cancelled_it_finishes_what_is_in_hand(plain: Bot, fake: FakeDingTalk) -> None:
    """Flaw 1: `start` swallows a cancellation and sleeps 10 s. And closed first, the acknowledgement is lost."""
    await plain.connect()
    begun, go = asyncio.Event(), asyncio.Event()

    async def storing() -> None:
        begun.set()
        await go.wait()

    plain.desk.storing = storing
    push = asyncio.create_task(fake.push(fake.said(MIN, "你好")))
    await begun.wait()
    stopping = asyncio.create_task(plain.disconnect())
    await asyncio.sleep(0.02)
    go.set()
    async with asyncio.timeout(2):
        await stopping
    await push
    assert fake.gateway.opened == 1
    assert len(fake.acks) == 1
    left = [each for each in asyncio.all_tasks() if "adapters/dingtalk" in str(each.get_coro())]
    assert left == []


async def test_a_connection_that_dies_in_the_middle_loses_nothing(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()

    async def storing() -> None:
        plain.desk.storing = None
        await fake.disconnect("reset")

    plain.desk.storing = storing
    await fake.push(fake.said(MIN, "你好"))
    assert words(plain) == ["你好"]
    assert len(fake.acks) == 1


async def test_two_sockets(fake: FakeDingTalk) -> None:
    bot = Bot(fake, connections=2)
    run = asyncio.create_task(bot.adapter.run(bot.desk.accept))
    await opened(fake, 2)
    fake.alternate = True
    for n in range(6):
        await fake.push(fake.said(MIN, str(n)))
    assert words(bot) == list("012345")
    assert {each.connection for each in fake.acks} == {1, 2}
    run.cancel()
    await asyncio.wait([run])
    await bot.close()


async def test_no_ticket_and_no_secret_is_logged(
    plain: Bot, fake: FakeDingTalk, caplog: pytest.LogCaptureFixture
) -> None:
    """Flaw 11."""
    caplog.set_level(logging.DEBUG)
    fake.gateway.refuse_tickets = 1
    await plain.connect()
    await fake.push(fake.said(MIN, "不该进日志"))
    await plain.disconnect()
    ours = [record for record in caplog.records if record.name.startswith(("adapters", "dingtalk", "websockets"))]
    told = json.dumps([str(record.__dict__) for record in ours])
    assert ours
    for secret in ("3d0f", "ticket=", "fake-client-secret", "不该进日志", "session="):
        assert secret not in told
