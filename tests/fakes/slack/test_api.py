"""Every call is checked before it does anything: method, token, scope, form, arguments."""

import pytest

from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, BOT_USER, FakeSlack
from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ANN, ROOM, peopled


async def test_a_token_is_tested(bot: Client) -> None:
    answer = await bot.call("auth.test")
    assert answer["ok"]
    assert answer["user_id"] == BOT_USER
    assert "chat:write" in bot.headers["X-OAuth-Scopes"].split(",")


async def test_a_method_nobody_documented_is_refused_and_noticed(fake: FakeSlack, bot: Client) -> None:
    assert (await bot.call("chat.shout"))["error"] == "unknown_method"
    assert fake.alarms == ["no such method: chat.shout"]


async def test_an_argument_nobody_documented_is_refused_and_noticed(fake: FakeSlack, bot: Client) -> None:
    answer = await bot.call("chat.postMessage", channel=ROOM, text="x", client_msg_id="1")
    assert answer["error"] == "invalid_arg_name"
    assert fake.alarms == ["chat.postMessage knows no argument client_msg_id"]
    assert not fake.messages


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("auth.test", "", "not_authed"),
        ("auth.test", "xoxb-of-somebody-else", "invalid_auth"),
        ("auth.test", APP_TOKEN, "not_allowed_token_type"),
        ("apps.connections.open", BOT_TOKEN, "not_allowed_token_type"),
    ],
)
async def test_the_wrong_token_is_refused(bot: Client, method: str, token: str, error: str) -> None:
    assert await bot.call(method, token) == {"ok": False, "error": error}


async def test_an_app_token_as_a_parameter_is_an_error(bot: Client) -> None:
    assert (await bot.request("apps.connections.open", "", data={"token": APP_TOKEN}))[
        "error"
    ] == "not_allowed_token_type"
    assert (await bot.request("auth.test", "", data={"token": BOT_TOKEN}))["ok"]


async def test_a_missing_scope_is_named() -> None:
    fake = peopled(limits=False, scopes="users:read im:history")
    await fake.start()
    async with Client(fake) as bot:
        answer = await bot.call("chat.postMessage", channel=ROOM, text="x")
        history = await bot.form("conversations.history", channel=ROOM)
    await fake.stop()
    assert answer == {
        "ok": False,
        "error": "missing_scope",
        "needed": "chat:write",
        "provided": "im:history,users:read",
    }
    assert history["needed"] == "channels:history"


async def test_a_revoked_token_is_refused_until_it_is_mended(fake: FakeSlack, bot: Client) -> None:
    fake.revoke("account_inactive")
    assert (await bot.call("auth.test"))["error"] == "account_inactive"
    fake.api.revoked = ""
    assert (await bot.call("auth.test"))["ok"]


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"<a/>", "application/xml", "invalid_post_type"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(bot: Client, body: bytes, kind: str, error: str) -> None:
    answer = await bot.request("chat.postMessage", BOT_TOKEN, data=body, headers={"Content-Type": kind})
    assert answer["error"] == error


async def test_a_reading_method_takes_no_json(bot: Client) -> None:
    assert (await bot.call("users.info", user=ANN))["error"] == "invalid_post_type"
    assert (await bot.request("users.info", BOT_TOKEN, "GET", params={"user": ANN}))["ok"]
    assert (await bot.request("users.info", BOT_TOKEN, params={"user": ANN}))["ok"]


async def test_a_missing_or_misshapen_argument_is_pointed_at(bot: Client) -> None:
    missing = await bot.call("chat.postMessage", text="x")
    assert missing["error"] == "invalid_arguments"
    assert missing["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
    wrong = await bot.call("chat.postMessage", channel=ROOM, text=["x"])
    assert wrong["response_metadata"]["messages"] == ["[ERROR] must be a string [json-pointer:/text]"]


async def test_every_call_is_written_down_with_its_answer(fake: FakeSlack, bot: Client) -> None:
    await bot.call("auth.test", "nonsense")
    await bot.call("chat.postMessage", channel=ROOM, text="hello")
    first, second = fake.calls
    assert (first.method, first.token, first.status) == ("auth.test", "nonsense", 200)
    assert second.params == {"channel": ROOM, "text": "hello"}
    assert second.answer["ts"] == fake.messages[0].ts
