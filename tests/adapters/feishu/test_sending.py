"""Messages out: once under their key, changed in place, in their thread, and what the platform's refusals mean."""

import asyncio
import json
from datetime import timedelta

import pytest

from adapters.feishu.client import uuid
from adapters.feishu.errors import Unclear
from bot.kernel.cards import Action, Button, Buttons, Card, Form, Link, Mentioned, Paragraph, Said, Text, say
from bot.kernel.ids import DeliveryKey, PersonId, Platform
from bot.kernel.people import UserRef
from bot.kernel.questions import TextQuestion
from bot.ports.adapter import Delivery, Receipt, Refused, Unauthorised, Unavailable
from tests.adapters.feishu.served import ANN, BEN, TEAM, Served, group, served, user
from tests.fakes.feishu.directory import CHATS
from tests.fakes.feishu.drawing import draw
from tests.fakes.feishu.records import Json

HELLO = say("你好")
GO = Action("x.go")


def shown(one: Served) -> list[str]:
    return [draw(each).text for each in one.fake.messages if not each.gone]


def pages(*texts: str) -> tuple[Card, ...]:
    return tuple(say(text) for text in texts)


async def test_a_message_goes_to_a_person_and_to_a_group() -> None:
    async with served() as one:
        first = await one.send(HELLO)
        second = await one.send(HELLO, group(), key="k2")
        assert [each.id for each in one.fake.messages] == [first.native["message"], second.native["message"]]
        assert [(each.room, each.user) for each in one.fake.messages] == [("", ANN), (TEAM, "")]
        assert one.fake.alarms == []


async def test_the_same_key_is_sent_once_whatever_happened_to_the_answer() -> None:
    async with served() as one:
        one.fake.faults.add("lost")
        with pytest.raises(Exception, match=r"(?s).*") as lost:
            await one.send(HELLO)
        assert not isinstance(lost.value, Unavailable | Unauthorised | Refused), "nobody knows whether it was done"
        receipt = await one.send(HELLO, attempts=1)
        assert [each.id for each in one.fake.messages] == [receipt.native["message"]]


@pytest.mark.parametrize("fault", ["broken", "html"])
async def test_a_server_that_breaks_leaves_the_outcome_open(fault: str) -> None:
    async with served() as one:
        one.fake.faults.add(fault)
        with pytest.raises(Unclear):
            await one.send(HELLO)
        await one.send(HELLO)
        assert shown(one) == ["你好"]


async def test_a_platform_nobody_can_reach_was_certainly_not_told() -> None:
    async with served() as one:
        await one.fake.stop()
        with pytest.raises(Unavailable):
            await one.send(HELLO)


async def test_every_disguise_of_too_fast_is_waited_out() -> None:
    async with served() as one:
        for _ in range(3):
            one.fake.faults.add("limited")
            with pytest.raises(Unavailable) as busy:
                await one.send(HELLO)
            assert busy.value.retry_after == timedelta(seconds=1)
        await one.send(HELLO)
        assert {each.status for each in one.called("POST", "messages")} == {429, 400, 200}
        assert shown(one) == ["你好"]


async def test_all_calls_share_one_token_and_one_fetch_of_it() -> None:
    async with served() as one:
        await asyncio.gather(*(one.send(HELLO, key=f"k{number}") for number in range(10)))
        assert len(one.called("POST", "tenant_access_token")) == 1


async def test_a_token_that_stops_working_is_replaced_once() -> None:
    async with served() as one:
        await one.send(HELLO)
        one.fake.tokens.revoke()
        await one.send(HELLO, key="k2")
        assert len(one.called("POST", "tenant_access_token")) == 2
        assert len(shown(one)) == 2


async def test_a_missing_permission_is_named() -> None:
    async with served() as one:
        one.fake.platform.scopes -= {"im:message:send_as_bot"}
        with pytest.raises(Unauthorised, match="im:message:send_as_bot"):
            await one.send(HELLO)


