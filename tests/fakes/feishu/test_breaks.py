"""The long connection breaks in every way, and what was on its way goes out again or is lost."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientConnectionError, WSMsgType

from tests.fakes.feishu import FakeFeishu, NotAcknowledged
from tests.fakes.feishu.conftest import ANN, Client
from tests.fakes.feishu.test_link import clicked, connected, pushed


@pytest.mark.parametrize("how", ["reset", "clean", "close", "half"])
async def test_an_event_in_flight_goes_out_again_elsewhere(fake: FakeFeishu, bot: Client, how: str) -> None:
    first = await connected(fake, bot)
    pushing = asyncio.create_task(fake.push(fake.said(ANN, "hi")))
    _, before = await first.event()
    ending = asyncio.create_task(fake.disconnect(how))
    try:
        last = await first.socket.receive()
    except ClientConnectionError:
        last = None
    if how in ("clean", "close"):
        assert last is not None
        assert (last.type, last.data) == (WSMsgType.CLOSE, 1000 if how == "clean" else 1001)
    elif last is not None:
        assert last.type in (WSMsgType.CLOSED, WSMsgType.ERROR, WSMsgType.CLOSING)
    await ending
    frame, after = await (second := await bot.listen()).event()
    await second.ack(frame)
    await pushing
    assert after == before


async def test_a_click_in_flight_is_lost_with_its_connection(fake: FakeFeishu, bot: Client) -> None:
    event, listener = await clicked(fake, bot)
    pushing = asyncio.create_task(fake.push(event))
    await listener.event()
    await fake.disconnect("reset")
    with pytest.raises(NotAcknowledged, match="connection ended"):
        await pushing


async def test_a_frozen_link_answers_nothing(fake: FakeFeishu, bot: Client) -> None:
    listener = await connected(fake, bot)
    await fake.disconnect("freeze")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await listener.ping()
    assert fake.link.connections == []
    second = await bot.listen()
    await pushed(fake, fake.said(ANN, "hi"), second)


@pytest.mark.parametrize(
    ("how", "left"),
    [
        ("death", (["fatal"], [])),
        ("busy", (["busy"], [])),
        ("refused", ([], ["limit"])),
        ("forbidden", ([], ["forbidden"])),
    ],
)
async def test_what_follows_a_reset_can_be_chosen(fake: FakeFeishu, bot: Client, how: str, left: Any) -> None:
    await connected(fake, bot)
    await fake.disconnect(how)
    assert (list(fake.link.discovery), list(fake.link.handshake)) == left
    assert fake.link.connections == []


async def test_two_connections_in_turn(fake: FakeFeishu, bot: Client) -> None:
    listeners = [await bot.listen(), await bot.listen()]
    await fake.link.connected(2)
    fake.alternate = True
    for turn in (1, 0, 1):
        await pushed(fake, fake.said(ANN, "hi"), listeners[turn])


async def test_an_unknown_end(fake: FakeFeishu) -> None:
    with pytest.raises(ValueError, match="no such end"):
        await fake.disconnect("vanish")


async def test_nobody_there(fake: FakeFeishu) -> None:
    fake.link.patience = 0.02
    with pytest.raises(NotAcknowledged, match="not connected"):
        await fake.push(fake.said(ANN, "hi"))
