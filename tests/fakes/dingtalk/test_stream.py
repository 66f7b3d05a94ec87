"""The stream as the notes describe it, and all the ways in which it goes wrong."""

import asyncio
import json
from itertools import pairwise

import pytest

from tests.fakes.dingtalk import Event, FakeDingTalk, NotAcknowledged
from tests.fakes.dingtalk.probe import CARDS, MESSAGES, Frame, Probe, acknowledged


def silent(_: Frame) -> None:
    return None


async def test_a_frame_has_the_documented_shape(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen()
    await fake.push(fake.said("user0102", "你好"))
    frame = listener.frames[0]
    assert (frame["specVersion"], frame["type"]) == ("1.0", "CALLBACK")
    assert set(frame["headers"]) == {"appId", "connectionId", "contentType", "messageId", "time", "topic"}
    assert json.loads(frame["data"])["text"] == {"content": "你好"}
    ack = fake.acks[0]
    assert (ack.topic, ack.code, ack.data, ack.connection) == (MESSAGES, 200, {"response": {}}, 1)
    assert ack.message_id == frame["headers"]["messageId"]
    assert not fake.alarms


async def test_an_event_frame_carries_what_happened_in_its_headers(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen()
    await fake.push(fake.left("user0415"))
    headers = listener.frames[0]["headers"]
    assert (headers["topic"], headers["eventType"]) == ("*", "user_leave_org")
    assert {"eventId", "eventCorpId", "eventBornTime", "eventUnifiedAppId"} <= set(headers)
    assert listener.data[0]["userId"] == ["user0415"]


async def test_the_same_event_again_is_a_redelivery(probe: Probe, fake: FakeDingTalk) -> None:
    listener, event = await probe.listen(), fake.said("user0102", "你好")
    await fake.push(event)
    await fake.push(event)
    first, second = listener.frames
    assert first["headers"]["messageId"] != second["headers"]["messageId"]
    assert listener.data[0]["msgId"] == listener.data[1]["msgId"]


async def test_what_is_not_acknowledged_is_told(probe: Probe, fake: FakeDingTalk) -> None:
    fake.gateway.deadlines[MESSAGES] = fake.gateway.little = 0.01
    await probe.listen(silent)
    with pytest.raises(NotAcknowledged, match="within"):
        await fake.push(fake.said("user0102", "你好"))


async def test_a_code_that_is_not_200_is_told(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.listen(lambda frame: acknowledged(frame, code=500))
    with pytest.raises(NotAcknowledged, match="500"):
        await fake.push(fake.said("user0102", "你好"))


@pytest.mark.parametrize(
    ("spoil", "alarm"),
    [
        ({"data": json.dumps({"status": "OK"})}, "its status"),
        ({"data": "OK"}, "JSON object"),
        ({"code": 201}, "the code 201"),
        ({"extra": 1}, "no field extra"),
    ],
)
async def test_an_acknowledgement_of_another_shape_is_an_alarm(
    probe: Probe, fake: FakeDingTalk, spoil: dict[str, object], alarm: str
) -> None:
    fake.gateway.deadlines["*"] = fake.gateway.little = 0.01
    await probe.listen(lambda frame: {**acknowledged(frame), **spoil})
    if "extra" in spoil or "code" in spoil:
        with pytest.raises(NotAcknowledged):
            await fake.push(fake.left("user0415"))
    else:
        await fake.push(fake.left("user0415"))
    assert alarm in fake.alarms[0]


async def test_a_message_is_acknowledged_with_a_response(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.listen(lambda frame: acknowledged(frame, {"status": "SUCCESS"}))
    await fake.push(fake.said("user0102", "你好"))
    assert "has a response and nothing else" in fake.alarms[0]


async def test_a_late_acknowledgement_is_an_alarm(probe: Probe, fake: FakeDingTalk) -> None:
    fake.gateway.deadlines[MESSAGES] = 0.0
    await probe.listen()
    await fake.push(fake.said("user0102", "你好"))
    assert "was acknowledged after" in fake.alarms[0]


async def test_an_acknowledgement_goes_to_the_connection_that_was_served(probe: Probe, fake: FakeDingTalk) -> None:
    fake.alternate = True
    fake.gateway.deadlines[MESSAGES] = fake.gateway.little = 0.05
    one = await probe.listen(silent)
    await probe.listen(silent)
    with pytest.raises(NotAcknowledged):
        await fake.push(fake.said("user0102", "一"))
    with pytest.raises(NotAcknowledged):
        await fake.push(fake.said("user0102", "二"))
    mine, other = one.frames, probe.listeners[1].frames
    assert len(mine) == len(other) == 1
    await one.socket.send_json(acknowledged(other[0]))
    await fake.ping()
    assert "another connection" in fake.alarms[0]


async def test_only_one_connection_is_served_and_only_if_it_subscribed(probe: Probe, fake: FakeDingTalk) -> None:
    deaf = await probe.listen(topics=[("CALLBACK", CARDS)])
    hearing = await probe.listen()
    for _ in range(8):
        await fake.push(fake.said("user0102", "你好"))
    assert (len(deaf.frames), len(hearing.frames)) == (0, 8)


async def test_connections_are_served_at_random_or_in_turn(probe: Probe, fake: FakeDingTalk) -> None:
    one, two = await probe.listen(), await probe.listen()
    fake.alternate = True
    for _ in range(6):
        await fake.push(fake.said("user0102", "你好"))
    assert (len(one.frames), len(two.frames)) == (3, 3)
    fake.alternate = False
    for _ in range(40):
        await fake.push(fake.said("user0102", "你好"))
    assert len(one.frames) > 3 < len(two.frames)
    served = [each.connection for each in fake.acks[6:]]
    assert any(a == b for a, b in pairwise(served))


async def test_pings_are_echoed(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen()
    await fake.ping()
    frame = listener.frames[0]
    assert frame["type"] == "SYSTEM"
    assert "specVersion" not in frame
    assert not fake.alarms


async def test_after_a_disconnect_frame_nothing_new_comes(probe: Probe, fake: FakeDingTalk) -> None:
    old = await probe.listen()
    await fake.disconnect("refresh")
    new = await probe.listen()
    fake.alternate = True
    for _ in range(2):
        await fake.push(fake.said("user0102", "你好"))
    assert [each["headers"]["topic"] for each in old.frames] == ["disconnect"]
    assert "messageId" not in old.frames[0]["headers"]
    assert len(new.frames) == 2


async def test_after_a_disconnect_frame_the_line_is_cut(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen()
    await fake.disconnect("refresh", cut_after=0.0)
    await listener.task
    assert listener.closed in (None, 1006)


@pytest.mark.parametrize(("how", "code"), [("close", 1000), ("away", 1001), ("error", 1011)])
async def test_it_can_close(probe: Probe, fake: FakeDingTalk, how: str, code: int) -> None:
    listener = await probe.listen()
    await fake.disconnect(how)  # type: ignore[arg-type]
    await listener.task
    assert listener.closed == code


@pytest.mark.parametrize("how", ["reset", "half"])
async def test_it_can_break(probe: Probe, fake: FakeDingTalk, how: str) -> None:
    listener = await probe.listen()
    await fake.disconnect(how)  # type: ignore[arg-type]
    await listener.task
    assert listener.closed in (None, 1006)
    assert not listener.texts


async def test_a_frozen_link_stays_open_and_says_nothing(probe: Probe, fake: FakeDingTalk) -> None:
    fake.gateway.deadlines[MESSAGES] = fake.gateway.little = 0.02
    listener = await probe.listen()
    await fake.disconnect("freeze")
    with pytest.raises(NotAcknowledged):
        await fake.push(fake.said("user0102", "你好"))
    await listener.socket.ping()
    assert not listener.texts
    assert not listener.socket.closed


async def test_it_can_send_what_is_no_frame(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen()
    await fake.disconnect("garbage")
    await fake.ping()
    assert listener.texts[0] == '{"specVersion":"1.0","type":'


async def test_a_frame_of_an_unknown_kind_comes_as_well(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen(lambda frame: acknowledged(frame, code=404))
    with pytest.raises(NotAcknowledged, match="404"):
        await fake.push(Event("CALLBACK", "/v1.0/of/tomorrow", {}))
    assert listener.frames[0]["headers"]["topic"] == "/v1.0/of/tomorrow"


async def test_what_was_not_acknowledged_when_the_link_broke_comes_again(probe: Probe, fake: FakeDingTalk) -> None:
    broken = await probe.listen(silent)
    push = asyncio.create_task(fake.push(fake.said("user0102", "你好")))
    await broken.heard.wait()
    fake.gateway.links[0].reset()
    listener = await probe.listen()
    await push
    assert broken.data[0]["msgId"] == listener.data[0]["msgId"]
    assert broken.frames[0]["headers"]["messageId"] != listener.frames[0]["headers"]["messageId"]


async def test_a_redelivery_may_have_the_same_message_id(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.switches.same_message_id = True
    broken = await probe.listen(silent)
    push = asyncio.create_task(fake.push(fake.said("user0102", "你好")))
    await broken.heard.wait()
    fake.gateway.links[0].reset()
    listener = await probe.listen()
    await push
    assert broken.frames[0]["headers"]["messageId"] == listener.frames[0]["headers"]["messageId"]


async def test_what_is_said_while_nobody_is_connected_waits_or_is_lost(probe: Probe, fake: FakeDingTalk) -> None:
    push = asyncio.create_task(fake.push(fake.said("user0102", "你好")))
    listener = await probe.listen()
    await push
    assert len(listener.frames) == 1
    await listener.socket.close()
    fake.site.switches.buffers = False
    with pytest.raises(NotAcknowledged, match="lost"):
        await fake.push(fake.said("user0102", "你好"))
