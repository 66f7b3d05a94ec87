"""The real slack-bolt, over its aiohttp Socket Mode client, talks to the fake as it would to Slack."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, draw
from tests.fakes.slack.conftest import ANN, ROOM

BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "How was *today*?"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "good", "text": {"type": "plain_text", "text": "1 Good"}, "value": "{}"}
        ],
    },
]


def app_at(fake: FakeSlack) -> AsyncApp:
    """A small bot: asks in return for anything said, thanks for a press."""
    client = AsyncWebClient(BOT_TOKEN, base_url=f"{fake.url}/api/", retry_handlers=[])
    app = AsyncApp(name="toy", client=client, process_before_response=True)

    @app.event("message")
    async def asked(event: dict[str, Any]) -> None:
        await client.chat_postMessage(channel=event["channel"], text="How was today?", blocks=BLOCKS)

    @app.event("app_mention")
    async def mentioned() -> None: ...

    @app.action("good")
    async def pressed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        where = body["container"]
        await client.chat_update(channel=where["channel_id"], ts=where["message_ts"], text="Good.", blocks=BLOCKS[:0])

    return app


@pytest.fixture
async def bolt(fake: FakeSlack) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app_at(fake), APP_TOKEN, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield handler
    await handler.close_async()  # type: ignore[no-untyped-call]
    await handler.client.aiohttp_client_session.close()


@pytest.mark.usefixtures("bolt")
async def test_a_dialog_goes_over_the_wire(fake: FakeSlack) -> None:
    await fake.push(fake.said(ANN, "hello"))
    (message,) = fake.messages
    assert (message.user, message.room) == (ANN, "")
    drawn = draw(message)
    assert drawn.text == "How was today? [1 Good]"
    await fake.push(fake.pressed(ANN, message.id, drawn.pressables[0].handle))
    assert (draw(message).text, message.version) == ("Good.", 2)
    assert fake.alarms == []


@pytest.mark.parametrize("how", ["refresh", "clean", "close", "half", "reset"])
@pytest.mark.usefixtures("bolt")
async def test_it_comes_back_after_the_connection_was_lost(fake: FakeSlack, how: str) -> None:
    await fake.push(fake.said(ANN, "@合拍 one", ROOM, to_bot=True))
    await fake.disconnect(how)
    await fake.push(fake.said(ANN, "@合拍 two", ROOM, to_bot=True))
    assert len(fake.messages) == 2
    assert len(fake.sockets.tries) == 2


async def test_a_stale_ticket_keeps_bolt_offline_until_its_url_is_cleared(
    fake: FakeSlack, bolt: AsyncSocketModeHandler
) -> None:
    fake.sockets.stale = 1
    await fake.disconnect("refresh")
    async with asyncio.timeout(5):
        await fake.sockets.tried(4)
    assert len(set(fake.sockets.tries[1:])) == 1, "the same ticket again and again"
    bolt.client.wss_uri = None
    await fake.push(fake.said(ANN, "hello"))
    assert len(fake.messages) == 1
