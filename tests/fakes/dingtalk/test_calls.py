"""Tokens, permissions, limits, faults: what may happen to any call."""

import json
from typing import Any

import pytest
from aiohttp import ServerDisconnectedError

from tests.fakes.dingtalk import CLIENT_ID, CLIENT_SECRET, FakeDingTalk, Switches
from tests.fakes.dingtalk.company import CORP
from tests.fakes.dingtalk.probe import NOW, Probe, probing

PEOPLE = "/v1.0/robot/oToMessages/batchSend"
BODY = {
    "robotCode": CLIENT_ID,
    "userIds": ["user0102"],
    "msgKey": "sampleText",
    "msgParam": json.dumps({"content": "好"}),
}


async def test_a_token_stays_the_same_while_it_lives(probe: Probe, fake: FakeDingTalk) -> None:
    first = probe.token
    await probe.sign_in()
    assert probe.token == first
    fake.site.expire_tokens()
    await probe.sign_in()
    assert probe.token != first


async def test_all_ways_to_a_token_give_the_same(probe: Probe) -> None:
    body = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "client_credentials"}
    _, new = await probe.post(f"/v1.0/oauth2/{CORP}/token", **body)
    _, old = await probe.call("GET", "/gettoken", appkey=CLIENT_ID, appsecret=CLIENT_SECRET)
    assert (new["access_token"], old["access_token"]) == (probe.token, probe.token)
    assert (new["expires_in"], old["errcode"]) == (7200, 0)


async def test_a_wrong_secret(probe: Probe) -> None:
    status, answer = await probe.post("/v1.0/oauth2/accessToken", appKey=CLIENT_ID, appSecret="no")
    assert (status, answer["code"]) == (400, "invalidClientIdOrSecret")
    assert {"code", "requestid", "message", "accessdenieddetail"} == set(answer)


async def test_a_call_needs_a_token_that_lives(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.expire_tokens()
    assert await probe.code(PEOPLE, **BODY) == "InvalidAuthentication"
    assert (await probe.old("/topapi/v2/user/get", userid="user0102"))["errcode"] == 42001
    probe.token = "unknown"
    assert await probe.code(PEOPLE, **BODY) == "InvalidAuthentication"
    assert (await probe.old("/topapi/v2/user/get", userid="user0102"))["errcode"] == 40014


async def test_a_token_ends_by_itself() -> None:
    async with probing(FakeDingTalk(lambda: NOW, switches=Switches(token_seconds=0.0))) as probe:
        assert await probe.code(PEOPLE, **BODY) == "InvalidAuthentication"


async def test_a_missing_permission_names_itself(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.scopes.clear()
    status, answer = await probe.post(PEOPLE, **BODY)
    assert (status, answer["code"]) == (403, "Forbidden.AccessDenied.AccessTokenPermissionDenied")
    assert answer["accessdenieddetail"] == {"requiredScopes": ["qyapi_robot_sendmsg"]}
    old = await probe.old("/topapi/v2/user/get", userid="user0102")
    assert (old["errcode"], old["sub_code"]) == (88, "60011")


async def test_twenty_a_second_and_api(probe: Probe) -> None:
    answers = [await probe.post(PEOPLE, **BODY) for _ in range(21)]
    status, answer = answers[-1]
    assert [each for each, _ in answers[:20]] == [200] * 20
    assert status in (400, 403)
    assert answer["code"] in ("Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "send.too.fast")


async def test_what_is_not_documented_is_refused_and_an_alarm(probe: Probe, fake: FakeDingTalk) -> None:
    assert await probe.code("/v1.0/robot/sendAnything", **BODY) == "InvalidAction.NotFound"
    assert fake.alarms == ["undocumented: POST /v1.0/robot/sendAnything"]


async def test_every_call_is_kept(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.post(PEOPLE, **BODY)
    call = fake.calls[-1]
    assert (call.method, call.path, call.status, call.body) == ("POST", PEOPLE, 200, BODY)
    assert call.answer["processQueryKey"] == fake.messages[0].key


@pytest.mark.parametrize(
    ("fault", "status", "stored"),
    [("limited", (400, 403), 0), ("broken", (500,), 0), ("html", (502,), 0), ("expired", (400,), 0)],
)
async def test_a_fault(probe: Probe, fake: FakeDingTalk, fault: str, status: tuple[int, ...], stored: int) -> None:
    fake.faults.add(fault)
    assert (await probe.post(PEOPLE, **BODY))[0] in status
    assert len(fake.messages) == stored
    await probe.sign_in()
    assert (await probe.post(PEOPLE, **BODY))[0] == 200


@pytest.mark.parametrize(("fault", "stored"), [("lost", 1), ("dropped", 0)])
async def test_a_fault_that_cuts_the_line(probe: Probe, fake: FakeDingTalk, fault: str, stored: int) -> None:
    fake.faults.add(fault)
    with pytest.raises((ServerDisconnectedError, ConnectionError)):
        await probe.post(PEOPLE, **BODY)
    assert len(fake.messages) == stored
    assert fake.calls[-1].status == 0


@pytest.mark.parametrize("fault", ["limited", "expired"])
async def test_a_fault_of_a_webhook_is_http_200(probe: Probe, fake: FakeDingTalk, fault: str) -> None:
    url = fake.said("user0102", "你好").data["sessionWebhook"]
    fake.faults.add(fault)
    status, answer = await probe.call("POST", url, {"msgtype": "text", "text": {"content": "好"}})
    assert status == 200
    assert answer["errcode"] != 0
    assert not fake.messages


async def test_only_what_sends_fails(probe: Probe, fake: FakeDingTalk) -> None:
    fake.faults.add("broken")
    answer: Any = await probe.old("/topapi/v2/user/get", userid="user0102")
    assert answer["errcode"] == 0
    assert await probe.code(PEOPLE, **BODY) == "system.error"
