"""What people type: kept, handed over as an envelope, understood as one event."""

import asyncio
from pathlib import Path

import pytest

from adapters.playground import Settings
from bot.kernel.cards import say
from bot.kernel.events import MessageReceived
from bot.ports.adapter import Envelope
from tests.adapters.playground.served import EAST, WANG, ZHANGS, ZHAO, FakeBot, Site, serving


def _only(site: Site) -> MessageReceived:
    [event] = site.events()
    assert isinstance(event, MessageReceived)
    return event


async def test_words_in_the_direct_chat_reach_the_bot_and_stay_on_the_screen(site: Site) -> None:
    status, answered = await site.post("say", as_="zhaomin", text="昨天对账完成")
    assert status == 200
    event = _only(site)
    assert (event.text, event.to_bot, event.sender, event.chat) == ("昨天对账完成", True, ZHAO.ref, ZHAO.direct)
    [shown] = await site.messages("zhaomin")
    assert shown["id"] == answered["message"]
    assert shown["accepted"]
    assert shown["line"] == [{"kind": "said", "text": "昨天对账完成"}]


async def test_a_direct_chat_is_seen_by_nobody_else(site: Site) -> None:
    await site.post("say", as_="zhaomin", text="只给合拍")
    assert await site.messages("wanglei") == []


async def test_words_in_a_group_are_heard_without_being_for_the_bot(site: Site) -> None:
    await site.post("say", as_="zhaomin", chat="east", text="大家早")
    event = _only(site)
    assert (event.to_bot, event.chat) == (False, EAST.ref)
    assert (await site.messages("wanglei", "east"))[0]["from"] == "zhaomin"


@pytest.mark.parametrize("typed", ["@合拍 赞 @王磊 2 陪我查账", "＠hepai 赞 @王磊 2 陪我查账"])
async def test_a_mention_of_the_bot_is_for_the_bot_and_leaves_the_text(site: Site, typed: str) -> None:
    await site.post("say", as_="zhaomin", chat="east", text=typed)
    event = _only(site)
    assert event.to_bot
    assert event.text == "赞 @王磊 2 陪我查账"
    assert [(each.name, each.user) for each in event.mentions] == [("王磊", WANG.ref)]


async def test_a_reply_to_the_bot_is_for_the_bot_and_a_reply_to_a_colleague_is_not(site: Site) -> None:
    await site.bot_says(EAST.ref, say("一张卡片"))
    [card] = await site.messages("zhaomin", "east")
    await site.post("say", as_="zhaomin", chat="east", text="好", reply=card["id"])
    _, said = await site.post("say", as_="wanglei", chat="east", text="嗯")
    await site.post("say", as_="zhaomin", chat="east", text="是", reply=said["message"])
    assert [event.to_bot for event in site.events() if isinstance(event, MessageReceived)] == [True, False, False]


async def test_a_name_that_two_people_share_is_a_mention_only_when_picked(site: Site) -> None:
    await site.post("say", as_="zhaomin", chat="east", text="@合拍 赞 @张伟 1")
    await site.post("say", as_="zhaomin", chat="east", text="@合拍 赞 @张伟 1", mentions=["hepai", "zhangwei2"])
    guessed, picked = site.events()
    assert isinstance(guessed, MessageReceived)
    assert guessed.mentions == ()
    assert isinstance(picked, MessageReceived)
    assert [each.user for each in picked.mentions] == [ZHANGS[1].ref]


async def test_in_a_group_only_its_members_are_found_by_their_typed_name(site: Site) -> None:
    await site.post("say", as_="zhaomin", chat="east", text="@陈经理 看一下")
    await site.post("say", as_="zhaomin", chat="east", text="@陈经理 看一下", mentions=["chen"])
    typed, picked = site.events()
    assert isinstance(typed, MessageReceived)
    assert typed.mentions == ()
    assert isinstance(picked, MessageReceived)
    assert [each.name for each in picked.mentions] == ["陈经理"]


async def test_a_mention_that_does_not_stand_in_the_text_is_refused(site: Site) -> None:
    status, answered = await site.post("say", as_="zhaomin", text="看一下", mentions=["wanglei"])
    assert (status, answered["error"]["code"]) == (400, "unplaced_mention")
    assert site.events() == []


