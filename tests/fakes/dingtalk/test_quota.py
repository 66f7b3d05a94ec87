"""The month's calls and pushes, and what is left of a message when none is left."""

import json
from datetime import timedelta

from tests.fakes.dingtalk import CLIENT_ID, FakeDingTalk
from tests.fakes.dingtalk.probe import NOW, Probe

PEOPLE = "/v1.0/robot/oToMessages/batchSend"
BODY = {
    "robotCode": CLIENT_ID,
    "userIds": ["user0102", "user0415"],
    "msgKey": "sampleText",
    "msgParam": json.dumps({"content": "好"}),
}


async def test_a_batch_is_one_call_and_reading_people_none(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.post(PEOPLE, **BODY)
    await probe.old("/topapi/v2/user/get", userid="user0102")
    assert fake.site.quota.calls == 1


async def test_what_is_refused_for_speed_is_not_counted(probe: Probe, fake: FakeDingTalk) -> None:
    fake.faults.add("limited")
    await probe.post(PEOPLE, **BODY)
    assert fake.site.quota.calls == 0


async def test_a_spent_month_ends_with_the_month(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.quota.allowed = (1, 3000)
    assert await probe.code(PEOPLE, **BODY) == ""
    assert await probe.code(PEOPLE, **BODY) == "Forbidden.AccessDenied.ApiCountLimitForOrg"
    assert (await probe.old("/topapi/attendance/getleavestatus"))["errcode"] == 90020
    fake.site.quota._now = lambda: NOW + timedelta(days=14)
    assert await probe.code(PEOPLE, **BODY) == ""


async def test_once_pushes_are_spent_a_message_comes_empty(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.quota.allowed = (5000, 1)
    listener = await probe.listen()
    for event in (
        fake.said("user0102", "一"),
        fake.said("user0102", "二"),
        fake.said("user0102", "", media="voice"),
        fake.happened("chat_add_member", {"userId": ["user0415"]}),
        fake.left("user0415"),
    ):
        await fake.push(event)
    first, second, voice, group, contact = listener.data
    assert "errorCode" not in first
    assert (second["errorCode"], "text" in second) == (20001, False)
    assert second["senderStaffId"] == "user0102"
    assert (voice["errorCode"], "content" in voice) == (20001, False)
    assert group["errCode"] == 20001
    assert contact["userId"] == ["user0415"]


async def test_a_redelivery_is_no_second_push(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.listen()
    event = fake.said("user0102", "一")
    await fake.push(event)
    await fake.push(event)
    assert fake.site.quota.pushes == 1
