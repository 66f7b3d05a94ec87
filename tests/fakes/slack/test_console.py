"""The fake by hand: what is typed is done, what happens is told."""

import asyncio
import sys

import pytest

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ANN, ROOM
from tests.fakes.slack.console import Console
from tests.fakes.slack.test_deeds import BLOCKS
from tests.fakes.slack.test_sockets import acknowledged, connected


class Screen:
    def __init__(self, fake: FakeSlack) -> None:
        self.lines: list[str] = []
        self.console = Console(fake, {"Ann": ANN}, {"general": ROOM}, self.lines.append)


@pytest.fixture
def screen(fake: FakeSlack) -> Screen:
    return Screen(fake)


async def test_what_is_typed_is_done_and_what_happens_is_told(fake: FakeSlack, bot: Client, screen: Screen) -> None:
    link = await connected(bot)

    async def obeyed(line: str) -> dict[str, object]:
        doing = asyncio.ensure_future(screen.console.obey(line))
        frame = await acknowledged(link)
        assert await doing
        payload: dict[str, object] = frame["payload"]
        return payload

    said = await obeyed("Ann> hello")
    assert isinstance(said["event"], dict)
    assert said["event"]["text"] == "hello"
    await bot.call("chat.postMessage", channel=fake.workspace.direct(ANN).id, text="How was today?", blocks=BLOCKS)
    screen.console.news()
    assert screen.lines[-3:] == ["Ann < How was today?", "  | {Words}", "  | {Mood: Good} [Send] [Skip]"]
    assert (await obeyed("Ann [Skip]"))["type"] == "block_actions"
    assert "fine" in str((await obeyed("Ann {words: fine, Mood: Good} [Send]"))["state"])
    assert (await obeyed("Ann /okr list"))["command"] == "/okr"
    assert "reaction_added" in str(await obeyed("Ann + tada"))
    assert "app_home_opened" in str(await obeyed("Ann home"))
    assert "general" not in str(await obeyed("#general Ann> hi all"))
    assert any(line.startswith("  acknowledged events_api after") for line in screen.lines)
    assert screen.lines.count("  call chat.postMessage") == 1, "told once"


async def test_what_cannot_be_done_is_said(fake: FakeSlack, screen: Screen) -> None:
    for line in ("Ann [Nothing]", "Zoe> hi", "what?", "fail rain"):
        assert await screen.console.obey(line)
    assert [each[:14] for each in screen.lines] == [
        "! no button [N",
        "! nobody is ca",
        "! that is no c",
        "! no such faul",
    ]
    assert await screen.console.obey("fail limited 2")
    assert len(fake.faults.coming) == 2
    assert not await screen.console.obey("quit")


async def test_it_runs_as_a_program_and_says_how_to_point_the_bot_at_it() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.slack", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(b"log\nquit\n"), 30)
    told = out.decode()
    assert process.returncode == 0
    assert "[platforms.slack]\nbase_url = " in told
    assert "张伟·财务" in told