async def test_a_sticker_is_named_and_not_taken_for_words(site: Site) -> None:
    await site.post("say", as_="zhaomin", text="👍", media="sticker")
    assert _only(site).media == "sticker"


@pytest.mark.parametrize(
    "text", ["", "   \n ", "😀" * 500, "\x00\x1b[31m红", "\u202e倒过来", "\ud800半个", "@", "@@@", "@所有人 <@all>"]
)
async def test_no_text_whatever_breaks_the_way_in(site: Site, text: str) -> None:
    status, _ = await site.post("say", as_="zhaomin", text=text)
    assert status == 200
    assert not {"\x00", "\x1b", "\u202e", "\ud800"} & set(_only(site).text)


async def test_a_hundred_thousand_characters_reach_the_bot_whole(site: Site) -> None:
    status, _ = await site.post("say", as_="zhaomin", text="长" * 100_000)
    assert status == 200
    assert len(_only(site).text) == 100_000
    [shown] = await site.messages("zhaomin")
    assert len(shown["line"][0]["text"]) == 20_000


async def test_the_same_id_again_is_the_same_message(site: Site) -> None:
    first = await site.post("say", as_="zhaomin", text="一次", id="abc")
    again = await site.post("say", as_="zhaomin", text="一次", id="abc")
    assert first == again
    assert len(site.events()) == 1
    assert len(await site.messages("zhaomin")) == 1


async def test_what_the_bot_could_not_store_is_kept_and_handed_over_when_repeated(site: Site) -> None:
    site.bot.failing = True
    status, answered = await site.post("say", as_="zhaomin", text="在吗", id="abc")
    assert (status, answered["error"]["code"]) == (503, "not_accepted")
    assert not (await site.messages("zhaomin"))[0]["accepted"]
    site.bot.failing = False
    status, _ = await site.post("say", as_="zhaomin", id="abc")
    assert status == 200
    assert _only(site).text == "在吗"
    assert (await site.messages("zhaomin"))[0]["accepted"]


async def test_what_the_bot_never_got_is_handed_over_at_the_next_start(log_file: Path) -> None:
    bot = FakeBot(failing=True)
    async with serving(Settings(log=log_file), bot) as site:
        await site.post("say", as_="zhaomin", text="在吗")
    bot.failing = False
    async with serving(Settings(log=log_file), bot) as site:
        assert _only(site).text == "在吗"
    async with serving(Settings(log=log_file), bot) as site:
        assert len(site.events()) == 1


async def test_what_is_said_in_one_chat_reaches_the_bot_in_that_order_however_slow_it_is(site: Site) -> None:
    entered, gate = asyncio.Event(), asyncio.Event()

    async def slow_at_first(envelope: Envelope) -> None:
        if envelope.payload["text"] == "一":
            entered.set()
            await gate.wait()

    site.bot.taking = slow_at_first
    first = asyncio.create_task(site.post("say", as_="zhaomin", text="一"))
    await entered.wait()
    second = asyncio.create_task(site.post("say", as_="zhaomin", text="二"))
    await site.post("say", as_="wanglei", text="另一个聊天不用等")
    gate.set()
    await asyncio.gather(first, second)
    texts = [event.text for event in site.events() if isinstance(event, MessageReceived)]
    assert texts == ["另一个聊天不用等", "一", "二"]


async def test_an_act_waits_for_settle_only_when_asked_to(site: Site) -> None:
    await site.post("say", as_="zhaomin", text="一")
    assert site.bot.settled == 0
    _, answered = await site.post("say", as_="zhaomin", text="二", settle=True)
    assert answered["settled"]
    assert site.bot.settled == 1


async def test_nobody_speaks_in_a_group_they_are_not_in_or_as_nobody(site: Site) -> None:
    status, answered = await site.post("say", as_="chen", chat="east", text="大家好")
    assert (status, answered["error"]["code"]) == (404, "unknown_chat")
    missing = await site.post("say", as_="chen", chat="nowhere", text="大家好")
    assert missing == (status, answered), "a group one is not in and one that is not there are told apart"
    status, answered = await site.post("say", as_="nobody", text="大家好")
    assert (status, answered["error"]["code"]) == (404, "unknown_person")
    assert site.events() == []
