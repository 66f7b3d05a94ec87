"""Direct messages by the app: once, changed by their codes, paced, and refused with a remedy."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from adapters.common.pace import Pace
from adapters.wecom import limits
from bot.kernel.cards import Action, Button, Card, Paragraph, Said, Text, say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Misconfigured, Receipt, Refused, Spent, Unauthorised, Unavailable
from tests.adapters.wecom.desk import ANN, GROUP, PLATFORM, ROOM, Desk, Office, opened
from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.drawing import Handle
from tests.fakes.wecom.fake import CORP
from tests.fakes.wecom.gate import Incoming
from tests.fakes.wecom.records import Message, Refusal
from tests.support.virtual_time import virtually

ASK = say("开始吗?", Button("开始", Action("a.start")), Button("不了", Action("a.no")))
DONE = say("好,开始了。")


async def revised(office: Office, key: str, of: Receipt, card: Card = DONE, must: bool = True) -> Receipt:
    return await office.send(key, card, revises=of, must=must)


async def again(office: Office, key: str, *pages: Card, revises: Receipt | None = None) -> Receipt:
    """As the outbox repeats what may have been done."""
    delivery = Delivery(DeliveryKey(key), ANN, pages, revises=revises)
    assert await office.adapter.already_sent(delivery) is None
    return await office.adapter.send(delivery)


async def test_a_receipt_names_the_message(office: Office) -> None:
    receipt = await office.send("k1", ASK)
    [message] = office.shown("zhaomin")
    assert receipt.native["message"] == message.id
    assert receipt.native["code"]


async def test_the_same_delivery_again_is_not_shown_twice(office: Office) -> None:
    shown = 0
    for card in (ASK, DONE, say("长" * 700)):
        before = len(office.shown("zhaomin"))
        await office.send(f"k{before}", card)
        shown = len(office.shown("zhaomin"))
        await again(office, f"k{before}", card)
        assert len(office.shown("zhaomin")) == shown
    await office.send("other", DONE)
    assert len(office.shown("zhaomin")) == shown + 1, "the same words on another occasion are another message"


@pytest.mark.parametrize("fault", ["lost", "dropped", "broken", "html"])
@pytest.mark.parametrize("card", [ASK, DONE])
async def test_a_lost_answer_leaves_one_message(office: Office, fault: str, card: Card) -> None:
    office.fake.faults.add(fault)
    with pytest.raises(Exception, match="message/send") as caught:
        await office.send("k1", card)
    assert not isinstance(caught.value, Unavailable | Refused | Unauthorised)
    assert "access_token" not in str(caught.value)
    await again(office, "k1", card)
    assert len(office.shown("zhaomin")) == 1
    assert office.fake.alarms == []


async def test_a_card_whose_first_try_is_older_than_the_check_is_there_once(office: Office) -> None:
    await office.send("k1", ASK)
    office.desk.at += timedelta(hours=5)
    await again(office, "k1", ASK)
    assert len(office.shown("zhaomin")) == 1


async def test_a_card_changes_once_and_once_more_for_every_press(office: Office) -> None:
    sent = await office.send("k1", ASK)
    [message] = office.shown("zhaomin")
    await office.fake.push(office.fake.pressed("zhaomin", message.id, Handle("button", _key(message, 0))))
    await revised(office, "r1", sent, say("选一个", Button("好", Action("a.yes"))))
    assert message.version == 2
    await revised(office, "r2", sent)
    assert message.version == 3
    assert "button_list" not in message.wire["template_card"]
    await revised(office, "r3", sent, say("再改"))
    assert message.version == 3
    assert [each.wire["text"]["content"][:2] for each in office.shown("zhaomin")[1:]] == ["再改"]
    assert await revised(office, "r4", sent, say("不必说"), must=False) == sent
    assert len(office.shown("zhaomin")) == 2
    assert office.fake.alarms == []


async def test_a_change_whose_answer_was_lost_is_not_made_again(office: Office) -> None:
    sent = await office.send("k1", ASK)
    office.fake.faults.add("lost")
    with pytest.raises(Exception, match="update_template_card"):
        await revised(office, "r1", sent)
    await again(office, "r1", DONE, revises=sent)
    assert [each.version for each in office.shown("zhaomin")] == [2]


async def test_a_change_refused_for_whatever_reason_is_told_anew(office: Office) -> None:
    def refuse(_: Incoming) -> dict[str, object]:
        raise Refusal(49999, "no such code")

    office.fake.gate.add("message/update_template_card", "POST", refuse, sends=True)
    sent = await office.send("k1", ASK)
    await revised(office, "r1", sent, say("改了"))
    assert office.shown("zhaomin")[-1].wire["text"]["content"].startswith("改了")
    assert await revised(office, "r2", sent, say("不必说"), must=False) == sent
    assert len(office.shown("zhaomin")) == 2


async def test_a_code_of_three_days_ago_is_no_use(office: Office) -> None:
    sent = await office.send("k1", ASK)
    office.desk.at += timedelta(hours=73)
    await revised(office, "r1", sent)
    assert [each.version for each in office.shown("zhaomin")] == [1, 1]
    await revised(office, "r2", sent)
    assert len(office.sent("update_template_card")) == 1, "what was refused once is not tried again"


async def test_a_text_cannot_be_changed(office: Office) -> None:
    sent = await office.send("k1", DONE)
    assert await revised(office, "r1", sent, say("改了"), must=False) == sent
    await revised(office, "r2", sent, say("改了"))
    assert len(office.shown("zhaomin")) == 2


async def test_pages_come_in_order_with_the_reason_on_the_last(office: Office) -> None:
    pages = (say("第一页"), say("第二页"), ASK)
    receipt = await office.send("k1", *pages, reason="因为约好")
    shown = office.shown("zhaomin")
    assert [str(each.wire).count("因为约好") for each in shown] == [0, 0, 1]
    assert receipt.native["message"] == shown[-1].id


@pytest.mark.parametrize("code", [-1, 45009, 45033])
async def test_too_fast_and_busy_are_waited_for(office: Office, code: int) -> None:
    _answers(office.fake, code)
    with pytest.raises(Unavailable):
        await office.send("k1", DONE)


async def test_a_limit_slows_everything_down_the_more_the_longer_it_lasts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(office.adapter.pace, "pause", lambda seconds, **keys: pauses.append(seconds))
    office.fake.faults.add("limited", 8)
    for number in range(8):
        with pytest.raises(Unavailable):
            await office.send(f"k{number}", DONE)
    await office.send("k9", DONE)
    office.fake.faults.add("limited")
    with pytest.raises(Unavailable):
        await office.send("k10", DONE)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 1]


@pytest.mark.parametrize(
    ("code", "error", "says"),
    [
        (40001, Unauthorised, "secret"),
        (40056, Unauthorised, "AgentId"),
        (48002, Unauthorised, "grant it"),
        (60011, Unauthorised, "可见范围"),
        (60020, Unauthorised, "127.0.0.1"),
        (50003, Unauthorised, "enable it"),
        (81013, Refused, "可见范围"),
        (40058, Refused, "40058"),
        (44004, Refused, "44004"),
        (12345, Refused, "12345"),
    ],
)
async def test_errors_name_their_remedy(office: Office, code: int, error: type[Exception], says: str) -> None:
    _answers(office.fake, code)
    with pytest.raises(error, match=says) as caught:
        await office.send("k1", DONE)
    assert type(caught.value) is error
    if error is Unauthorised:
        assert says in office.adapter.health()


async def test_a_stranger_a_leaver_and_an_unlicensed_member_are_refused(office: Office) -> None:
    office.fake.hire("outside", "外面").visible = False
    office.fake.hire("unpaid", "没许可").licensed = False
    for user, says in (("nobody", "可见范围"), ("outside", "可见范围"), ("unpaid", "接口许可")):
        with pytest.raises(Refused, match=says):
            await office.send(user, DONE, to=UserRef(PLATFORM, CORP, user))
    with pytest.raises(Refused):
        await office.send("x", DONE, to=UserRef(PLATFORM, "wwother", "zhaomin"))


async def test_a_token_that_ended_early_is_asked_for_once_and_never_for_ever(office: Office) -> None:
    await office.send("k1", DONE)
    office.fake.tokens.revoke()
    await asyncio.gather(*(office.send(f"m{number}", DONE) for number in range(5)))
    asked = [each for each in office.fake.calls if each.path.endswith("gettoken")]
    assert len(asked) == 2, "five that met the end of a token share the next one"
    _answers(office.fake, 42001)
    before = len(office.fake.calls)
    with pytest.raises(Unauthorised):
        await office.send("k2", DONE)
    assert len(office.fake.calls) - before <= 4


async def test_wrong_credentials_end_an_app_that_is_alone(fake: FakeWeCom, desk: Desk) -> None:
    bad: dict[str, Any] = {"secret": "wrong-secret-000", "aibot_id": None, "aibot_secret": None}
    async with opened(fake, desk, running=False, **bad) as office:
        with pytest.raises(Misconfigured, match="secret") as caught:
            await office.adapter.run(desk.accept)
        assert "wrong-secret" not in str(caught.value)


def test_nobody_gets_more_than_wecom_delivers() -> None:
    """Thirty a minute and a thousand an hour, in any window, of which nearly all is used."""

    async def sending() -> list[float]:
        pace, begun = Pace(limits.LIMITS, patience=5000), list[float]()
        for _ in range(1500):
            async with pace.turn(person="zhaomin"):
                begun.append(asyncio.get_running_loop().time())
        return begun

    sent = virtually(sending())
    for first, at in enumerate(sent):
        assert sum(at <= each < at + 60 for each in sent[first : first + 40]) <= 30
        assert sum(at <= each < at + 3600 for each in sent[first : first + 1100]) <= 1000
    assert sum(each < 3600 for each in sent) == 1000


async def test_a_restart_forgets_nothing_of_what_a_member_has_had(fake: FakeWeCom, desk: Desk) -> None:
    """WeCom would drop the surplus without a word."""
    async with opened(fake, desk) as before:
        for number in range(30):
            await before.send(f"k{number}", say(str(number)))
    async with opened(fake, desk) as after:
        after.adapter.recall([Spent(2.0, ANN)] * 20 + [Spent(1.0, ChatRef(PLATFORM, CORP, ANN.user, True), 10)])
        after.adapter.recall([Spent(1.0, ChatRef(PLATFORM, CORP, ROOM, direct=False), 30), Spent(0.0, None)])
        for to in (ANN, GROUP):
            with pytest.raises(Unavailable) as late:
                await after.send("k30", say("30"), to=to)
            assert late.value.retry_after
            assert 50 < late.value.retry_after.total_seconds() < 61
        await after.send("k30", say("30"), to=UserRef(PLATFORM, CORP, "wanglei"))
    assert len(fake.messages) == 31
    assert fake.alarms == []


async def test_words_of_people_go_as_they_are(office: Office) -> None:
    await office.send("k1", Card((Paragraph((Text("有人说:"), Said('<a href="https://evil.example">点</a>'))),)))
    assert office.fake.alarms == []
    assert "<\u2060a href" in office.sent("message/send")[-1]["text"]["content"]


async def test_who_somebody_is(office: Office) -> None:
    office.fake.company.hire("lina", "李娜", "华东组", leaders=("ZhaoMin",))
    profile = await office.adapter.profile(UserRef(PLATFORM, CORP, "lina"))
    assert profile is not None
    assert (profile.name, profile.department, profile.manager) == ("李娜", "华东组", ANN)
    assert await office.adapter.profile(UserRef(PLATFORM, CORP, "nobody")) is None


def _answers(fake: FakeWeCom, code: int) -> None:
    """message/send is answered with this code from now on."""

    def refuse(incoming: Incoming) -> dict[str, object]:
        raise Refusal(code, "no")

    fake.gate.add("message/send", "POST", refuse, sends=True)


def _key(message: Message, number: int) -> str:
    key: str = message.wire["template_card"]["button_list"][number]["key"]
    return key
