"""The fake driven by hand."""

import json

import pytest

from tests.fakes.dingtalk import CLIENT_ID, FakeDingTalk
from tests.fakes.dingtalk.__main__ import settled
from tests.fakes.dingtalk.console import Console
from tests.fakes.dingtalk.probe import Probe
from tests.fakes.dingtalk.test_cards import BUTTONS, FORM, MAKE, card, variables


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def console(fake: FakeDingTalk, lines: list[str]) -> Console:
    return Console(fake, lines.append)


async def test_saying_and_pressing(probe: Probe, console: Console, lines: list[str]) -> None:
    listener = await probe.listen()
    cards = variables(text_1="做完了吗?", form_1=FORM, submit_1="提交", buttons_1=BUTTONS)
    await probe.post(MAKE, **card(cardData=cards))
    assert "赵敏 < 做完了吗?\n  | {做完了什么?}\n  | {心情?: 好|坏} [提交] [1 完成] [2 以后]" in lines
    for line in (
        "赵敏> 你好",
        "#华东组 赵敏> @合拍 赞 @王磊 好",
        "赵敏 [完成]",
        "赵敏 {做完了: 合同, 心情: 坏} [提交]",
    ):
        listener.heard.clear()
        assert await console.obey(line)
        await listener.heard.wait()
    said, praised, pressed, sent = listener.data
    assert (said["text"]["content"], praised["text"]["content"]) == ("你好", " 赞 @王磊 好")
    assert json.loads(pressed["content"])["cardPrivateData"]["actionIds"] == ["b1"]
    form = json.loads(sent["content"])["cardPrivateData"]["params"]["form"]
    assert (form["done"], form["mood"]["value"]) == ("合同", "b")


async def test_what_goes_wrong(probe: Probe, fake: FakeDingTalk, console: Console, lines: list[str]) -> None:
    listener = await probe.listen()
    assert await console.obey("fail limited 2")
    assert list(fake.faults.coming) == ["limited", "limited"]
    for line in ("fail nothing", "drop it", "谁> 你好", "赵敏 [没有]", "xyz"):
        assert await console.obey(line)
        assert lines[-1].startswith("  ?? ")
    assert await console.obey("drop")
    await listener.task
    assert not await console.obey("quit")


def test_the_section_points_here(console: Console, fake: FakeDingTalk) -> None:
    section = console.section()
    assert CLIENT_ID in section
    assert section.count(fake.url) == 2


def test_it_starts_with_the_sample_company() -> None:
    fake = settled(plain=True)
    assert fake.site.company.person("zhaomin").manager == "chen"
    assert [each.title for each in fake.site.company.rooms.values()] == ["华东组"]
    assert not fake.site.templates
