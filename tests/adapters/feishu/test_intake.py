"""What happens before an event is stored: what it leaves out is asked for, what means nothing is dropped."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.feishu.intake import NotReady
from bot.kernel.cards import Action, Button, say
from bot.kernel.events import ActionTriggered, BotAdded, MessageRecalled, MessageReceived, Reacted, UserChanged
from bot.kernel.people import ChatRef, Locale
from tests.adapters.feishu.payloads import ENTERED, pushed
from tests.adapters.feishu.served import ANN, BEN, TEAM, Served, group, served, user
from tests.fakes.feishu import NotAcknowledged
from tests.fakes.feishu.drawing import draw
from tests.fakes.feishu.state import APP, TENANT

HELLO = say("大家好")
MESSAGE = "im.message.receive_v1"


async def take(one: Served, kind: str, event: dict[str, Any], **header: Any) -> object:
    """Straight into the intake, as either way of delivery ends."""
    envelope = pushed(kind, event, **{"app_id": APP, "tenant_key": TENANT, **header})
    return await one.adapter._intake.take(envelope)


def direct(id: str = ANN) -> ChatRef:
    return ChatRef(user().platform, TENANT, id, direct=True)


async def test_a_message_comes_in_once_by_its_own_id() -> None:
    """Its page says: not by the event's id, which may be another one the second time."""
    async with served() as one:
        await one.start()
        one.fake.fresh_ids = True
        said = one.fake.said(ANN, "你好")
        await one.fake.push(said)
        await one.fake.push(said)
        (heard,) = one.events
        assert isinstance(heard, MessageReceived)
        assert (heard.text, heard.chat, heard.sender) == ("你好", direct(), user())
        assert one.accepted[0].lane == ANN
        assert one.fake.alarms == []


async def test_a_press_is_answered_at_once_and_by_nothing() -> None:
    async with served() as one:
        await one.start()
        sent = await one.send(say("完成了?", Button("完成", Action("x.go"))))
        (button,) = draw(one.fake.messages[0]).pressables
        event = one.fake.pressed(ANN, sent.native["message"], button.handle)
        await one.fake.push(event)
        (pressed,) = one.events
        assert isinstance(pressed, ActionTriggered)
        assert (pressed.action, pressed.chat, pressed.source) == ("x.go", direct(), "k1")
        assert one.fake.toasts == []
        assert one.accepted[0].lane == ANN


async def test_people_are_known_by_what_their_client_tells() -> None:
    async with served() as one:
        await one.start()
        await one.fake.push(one.fake.said(BEN, "hi"))
        known = await one.adapter.profile(user(BEN))
        assert known is not None
        assert known.locale is Locale.EN
        await take(
            one,
            "card.action.trigger",
            {"operator": {"open_id": BEN}, "action": {"timezone": "Asia/Tokyo"}, "token": "c"},
        )
        known = await one.adapter.profile(user(BEN))
        assert known is not None
        assert known.timezone == "Asia/Tokyo"


async def test_an_answer_to_the_bots_message_in_a_group_is_to_the_bot() -> None:
    async with served() as one:
        await one.start()
        sent = await one.send(HELLO, group())
        to_bot = one.fake.said(ANN, "好", TEAM, reply_to=sent.native["message"])
        to_ben = one.fake.said(ANN, "好", TEAM, reply_to=_id(one.fake.said(BEN, "走吗", TEAM)))
        for event in (to_bot, to_ben, one.fake.said(ANN, "谁来", TEAM)):
            await one.fake.push(event)
        assert [event.to_bot for event in one.events if isinstance(event, MessageReceived)] == [True, False, False]
        one.adapter._client.ours.clear()
        await one.fake.push(one.fake.said(ANN, "再好", TEAM, reply_to=sent.native["message"]))
        last = one.events[-1]
        assert isinstance(last, MessageReceived)
        assert last.to_bot, "after a restart the platform is asked"


async def test_the_bot_learns_who_is_in_a_group_it_comes_into() -> None:
    async with served() as one:
        await one.start()
        await one.fake.push(one.fake.invited(ANN, TEAM))
        (added,) = one.events
        assert isinstance(added, BotAdded)
        assert (added.title, added.members, added.chat) == ("Team", (user(BEN),), group())


async def test_without_the_permission_it_comes_into_a_group_of_strangers() -> None:
    async with served() as one:
        await one.start()
        one.fake.platform.scopes -= {"im:chat.members:read", "im:chat:readonly", "im:chat"}
        await one.fake.push(one.fake.invited(ANN, TEAM))
        (added,) = one.events
        assert isinstance(added, BotAdded)
        assert added.members == ()


