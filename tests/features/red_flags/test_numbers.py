"""`基线` and `记`, with everything wrong that can be typed."""

import pytest

from tests.features.red_flags.living import CHEN, LIU, MIN, NA, ZHOU, Living


async def _said(company: Living, text: str) -> str:
    await company.says(CHEN, text)
    return company.told(CHEN)[-1]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("基线 有效通话", "写「基线"),
        ("基线 90", "写「基线"),
        ("基线 有效通话 0", "要大于 0"),
        ("基线 有效通话 -3", "要大于 0"),
        ("基线 有效通话 abc", "写「基线"),
        ("基线 没有的 取消", "没有叫「没有的」的指标"),
        ("基线", "还没有约定的指标"),
        ("基线 有效通话 90 华东组", "约定为 90"),
    ],
)
async def test_a_baseline_is_agreed_or_explained(company: Living, text: str, answer: str) -> None:
    assert answer in await _said(company, text)


async def test_a_team_watches_three_metrics_at_most_and_can_end_one(company: Living) -> None:
    for name in ("有效通话", "拜访", "报价"):
        await company.says(CHEN, f"基线 {name} 5")
    assert "最多看 3 个指标" in await _said(company, "基线 回款 5")
    assert "不再看拜访" in await _said(company, "基线 拜访 取消")
    assert "约定为 5" in await _said(company, "基线 回款 5")
    listed = await _said(company, "基线")
    assert "回款:不低于 5" in listed
    assert "拜访" not in listed


async def test_only_managers_and_administrators_agree_on_lines(company: Living) -> None:
    await company.says(MIN, "基线 有效通话 1")
    assert company.told(MIN) == ["约定的指标只有经理或管理员能改。"]
    await company.says(ZHOU, "基线 有效通话 90")
    assert "约定为 90" in company.told(ZHOU)[0]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("记 有效通话 52", "记下了:9/17 有效通话 52(来源:手填)"),
        ("记 通话 52", "有效通话 52"),
        ("记 有效通话 52 昨天", "9/16 有效通话 52"),
        ("记 有效通话", "写「记 有效通话 52」"),
        ("记 体重 70", "没有叫「体重」的指标。现在有:有效通话"),
        ("记 有效通话 52 7/1", "只能记今天和过去 31 天"),
        ("记 有效通话 52 9/18", "只能记今天和过去 31 天"),
        ("记 有效通话 52 9/14 CRM", "来源:手填"),
    ],
)
async def test_a_value_is_noted_or_explained(company: Living, text: str, answer: str) -> None:
    await company.says(CHEN, "基线 有效通话 90")
    await company.says(MIN, text)
    assert answer in company.told(MIN)[-1]


async def test_only_an_administrator_notes_for_somebody_else(company: Living) -> None:
    await company.says(CHEN, "基线 有效通话 90")
    for other in (CHEN, LIU, NA):
        await company.says(other, "记 @赵敏 有效通话 1", MIN)
        assert company.told(other)[-1] == "替别人记数只有管理员可以。"
    await company.says(ZHOU, "记 @赵敏 有效通话 1 9/16 CRM", MIN)
    assert company.told(ZHOU) == ["记下了:赵敏 9/16 有效通话 1(来源:CRM)。"]


async def test_a_typed_number_does_not_replace_the_systems(company: Living) -> None:
    await company.says(CHEN, "基线 有效通话 90")
    await company.says(ZHOU, "记 @赵敏 有效通话 48 9/16 CRM", MIN)
    await company.says(MIN, "记 有效通话 120 9/16")
    assert "9/16 已有来自 CRM 的 48" in company.told(MIN)[-1]
    await company.says(MIN, "记 有效通话 70")
    await company.says(MIN, "记 有效通话 80")
    assert "有效通话 80" in company.told(MIN)[-1]
