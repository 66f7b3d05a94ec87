"""What goes out: whole, to those it is for, and what the platform refuses is kept and reported.

That it is escaped: tests/security/test_words.py.
"""

from pathlib import Path

import pytest

from bot.kernel.capabilities import Redelivery
from bot.kernel.cards import Card, Paragraph, Said, Text
from tests.contracts.platforms.stage import on
from tests.worlds import PLATFORM_WORLDS

pytestmark = pytest.mark.parametrize("platform", PLATFORM_WORLDS)


def _said(text: str) -> Card:
    return Card((Paragraph((Text("有人说:"), Said(text))),))


async def test_an_over_long_text_arrives_whole_and_in_order(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        text = "".join(f"第{number}句话说得很长很长。" for number in range(1200))
        await stage.posts(_said(text))
        seen = await stage.seen()
        assert "".join(seen).replace("有人说:", "").replace("\n", "") == text
        assert stage.world.fake.alarms == []


async def test_a_message_to_nobody_is_given_up_and_says_why(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        await stage.posts(_said("在吗"), user=stage.world.account("nobody-of-this-name"))
        (why,) = await stage.buried()
        assert why.startswith("Refused: ")
        assert len(why) > len("Refused: ") + 5, "in words"


async def test_a_token_that_stops_working_is_renewed_unseen(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        await stage.posts(_said("一"))
        stage.world.fake.faults.add("expired")
        await stage.posts(_said("二"))
        await stage.world.house.rest()
        assert await stage.seen() == ["有人说:一", "有人说:二"]


@pytest.mark.parametrize("fault", ["limited", "broken", "html", "dropped"])
async def test_what_failed_is_sent_again_and_seen_once(platform: str, fault: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        stage.world.fake.faults.add(fault, 3)
        await stage.posts(_said("来了"))
        await stage.world.house.rest()
        assert await stage.seen() == ["有人说:来了"]
        assert await stage.buried() == []


async def test_a_lost_answer_makes_no_second_copy_where_the_platform_can_tell(
    platform: str, quick_folder: Path
) -> None:
    async with on(platform, quick_folder) as stage:
        stage.world.fake.faults.add("lost")
        await stage.posts(_said("来了"))
        await stage.world.house.rest()
        seen = await stage.seen()
        if stage.world.capabilities(direct=True).redelivery is Redelivery.NONE:
            assert set(seen) == {"有人说:来了"}
            assert len(seen) <= 2
        else:
            assert seen == ["有人说:来了"]


async def test_messages_of_one_lane_keep_their_order(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        stage.world.fake.faults.every = 4
        for number in range(12):
            await stage.posts(_said(str(number)))
        await stage.world.house.rest()
        seen = await stage.seen()
        assert list(dict.fromkeys(seen)) == [f"有人说:{number}" for number in range(12)]
