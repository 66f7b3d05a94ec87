"""The fake by hand: what is typed happens, and what is shown can be pressed."""

import tomllib

import pytest

from tests.fakes.wecom.__main__ import ROOM, settled
from tests.fakes.wecom.conftest import Api, Url
from tests.fakes.wecom.console import Console
from tests.fakes.wecom.fake import FakeWeCom
from tests.fakes.wecom.samples import plain_card


class Desk:
    def __init__(self, fake: FakeWeCom) -> None:
        self.said: list[str] = []
        self.console = Console(fake, self.said.append)

    async def types(self, line: str) -> str:
        self.said.clear()
        assert await self.console.obey(line)
        return "".join(self.said).strip()


@pytest.fixture
def desk(fake: FakeWeCom) -> Desk:
    return Desk(fake)


def test_the_sample_company_is_there() -> None:
    fake = settled()
    assert fake.company.name("zhaomin") == "赵敏"
    assert fake.company.rooms[ROOM].title == "华东组"


def test_its_section_is_one_that_a_bot_can_read(fake: FakeWeCom, desk: Desk) -> None:
    table = tomllib.loads(desk.console.section())["platforms"]["wecom"]
    assert (table["agent_id"], table["base_url"]) == (1000002, fake.url)


async def test_people_write_and_press(fake: FakeWeCom, desk: Desk, url: Url, api: Api) -> None:
    await desk.types("张三> 日报")
    await api.card(plain_card("t1"))
    for label in ("完成", "2", "1 完成"):
        assert await desk.types(f"张三 [{label}]") == ""
    assert [ack.code for ack in fake.acks] == [200] * 4
    assert await desk.types("张三 [别的]") == "? there is no button [别的]"
    assert await desk.types("赵六> hi") == "? nobody is called 赵六"


async def test_things_go_wrong_on_request(fake: FakeWeCom, desk: Desk, url: Url) -> None:
    await desk.types("fail limited 2")
    assert list(fake.faults.coming) == ["limited", "limited"]
    assert "there are limited" in await desk.types("fail badly")
    assert await desk.types("forge signature") == "answered with 200"
    assert "corp" in await desk.types("forge")
    await desk.types("untrust")
    assert fake.gate.trusted is False
    await desk.types("drop refused")
    assert fake.link.refuse == 1
    url.always = (200, "wrong")
    assert (await desk.types("verify")).startswith("? the URL answered 200")
    assert await desk.types("nonsense") == "? write `help` for what can be done"
    assert not await desk.console.obey("quit")


async def test_the_group_is_spoken_to_by_its_title(fake: FakeWeCom, desk: Desk) -> None:
    fake.link.patience = 0.01
    assert await desk.types("#研发组 张三> 大家好") == ""
    assert fake.acks == []
    assert "TimeoutError" in await desk.types("#研发组 张三> @合拍 你好")
    assert [ack.code for ack in fake.acks] == [0]
