"""How connections are opened: tickets, subscriptions, and a gateway that will not."""

import asyncio

import pytest
from aiohttp import WSServerHandshakeError

from tests.fakes.dingtalk import FakeDingTalk, Switches
from tests.fakes.dingtalk.probe import NOW, Probe, probing


async def test_a_ticket_serves_once(probe: Probe, fake: FakeDingTalk) -> None:
    _, answer = await probe.open()
    assert answer["endpoint"].startswith("ws://127.0.0.1:")
    socket = await probe.dial(answer["ticket"])
    with pytest.raises(WSServerHandshakeError, match="401"):
        await probe.dial(answer["ticket"])
    await socket.close()
    assert "used before" in fake.alarms[0]


async def test_a_ticket_ends() -> None:
    async with probing(FakeDingTalk(lambda: NOW, switches=Switches(ticket_seconds=0.0))) as probe:
        _, answer = await probe.open()
        with pytest.raises(WSServerHandshakeError, match="401"):
            await probe.dial(answer["ticket"])
        assert not probe.fake.alarms


async def test_who_opens_is_known_by_id_and_secret(probe: Probe) -> None:
    code = await probe.code(
        "/v1.0/gateway/connections/open",
        clientId="ding",
        clientSecret="no",
        subscriptions=[{"type": "EVENT", "topic": "*"}],
    )
    assert code == "invalidClientIdOrSecret"


async def test_only_documented_topics_can_be_subscribed(probe: Probe, fake: FakeDingTalk) -> None:
    status, _ = await probe.open([("EVENT", "user_leave_org")])
    assert status == 400
    assert "no topic EVENT user_leave_org" in fake.alarms


async def test_a_storm_closes_what_is_just_open(probe: Probe, fake: FakeDingTalk) -> None:
    fake.gateway.storm = 2
    for _ in range(2):
        listener = await probe.listen()
        await listener.task
        assert listener.closed == 1000
    await probe.listen()
    await fake.push(fake.said("user0102", "你好"))
    assert fake.gateway.opened == 3


async def test_good_tickets_can_be_refused(probe: Probe, fake: FakeDingTalk) -> None:
    fake.gateway.refuse_tickets = 1
    with pytest.raises(WSServerHandshakeError, match="401"):
        await probe.listen()
    await probe.listen()
    assert not fake.alarms


@pytest.mark.parametrize(("how", "status"), [("broken", 500), ("html", 502), ("unauthorised", 401)])
async def test_the_gateway_can_refuse(probe: Probe, fake: FakeDingTalk, how: str, status: int) -> None:
    fake.gateway.opening.append(how)
    assert (await probe.open())[0] == status
    assert (await probe.open())[0] == 200


async def test_the_gateway_can_hang(probe: Probe, fake: FakeDingTalk) -> None:
    fake.gateway.opening.append("hang")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await probe.open()