async def test_wrong_credentials_are_said_and_not_shown() -> None:
    async with served(app_secret="not-the-secret-of-it") as one:
        with pytest.raises(Unauthorised, match="app_id or app_secret is wrong") as wrong:
            await one.send(HELLO)
        assert "not-the-secret" not in str(wrong.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"available": False}, "availability"),
        ({"resigned": True}, "has left"),
        ({"declines": True}, "switched the bot's messages off"),
    ],
)
async def test_a_person_who_cannot_be_reached_is_refused_in_words(change: dict[str, bool], says: str) -> None:
    async with served() as one:
        for name, value in change.items():
            setattr(one.fake.platform.company.people[BEN], name, value)
        with pytest.raises(Refused, match=says):
            await one.send(HELLO, user(BEN))


async def test_an_unknown_person_and_a_group_without_the_bot_are_refused() -> None:
    async with served() as one:
        one.fake.found("oc_other", "Other", [ANN], bot=False)
        for to, says in ((user("ou_nobody"), "no such person"), (group("oc_other"), "not in this chat")):
            with pytest.raises(Refused, match=says):
                await one.send(HELLO, to)


async def test_a_change_is_made_where_the_message_stands() -> None:
    async with served() as one:
        sent = await one.send(HELLO)
        again = await one.send(say("再见"), key="k2", revises=sent)
        assert again == sent
        assert shown(one) == ["再见"]


async def test_a_change_with_more_pages_adds_and_with_fewer_takes_away() -> None:
    async with served() as one:
        sent = await one.adapter.send(Delivery(DeliveryKey("k1"), user(), pages("一", "二")))
        assert sent.native["message"] == one.fake.messages[-1].id
        three = await one.adapter.send(Delivery(DeliveryKey("k2"), user(), pages("甲", "乙", "丙"), revises=sent))
        assert shown(one) == ["甲", "乙", "丙"]
        assert three.native["message"] == one.fake.messages[-1].id
        single = await one.adapter.send(Delivery(DeliveryKey("k3"), user(), pages("只有"), revises=three))
        assert shown(one) == ["只有"]
        assert single.native["message"] == one.fake.messages[0].id


@pytest.mark.parametrize("why", ["old", "gone"])
@pytest.mark.parametrize("must", [True, False])
async def test_a_message_that_cannot_be_changed_comes_anew_only_as_an_answer(why: str, must: bool) -> None:
    async with served() as one:
        sent = await one.send(HELLO)
        if why == "old":
            one.host.moment += timedelta(days=15)
        else:
            one.fake.messages[0].gone = True
        again = await one.send(say("再见"), key="k2", revises=sent, must=must)
        assert ("再见" in shown(one)) is must
        assert (again != sent) is must


async def test_a_crash_between_pages_repeats_none_and_loses_none() -> None:
    async with served() as one:
        delivery = Delivery(DeliveryKey("k1"), user(), pages("一", "二", "三"))
        one.fake.faults.every = 2
        with pytest.raises(Exception, match=r"(?s).*"):
            await one.adapter.send(delivery)
        one.fake.faults.every = 0
        await one.adapter.send(delivery)
        assert shown(one) == ["一", "二", "三"]


async def test_an_answer_stands_in_the_thread_it_was_asked_in() -> None:
    async with served() as one:
        asked = one.fake.said(ANN, "问", TEAM)
        root = asked.event["message"]["message_id"]
        await one.send(HELLO, group(), thread=root)
        (answer,) = one.fake.messages
        assert answer.parent == root
        assert answer.thread


@pytest.mark.parametrize("why", ["no threads", "gone"])
async def test_without_a_thread_it_stands_in_the_group(why: str) -> None:
    async with served() as one:
        asked = one.fake.said(ANN, "问", TEAM)
        root = asked.event["message"]["message_id"]
        if why == "gone":
            one.fake.recalled(root)
        else:
            one.fake.platform.company.chats[TEAM].threads = False
        await one.send(HELLO, group(), thread=root)
        (answer,) = one.fake.messages
        assert (answer.room, answer.thread) == (TEAM, "")


