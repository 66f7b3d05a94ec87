"""The robot's sends: what is taken, and how everything else is refused."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.dingtalk import CLIENT_ID, FakeDingTalk, draw
from tests.fakes.dingtalk.content import KEYS
from tests.fakes.dingtalk.probe import NOW, Probe

ROOM = "cidTeamA/+x=="
PEOPLE = "/v1.0/robot/oToMessages/batchSend"
GROUP = "/v1.0/robot/groupMessages/send"
MARKDOWN = json.dumps({"title": "t", "text": "**好**"})


def to(*users: str, **changes: Any) -> dict[str, Any]:
    body = {"robotCode": CLIENT_ID, "userIds": list(users), "msgKey": "sampleMarkdown", "msgParam": MARKDOWN}
    return body | changes


def into(**changes: Any) -> dict[str, Any]:
    body = {"robotCode": CLIENT_ID, "openConversationId": ROOM, "msgKey": "sampleMarkdown", "msgParam": MARKDOWN}
    return body | changes


async def test_a_batch_answers_for_each(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.flow_controlled.add("manager4713")
    status, answer = await probe.post(PEOPLE, **to("user0102", "nobody", "user0415", "manager4713"))
    assert status == 200
    assert (answer["invalidStaffIdList"], answer["flowControlledStaffIdList"]) == (["nobody"], ["manager4713"])
    assert [(each.user, each.key) for each in fake.messages] == [
        ("user0102", answer["processQueryKey"]),
        ("user0415", answer["processQueryKey"]),
    ]
    assert len({each.id for each in fake.messages}) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"robotCode": ""}, "invalidParameter.robotCode.empty"),
        ({"robotCode": "another"}, "invalidParameter.robotCode.notExsit"),
        ({"userIds": []}, "invalidParameter.userIds.empty"),
        ({"userIds": [f"u{n}" for n in range(21)]}, "invalidParameter.userIds.overMax"),
        ({"msgKey": ""}, "invalidParameter.msgKey.empty"),
        ({"msgKey": "markdown"}, "invalidParameter.msgKey.invalid"),
        ({"msgParam": {"title": "t", "text": "x"}}, "invalidParameter.msgParam.invalid"),
        ({"msgParam": "no JSON"}, "invalidParameter.msgParam.invalid"),
        ({"msgParam": json.dumps({"title": "t"})}, "invalidParameter.msgParam.invalid"),
        ({"msgParam": json.dumps({"title": "t", "text": "x", "more": "y"})}, "invalidParameter.msgParam.invalid"),
        ({"msgParam": json.dumps({"title": "t", "text": ""})}, "invalidParameter.msgParam.invalid"),
        (
            {"msgParam": json.dumps({"title": "t", "text": "好" * 5000}, ensure_ascii=False)},
            "invalidParameter.msgParam.tooLong",
        ),
        ({"uuid": "key"}, "invalidParameter"),
    ],
)
async def test_what_a_batch_refuses(probe: Probe, fake: FakeDingTalk, changes: Any, code: str) -> None:
    assert await probe.code(PEOPLE, **to("user0102", **changes)) == code
    assert not fake.messages


@pytest.mark.parametrize("key", KEYS)
async def test_every_kind_is_taken_with_its_own_parameters(probe: Probe, fake: FakeDingTalk, key: str) -> None:
    param = json.dumps(dict.fromkeys(KEYS[key], "https://example.com"))
    assert await probe.code(PEOPLE, **to("user0102", msgKey=key, msgParam=param)) == ""
    assert draw(fake.messages[0]).text


async def test_15000_bytes_are_taken(probe: Probe) -> None:
    text = "x" * (15_000 - len(json.dumps({"title": "t", "text": ""})))
    param = json.dumps({"title": "t", "text": text})
    assert len(param.encode()) == 15_000
    assert await probe.code(PEOPLE, **to("user0102", msgParam=param)) == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"openConversationId": ""}, "miss.openConversationId"),
        ({"openConversationId": ROOM.lower()}, "invalid.openConversationId"),
        ({"robotCode": "another"}, "invalidParameter.robotCode.notExsit"),
        ({"atUserIds": ["user0102"]}, "invalidParameter"),
    ],
)
async def test_what_a_group_refuses(probe: Probe, fake: FakeDingTalk, changes: Any, code: str) -> None:
    assert await probe.code(GROUP, **into(**changes)) == code
    assert not fake.messages


async def test_a_group_takes_what_the_robot_says_while_it_is_in_it(probe: Probe, fake: FakeDingTalk) -> None:
    assert await probe.code(GROUP, **into()) == ""
    assert fake.messages[0].room == ROOM
    fake.removed("user0102", ROOM)
    assert await probe.code(GROUP, **into()) == "invalidParameter.robotCode.notExsit"
    fake.site.company.room(ROOM).disbanded = True
    assert await probe.code(GROUP, **into()) == "group.disbanded"


async def test_a_number_a_minute_can_be_set_for_groups(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.per_minute.most = 1
    assert await probe.code(GROUP, **into()) == ""
    assert await probe.code(GROUP, **into()) == "send.too.fast"


async def test_an_application_not_published_writes_to_nobody(probe: Probe, fake: FakeDingTalk) -> None:
    fake.site.switches.published = False
    assert await probe.code(PEOPLE, **to("user0102")) == "chatbotId.notAllow.sendOTO"


async def test_recalling_from_people(probe: Probe, fake: FakeDingTalk) -> None:
    _, sent = await probe.post(PEOPLE, **to("user0102", "user0415"))
    key = sent["processQueryKey"]
    body = {"robotCode": CLIENT_ID, "processQueryKeys": [key, "unknown"]}
    _, answer = await probe.post("/v1.0/robot/otoMessages/batchRecall", **body)
    assert answer == {"successResult": [key], "failedResult": {"unknown": "invalid.processQueryKey"}}
    assert all(each.gone for each in fake.messages)
    assert await probe.code("/v1.0/robot/oToMessages/batchRecall", **body) == "InvalidAction.NotFound"


async def test_recalling_from_a_group(probe: Probe, fake: FakeDingTalk) -> None:
    _, sent = await probe.post(GROUP, **into())
    body = {"robotCode": CLIENT_ID, "openConversationId": ROOM, "processQueryKeys": [sent["processQueryKey"]]}
    _, answer = await probe.post("/v1.0/robot/groupMessages/recall", **body)
    assert answer["successResult"] == [sent["processQueryKey"]]
    assert fake.messages[0].gone


async def test_a_day_later_nothing_can_be_recalled(probe: Probe, fake: FakeDingTalk) -> None:
    _, sent = await probe.post(PEOPLE, **to("user0102"))
    fake.site.now = lambda: NOW + timedelta(hours=25)
    body = {"robotCode": CLIENT_ID, "processQueryKeys": [sent["processQueryKey"]]}
    _, answer = await probe.post("/v1.0/robot/otoMessages/batchRecall", **body)
    assert answer["failedResult"] == {sent["processQueryKey"]: "processQueryKey.expireTime"}
    assert not fake.messages[0].gone
