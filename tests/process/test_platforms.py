"""The real command lives a team's first week on each platform: only the base URLs point at the fake."""

import re
import signal
from pathlib import Path

import pytest

from tests.process.colleagues import Colleagues
from tests.support.site import Site
from tests.worlds import PLATFORM_WORLDS

REASON = "昨晚陪我查对账到 11 点"


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORM_WORLDS)
async def test_a_team_lives_its_first_week(platform: str, tmp_path: Path) -> None:
    site = Site(platform, tmp_path, playing=True)
    team = Colleagues(site, site.world)
    await site.open()
    try:
        team.gather()
        await _begins(site, team, await site.start())
        await _checks_in(site, team)
        await _thanks(site, team)
        await _is_told_of_its_week(site, team)
        await _is_stuck(site, team)
        assert await site.ask("/readyz") == {
            "ready": True,
            "missing": "",
            "platforms": {"playground": "", site.world.platform: ""},
        }
        assert await site.stop(signal.SIGTERM) == 0
        await _goes_on(site, team, await site.start())
        assert await site.stop(signal.SIGTERM) == 0
        assert site.fake.alarms == []
        assert "ERROR" not in site.errors()
    finally:
        await site.close()


async def _begins(site: Site, team: Colleagues, printed: str) -> None:
    """Wednesday: the code that was printed makes an administrator, who sets the check-in up."""
    code = re.search(r"「(管理员 \S+)」", printed)
    assert code, printed
    await team.says("zhouting", code[1])
    await team.see("你现在是管理员了", "zhouting")
    await team.bring_the_bot()
    await team.calls("zhouting", "开始")
    await team.see("谁参加?", "zhouting")
    assert not [text for text in team.seen("zhouting") if "0 人" in text or "「」" in text]
    await team.says("zhouting", "1 1 1 1")
    if not team.lists_members:
        await team.see("请参加的人各自在群里发「@合拍 参加」", "zhouting")
        for each in ("zhaomin", "wanglei"):
            await team.calls(each, "参加")
            await team.see("记下了", each)
        await team.taps("zhouting", "好了")
    await team.see("2 人 9:30 收到", "zhouting")
    await team.taps("zhouting", "启用")
    await team.see("已启用", "zhouting")


async def _checks_in(site: Site, team: Colleagues) -> None:
    """Thursday: asked at half past nine, answered, reported at noon."""
    await _until(site, "2026-09-17 09:31")
    await team.see("1/3 上个工作日做完了什么?", "zhaomin", "wanglei")
    await team.says("zhaomin", "合同评审")
    await team.see("2/3", "zhaomin")
    await team.says("zhaomin", "上线对账")
    await team.see("3/3", "zhaomin")
    await team.taps("zhaomin", "没有")
    await team.see("收到 ✅", "zhaomin")
    await team.says("wanglei", "昨天:改 bug 今天:写周报 卡点:等王总签字")
    await team.see("我这样记,对吗?", "wanglei")
    await team.taps("wanglei", "对")
    await team.see("收到 ✅", "wanglei")
    await _until(site, "2026-09-17 12:01")
    await team.see("已交 2/2")
    await team.see("赵敏: 昨天:合同评审 · 今天:上线对账 · 卡点:无")


async def _thanks(site: Site, team: Colleagues) -> None:
    """A real mention in the group, seen by all, and told to whoever is thanked at a good hour."""
    await team.calls("zhaomin", f"赞 @王磊 2 {REASON}", "wanglei")
    await team.see(f"🎉 赵敏 感谢 王磊:「{REASON}」")
    await team.see("已送达", "zhaomin")
    await _until(site, "2026-09-17 14:30")
    await team.see("你收到赵敏的感谢(+2)", "wanglei")


async def _is_stuck(site: Site, team: Colleagues) -> None:
    """For three working days: 王磊 is shown first, his manager after that, nobody else at all."""
    flag, told = "「等王总签字」卡了 3 个工作日还没解", "🟡 王磊 有个卡点 3 个工作日没解"
    await _until(site, "2026-09-22 18:00")
    await team.see(flag, "wanglei")
    await team.see(told, "zhouting")
    first, then = team.order(("wanglei", flag), ("zhouting", told))
    assert first < then
    assert not [text for who in ("zhaomin", "") for text in team.seen(who) if "个工作日" in text and "没解" in text]


async def _is_told_of_its_week(site: Site, team: Colleagues) -> None:
    """On Monday, for the first time: there was no team before."""
    assert not [text for text in team.seen() if "上周" in text]
    await _until(site, "2026-09-21 09:31")
    await team.see("谢谢:1 人收到感谢,第一次被感谢:王磊")
    digest = [text for text in team.seen() if "上周" in text]
    assert len(digest) == 1
    assert "卡点:解决 0,还开着 1" in digest[0]


async def _goes_on(site: Site, team: Colleagues, printed: str) -> None:
    """Started again, it knows them all and says nothing twice."""
    assert "管理员" not in printed
    before = [team.seen(), team.seen("wanglei")]
    await team.says("zhaomin", "我的打卡")
    await team.see("今天:上线对账", "zhaomin")
    assert [team.seen(), team.seen("wanglei")] == before


async def _until(site: Site, moment: str) -> None:
    await site.ask("/api/advance", {"by": moment})
