"""The fake by hand: what is typed happens, and what the bot does is shown."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu.conftest import Client, Listener, button, card, form, markdown, plain
from tests.fakes.feishu.console import Console


@pytest.fixture
def shown() -> list[str]:
    return []


@pytest.fixture
def console(fake: FakeFeishu, shown: list[str]) -> Console:
    fake.link.patience = 0.05
    return Console(fake, shown.append)


async def done(console: Console, listener: Listener, line: str) -> dict[str, object]:
    """Type this, take the event, and what it says."""
    obeying = asyncio.create_task(console.obey(line))
    frame, payload = await listener.event()
    await listener.ack(frame)
    assert await obeying
    event: dict[str, object] = payload["event"]
    return event


async def test_what_is_typed_happens(fake: FakeFeishu, bot: Client, console: Console, shown: list[str]) -> None:
    listener = await bot.listen()
    field = {"tag": "input", "name": "done", "label": plain("昨天?")}
    await bot.send(card(button("1 完成"), form(field)))
    typed = {
        "Ann> hi @Ben": "@_user_1",
        "#华东组 Ann> @合拍 hi": "group",
        "Ann [1]": "'a': '1 完成'",
        "Ann [完成]": "'a': '1 完成'",
        "Ann {昨天?: 上线}": "'done': '上线'",
        "Ann opens": "last_message_id",
        "Ann menu go": "'event_key': 'go'",
        "Ann +DONE": "'emoji_type': 'DONE'",
        "#新组 Ann + 合拍: Ben": "'name': '新组'",
        "#新组 Ann - 合拍": "'name': '新组'",
    }
    for line, wanted in typed.items():
        assert wanted in str(await done(console, listener, line)), line
    assert not await console.obey("quit")
    assert shown == []


async def test_what_the_bot_does_is_shown(fake: FakeFeishu, bot: Client, console: Console, shown: list[str]) -> None:
    await bot.send(card(markdown("hi\nthere <at id=all></at>"), button("A")))
    console.news()
    assert shown == [
        "  POST /open-apis/auth/v3/tenant_access_token/internal -> 200 0 ok",
        "  POST /open-apis/im/v1/messages -> 200 0 success",
        "! body.elements[0]: a mention of everybody",
        "Ann < hi",
        "  | there @所有人 [A]",
    ]
    console.news()
    assert len(shown) == 5
    await bot.call("DELETE", f"im/v1/messages/{fake.messages[0].id}")
    console.news()
    assert shown[-2:] == ["Ann x hi", "  | there @所有人 [A]"]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("nonsense", "? not understood"),
        ("Nobody> hi", "? nobody is called Nobody"),
        ("Ann> hi", "? the bot is not connected"),
        ("Ann [A]", "? there is no button"),
        ("Ann {a: b}", "? there is no form"),
        ("#nowhere Ann> hi", "? there is no group"),
        ("fail badly", "? no such fault"),
        ("drop dead", "? no such end"),
        ("help", "赵敏> text"),
        ("alarms", "none"),
    ],
)
async def test_a_mistake_is_named(console: Console, shown: list[str], line: str, answer: str) -> None:
    assert await console.obey(line)
    assert shown[0].startswith(answer)


async def test_it_runs_as_a_program() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.feishu", cwd=Path(__file__).parents[3],
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate(b"log\nquit\n")
    assert process.returncode == 0
    assert "[platforms.feishu]\napp_id" in out.decode()
