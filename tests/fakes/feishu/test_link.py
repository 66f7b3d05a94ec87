"""The long connection: found, opened, fed, acknowledged, and broken in every way."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError

from tests.fakes.feishu import Event, FakeFeishu, NotAcknowledged
from tests.fakes.feishu import fake as fake_module
from tests.fakes.feishu.conftest import ANN, Client, Listener, button, card
from tests.fakes.feishu.drawing import draw


async def pushed(fake: FakeFeishu, event: Event, listener: Listener, code: int = 200, data: Any = None) -> Any:
    """Push it, acknowledge it, and what was in it."""
    pushing = asyncio.create_task(fake.push(event))
    frame, payload = await listener.event()
    await listener.ack(frame, code, data)
    await pushing
    return payload


async def connected(fake: FakeFeishu, bot: Client) -> Listener:
    listener = await bot.listen()
    await fake.link.connected()
    return listener


async def found(fake: FakeFeishu, bot: Client, secret: str = "", locale: str = "zh") -> Any:
    body = {"AppID": fake.app_id, "AppSecret": secret or fake.app_secret}
    async with bot.http.post(f"{fake.url}/callback/ws/endpoint", json=body, headers={"locale": locale}) as answer:
        return answer.status, await answer.json()


async def test_it_is_found_by_the_apps_secret(fake: FakeFeishu, bot: Client) -> None:
    status, answer = await found(fake, bot)
    assert (status, answer["code"]) == (200, 0)
    assert set(answer["data"]["ClientConfig"]) == {
        "ReconnectCount", "ReconnectInterval", "ReconnectNonce", "PingInterval",
    }  # fmt: skip
    assert "device_id=" in answer["data"]["URL"]
    assert "service_id=" in answer["data"]["URL"]
    assert (await found(fake, bot, "wrong"))[1]["code"] == 10014
    await found(fake, bot, locale="en")
    assert "locale" in fake.alarms.pop()


async def test_discovery_fails_as_asked(fake: FakeFeishu, bot: Client) -> None:
    fake.link.discovery.extend(["busy", "internal", "fatal", "http500"])
    answers = [await found(fake, bot) for _ in range(5)]
    assert [(status, body.get("code")) for status, body in answers] == [
        (200, 1), (200, 1000040343), (200, 10014), (500, None), (200, 0),
    ]  # fmt: skip
    fake.link.discovery.append("hang")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await found(fake, bot)


@pytest.mark.parametrize(
    ("how", "status", "detail"), [("auth", 514, "1000040351"), ("limit", 514, "1000040350"), ("forbidden", 403, None)]
)
async def test_the_handshake_is_refused(fake: FakeFeishu, bot: Client, how: str, status: int, detail: Any) -> None:
    fake.link.handshake.append(how)
    with pytest.raises(WSServerHandshakeError) as refused:
        await bot.listen()
    headers: Any = refused.value.headers
    assert (refused.value.status, headers["handshake-status"]) == (status, str(status))
    assert headers["handshake-msg"]
    assert headers.get("handshake-autherrcode") == detail
    await connected(fake, bot)


async def test_a_ticket_is_good_once(fake: FakeFeishu, bot: Client) -> None:
    _, answer = await found(fake, bot)
    await bot.open(answer["data"]["URL"])
    with pytest.raises(WSServerHandshakeError):
        await bot.open(answer["data"]["URL"])


async def test_fifty_connections_are_allowed(fake: FakeFeishu, bot: Client) -> None:
    for _ in range(50):
        await bot.listen()
    with pytest.raises(WSServerHandshakeError) as refused:
        await bot.listen()
    assert dict(refused.value.headers or ())["handshake-autherrcode"] == "1000040350"


async def test_a_ping_is_answered_with_the_configuration(fake: FakeFeishu, bot: Client) -> None:
    listener = await connected(fake, bot)
    fake.link.config["PingInterval"] = 7
    pong = await listener.ping()
    assert (pong.method, pong.header("type")) == (0, "pong")
    assert json.loads(pong.payload)["PingInterval"] == 7
    assert fake.link.connections[0].pings == 1


async def test_an_event_is_pushed_and_acknowledged(fake: FakeFeishu, bot: Client) -> None:
    listener = await connected(fake, bot)
    event = fake.said(ANN, "hi")
    pushing = asyncio.create_task(fake.push(event))
    frame, payload = await listener.event()
    assert [key for key, _ in frame.headers] == ["type", "message_id", "sum", "seq", "trace_id"]
    assert (frame.header("type"), frame.header("sum"), frame.header("seq")) == ("event", "1", "0")
    assert payload == {
        "schema": "2.0",
        "header": {
            "event_id": event.id,
            "event_type": "im.message.receive_v1",
            "create_time": event.created,
            "token": fake.token,
            "app_id": fake.app_id,
            "tenant_key": fake.tenant,
        },
        "event": event.event,
    }
    await listener.ack(frame)
    await pushing
    assert [(each.event, each.code) for each in fake.acks] == [(event.id, 200)]
    assert fake.acks[0].seconds < 3
    assert fake.alarms == []


async def test_a_second_push_is_the_same_event(fake: FakeFeishu, bot: Client) -> None:
    listener = await connected(fake, bot)
    event = fake.said(ANN, "hi")
    assert await pushed(fake, event, listener) == await pushed(fake, event, listener)
    fake.fresh_ids = True
    again = await pushed(fake, event, listener)
    assert again["header"]["event_id"] != event.id
    assert again["event"] == event.event
    fake.recalled(event.event["message"]["message_id"])
    assert (await pushed(fake, event, listener))["event"]["message"]["content"] == ""


async def test_a_payload_comes_in_parts(fake: FakeFeishu, bot: Client) -> None:
    listener = await connected(fake, bot)
    fake.link.fragments, fake.link.reverse = 3, True
    pushing = asyncio.create_task(fake.push(fake.said(ANN, "hi")))
    frames = [await listener.frame() for _ in range(3)]
    assert [(each.header("sum"), each.header("seq")) for each in frames] == [("3", "2"), ("3", "1"), ("3", "0")]
    assert json.loads(b"".join(each.payload for each in reversed(frames)))["schema"] == "2.0"
    await listener.ack(frames[-1])
    await pushing
    assert fake.alarms == []


async def test_a_header_can_be_missing_and_the_type_another(fake: FakeFeishu, bot: Client) -> None:
    listener = await connected(fake, bot)
    fake.link.omit, fake.link.kind = "trace_id", "card"
    pushing = asyncio.create_task(fake.push(fake.said(ANN, "hi")))
    frame = await listener.frame()
    assert [key for key, _ in frame.headers] == ["type", "message_id", "sum", "seq"]
    assert frame.header("type") == "card"
    await listener.ack(frame)
    await pushing


async def test_a_bad_acknowledgement_raises_an_alarm(fake: FakeFeishu, bot: Client) -> None:
    listener = await connected(fake, bot)
    pushing = asyncio.create_task(fake.push(fake.said(ANN, "hi")))
    frame = await listener.frame()
    await listener.ack(type(frame)(frame.seq_id + 1, frame.log_id, frame.service, 1, frame.headers))
    await pushing
    assert "does not repeat its frame" in fake.alarms.pop()
    await listener.ack(frame)
    await listener.socket.send_bytes(b"\xff")
    await listener.ping()
    assert ["nobody waits for" in fake.alarms[0], "cannot be read" in fake.alarms[1]] == [True, True]


async def test_a_refused_event_comes_again(fake: FakeFeishu, bot: Client) -> None:
    listener = await connected(fake, bot)
    fake.ladder_scale = 0
    event = fake.said(ANN, "hi")
    delivering = asyncio.create_task(fake.deliver(event))
    for code in (500, 500, 200):
        frame, payload = await listener.event()
        assert payload["header"]["event_id"] == event.id
        await listener.ack(frame, code)
    assert await delivering == 3
    assert [each.code for each in fake.acks] == [500, 500, 200]
    delivering = asyncio.create_task(fake.deliver(event))
    for _ in range(5):
        await listener.ack((await listener.event())[0], 500)
    with pytest.raises(NotAcknowledged, match="200671"):
        await delivering


async def test_a_late_acknowledgement_counts_for_nothing(
    fake: FakeFeishu, bot: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake_module, "DEADLINE", 0.02)
    listener = await connected(fake, bot)
    with pytest.raises(NotAcknowledged, match="200341"):
        await fake.push(fake.said(ANN, "hi"))
    await listener.ack(await listener.frame())
    await listener.ping()
    assert len(fake.alarms) == 2


async def clicked(fake: FakeFeishu, bot: Client) -> tuple[Event, Listener]:
    await bot.send(card(button("A")))
    return fake.pressed(ANN, fake.messages[0].id, draw(fake.messages[0]).pressables[0].handle), await connected(
        fake, bot
    )


@pytest.mark.parametrize("data", [None, {}, {"toast": {"type": "success", "content": "Saved", "i18n": {}}}])
async def test_a_click_is_answered(fake: FakeFeishu, bot: Client, data: Any) -> None:
    event, listener = await clicked(fake, bot)
    await pushed(fake, event, listener, data=data)
    assert [each.content for each in fake.toasts] == (["Saved"] if data else [])


async def test_a_click_is_answered_with_a_card(fake: FakeFeishu, bot: Client) -> None:
    event, listener = await clicked(fake, bot)
    await pushed(fake, event, listener, data={"card": {"type": "raw", "data": card(button("B"))}})
    assert draw(fake.messages[0]).text == "[B]"


@pytest.mark.parametrize(
    ("code", "data", "shown"),
    [
        (500, None, "200671"),
        (200, {"toast": {"type": "loud", "content": "x"}}, "200672"),
        (200, ["x"], "200672"),
        (200, {"card": {"type": "raw", "data": card({"tag": "note"})}}, "200673"),
    ],
)
async def test_a_click_that_fails_shows_a_code_and_never_comes_again(
    fake: FakeFeishu, bot: Client, code: int, data: Any, shown: str
) -> None:
    event, listener = await clicked(fake, bot)
    delivering = asyncio.create_task(fake.deliver(event))
    frame, _ = await listener.event()
    await listener.ack(frame, code, data)
    with pytest.raises(NotAcknowledged, match=shown):
        await delivering
    assert len(fake.acks) == 1
