"""Tokens, trusted addresses, and what nobody documented: refused as WeCom refuses it."""

import pytest
from aiohttp import ClientError

from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.conftest import Api, Time
from tests.fakes.wecom.fake import AGENT


async def test_the_same_token_is_given_while_it_is_valid(api: Api, time: Time) -> None:
    first = await api.login()
    time.passes(seconds=7000)
    second = await api.login()
    assert (second["access_token"], second["expires_in"]) == (first["access_token"], 200)
    time.passes(seconds=201)
    assert (await api.text("hello"))["errcode"] == 42001
    assert (await api.login())["access_token"] != first["access_token"]
    assert (await api.text("hello"))["errcode"] == 0


async def test_a_wrong_secret_or_company_gets_none(api: Api) -> None:
    assert (await api.login(secret="wrong"))["errcode"] == 40001
    assert (await api.login(corp="wwother"))["errcode"] == 40013


async def test_tokens_are_revoked_before_their_time(api: Api, fake: FakeWeCom) -> None:
    fake.tokens.revoke()
    assert (await api.text("hello"))["errcode"] == 42001
    api.token = "never issued"
    assert (await api.text("hello"))["errcode"] == 40014
    api.token = ""
    assert (await api.text("hello"))["errcode"] == 41001
    assert fake.messages == []


async def test_an_address_that_is_not_trusted_gets_a_token_and_no_more(api: Api, fake: FakeWeCom) -> None:
    fake.gate.trusted = False
    assert (await api.login())["errcode"] == 0
    answer = await api.text("hello")
    assert answer["errcode"] == 60020
    assert answer["errmsg"].startswith("not allow to access from your ip, hint: [")
    assert answer["errmsg"].endswith("], from ip: 127.0.0.1")


async def test_what_is_not_documented_is_refused_and_noted(api: Api, fake: FakeWeCom) -> None:
    async with api.http.get(f"{fake.url}/cgi-bin/message/edit") as answer:
        assert answer.status == 404
    assert (await api.text("hello", colour="red"))["errcode"] == 40058
    assert (await api.get("getcallbackip", debug="1"))["errcode"] == 40058
    assert (await api.get("message/send"))["errcode"] == 43002
    async with api.http.post(f"{fake.url}/cgi-bin/message/send?access_token={api.token}", data="{") as answer:
        assert (await answer.json())["errcode"] == 47001
    assert [alarm.partition(":")[0] for alarm in fake.alarms] == [
        "no such endpoint",
        "POST /cgi-bin/message/send",
        "GET /cgi-bin/getcallbackip",
    ]


async def test_secrets_are_not_in_the_record_of_calls(api: Api, fake: FakeWeCom) -> None:
    await api.text("hello")
    assert [call.query for call in fake.calls] == [{"corpid": "ww1a2b3c4d5e6f7890"}, {}]


@pytest.mark.parametrize(("fault", "stored"), [("dropped", 0), ("lost", 1)])
async def test_the_connection_is_reset_before_or_after_storing(
    api: Api, fake: FakeWeCom, fault: str, stored: int
) -> None:
    fake.faults.add(fault)
    with pytest.raises(ClientError):
        await api.text("hello")
    assert len(fake.messages) == stored


async def test_the_other_faults(api: Api, fake: FakeWeCom) -> None:
    for fault in ("limited", "expired"):
        fake.faults.add(fault)
    assert (await api.text("hello"))["errcode"] == 45009
    assert (await api.text("hello"))["errcode"] == 42001
    assert (await api.text("hello"))["errcode"] == 42001
    await api.login()
    fake.faults.add("broken")
    fake.faults.add("html")
    url, body = f"{fake.url}/cgi-bin/message/send", {"touser": "LiSi", "agentid": AGENT, "msgtype": "text", "text": {}}
    async with api.http.post(url, params={"access_token": api.token}, json=body) as answer:
        assert answer.status == 500
    async with api.http.post(url, params={"access_token": api.token}, json=body) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
    assert fake.messages == []
