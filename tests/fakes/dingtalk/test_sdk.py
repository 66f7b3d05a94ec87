"""The vendor's SDK, an independent client, lives on the fake: in a thread of its own, since it blocks its loop."""

import asyncio
import json
import threading
from typing import Any

import dingtalk_stream  # type: ignore[import-untyped]
import pytest

from tests.fakes.dingtalk import CLIENT_ID, CLIENT_SECRET, FakeDingTalk, Handle, draw
from tests.fakes.dingtalk.probe import Probe
from tests.fakes.dingtalk.test_cards import MAKE, card

Heard = list[tuple[str, Any]]


class _Messages(dingtalk_stream.ChatbotHandler):  # type: ignore[misc]
    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self.heard = heard

    async def process(self, callback: Any) -> tuple[int, str]:
        message = dingtalk_stream.ChatbotMessage.from_dict(callback.data)
        self.heard.append((message.sender_staff_id, message.text.content.strip()))
        return dingtalk_stream.AckMessage.STATUS_OK, "OK"


class _Cards(dingtalk_stream.CallbackHandler):  # type: ignore[misc]
    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self.heard = heard

    async def process(self, callback: Any) -> tuple[int, Any]:
        message = dingtalk_stream.CardCallbackMessage.from_dict(callback.data)
        self.heard.append((message.card_instance_id, message.content["cardPrivateData"]))
        return dingtalk_stream.AckMessage.STATUS_OK, {"cardData": {"cardParamMap": {"text_1": "收到"}}}


class _Events(dingtalk_stream.EventHandler):  # type: ignore[misc]
    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self.heard = heard

    async def process(self, event: Any) -> tuple[int, str]:
        self.heard.append((event.headers.event_type, event.data["userId"]))
        return dingtalk_stream.AckMessage.STATUS_OK, "OK"


class _Thread(threading.Thread):
    """Runs the SDK until stopped. It swallows one cancel, so it is told twice."""

    def __init__(self, client: Any) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._loop = asyncio.new_event_loop()

    def run(self) -> None:
        self._task = self._loop.create_task(self._client.start())
        self._loop.run_until_complete(asyncio.gather(self._task, return_exceptions=True))
        for left in asyncio.all_tasks(self._loop):
            left.cancel()
            self._loop.run_until_complete(asyncio.gather(left, return_exceptions=True))
        self._loop.close()

    async def stop(self) -> None:
        while self.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
            await asyncio.sleep(0.02)


async def test_the_sdk_connects_hears_and_answers(
    probe: Probe, fake: FakeDingTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = f"{fake.url}/v1.0/gateway/connections/open"
    monkeypatch.setattr(dingtalk_stream.DingTalkStreamClient, "OPEN_CONNECTION_API", gateway)
    client = dingtalk_stream.DingTalkStreamClient(dingtalk_stream.Credential(CLIENT_ID, CLIENT_SECRET))
    heard: Heard = []
    client.register_callback_handler(dingtalk_stream.ChatbotMessage.TOPIC, _Messages(heard))
    client.register_callback_handler(dingtalk_stream.CallbackHandler.TOPIC_CARD_CALLBACK, _Cards(heard))
    client.register_all_event_handler(_Events(heard))
    thread = _Thread(client)
    thread.start()
    try:
        await probe.post(MAKE, **card())
        await fake.push(fake.said("user0102", "你好"))
        await fake.push(fake.pressed("user0102", "k1", Handle("button", "b1", "x")))
        assert not fake.alarms
        await fake.push(fake.left("user0415"))
        await fake.ping()
    finally:
        await thread.stop()
    pressed = {"actionIds": ["b1"], "params": {"value": "x"}}
    assert heard == [("user0102", "你好"), ("k1", pressed), ("user_leave_org", ["user0415"])]
    assert draw(fake.messages[0]).text == "收到"
    assert fake.alarms == ["an EVENT is acknowledged with its status SUCCESS or LATER"]
    opened = next(each.body for each in fake.calls if each.path.endswith("connections/open"))
    assert {"type": "EVENT", "topic": "*"} in opened["subscriptions"]
    assert json.dumps(opened["ua"]).startswith('"dingtalk-sdk-python/')
