"""Who is there, what is unread, and windows that stay in step."""

import asyncio
from typing import Any

import aiohttp
import pytest

from adapters.playground import Company, Settings
from bot.kernel.cards import say
from bot.kernel.events import BotAdded
from tests.adapters.playground.served import EAST, WANG, ZHAO, FakeBot, Site, serving


async def _unread(site: Site, who: str) -> dict[str, int]:
    state = await site.get("state", as_=who)
    return {chat["id"]: chat["unread"] for chat in state["chats"]}


async def test_the_state_names_everybody_and_ones_own_chats(site: Site) -> None:
    state = await site.get("state", as_="chen")
    assert [each["name"] for each in state["people"]] == ["赵敏", "王磊", "陈经理", "张伟", "张伟"]
    assert state["rooms"][0]["members"] == list(EAST.members)
    assert [chat["id"] for chat in state["chats"]] == ["hepai"], "the manager is not in the group"
    assert [chat["id"] for chat in (await site.get("state", as_="zhaomin"))["chats"]] == ["hepai", "east"]


async def test_what_others_said_is_unread_until_read(site: Site) -> None:
    await site.bot_says(ZHAO.ref, say("早上好"))
    await site.post("say", as_="wanglei", chat="east", text="大家早")
    assert await _unread(site, "zhaomin") == {"hepai": 1, "east": 1}
    assert await _unread(site, "wanglei") == {"hepai": 0, "east": 0}
    [message] = await site.messages("zhaomin")
    await site.post("read", as_="zhaomin", chat="hepai", message=message["id"])
    assert await _unread(site, "zhaomin") == {"hepai": 0, "east": 1}
    people = {each["id"]: each["unread"] for each in (await site.get("state"))["people"]}
    assert people["zhaomin"] == 0, "only what the bot told them alone counts there"


async def test_a_read_mark_never_goes_back(site: Site) -> None:
    for text in ("一", "二"):
        await site.bot_says(ZHAO.ref, say(text))
    first, second = await site.messages("zhaomin")
    await site.post("read", as_="zhaomin", chat="hepai", message=second["id"])
    await site.post("read", as_="zhaomin", chat="hepai", message=first["id"])
    assert (await _unread(site, "zhaomin"))["hepai"] == 0


async def test_a_changed_message_does_not_become_unread_again(site: Site) -> None:
    receipt = await site.bot_says(ZHAO.ref, say("昨天?"))
    [message] = await site.messages("zhaomin")
    await site.post("read", as_="zhaomin", chat="hepai", message=message["id"])
    await site.bot_says(ZHAO.ref, say("收到"), revises=receipt)
    assert (await _unread(site, "zhaomin"))["hepai"] == 0


async def test_somebody_new_can_come_and_found_a_group(site: Site) -> None:
    _, hired = await site.post("people", name="周婷\n", department="人力资源")
    _, founded = await site.post("rooms", as_=hired["person"], title="新组", members=["zhaomin"])
    [event] = site.events()
    assert isinstance(event, BotAdded)
    assert (event.title, event.sender.user) == ("新组", hired["person"])
    assert [member.user for member in event.members] == [hired["person"], "zhaomin"]
    assert founded["room"] in [chat["id"] for chat in (await site.get("state", as_="zhaomin"))["chats"]]


async def test_an_empty_playground_starts_with_nobody_and_can_be_filled() -> None:
    async with serving(Settings(log=None), FakeBot(), Company()) as site:
        assert (await site.get("state"))["people"] == []
        await site.post("people", name="赵敏")
        assert [each["name"] for each in (await site.get("state"))["people"]] == ["赵敏"]


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "合拍", "HEPAI", "长" * 61])
async def test_a_person_needs_a_name_of_their_own(site: Site, name: str) -> None:
    status, _ = await site.post("people", name=name)
    assert status == 400


def _socket(site: Site, who: str, after: int = 0) -> Any:
    return site.http.ws_connect(f"{site.base}/api/live", params={"as": who, "after": str(after)})


async def test_open_windows_are_told_what_changes(site: Site) -> None:
    async with _socket(site, "zhaomin") as mine, _socket(site, "wanglei") as theirs:
        for socket in (mine, theirs):
            assert (await socket.receive_json())["messages"] == []
        await site.bot_says(ZHAO.ref, say("早上好"))
        await site.post("say", as_="zhaomin", chat="east", text="大家早")
        seen = [message["chat"] for message in await _until(mine, 2)]
        assert set(seen) == {"hepai", "east"}
        assert [message["chat"] for message in await _until(theirs, 1)] == ["east"]


async def _until(socket: aiohttp.ClientWebSocketResponse, count: int) -> list[dict[str, Any]]:
    """The messages of the next updates, each as it stands last, until there are so many."""
    found: dict[str, dict[str, Any]] = {}
    async with asyncio.timeout(10):
        while len(found) < count:
            for message in (await socket.receive_json())["messages"]:
                found[message["id"]] = message
    return list(found.values())


async def test_a_window_that_comes_back_is_told_what_it_missed_and_no_more(site: Site) -> None:
    await site.bot_says(ZHAO.ref, say("一"))
    seq = (await site.get("state"))["seq"]
    await site.bot_says(ZHAO.ref, say("二"))
    async with _socket(site, "zhaomin", seq) as socket:
        update = await socket.receive_json()
    assert [message["cards"][0]["blocks"][0]["line"][0]["text"] for message in update["messages"]] == ["二"]
    async with _socket(site, "zhaomin", update["seq"]) as socket:
        assert (await socket.receive_json())["messages"] == []


async def test_windows_are_told_that_others_were_read(site: Site) -> None:
    await site.bot_says(WANG.ref, say("早上好"))
    [message] = await site.messages("wanglei")
    async with _socket(site, "zhaomin") as socket:
        assert {each["id"]: each["unread"] for each in (await socket.receive_json())["people"]}["wanglei"] == 1
        await site.post("read", as_="wanglei", chat="hepai", message=message["id"])
        assert {each["id"]: each["unread"] for each in (await socket.receive_json())["people"]}["wanglei"] == 0


async def test_a_window_that_sends_is_let_go(site: Site) -> None:
    async with _socket(site, "zhaomin") as socket:
        await socket.receive_json()
        await socket.send_str("{}")
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == 1008


async def test_at_the_end_every_window_is_let_go() -> None:
    async with serving(Settings(log=None), FakeBot()) as site, _socket(site, "zhaomin") as socket:
        await socket.receive_json()
        closing = asyncio.create_task(socket.receive())
        async with asyncio.timeout(10):
            await site.stop()
            assert (await closing).type is aiohttp.WSMsgType.CLOSE
