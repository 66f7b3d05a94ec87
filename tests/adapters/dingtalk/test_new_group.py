"""The whole bot: DingTalk tells nobody that the bot was taken into a group, so it greets when it is first called."""

from pathlib import Path

from bot.playing.command import read_script
from tests.support.every_world import open_platform
from tests.support.transcripts import FILES
from tests.worlds.dingtalk import DingTalkWorld

HAPPY = next(file for file in FILES if file.stem == "at-01-happy")


async def test_it_greets_when_it_is_first_called(quick_folder: Path) -> None:
    world = open_platform("dingtalk", quick_folder)
    assert isinstance(world, DingTalkWorld)
    await world.start(read_script(HAPPY).header)
    try:
        fake, caller = world.fake, world.account(world.cast.company.people[0].id)
        room = world.place("新组")
        fake.found(room, "新组", [caller])
        for _ in range(2):
            await fake.push(fake.said(caller, "@合拍", room, to_bot=True))
            await world.house.rest()
        said = [world.draw(each).text for each in fake.messages if each.room == room]
        assert [text.startswith("大家好,我是合拍") for text in said] == [True]
    finally:
        await world.stop()
