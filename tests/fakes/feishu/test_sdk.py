"""The vendor's SDK takes the fake for the platform: REST, the long connection, clicks, fragments, reconnection."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.feishu import FakeFeishu, NotAcknowledged
from tests.fakes.feishu.conftest import ANN, Client, button, card, form, plain
from tests.fakes.feishu.drawing import draw

pytestmark = pytest.mark.slow
PEER = Path(__file__).with_name("sdk_peer.py")
INPUT = {"tag": "input", "name": "done", "label": plain("昨天?")}


class Peer:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def heard(self) -> Any:
        """What it told next; its own log is passed over."""
        assert self._process.stdout is not None
        log: list[str] = []
        async with asyncio.timeout(60):
            while line := await self._process.stdout.readline():
                if line.startswith(b"HEARD "):
                    return json.loads(line.removeprefix(b"HEARD "))
                log.append(line.decode())
        raise AssertionError(f"the SDK ended: {''.join(log)}")


@pytest.fixture
async def peer(fake: FakeFeishu) -> AsyncIterator[Peer]:
    fake.link.patience = 60
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(PEER), fake.url, fake.app_id, fake.app_secret,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, limit=1 << 20,
    )  # fmt: skip
    yield Peer(process)
    process.kill()
    await process.communicate()


async def test_the_sdk_talks_with_the_fake(fake: FakeFeishu, bot: Client, peer: Peer) -> None:
    kind, (code, id) = await peer.heard()
    assert (kind, code, id) == ("sent", 0, fake.messages[0].id)
    assert (fake.messages[0].wire, fake.alarms) == ({"text": "from the SDK"}, [])

    await fake.push(fake.said(ANN, "早上好"))
    assert await peer.heard() == ["said", '{"text": "早上好"}']
    fake.link.fragments, fake.link.reverse = 3, True
    await fake.push(fake.said(ANN, "in parts"))
    assert await peer.heard() == ["said", '{"text": "in parts"}']
    fake.link.fragments = 1

    with pytest.raises(NotAcknowledged, match="200671"):
        await fake.push(fake.said(ANN, "boom"))
    assert await peer.heard() == ["said", '{"text": "boom"}']

    await bot.send(card(button("A"), form(INPUT)))
    drawn = draw(fake.messages[-1])
    await fake.push(fake.pressed(ANN, fake.messages[-1].id, drawn.pressables[0].handle))
    assert await peer.heard() == ["clicked", [{"a": "A"}, None]]
    await fake.push(fake.submitted(ANN, fake.messages[-1].id, drawn.forms[0].submit.handle, {"done": "x"}))
    assert await peer.heard() == ["clicked", [None, {"done": "x"}]]
    assert [each.content for each in fake.toasts] == ["Saved", "Saved"]

    for how in ("clean", "reset", "half"):
        await fake.disconnect(how)
        await fake.push(fake.said(ANN, how))
        assert await peer.heard() == ["said", json.dumps({"text": how})]
    assert fake.link.opened == 4
    assert fake.alarms == []
