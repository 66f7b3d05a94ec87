"""The page itself: windows in step, hostile words, keys, languages, narrow screens, an empty company."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Dialog, expect

from tests.browser.window import PHONE, Town, Window, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = "<img src=x onerror=alert(1)></p><script>alert(2)</script> @all {{7*7}} \u202egnp.exe javascript:alert(3)"


async def test_sec_054_hostile_words_stand_there_as_words(town: Town) -> None:
    alerts: list[str] = []

    async def record(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        await dialog.dismiss()

    zhao, wang = await town.window("zhaomin"), await town.window("wanglei")
    for window in (zhao, wang):
        window.page.on("dialog", record)
    await zhao.page.locator(".chat-button.new").click()
    await zhao.page.get_by_label("群名称").fill("<b onclick=alert(4)>组</b>")
    await zhao.page.get_by_label("王磊").check()
    await zhao.page.locator(".room-form button").click()
    await wang.open("<b onclick=alert(4)>组</b>")
    await wang.page.locator(".composer textarea").fill(HOSTILE)
    await wang.page.keyboard.press("Enter")
    await zhao.open("<b onclick=alert(4)>组</b>")
    words = zhao.page.locator(".words").last
    await expect(words).to_contain_text("<img src=x onerror=alert(1)></p><script>alert(2)</script> @all {{7*7}}")
    await expect(words.locator("*:not(bdi)")).to_have_count(0)
    await zhao.page.locator(".who-am-i").click()
    await zhao.page.locator("#chooser summary").click()
    await zhao.page.get_by_label("名字", exact=True).fill("<script>alert(5)</script>")
    await zhao.page.get_by_role("button", name="添加", exact=True).click()
    await expect(zhao.page.locator("#chooser")).to_contain_text("<script>alert(5)</script>")
    await town.app.settle()
    for window in (zhao, wang):
        assert (
            await window.page.evaluate("document.querySelectorAll('img:not([src=\"/icon.svg\"]), main script').length")
            == 0
        )
    assert alerts == []


async def test_the_page_runs_under_its_policy_without_one_violation(town: Town) -> None:
    window = await town.window("zhaomin")
    await window.page.evaluate(
        "window.violations = [];"
        "document.addEventListener('securitypolicyviolation', (e) => violations.push(e.violatedDirective))"
    )
    await window.say("帮助")
    await window.sees("赞")
    await window.move_time("+1 小时")
    assert await window.page.evaluate("violations") == []
    assert (
        await window.page.evaluate("document.querySelectorAll('[style], style, script:not([src]), [onclick]').length")
        == 0
    )
    refused = await window.page.evaluate("try { document.body.innerHTML = '<p>'; 'taken' } catch (e) { e.name }")
    assert refused == "TypeError"
    town.complaints.clear()  # the refusal just provoked


async def test_two_windows_of_one_person_answer_one_prompt_once(town: Town) -> None:
    one, two = await town.window("zhaomin"), await town.window("zhaomin")
    await one.move_time("下一个 9:30")
    await two.sees("早上好,赵敏")
    await one.press("早上好,赵敏", "今天跳过")
    await expect(two.card("1/3").get_by_role("button", name="今天跳过")).to_have_count(0)
    await two.sees("今天跳过(不算漏)")
    assert await one.messages.count() == await two.messages.count()


async def test_an_unread_mark_goes_when_the_chat_is_looked_at_in_any_window(town: Town) -> None:
    zhao, again, wang = await town.window("zhaomin"), await town.window("zhaomin"), await town.window("wanglei")
    await wang.open("华东组")
    await wang.say("大家早")
    for window in (zhao, again):
        await expect(window.page.locator("[data-chat=east] .badge")).to_have_text("1")
    await zhao.open("华东组")
    for window in (zhao, again):
        await expect(window.page.locator("[data-chat=east] .badge")).to_have_count(0)


async def test_what_reached_others_is_one_click_away(town: Town) -> None:
    zhao = await town.window("zhaomin")
    await zhao.move_time("下一个 9:30")
    await expect(zhao.page.locator(".progress")).to_contain_text("收到了新消息")
    await zhao.page.locator(".news [data-person=lina]").click()
    await expect(zhao.page.locator(".who-am-i")).to_contain_text("李娜")
    await zhao.sees("早上好,李娜")
    await zhao.page.go_back()
    await expect(zhao.page.locator(".who-am-i")).to_contain_text("赵敏")


async def test_the_list_behind_at_is_used_with_keys_alone(town: Town) -> None:
    zhao = await town.window("zhaomin")
    await zhao.open("华东组")
    field = zhao.page.locator(".composer textarea")
    await field.focus()
    await zhao.page.keyboard.type("@张")
    await expect(zhao.page.get_by_role("option")).to_have_count(2)
    await zhao.page.keyboard.press("ArrowDown")
    await zhao.page.keyboard.press("Enter")
    await zhao.page.keyboard.type(" 早")
    await expect(field).to_have_value("@张伟 早")
    await zhao.page.keyboard.press("Shift+Enter")
    await zhao.page.keyboard.type("第二行")
    await zhao.page.keyboard.press("Enter")
    await expect(zhao.page.locator(".own .words")).to_have_text("@张伟 早\n第二行")
    await expect(zhao.page.locator(".own .mention")).to_have_text("@张伟")


async def test_a_form_says_what_is_missing_and_goes_with_all_answers(town: Town) -> None:
    zhao = await town.window("zhaomin")
    await zhao.move_time("下一个 9:30")
    await zhao.press("早上好,赵敏", "一次填完")
    form = zhao.page.locator("form.form")
    await form.get_by_role("button", name="提交").click()
    await expect(form.locator(".complaint:not([hidden])")).to_have_count(1)
    await expect(form.locator("textarea").first).to_be_focused()
    for question, answer in enumerate(("对账", "上线", "没有")):
        await form.locator("textarea").nth(question).fill(answer)
    await form.get_by_role("button", name="提交").click()
    await zhao.sees("收到 ✅")


async def test_a_sticker_and_a_long_text_are_answered_kindly(town: Town) -> None:
    zhao = await town.window("zhaomin")
    await zhao.page.get_by_label("发个表情").click()
    await zhao.page.locator(".tray button").first.click()
    await expect(zhao.page.locator(".sticker")).to_have_text("👍")
    await expect(zhao.messages).to_have_count(2)
    await zhao.page.locator(".composer textarea").fill("长" * 100_000)
    await zhao.page.keyboard.press("Enter")
    await expect(zhao.messages).to_have_count(4)
    await zhao.page.get_by_role("button", name="展开全文").click()
    await expect(zhao.page.locator(".messages").get_by_role("button", name="收起")).to_be_visible()


async def test_the_frame_speaks_english_on_request(town: Town) -> None:
    window = await town.window("amy", query="lang=en")
    await expect(window.page.locator(".audience")).to_have_text("Only you and Hepai can see this")
    await window.say("help")
    await window.sees("kudos")
    await window.page.get_by_role("button", name="Switch to Chinese").click()
    await expect(window.page.locator(".audience")).to_have_text("只有你和合拍看得到")
    assert await window.page.evaluate("document.documentElement.lang") == "zh-CN"


async def test_a_window_catches_up_when_the_connection_comes_back(town: Town) -> None:
    zhao, wang = await town.window("zhaomin"), await town.window("wanglei")
    await zhao.open("华东组")
    await wang.open("华东组")
    await zhao.page.context.set_offline(True)
    await zhao.page.evaluate("1")
    await wang.say("你不在的时候")
    await zhao.page.context.set_offline(False)
    await wang.say("你回来了")
    await zhao.sees("你不在的时候", "你回来了")
    town.complaints.clear()  # the browser writes down that it was offline


async def test_on_a_phone_one_column_is_seen_at_a_time(town: Town) -> None:
    phone = await town.window("zhaomin", PHONE)
    await phone.page.get_by_label("打开时间机器").click()
    await expect(phone.page.locator("#panel")).to_be_visible()
    await phone.move_time("下一个 9:30")
    await phone.picture("phone-time")
    await phone.page.locator(".panel .close").click()
    await phone.sees("早上好,赵敏")
    await phone.picture("phone-chat")
    await phone.page.get_by_label("返回聊天列表").click()
    await expect(phone.page.locator(".chat-button[data-chat=east]")).to_be_visible()
    await expect(phone.page.locator(".composer")).to_be_hidden()
    await phone.page.locator(".chat-button[data-chat=east]").click()
    await expect(phone.page.locator(".head h1")).to_have_text("华东组")
    assert await phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_everything_one_can_press_has_a_name(town: Town) -> None:
    zhao = await town.window("zhaomin")
    await zhao.move_time("下一个 9:30")
    await zhao.press("早上好,赵敏", "一次填完")
    unnamed = await zhao.page.evaluate(
        "[...document.querySelectorAll('button, a, input, select, textarea')].filter((e) =>"
        " !(e.ariaLabel || e.textContent.trim() || e.labels?.length || e.placeholder)).map((e) => e.outerHTML)"
    )
    assert unnamed == []
    assert await zhao.page.evaluate("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size") == (
        await zhao.page.locator("[id]").count()
    )


async def test_an_empty_company_is_filled_and_set_up_on_the_page(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path, seeded=False) as app:
        town = Town(app, browser, tmp_path)
        window = await town.window()
        for name in ("周婷", "赵敏"):
            await window.page.get_by_label("名字", exact=True).fill(name)
            await window.page.get_by_role("button", name="添加", exact=True).click()
            await expect(window.page.locator("#chooser .person", has_text=name)).to_be_visible()
        await window.choose("周婷")
        await _found_group(window, "华东组", "赵敏")
        await window.sees("我是合拍")
        await town.close()
        assert town.complaints == []


async def _found_group(window: Window, title: str, member: str) -> None:
    await window.page.locator(".chat-button.new").click()
    await window.page.get_by_label("群名称").fill(title)
    await window.page.get_by_label(member).check()
    await window.page.locator(".room-form button").click()
    await expect(window.page.locator(".head h1")).to_have_text(title)
