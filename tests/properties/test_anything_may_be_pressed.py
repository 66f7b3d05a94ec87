"""People press anything, also what is not theirs or long gone, say anything, or say nothing while time passes.

Never does an event fail, in a direct chat there is always an answer, every button shown is one we handle, and what
is private or a warning reaches only whom it is meant for.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import given, note, settings
from hypothesis import strategies as st

from bot.features import FEATURES
from bot.kernel.features import Offers
from bot.playing.header import read_header
from bot.playing.screens import Found, Shown
from bot.playing.script import Say
from bot.playing.worlds import storage_at
from bot.playing.worlds.core import CoreWorld
from tests.support.surroundings import folder_in_memory

STAFF = ("赵敏", "王磊", "张伟·财务", "Amy")
HEADER = ("@now 2026-09-17 09:00",)
PEOPLE = (*STAFF, "陈经理", "周婷")
SUPERIORS = frozenset({"陈经理", "刘总", "周婷"})
"""The manager, his superior and the administrator: whoever may hear of somebody else's red flag."""
VERDICTS = frozenset(
    f"red_flags.{each}" for each in ("talked", "resources", "false_alarm", "pass", "reopen", "no_line")
)
SECRET = "SECRET"
"""Stands for `私` and a private word of whoever says it, as an answer to a check-in."""
SENTENCES = (
    SECRET,
    "\u202e",
    " ",
    "哈" * 9000,
    *"""
    1\n2\n3\n9\n完成\n没有\n对\n跳过\n今天先不写了\n开会呢晚点\n改 2 上线\n改\n撤回\n开始\n待办\n周四上午\n明天 18:00
    对账昨天搞完了 今天上线+见客户 没卡点
    卡在接口文档,@王磊 周三前要
    明天的日报:继续跟进客户A,无卡点
    这个谁能看到
    赞 @王磊 2 昨晚陪我查对账到 11 点 #客户第一
    赞 @王磊 @李娜 2 一起救火
    赞 @王磊 2 好
    赞 张伟 1 月底对账加班
    赞 张玮 1 帮忙改 PPT
    赞 @赵敏 5 我真棒
    悄悄赞 @王磊 1 帮我安抚客户
    踩 @王磊
    知道了,下午找她
    请假 9/21 到 9/23
    取消请假
    帮助\nhelp\n少发点\n为什么\n语言 English\n😀
    @所有人 <b>x</b> [y](https://example.com)
    """.strip().splitlines(),
)


@dataclass(frozen=True, slots=True)
class Says:
    who: str
    text: str
    in_group: bool


@dataclass(frozen=True, slots=True)
class Presses:
    """Any button that was ever shown anywhere; `who` may not be whom it was shown to."""

    who: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Waits:
    minutes: int


WORDS = st.one_of(st.sampled_from(SENTENCES), st.text(max_size=40))
DEEDS = st.one_of(
    st.builds(Says, st.sampled_from(PEOPLE), WORDS, st.booleans()),
    st.builds(Presses, st.sampled_from(PEOPLE), st.integers(0, 200), st.sampled_from(("", "周四上午", "别的原因"))),
    st.builds(Waits, st.sampled_from((1, 60, 180, 60 * 24, 60 * 24 * 3))),
)


@given(st.lists(DEEDS, min_size=5, max_size=25))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_sec_025_whatever_people_do_they_are_answered_and_nothing_leaks(
    deeds: Sequence[Says | Presses | Waits],
) -> None:
    asyncio.run(_lived(deeds))


async def _lived(deeds: Sequence[Says | Presses | Waits]) -> None:
    with folder_in_memory() as folder:
        world = CoreWorld(storage_at(f"sqlite:///{folder}/data/hepai.db", folder))
        header = read_header(
            HEADER,
            Path("header"),
        )
        now = header.now
        try:
            await world.start(header)
            for deed in deeds:
                match deed:
                    case Waits(minutes):
                        now += timedelta(minutes=minutes)
                        await world.advance(now)
                        _nothing_leaks(await world.seen(), world)
                    case Says():
                        await _say(world, deed)
                    case Presses():
                        await _press(world, deed)
        finally:
            await world.stop()


async def _say(world: CoreWorld, deed: Says) -> None:
    text = deed.text.strip() if deed.text in SENTENCES else deed.text
    if text == SECRET:
        # Told to another card it is no secret: the reason of a kudos, say, is for everybody.
        text = f"私 {_secret(deed.who)}" if _newest(world, deed.who).startswith("checkins.") else "没有"
    await world.say(Say(deed.who, f"@合拍 {text}", "华东组") if deed.in_group else Say(deed.who, text))
    seen = await world.seen()
    _nothing_leaks(seen, world)
    assert deed.in_group or _answered(deed.who, seen), f"no answer to {text!r} of {deed.who}"


def _secret(who: str) -> str:
    return f"{who}心里的话"


def _newest(world: CoreWorld, who: str) -> str:
    """The action of the newest card before somebody that can be answered."""
    answerable = (m.drawn.pressables for place, m in reversed(world.screens.messages()) if place == who)
    return next((pressables[0].handle.name for pressables in answerable if pressables), "")


async def _press(world: CoreWorld, deed: Presses) -> None:
    shown = [(place, message, button) for place, message in world.screens.messages() for button in message.ever]
    if not shown:
        return
    place, message, button = shown[deed.number % len(shown)]
    room = place.removeprefix("#") if place.startswith("#") else ""
    note(f"{deed.who} presses [{button.label}] of {place}")
    await world.tap(deed.who, room, Found(message, button, deed.text if button.takes else ""))
    seen = await world.seen()
    _nothing_leaks(seen, world)
    assert room or _answered(deed.who, seen), f"no answer to [{button.label}] of {place} pressed by {deed.who}"


def _answered(who: str, seen: Sequence[Shown]) -> bool:
    return any(shown.place == who for shown in seen)


def _nothing_leaks(seen: Sequence[Shown], world: CoreWorld) -> None:
    for shown in seen:
        for who in PEOPLE:
            assert _secret(who) not in shown.text or shown.place in {who, *SUPERIORS}, f"a secret of {who} in {shown}"
    offered = Offers(FEATURES).actions
    for place, message in world.screens.messages():
        for button in message.drawn.pressables:
            assert button.handle.name in offered, f"nobody handles [{button.label}] before {place}"
            assert button.handle.name not in VERDICTS or place in SUPERIORS, f"{place} may not judge a red flag"
