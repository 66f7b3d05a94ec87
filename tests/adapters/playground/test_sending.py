"""What the bot says: one message per delivery key, changed in place, shown to whom it is for."""

from pathlib import Path

import pytest

from adapters.playground import PLATFORM, TENANT, Settings, build
from bot.kernel.cards import Card, Paragraph, Text, say
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey, Platform
from bot.kernel.people import ChatRef, Locale, Profile, UserRef
from bot.ports.adapter import Delivery, Receipt, Refused, Unavailable
from tests.adapters.playground.served import COMPANY, EAST, WANG, ZHAO, FakeBot, Site, Wall, serving


async def test_the_same_key_again_says_nothing_twice_and_has_the_same_receipt(site: Site) -> None:
    first = await site.bot_says(ZHAO.ref, say("早上好"), key="prompt")
    again = await site.bot_says(ZHAO.ref, say("早上好"), key="prompt")
    assert first == again
    assert len(await site.messages("zhaomin")) == 1


async def test_a_key_stays_known_after_a_restart(log_file: Path) -> None:
    async with serving(Settings(log=log_file), FakeBot()) as site:
        await site.bot_says(ZHAO.ref, say("早上好"), key="prompt")
    async with serving(Settings(log=log_file), FakeBot()) as site:
        await site.bot_says(ZHAO.ref, say("早上好"), key="prompt")
        assert len(await site.messages("zhaomin")) == 1


async def test_it_can_be_asked_whether_a_key_was_sent(site: Site) -> None:
    receipt = await site.bot_says(ZHAO.ref, say("早上好"), key="prompt")
    pages = (say("早上好"),)
    assert await site.playground.already_sent(Delivery(DeliveryKey("prompt"), ZHAO.ref, pages)) == receipt
    assert await site.playground.already_sent(Delivery(DeliveryKey("other"), ZHAO.ref, pages)) is None


async def test_a_message_changes_in_place_and_once_per_key(site: Site) -> None:
    receipt = await site.bot_says(ZHAO.ref, say("昨天?"), key="prompt")
    [before] = await site.messages("zhaomin")
    for _ in range(2):
        changed = await site.bot_says(ZHAO.ref, say("收到"), key="prompt/1", revises=receipt)
        assert changed == receipt
    [after] = await site.messages("zhaomin")
    assert after["cards"][0]["blocks"][0]["line"][0]["text"] == "收到"
    assert (after["id"], after["revisions"]) == (before["id"], 1)
    assert after["seq"] > before["seq"]
    assert await site.messages("zhaomin", after=before["seq"]) == [after]


async def test_a_long_card_goes_out_as_the_pages_of_one_message(site: Site) -> None:
    card = Card(tuple(Paragraph((Text("字" * 4000),)) for _ in range(3)))
    assert len(fit(card, site.playground.capabilities(True)).pages) == 3
    await site.bot_says(ZHAO.ref, card)
    [message] = await site.messages("zhaomin")
    assert len(message["cards"]) == 3


async def test_a_group_sees_what_is_said_in_it_and_a_person_what_is_said_to_them(site: Site) -> None:
    await site.bot_says(EAST.ref, say("汇总"))
    await site.bot_says(WANG.direct, say("只给王磊"), reason="因为赵敏提到了你")
    assert len(await site.messages("zhaomin", "east")) == len(await site.messages("wanglei", "east")) == 1
    assert await site.messages("zhaomin") == []
    [own] = await site.messages("wanglei")
    assert own["reason"] == "因为赵敏提到了你"


@pytest.mark.parametrize(
    "to",
    [
        UserRef(PLATFORM, TENANT, "nobody"),
        ChatRef(PLATFORM, TENANT, "nowhere", direct=False),
        ChatRef(PLATFORM, TENANT, "nobody", direct=True),
        UserRef(Platform("feishu"), TENANT, "zhaomin"),
    ],
)
async def test_an_address_that_is_not_there_is_refused_for_good(site: Site, to: UserRef | ChatRef) -> None:
    with pytest.raises(Refused):
        await site.bot_says(to, say("早上好"))


async def test_a_group_the_bot_was_taken_out_of_hears_and_tells_nothing(site: Site) -> None:
    await site.post("remove", as_="zhaomin", chat="east")
    with pytest.raises(Refused):
        await site.bot_says(EAST.ref, say("汇总"))
    await site.post("say", as_="zhaomin", chat="east", text="@合拍 在吗")
    assert [type(event).__name__ for event in site.events()] == ["BotRemoved"]
    await site.post("add", as_="zhaomin", chat="east")
    await site.bot_says(EAST.ref, say("我回来了"))
    assert [type(event).__name__ for event in site.events()] == ["BotRemoved", "BotAdded"]
    assert len(await site.messages("wanglei", "east")) == 2


async def test_a_bot_taken_out_of_a_group_stays_out_at_the_next_start(log_file: Path) -> None:
    async with serving(Settings(log=log_file), FakeBot()) as site:
        await site.post("remove", as_="zhaomin", chat="east")
    async with serving(Settings(log=log_file), FakeBot()) as site:
        assert [room["bot"] for room in (await site.get("state"))["rooms"]] == [False]


async def test_a_message_that_is_not_there_cannot_be_changed(site: Site) -> None:
    with pytest.raises(Refused):
        await site.bot_says(ZHAO.ref, say("收到"), revises=Receipt({"message": "999"}))


async def test_what_a_person_said_cannot_be_changed(site: Site) -> None:
    _, said = await site.post("say", as_="zhaomin", text="我说的")
    with pytest.raises(Refused):
        await site.bot_says(ZHAO.ref, say("改掉"), revises=Receipt({"message": said["message"]}))


async def test_a_log_that_cannot_be_written_is_tried_again_later(tmp_path: Path) -> None:
    folder = tmp_path / "log.db"
    folder.mkdir()
    playground = build(Settings(log=folder), FakeBot(), COMPANY, Wall())
    with pytest.raises(Unavailable):
        await playground.send(Delivery(DeliveryKey("key"), ZHAO.ref, (say("早上好"),)))
    await playground.close()


async def test_a_stranger_is_described_from_the_company(site: Site) -> None:
    assert await site.playground.profile(ZHAO.ref) == Profile(ZHAO.ref, "赵敏", department="销售")
    assert await site.playground.profile(UserRef(PLATFORM, TENANT, "nobody")) is None


async def test_a_profile_carries_what_the_company_knows(log_file: Path) -> None:
    from dataclasses import replace

    amy = replace(ZHAO, id="amy", name="Amy", timezone="America/New_York", locale=Locale.EN, staff_no="0901")
    company = replace(COMPANY, people=(*COMPANY.people, amy))
    for _ in range(2):  # the second time it is read from the file
        async with serving(Settings(log=log_file), FakeBot(), company) as site:
            profile = await site.playground.profile(amy.ref)
            assert profile == Profile(amy.ref, "Amy", "America/New_York", Locale.EN, "销售", "0901")
