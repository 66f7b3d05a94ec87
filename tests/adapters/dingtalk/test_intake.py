"""What comes in: stored, then acknowledged as its kind wants it, once, in order, and without what must not be kept."""

import asyncio
import json

import pytest

from bot.kernel.events import MessageReceived
from tests.adapters.dingtalk.desk import LEI, MIN, NOW, ROOM, Bot, company
from tests.fakes.dingtalk import FakeDingTalk, NotAcknowledged
from tests.fakes.dingtalk.acks import MESSAGES


def words(bot: Bot) -> list[str]:
    return [each.text for each in bot.events if isinstance(each, MessageReceived)]


async def test_stored_and_then_acknowledged(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    seen: list[int] = []

    async def storing() -> None:
        seen.append(len(fake.acks))

    plain.desk.storing = storing
    await fake.push(fake.said(MIN, "你好"))
    assert seen == [0]
    assert [(each.topic, each.code, each.data) for each in fake.acks] == [(MESSAGES, 200, {"response": None})]
    assert words(plain) == ["你好"]


async def test_every_kind_is_acknowledged_in_its_own_way(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    await fake.push(fake.left(LEI))
    assert fake.acks[0].data == {"status": "SUCCESS", "message": ""}
    await fake.ping()


async def test_what_cannot_be_stored_comes_again(
    plain: Bot, fake: FakeDingTalk, caplog: pytest.LogCaptureFixture
) -> None:
    await plain.connect()
    plain.desk.refuses = True
    fake.gateway.deadlines[MESSAGES] = fake.gateway.little = 0.1
    said, left = fake.said(MIN, "你好"), fake.left(LEI)
    with pytest.raises(NotAcknowledged):
        await fake.push(said)
    await fake.push(left)
    assert fake.acks[-1].data["status"] == "LATER"
    assert "dingtalk.not_taken" in {getattr(record, "action", "") for record in caplog.records}
    plain.desk.refuses = False
    await fake.push(said)
    await fake.push(left)
    assert len(plain.desk.envelopes) == 2


@pytest.mark.parametrize("same_id", [True, False])
async def test_a_redelivery_is_one_event(fake: FakeDingTalk, plain: Bot, same_id: bool) -> None:
    fake.site.switches.same_message_id = same_id
    await plain.connect()
    event = fake.said(MIN, "你好")
    await fake.push(event)
    await fake.push(event)
    await fake.push(fake.said(MIN, "你好"))
    assert len(plain.desk.envelopes) == 2


async def test_a_burst_keeps_each_persons_order(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    left = [0.05, 0.02]

    async def storing() -> None:
        """The first take longest."""
        await asyncio.sleep(left.pop(0) if left else 0)

    plain.desk.storing = storing
    said = [fake.said(user, f"{n}") for n in range(100) for user in (MIN, LEI)]
    await asyncio.gather(*(fake.push(each) for each in said))
    for user in (MIN, LEI):
        mine = [each.text for each in plain.events if isinstance(each, MessageReceived) and each.sender.user == user]
        assert mine == [str(n) for n in range(100)]


async def test_no_address_for_answers_is_stored(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    await fake.push(fake.said(MIN, "你好"))
    assert "sendBySession" not in json.dumps(plain.desk.envelopes[0].payload)


async def test_the_first_call_of_a_group_is_told_once(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    for text in ("一", "二"):
        await fake.push(fake.said(MIN, f"@合拍 {text}", ROOM, to_bot=True))
    assert [type(each).__name__ for each in plain.events] == ["BotAdded", "MessageReceived", "MessageReceived"]


async def test_mentions_have_their_names(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    event = fake.said(MIN, "@合拍 赞 @王磊 2 谢谢", ROOM, mentions=[("王磊", LEI)], to_bot=True)
    await fake.push(event)
    received = plain.events[-1]
    assert isinstance(received, MessageReceived)
    assert [(each.name, each.user.user) for each in received.mentions] == [("王磊", LEI)]
    assert received.text == "赞 @王磊 2 谢谢"


async def test_whoever_cannot_be_known_is_told_so_once() -> None:
    fake = FakeDingTalk(lambda: NOW)
    fake.site.switches.published = False
    async with company(fake):
        bot = Bot(fake)
        await bot.connect()
        for text in ("你好", "在吗"):
            await fake.push(fake.said(MIN, text))
        await asyncio.gather(*bot.adapter._notices._tasks)
        await bot.close()
        assert bot.events == []
        assert bot.desk.troubles == ["strangers"]
        assert len(fake.messages) == 1


async def test_another_organisations_messages_are_left_alone(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.connect()
    event = fake.said(MIN, "你好")
    event.data["chatbotCorpId"] = "dingother"
    await fake.push(event)
    assert plain.desk.envelopes == []
