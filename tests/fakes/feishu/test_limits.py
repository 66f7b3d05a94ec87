"""Tokens end, rates are kept, permissions are needed, and the network fails on request."""

import asyncio
import json

import pytest
from aiohttp import ClientError

from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu import rates as rates_module
from tests.fakes.feishu.conftest import ANN, TEAM, Client, card, markdown
from tests.fakes.feishu.errors import Refusal
from tests.fakes.feishu.rates import Rates
from tests.fakes.feishu.tokens import Tokens

CARD = card(markdown("hello"))


class Ticking:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("time.monotonic", lambda: self.now)


async def test_a_token_is_needed(fake: FakeFeishu, bot: Client) -> None:
    async def info(authorization: str | None) -> int:
        headers = {} if authorization is None else {"Authorization": authorization}
        return (await bot.raw("GET", "bot/v3/info", headers=headers)).code

    assert await info(None) == 99991661
    assert await info("Basic x") == 99991661
    assert await info("Bearer x-1") == 99991671
    assert await info("Bearer t-1") == 99991663
    answer = await bot.call("GET", "bot/v3/info")
    assert (answer.code, answer.body["bot"]["app_name"]) == (0, "合拍")
    fake.tokens.revoke()
    assert (await bot.call("GET", "bot/v3/info")).code == 99991663


async def test_a_token_needs_the_secret(fake: FakeFeishu, bot: Client) -> None:
    answer = await bot.raw("POST", "auth/v3/tenant_access_token/internal", {"app_id": fake.app_id, "app_secret": "x"})
    assert (answer.code, len(fake.alarms)) == (10014, 1)


def test_a_token_is_the_same_until_its_last_half_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, tokens = Ticking(monkeypatch), Tokens()
    first = tokens.issue()
    assert first == ("t-g100000001", 7200)
    clock.now += 5399
    assert tokens.issue() == (first[0], 1801)
    clock.now += 2
    second = tokens.issue()
    assert second == ("t-g100000002", 7200)
    tokens.check(f"Bearer {first[0]}")
    clock.now += 1800
    with pytest.raises(Refusal, match="99991663"):
        tokens.check(f"Bearer {first[0]}")
    tokens.check(f"Bearer {second[0]}")


def test_the_gateway_counts_seconds_and_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, rates = Ticking(monkeypatch), Rates(on=True)
    for _ in range(50):
        rates.gateway("send")
    with pytest.raises(Refusal) as refused:
        rates.gateway("send")
    assert (refused.value.code, refused.value.status) == (99991400, 429)
    assert refused.value.headers == {"x-ogw-ratelimit-reset": "1", "x-ogw-ratelimit-limit": "1000"}
    rates.gateway("patch")
    for _ in range(19):
        clock.now += 1.001
        for _ in range(50):
            rates.gateway("send")
    clock.now += 1.001
    with pytest.raises(Refusal) as refused:
        rates.gateway("send")
    assert int(refused.value.headers["x-ogw-ratelimit-reset"]) > 30


def test_a_chat_takes_five_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, rates = Ticking(monkeypatch), Rates(on=True)
    for _ in range(5):
        rates.business("chat a")
    rates.business("chat b")
    with pytest.raises(Refusal, match="230020"):
        rates.business("chat a")
    clock.now += 1.001
    rates.business("chat a")
    free = Rates(on=False)
    for _ in range(100):
        free.business("chat a")


async def test_six_at_once_are_one_too_many(fake: FakeFeishu, bot: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates_module, "CHAT", (rates_module.Window(5, 3600),))
    answers = [(await bot.send(CARD, TEAM)).code for _ in range(6)]
    assert answers == [0, 0, 0, 0, 0, 230020]
    id = fake.messages[0].id
    codes = [(await bot.call("PATCH", f"im/v1/messages/{id}", {"content": json.dumps(CARD)})).code for _ in range(6)]
    assert codes == [0, 0, 0, 0, 0, 230020]
    assert (await bot.send(CARD)).code == 0


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", f"contact/v3/users/{ANN}", "contact:contact.base:readonly"),
        ("GET", "im/v1/chats", "im:chat:readonly"),
        ("DELETE", "im/v1/messages/om_1", "im:message:send_as_bot"),
    ],
)
async def test_a_scope_is_needed(fake: FakeFeishu, bot: Client, method: str, path: str, scope: str) -> None:
    fake.platform.scopes -= {scope}
    answer = await bot.call(method, path)
    assert answer.code == 99991672
    assert scope in [each["subject"] for each in answer.body["error"]["permission_violations"]]


async def test_what_is_not_documented_is_refused(fake: FakeFeishu, bot: Client) -> None:
    answer = await bot.call("GET", "im/v1/nonsense")
    assert (answer.status, answer.code) == (404, 99992402)
    assert (await bot.call("PATCH", "im/v1/chats")).status == 404
    assert len(fake.alarms) == 2


async def test_faults_come_as_asked(fake: FakeFeishu, bot: Client) -> None:
    fake.faults.add("limited", 3)
    answers = [await bot.send(CARD) for _ in range(3)]
    assert {(each.status, each.code) for each in answers} == {(429, 99991400), (400, 99991400), (400, 230020)}
    fake.faults.add("broken")
    assert (await bot.send(CARD)).status == 500
    fake.faults.add("html")
    answer = await bot.send(CARD)
    assert (answer.status, "Bad Gateway" in answer.body) == (502, True)
    fake.faults.add("expired")
    assert (await bot.send(CARD)).code == 99991663
    bot.token = ""
    fake.faults.add("dropped")
    with pytest.raises(ClientError):
        await bot.send(CARD, uuid="u")
    assert fake.messages == []
    fake.faults.add("lost")
    with pytest.raises(ClientError):
        await bot.send(CARD, uuid="u")
    assert (await bot.send(CARD, uuid="u")).code == 0
    assert len(fake.messages) == 1
    assert fake.alarms == []


async def test_an_answer_can_be_held_back(fake: FakeFeishu, bot: Client) -> None:
    await bot.call("GET", "bot/v3/info")
    fake.faults.delay = 30
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await bot.call("GET", "bot/v3/info")