async def test_a_card_the_platform_refuses_arrives_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a rule be stricter than we know: nothing is lost, and nothing in the words means anything."""
    async with served() as one:
        accept = one.fake.platform.judge().accept

        def strictest(self: object, kind: str, content: str) -> Json:
            if kind == "interactive":
                from tests.fakes.feishu.errors import card

                raise card(11310, "element exceeds the limit")
            return accept(kind, content)

        monkeypatch.setattr("tests.fakes.feishu.content.Judge.accept", strictest)
        person = PersonId("p")
        line = (Text("给"), Mentioned(person, "Ben"), Said('<at user_id="all"></at> [x](https://evil.cn) *a*'))
        link = Paragraph((Link("规则", "https://hepai.example/r"),))
        buttons = Buttons((Button("完成", GO), Button("以后", GO)))
        form = Form((TextQuestion("t", "今天?"),), GO, "提交", Button("一题一题答", GO))
        blocks = (Paragraph(line), link, buttons, form)
        await one.send(Card(blocks, "标题"), reason="因为")
        (message,) = one.fake.messages
        text = message.wire["text"]
        assert text == (
            '标题\n给@Ben＜at user_id="all">＜/at> [x] (https://evil.cn) *a*\n规则 (https://hepai.example/r)\n'
            "(完成)\n(以后)\n(一题一题答)\nⓘ 因为"
        )
        assert one.fake.alarms == []


async def test_the_limits_are_kept_by_the_bot_itself() -> None:
    """The fake counts as the platform does: not one call too many, to one group or in all."""
    async with served(limits=True) as one:
        await asyncio.gather(*(one.send(HELLO, group(), key=f"g{number}") for number in range(7)))
        others = [user(f"ou_{number}") for number in range(25)]
        for each in others:
            one.fake.hire(each.user, each.user)
        await asyncio.gather(*(one.send(HELLO, each, key=each.user) for each in others))
        assert {each.status for each in one.called("POST", "messages")} == {200}


def test_the_platforms_key_of_a_page_is_short_and_its_own() -> None:
    keys = ["a" * 26, "a" * 60, "钥匙"]
    found = [uuid(key, page) for key in keys for page in range(3)]
    assert len(set(found)) == len(found)
    assert all(0 < len(each) <= 50 for each in found)
    assert found == [uuid(key, page) for key in keys for page in range(3)]


async def test_an_address_of_another_platform_is_refused() -> None:
    async with served() as one:
        other = UserRef(Platform("elsewhere"), "T", "U")
        with pytest.raises(Refused):
            await one.send(HELLO, other)


async def test_a_profile_is_all_that_the_platform_tells() -> None:
    async with served() as one:
        found = await one.adapter.profile(user())
        assert found is not None
        assert (found.name, found.department, found.manager) == ("Ann", "销售", user(BEN))
        assert await one.adapter.profile(user("ou_nobody")) is None
        one.fake.platform.scopes -= {"contact:user.base:readonly", "contact:user.department:readonly"}
        bare = await one.adapter.profile(user())
        assert bare is not None
        assert (bare.name, bare.department, bare.manager) == ("", "", None)
        one.fake.platform.scopes -= {"contact:contact.base:readonly"}
        assert await one.adapter.profile(user()) is None


async def test_what_was_edited_or_taken_back_is_read_again() -> None:
    async with served() as one:
        said = [one.fake.said(ANN, text).event["message"]["message_id"] for text in ("一", "二", "三")]
        one.fake.edited(said[0], "壹")
        one.fake.recalled(said[1])
        found = await one.adapter.reread(group(), [*said, "om_unknown"])
        assert found == {said[0]: "壹", said[1]: None}, "what was not edited is no news"


async def test_members_come_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.feishu.limits.PAGE", 1)
    async with served() as one:
        assert await one.adapter._directory.members(TEAM) == [ANN, BEN]
        assert len(one.called("GET", "members")) == 2
    assert CHATS


def test_a_receipt_can_be_kept_as_text() -> None:
    native = Receipt({"message": "om_1", "pages": "om_0 om_1"}).native
    assert json.loads(json.dumps(dict(native))) == native
