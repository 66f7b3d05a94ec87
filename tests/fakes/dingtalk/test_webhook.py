"""Answers to a sessionWebhook."""

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.dingtalk import FakeDingTalk, draw
from tests.fakes.dingtalk.probe import NOW, Probe

ROOM = "cidTeamA/+x=="
SAYS = "dtmd://dingtalkclient/sendMessage?content="


async def answer(probe: Probe, fake: FakeDingTalk, body: dict[str, Any], room: str = "") -> int:
    url = fake.said("user0102", "@合拍 你好", room, to_bot=True).data["sessionWebhook"]
    status, answered = await probe.call("POST", url, body)
    assert status == 200
    return int(answered["errcode"])


@pytest.mark.parametrize(
    ("body", "drawn"),
    [
        ({"msgtype": "text", "text": {"content": "好 **x**"}}, "好 **x**"),
        ({"msgtype": "markdown", "markdown": {"title": "t", "text": "好 **x**"}}, "好 x"),
        (
            {
                "msgtype": "actionCard",
                "actionCard": {
                    "title": "t",
                    "text": "好",
                    "btnOrientation": "0",
                    "btns": [{"title": f"{n}", "actionURL": f"{SAYS}{n}"} for n in range(1, 8)],
                },
            },
            "好 [1] [2] [3] [4] [5] [6] [7]",
        ),
        (
            {
                "msgtype": "actionCard",
                "actionCard": {"title": "t", "text": "好", "singleTitle": "看", "singleURL": "https://e.cn"},
            },
            "好\n看 (https://e.cn)",
        ),
        (
            {
                "msgtype": "link",
                "link": {"title": "t", "text": "好", "picUrl": "", "messageUrl": "https://e.cn"},
            },
            "t: 好 (https://e.cn)",
        ),
        (
            {
                "msgtype": "feedCard",
                "feedCard": {"links": [{"title": "t", "messageURL": "https://e.cn", "picURL": ""}]},
            },
            "t (https://e.cn)",
        ),
    ],
    ids=["text", "markdown", "many buttons", "one button", "link", "feedCard"],
)
async def test_every_kind(probe: Probe, fake: FakeDingTalk, body: dict[str, Any], drawn: str) -> None:
    assert await answer(probe, fake, body) == 0
    message = fake.messages[0]
    assert (message.user, message.room) == ("user0102", "")
    assert draw(message).text == drawn


async def test_a_mention_is_in_the_text_and_beside_it(probe: Probe, fake: FakeDingTalk) -> None:
    text = {"title": "t", "text": "谢谢 @user0415 和 @manager4713"}
    body = {"msgtype": "markdown", "markdown": text, "at": {"atUserIds": ["user0415"]}}
    assert await answer(probe, fake, body, ROOM) == 0
    assert draw(fake.messages[0]).text == "谢谢 @王磊 和 @manager4713"
    assert fake.messages[0].room == ROOM


async def test_mentioning_everybody_is_seen_and_an_alarm(probe: Probe, fake: FakeDingTalk) -> None:
    body = {"msgtype": "text", "text": {"content": "好"}, "at": {"isAtAll": True}}
    assert await answer(probe, fake, body, ROOM) == 0
    assert draw(fake.messages[0]).text == "好\n@所有人"
    assert fake.alarms == ["everybody was mentioned"]


@pytest.mark.parametrize(
    "body",
    [
        {"msgtype": "sampleText", "sampleText": {"content": "好"}},
        {"msgtype": "text"},
        {"msgtype": "text", "text": {"content": ""}},
        {"msgtype": "text", "text": {"content": "好", "title": "t"}},
        {"msgtype": "text", "text": {"content": "好"}, "msgUuid": "1"},
        {"msgtype": "text", "text": {"content": "好"}, "at": {"atUserIds": "user0102"}},
        {"msgtype": "actionCard", "actionCard": {"title": "t", "text": "好"}},
        {"msgtype": "actionCard", "actionCard": {"title": "t", "text": "好", "btns": []}},
        {"msgtype": "actionCard", "actionCard": {"title": "t", "text": "好", "btns": [{"title": "a", "url": "b"}]}},
        {"msgtype": "markdown", "markdown": {"text": "好"}},
    ],
)
async def test_what_is_refused_is_still_http_200(probe: Probe, fake: FakeDingTalk, body: dict[str, Any]) -> None:
    assert await answer(probe, fake, body) != 0
    assert not fake.messages
    assert fake.alarms


async def test_an_address_lives_90_minutes(probe: Probe, fake: FakeDingTalk) -> None:
    url = fake.said("user0102", "你好").data["sessionWebhook"]
    fake.site.now = lambda: NOW + timedelta(minutes=90)
    body = {"msgtype": "text", "text": {"content": "好"}}
    assert (await probe.call("POST", url, body))[1]["errcode"] == 300001
    assert not fake.alarms
    assert (await probe.call("POST", f"{url}x", body))[1]["errcode"] == 300001
    assert fake.alarms


async def test_an_answer_is_a_push_and_no_call(probe: Probe, fake: FakeDingTalk) -> None:
    assert await answer(probe, fake, {"msgtype": "text", "text": {"content": "好"}}) == 0
    assert (fake.site.quota.calls, fake.site.quota.pushes) == (0, 1)
