"""What comes in: once, in order, acknowledged when it is committed and not before, whatever its kind."""

import asyncio
from pathlib import Path

import pytest

from bot.playing.script import Say
from tests.contracts.platforms.stage import on
from tests.worlds import PLATFORM_WORLDS

pytestmark = pytest.mark.parametrize("platform", PLATFORM_WORLDS)
MEDIA = ("sticker", "voice", "image", "file", "video")


async def test_an_event_delivered_again_has_no_second_effect(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        event = stage.world.fake.said(stage.world.account("zhaomin"), "帮助")
        await stage.world.fake.push(event)
        first = await stage.seen()
        assert len(first) == 1
        await stage.world.fake.push(event)
        assert await stage.seen() == []


async def test_a_burst_of_one_person_keeps_its_order(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        fake, who = stage.world.fake, stage.world.account("zhaomin")
        events = [fake.said(who, f"听不懂的话第{number}句") for number in range(20)]
        for event in events:
            await fake.push(event)
        answers = await stage.seen()
        said = [answer.split("第")[1].split("句")[0] for answer in answers if "第" in answer]
        assert said == [str(number) for number in range(20)]


async def test_a_burst_of_many_people_is_acknowledged_whole(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        fake = stage.world.fake
        people = [stage.world.account(each) for each in stage.world.cast.people.values()]
        events = [fake.said(who, f"话{number}") for number in range(5) for who in people]
        await asyncio.gather(*(fake.push(event) for event in events))
        answers = await stage.seen()
        assert len(answers) >= len(events) - len(people), "everybody is answered; a pending question may take one"
        assert await stage.buried() == []


@pytest.mark.parametrize("media", MEDIA)
async def test_what_is_not_text_is_answered_too(platform: str, media: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        seen = await stage.say("赵敏", "", media=media)
        assert len(seen) == 1
        assert seen[0].startswith("赵敏 < ")


async def test_a_message_without_words_harms_nothing(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        await stage.world.say(Say("赵敏", " "))
        await stage.seen()
        assert len(await stage.say("赵敏", "帮助")) == 1


async def test_nothing_is_acknowledged_that_could_not_be_kept(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        fake = stage.world.fake
        event = fake.said(stage.world.account("zhaomin"), "帮助")
        await stage.world.house.app.runtime.intake.close()
        with pytest.raises(Exception, match=r"(?s).*"):
            await asyncio.wait_for(fake.push(event), timeout=8)
        await stage.world.house.restart()
        await fake.push(event)
        assert len(await stage.seen()) == 1


async def test_a_stranger_is_met_by_the_name_the_platform_says(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        world = stage.world
        user = world.account("newcomer")
        world.fake.hire(user, "新同事", department="华东销售")
        world._names[user] = "newcomer"
        await world.fake.push(world.fake.said(user, "你好"))
        assert any("新同事" in text for text in await stage.seen())
