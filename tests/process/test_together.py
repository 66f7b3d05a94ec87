"""All platforms configured at once: they serve side by side, and one that cannot takes no other along."""

import re
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.process.colleagues import Colleagues
from tests.support.many import ALL, Many

WRONG = {"feishu": "app_secret", "dingtalk": "client_secret", "wecom": "secret", "slack": "bot_token"}
"""The secret of each, by which the platform knows the bot."""
FALSE = {"slack": "xoxb-0-0-wrong"}


@pytest.mark.slow
async def test_four_platforms_are_served_by_one_process(tmp_path: Path) -> None:
    site = Many(tmp_path)
    await site.open()
    try:
        await site.start()
        assert await site.settled(ALL) == dict.fromkeys(ALL, "")
        for each in ALL:
            await _answers(site, each)
        assert await site.stop(signal.SIGTERM) == 0
        assert "ERROR" not in site.errors()
        assert [alarm for each in site.worlds.values() for alarm in each.fake.alarms] == []
    finally:
        await site.close()


@pytest.mark.slow
@pytest.mark.parametrize("turned", range(len(ALL)))
async def test_of_four_one_serves_though_one_is_refused_one_incomplete_and_one_down(
    turned: int, tmp_path: Path
) -> None:
    refused, incomplete, down, fine = ALL[turned:] + ALL[:turned]
    changed: Mapping[str, Mapping[str, object]] = {
        refused: {WRONG[refused]: FALSE.get(refused, "wrong-one-altogether")},
        incomplete: {WRONG[incomplete]: None},
    }
    site = Many(tmp_path, (fine, refused, incomplete, down), playing=True, down=[down], changed=changed)
    await site.open()
    try:
        printed = await site.start()
        assert re.search(rf"{incomplete}: .*{WRONG[incomplete]}", printed), printed
        await site.settled([fine])
        await site.until(lambda: _named(refused, site.errors()), f"word of {refused} in the log")
        told = await site.states()
        assert told[fine] == ""
        assert WRONG[incomplete] in told[incomplete]
        assert told[refused]
        assert told[down]
        await _answers(site, fine)
        assert "Traceback" not in site.errors()
    finally:
        await site.close()


@pytest.mark.slow
async def test_the_administrator_hears_on_another_platform_of_one_that_is_misconfigured(tmp_path: Path) -> None:
    site = Many(tmp_path, ("slack", "dingtalk"), playing=True)
    team = Colleagues(site, site.world)
    team.gather()
    await site.open()
    try:
        code = re.search(r"「(管理员 \S+)」", await site.start())
        assert code
        await site.settled(["slack", "dingtalk"])
        await team.says("zhouting", code[1])
        await team.see("你现在是管理员了", "zhouting")
        assert await site.stop(signal.SIGTERM) == 0
        text = (tmp_path / "hepai.toml").read_text(encoding="utf-8")
        (tmp_path / "hepai.toml").write_text(re.sub(r"client_secret = .*\n", "", text), encoding="utf-8")
        await site.start()
        await site.settled(["slack"])
        await site.ask("/api/advance", {"by": "+1d"})
        await team.see("dingtalk 现在收发不了消息", "zhouting")
        assert "client_secret" in next(each for each in team.seen("zhouting") if "收发不了" in each)
    finally:
        await site.close()


def _named(platform: str, log: str) -> bool:
    """As an error of this platform."""
    return any(
        " ERROR " in line and (f"platform={platform}" in line or f"platforms.{platform}" in line)
        for line in log.splitlines()
    )


async def _answers(site: Many, platform: str) -> None:
    world = site.worlds[platform]
    user = world.account("zhaomin")
    world.fake.hire(user, "赵敏")
    await world.fake.push(world.fake.said(user, "关于"))
    await site.until(lambda: [each for each in world.fake.messages if not each.room], f"an answer on {platform}")
