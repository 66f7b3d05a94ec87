"""Socket Mode without any SDK: tickets, hello, envelopes, acknowledgements, and every way to lose a connection."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from tests.fakes.slack import APP_TOKEN, FakeSlack, NotAcknowledged, sockets
from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ANN, BOB, ROOM, peopled


@pytest.fixture
async def fake(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeSlack]:
    """One that does not wait three seconds to know that nobody answers."""
    monkeypatch.setattr(sockets, "DEADLINE", 0.3)
    monkeypatch.setattr(sockets, "GRACE", 0.2)
    slack = peopled(limits=False, patience=0.3)
    await slack.start()
    yield slack
    await slack.stop()


async def ticket(bot: Client) -> str:
    return str((await bot.call("apps.connections.open", APP_TOKEN))["url"])


async def connected(bot: Client) -> ClientWebSocketResponse:
    link = await bot.http.ws_connect(await ticket(bot))
    assert (await link.receive_json())["type"] == "hello"
    return link


async def acknowledged(link: ClientWebSocketResponse, **more: object) -> Any:
    """Answer the next envelope; it is returned."""
    frame = await link.receive_json(timeout=5)
    await link.send_json({"envelope_id": frame["envelope_id"], **more})
    return frame


async def test_the_hello_says_how_many_connections_there_are(bot: Client) -> None:
    first = await bot.http.ws_connect(await ticket(bot))
    second = await bot.http.ws_connect(await ticket(bot))
    hello = await first.receive_json()
    assert hello["connection_info"] == {"app_id": "A0HEPAIAPP"}
    assert hello["debug_info"]["approximate_connection_time"] == 18060
    assert (hello["num_connections"], (await second.receive_json())["num_connections"]) == (1, 2)


async def test_a_ping_is_answered(bot: Client) -> None:
    link = await bot.http.ws_connect(await ticket(bot), autoping=False)
    await link.receive_json(timeout=5)
    await link.ping(b"sdk-ping-pong:1")
    assert (await link.receive(timeout=5))[:2] == (WSMsgType.PONG, b"sdk-ping-pong:1")


async def refused(bot: Client, url: str) -> int:
    with pytest.raises(WSServerHandshakeError) as refusal:
        await bot.http.ws_connect(url)
    return refusal.value.status


async def test_a_ticket_works_once_and_not_for_long(
    fake: FakeSlack, bot: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await ticket(bot)
    await bot.http.ws_connect(url)
    assert await refused(bot, url) == 408
    assert await refused(bot, url.replace("ticket=", "ticket=0")) == 408
    old = await ticket(bot)
    monkeypatch.setattr(sockets, "TICKET_LIFE", -1.0)
    assert await refused(bot, old) == 408
    assert len(fake.sockets.tries) == 4


async def test_a_stale_ticket_is_refused_for_ever(fake: FakeSlack, bot: Client) -> None:
    fake.sockets.stale = 1
    url = await ticket(bot)
    assert await refused(bot, url) == await refused(bot, url) == 408
    await connected(bot)


async def test_an_event_comes_in_an_envelope_and_its_acknowledgement_is_written_down(
    fake: FakeSlack, bot: Client
) -> None:
    link = await connected(bot)
    event = fake.said(ANN, "hello")
    frame, _ = await asyncio.gather(acknowledged(link), fake.push(event))
    assert (frame["type"], frame["accepts_response_payload"]) == ("events_api", False)
    assert (frame["retry_attempt"], frame["retry_reason"]) == (0, "")
    assert frame["payload"]["event"]["text"] == "hello"
    assert [(each.kind, each.code, each.attempt) for each in fake.acks] == [("events_api", 200, 0)]
    assert fake.alarms == []


async def test_pushed_again_it_is_a_retry_of_the_same_event(fake: FakeSlack, bot: Client) -> None:
    link = await connected(bot)
    event = fake.said(ANN, "hello")
    with pytest.raises(NotAcknowledged):
        await fake.push(event)
    first = await link.receive_json()
    again, _ = await asyncio.gather(acknowledged(link), fake.push(event))
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["payload"] == first["payload"]
    assert again["envelope_id"] != first["envelope_id"]
    await link.send_json({"envelope_id": first["envelope_id"]})
    await link.close()
    assert fake.alarms == [f"an acknowledgement that comes too late, or for nothing: {first['envelope_id']}"]


async def test_what_happened_without_a_connection_comes_as_a_retry(fake: FakeSlack, bot: Client) -> None:
    event = fake.said(ANN, "hello")
    delivered = asyncio.ensure_future(fake.push(event))
    await asyncio.sleep(0)
    frame = await acknowledged(await connected(bot))
    await delivered
    assert frame["retry_attempt"] == 1


async def test_nobody_there_is_not_acknowledged(fake: FakeSlack) -> None:
    with pytest.raises(NotAcknowledged, match="no connection"):
        await fake.push(fake.said(ANN, "hello"))


async def test_a_late_acknowledgement_is_none(fake: FakeSlack, bot: Client) -> None:
    link = await connected(bot)

    async def answer() -> None:
        frame = await link.receive_json()
        await asyncio.sleep(0.35)
        await link.send_json({"envelope_id": frame["envelope_id"]})

    answering = asyncio.ensure_future(answer())
    with pytest.raises(NotAcknowledged, match="after more than"):
        await fake.push(fake.said(ANN, "hello"))
    await answering
    assert fake.alarms[0].startswith("events_api acknowledged after 0.")


async def test_an_answer_where_none_is_accepted_is_noticed(fake: FakeSlack, bot: Client) -> None:
    link = await connected(bot)
    await asyncio.gather(acknowledged(link, payload={"text": "hi"}, mood="good"), fake.push(fake.said(ANN, "hello")))
    assert fake.alarms == ["an acknowledgement with mood", "an answer to a payload that accepts none"]
    await link.send_str("hello there")
    await asyncio.gather(acknowledged(link), fake.push(fake.said(ANN, "more")))
    assert fake.alarms[2:] == ["a frame that is no acknowledgement: hello there"]


async def test_a_mention_in_a_channel_is_two_events_in_either_order(fake: FakeSlack, bot: Client) -> None:
    link = await connected(bot)
    orders = []
    for _ in range(2):
        said = fake.said(ANN, "@合拍 help", ROOM, to_bot=True)
        pushing = asyncio.ensure_future(fake.push(said))
        one, other = await acknowledged(link), await acknowledged(link)
        await pushing
        orders.append([each["payload"]["event"]["type"] for each in (one, other)])
        assert one["payload"]["event"]["ts"] == other["payload"]["event"]["ts"]
        assert one["payload"]["event_id"] != other["payload"]["event_id"]
    assert sorted(orders) == [["app_mention", "message"], ["message", "app_mention"]]


async def test_connections_take_turns_if_told_to(fake: FakeSlack, bot: Client) -> None:
    fake.alternate = True
    links = [await connected(bot), await connected(bot)]
    for text in ("1", "2", "3", "4"):
        taken = [asyncio.ensure_future(acknowledged(link)) for link in links]
        await fake.push(fake.said(ANN, text))
        done, left = await asyncio.wait(taken, return_when=asyncio.FIRST_COMPLETED)
        assert [links[taken.index(each)] for each in done] == [links[int(text) % 2]]
        for each in left:
            each.cancel()
            await asyncio.gather(each, return_exceptions=True)


@pytest.mark.parametrize("how", ["refresh", "warning", "link_disabled", "too_many_websockets"])
async def test_told_to_go_a_connection_gets_nothing_more_but_at_a_warning(
    fake: FakeSlack, bot: Client, how: str
) -> None:
    old = await connected(bot)
    await fake.disconnect(how)
    frame = await old.receive_json()
    reason = "refresh_requested" if how == "refresh" else how
    assert (frame["type"], frame["reason"]) == ("disconnect", reason)
    new = await connected(bot)
    await asyncio.gather(acknowledged(old if how == "warning" else new), fake.push(fake.said(ANN, "hello")))


@pytest.mark.parametrize(
    ("how", "seen"), [("clean", WSMsgType.CLOSE), ("close", None), ("half", None), ("reset", None)]
)
async def test_a_connection_ends_in_many_ways(fake: FakeSlack, bot: Client, how: str, seen: WSMsgType | None) -> None:
    link = await connected(bot)
    link_type = [WSMsgType.CLOSED, WSMsgType.ERROR, WSMsgType.CLOSE] if seen is None else [seen, WSMsgType.CLOSED]
    ending = asyncio.ensure_future(fake.disconnect(how))
    assert (await link.receive()).type in link_type
    await ending
    await asyncio.gather(acknowledged(await connected(bot)), fake.push(fake.said(ANN, "hello")))


async def test_a_frozen_link_takes_everything_and_says_nothing(fake: FakeSlack, bot: Client) -> None:
    link = await connected(bot)
    await link.ping(b"1")
    await fake.disconnect("freeze")
    answering = asyncio.ensure_future(acknowledged(link))
    with pytest.raises(NotAcknowledged):
        await fake.push(fake.said(ANN, "hello"))
    await answering
    assert fake.acks == []


async def test_an_eleventh_connection_is_one_too_many(bot: Client) -> None:
    kept = [await connected(bot) for _ in range(11)]
    assert (await kept[-1].receive_json(timeout=5))["reason"] == "too_many_websockets"


async def test_a_command_may_be_answered_at_once(fake: FakeSlack, bot: Client) -> None:
    link = await connected(bot)
    command = fake.deeds.commanded(BOB, "/okr", "list", ROOM)
    frame, _ = await asyncio.gather(acknowledged(link, payload={"text": "None yet."}), fake.push(command))
    assert (frame["type"], frame["accepts_response_payload"]) == ("slash_commands", True)
    assert "retry_attempt" not in frame
    assert [(each.only, each.wire["text"]) for each in fake.messages] == [(BOB, "None yet.")]


async def test_an_unknown_way_to_end_is_a_mistake_of_the_test(fake: FakeSlack) -> None:
    with pytest.raises(ValueError, match="no such way"):
        await fake.disconnect("gently")
