"""Every shape of failure that the notes tell of (3.4), on request."""

import json
from collections import deque

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import BOT_TOKEN, FakeSlack, shapes
from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ROOM
from tests.fakes.slack.shapes import Canned


async def posted(fake: FakeSlack, fault: str) -> tuple[int, str]:
    """Status and body of one post under this fault; 0 if there is no answer."""
    fake.faults.add(fault)
    body = {"channel": ROOM, "text": "hello"}
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {BOT_TOKEN}"}) as http:
        try:
            async with http.post(f"{fake.url}/api/chat.postMessage", json=body) as response:
                return response.status, await response.text()
        except aiohttp.ClientConnectionError:
            return 0, ""


@pytest.mark.parametrize(
    ("fault", "status", "says", "stored"),
    [
        ("limited", 429, "ratelimited", 0),
        ("broken", 500, "internal_error", 0),
        ("html", 503, "<html>", 0),
        ("lost", 0, "", 1),
        ("dropped", 0, "", 0),
        ("expired", 200, "token_expired", 0),
    ],
)
async def test_a_fault_strikes_once(fake: FakeSlack, fault: str, status: int, says: str, stored: int) -> None:
    answered, body = await posted(fake, fault)
    assert answered == status
    assert says in body
    assert len(fake.messages) == stored
    assert fake.calls[0].fault == fault
    async with Client(fake) as bot:
        assert (await bot.call("chat.postMessage", channel=ROOM, text="again"))["ok"]


async def test_questions_are_spared(fake: FakeSlack, bot: Client) -> None:
    fake.faults.add("broken")
    assert (await bot.call("auth.test"))["ok"]
    assert list(fake.faults.coming) == ["broken"]


async def seen_by_the_sdk(fake: FakeSlack, canned: Canned) -> object:
    fake.api.canned["auth.test"] = deque([canned])
    client = AsyncWebClient(BOT_TOKEN, base_url=f"{fake.url}/api/", retry_handlers=[], timeout=1)
    try:
        return await client.auth_test()
    except Exception as error:
        return error


async def test_the_sdk_sees_what_the_notes_say_it_sees(fake: FakeSlack) -> None:
    refused = await seen_by_the_sdk(fake, shapes.error("account_inactive"))
    assert isinstance(refused, SlackApiError)
    assert refused.response["error"] == "account_inactive"

    limited = await seen_by_the_sdk(fake, shapes.limited("7"))
    assert isinstance(limited, SlackApiError)
    assert (limited.response.status_code, limited.response.headers["Retry-After"]) == (429, "7")

    for text in (shapes.limited(text=True), shapes.plain(503)):
        plain = await seen_by_the_sdk(fake, text)
        assert isinstance(plain, SlackApiError)
        assert isinstance(plain.response.data, str)

    for page in (shapes.html(503), shapes.html(200)):
        html = await seen_by_the_sdk(fake, page)
        assert isinstance(html, SlackApiError)
        assert html.response.data == {}

    assert isinstance(await seen_by_the_sdk(fake, shapes.plain(200, "fine")), AttributeError)

    broken = await seen_by_the_sdk(fake, shapes.broken_json())
    assert isinstance(broken, SlackApiError)
    assert not hasattr(broken.response, "status_code")

    assert isinstance(await seen_by_the_sdk(fake, shapes.reset(stored=False)), aiohttp.ClientError)
    assert isinstance(await seen_by_the_sdk(fake, shapes.late(3)), TimeoutError)


async def test_what_is_stored_behind_a_useless_answer_is_there(fake: FakeSlack, bot: Client) -> None:
    fake.api.canned["chat.postMessage"] = deque([shapes.broken_json(stored=True)])
    with pytest.raises(json.JSONDecodeError):
        await bot.call("chat.postMessage", channel=ROOM, text="hello")
    assert [each.wire["text"] for each in fake.messages] == ["hello"]
