"""The week of the product's story, lived in a browser by three people, by clicking and typing only."""

import pytest
from playwright.async_api import expect

from tests.browser.window import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def test_a_week_in_a_small_company(town: Town) -> None:
    zhao = await town.window()
    wang, chen = await town.window("wanglei"), await town.window("chen")

    # Monday: asked at 09:30
    await zhao.choose("赵敏")
    await zhao.move_time("下一个 9:30")
    await zhao.sees("早上好,赵敏", "1/3")
    await wang.sees("早上好,王磊")
    await expect(zhao.page.locator(".audience")).to_have_text("只有你和合拍看得到")
    await zhao.picture("prompt")

    # she answers, and is stuck
    await zhao.say("对账接口联调完了")
    await zhao.sees("2/3")
    await zhao.say("上线对账,下午跟客户过需求")
    await zhao.sees("3/3")
    await zhao.say("卡在接口文档,@王磊 周三前要")
    await zhao.sees("收到 ✅")
    await wang.sees("赵敏希望你在 9/16(周三) 前给「接口文档」")

    # he has not answered: reminded once, alone, at the end of the second slot; he answers after the report
    await zhao.move_to("14", "12:00")
    await wang.sees("小提醒")
    await zhao.sees_nothing_of("小提醒")
    await wang.press("早上好,王磊", "一次填完")
    form = wang.page.locator("form.form").last
    for question, answer in enumerate(("接口评审", "写接口文档", "没有")):
        await form.locator("textarea").nth(question).fill(answer)
    await form.get_by_role("button", name="提交").click()
    await wang.sees("收到,记为补交")

    # the team's report, and thanks where everybody sees them
    await zhao.open("华东组")
    await zhao.sees("已交", "上线对账,下午跟客户过需求", "写接口文档", "已更新")
    await zhao.say("@合拍 赞 @王磊 2 昨晚陪我查对账到 11 点 #客户第一")
    await zhao.sees("赵敏 感谢 王磊")
    await zhao.picture("report")
    await wang.page.locator(".chat-button", has_text="华东组").locator(".badge").wait_for()
    await wang.open("华东组")
    await wang.sees("昨晚陪我查对账到 11 点", "已交")
    await wang.sees_nothing_of("+2")
    await zhao.open("合拍")
    await zhao.sees("本周还可送 8 分")

    # Tuesday: yesterday's plan is one tap
    await zhao.move_time("下一个 9:30")
    await zhao.sees("昨天你计划「上线对账,下午跟客户过需求」,现在?")
    await zhao.press("昨天你计划", "完成")
    await zhao.sees("2/3")
    await wang.open("合拍")
    await wang.sees("你收到赵敏的感谢(+2)")

    # Thursday: three working days stuck. She hears first, adds a word; then her manager
    await zhao.move_to("17", "10:00")
    await zhao.sees("卡了 3 个工作日还没解", "之后我会告诉陈经理")
    await chen.sees_nothing_of("赵敏 有个卡点")
    await zhao.press("卡了 3 个工作日还没解", "在忙别的")
    inline = zhao.page.locator("form.takes input")
    await inline.fill("王磊在等架构评审")
    await inline.press("Enter")
    await zhao.sees("王磊在等架构评审")
    await zhao.move_to("17", "11:45")
    await chen.sees("赵敏 有个卡点 3 个工作日没解", "王磊在等架构评审", "可以问")
    await chen.page.locator("details.why summary").last.click()
    await chen.sees("因为你负责赵敏")
    await chen.picture("flag")
    await chen.press("赵敏 有个卡点", "已沟通")
    await chen.sees("已沟通(9/17)")
    await wang.sees_nothing_of("有个卡点 3 个工作日没解")

    # Monday's digest, for all of them
    await zhao.move_time("下周一 9:30")
    for window in (zhao, wang):
        await window.open("华东组")
        await window.sees("华东组 上周(9/14–9/18 及 9/20 补班,共 6 个工作日)", "打卡", "第一次被感谢:王磊")
        await window.sees_nothing_of("卡了 3 个工作日", "王磊在等架构评审")
    await chen.open("华东组")
    await chen.sees("卡点")
    await zhao.picture("digest")