async def test_a_reaction_brings_whose_words_it_is_about() -> None:
    async with served() as one:
        await one.start()
        praise = one.fake.said(BEN, "发布了", TEAM)
        await one.fake.push(one.fake.reacted(ANN, _id(praise), "APPLAUSE"))
        (reacted,) = one.events
        assert isinstance(reacted, Reacted)
        assert (reacted.author, reacted.text, reacted.emoji, reacted.chat) == (user(BEN), "发布了", "👏", group())


async def test_a_reaction_to_the_bot_or_without_permission_is_let_go() -> None:
    async with served() as one:
        await one.start()
        sent = await one.send(HELLO, group())
        await one.fake.push(one.fake.reacted(ANN, sent.native["message"], "APPLAUSE"))
        praise = one.fake.said(BEN, "发布了", TEAM)
        one.fake.platform.scopes -= {"im:message:readonly"}
        await one.fake.push(one.fake.reacted(ANN, _id(praise), "APPLAUSE"))
        assert one.accepted == []


async def test_what_cannot_be_asked_just_now_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.feishu.limits.ASKING", 0.3)
    async with served() as one:
        await one.start()
        praise = one.fake.said(BEN, "发布了", TEAM)
        reacted = one.fake.reacted(ANN, _id(praise), "APPLAUSE")
        one.fake.faults.delay = 1.0
        with pytest.raises(NotAcknowledged):
            await one.fake.push(reacted)
        one.fake.faults.delay = 0.0
        await one.fake.push(reacted)
        assert len(one.events) == 1


async def test_a_recall_names_the_chat_it_happened_in() -> None:
    async with served() as one:
        await one.start()
        said = one.fake.said(ANN, "算了")
        await one.fake.push(said)
        await one.fake.push(one.fake.recalled(_id(said)))
        in_group = one.fake.said(ANN, "算了", TEAM)
        await one.fake.push(one.fake.recalled(_id(in_group)))
        recalls = [event for event in one.events if isinstance(event, MessageRecalled)]
        assert [(each.ref, each.chat) for each in recalls] == [(_id(said), direct()), (_id(in_group), group())]


async def test_a_recall_after_a_restart_is_asked_about() -> None:
    async with served() as one:
        await one.start()
        said = one.fake.said(ANN, "算了")
        await one.fake.push(one.fake.recalled(_id(said)))
        (recalled,) = one.events
        assert isinstance(recalled, MessageRecalled)
        assert recalled.chat == direct()


async def test_the_menu_says_what_the_settings_say_or_its_key() -> None:
    async with served(menu={"menu_checkin": "签到"}) as one:
        await one.start()
        for key in ("menu_checkin", "menu_red_flags", "帮助"):
            await one.fake.push(one.fake.menu(ANN, key))
        assert [event.text for event in one.events if isinstance(event, MessageReceived)] == [
            "签到",
            "red flags",
            "帮助",
        ]


async def test_somebody_leaves_the_company() -> None:
    async with served() as one:
        await one.start()
        await one.fake.push(one.fake.deeds.updated(BEN, name="Benjamin"))
        await one.fake.push(one.fake.deeds.resigned(BEN))
        assert [(each.user, each.left) for each in one.events if isinstance(each, UserChanged)] == [
            (user(BEN), False),
            (user(BEN), True),
        ]


async def test_what_means_nothing_is_not_kept() -> None:
    async with served() as one:
        await one.start()
        await one.fake.push(one.fake.opened(ANN))
        said = one.fake.said(ANN, "hi").event
        for change in ({"app_id": "cli_other"}, {"tenant_key": ""}, {"app_id": None}):
            assert await take(one, MESSAGE, said, **change) is None
        assert await take(one, "im.message.message_read_v1", {}) is None
        assert await take(one, "im.chat.access_event.bot_p2p_chat_entered_v1", ENTERED) is None
        assert await one.adapter._intake.take({"uuid": "1", "event": {"type": "p2p_chat_create"}}) is None
        assert await one.adapter._intake.take([]) is None
        assert one.accepted == []


async def test_before_and_after_running_nothing_is_taken() -> None:
    async with served() as one:
        with pytest.raises(NotReady):
            await take(one, MESSAGE, {})
        await one.start()
        await one.stop()
        with pytest.raises(NotReady):
            await take(one, MESSAGE, {})


async def test_old_events_are_dated_by_the_bots_own_clock() -> None:
    async with served() as one:
        await one.start()
        said = one.fake.said(ANN, "hi")
        one.host.moment += timedelta(hours=7)
        await one.fake.push(said)
        assert one.accepted[0].received == one.host.moment


def _id(event: Any) -> str:
    return str(event.event["message"]["message_id"])
