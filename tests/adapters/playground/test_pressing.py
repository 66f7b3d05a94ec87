"""Buttons and forms: the page names them, only the log knows what they mean."""

from typing import Any

from bot.kernel.cards import Action, Button, Card, Form, Select, Text, say
from bot.kernel.events import ActionTriggered
from bot.kernel.ids import DeliveryKey
from bot.kernel.questions import Choice, ChoiceQuestion, TextQuestion
from tests.adapters.playground.served import EAST, WANG, ZHAO, Site

DONE = Button("完成", Action("checkins.answer", {"question": "1", "value": "done"}))
MOVE = Button("改到…", Action("promises.move", {"id": "p1"}), takes="什么时候")
FORM = Form(
    (ChoiceQuestion("yesterday", "昨天?", (Choice("done", "完成"),)), TextQuestion("today", "今天?")),
    Action("checkins.submit", {"occurrence": "o1"}),
    "提交",
    Button("一题一题答", Action("checkins.talk", {"occurrence": "o1"})),
)


def _triggered(site: Site) -> list[ActionTriggered]:
    return [event for event in site.events() if isinstance(event, ActionTriggered)]


async def _blocks(site: Site, who: str, chat: str = "hepai") -> tuple[str, list[dict[str, Any]]]:
    message = (await site.messages(who, chat))[-1]
    blocks: list[dict[str, Any]] = message["cards"][0]["blocks"]
    return message["id"], blocks


async def test_a_press_carries_the_action_of_the_card_that_was_sent(site: Site) -> None:
    await site.bot_says(ZHAO.ref, say("昨天?", DONE), key="prompt")
    message, blocks = await _blocks(site, "zhaomin")
    status, _ = await site.post("press", as_="zhaomin", message=message, button=blocks[1]["buttons"][0]["id"])
    assert status == 200
    [event] = _triggered(site)
    assert (event.action, event.args) == (DONE.action.name, DONE.action.args)
    assert (event.source, event.sender, event.chat) == (DeliveryKey("prompt"), ZHAO.ref, ZHAO.direct)


async def test_the_page_is_never_told_what_a_button_means(site: Site) -> None:
    await site.bot_says(ZHAO.ref, say("昨天?", DONE))
    shown = str(await site.messages("zhaomin"))
    assert "checkins.answer" not in shown
    assert "question" not in shown


async def test_words_that_follow_a_button_come_as_its_text(site: Site) -> None:
    await site.bot_says(ZHAO.ref, say("好吗?", MOVE))
    message, blocks = await _blocks(site, "zhaomin")
    [button] = blocks[1]["buttons"]
    assert (button["digit"], button["label"], button["takes"]) == ("1", "改到…", "什么时候")
    await site.post("press", as_="zhaomin", message=message, button=button["id"], text="周四上午")
    await site.post("press", as_="zhaomin", message=message, button=button["id"])
    assert [event.values for event in _triggered(site)] == [{"text": "周四上午"}, {}]


async def test_an_option_of_a_select_is_a_press(site: Site) -> None:
    await site.bot_says(ZHAO.ref, Card((Select("挑一个", (DONE, MOVE)),)))
    message, blocks = await _blocks(site, "zhaomin")
    await site.post("press", as_="zhaomin", message=message, button=blocks[0]["options"][1]["id"])
    assert _triggered(site)[0].action == "promises.move"


async def test_a_form_gives_its_values_by_question(site: Site) -> None:
    await site.bot_says(ZHAO.ref, Card((FORM,)))
    message, [block] = await _blocks(site, "zhaomin")
    assert [question["kind"] for question in block["questions"]] == ["choice", "text"]
    values = {"yesterday": "done", "today": "上线\u202e对账"}
    status, _ = await site.post("submit", as_="zhaomin", message=message, values=values)
    assert status == 200
    [event] = _triggered(site)
    assert (event.action, event.args) == (FORM.submit.name, FORM.submit.args)
    assert event.values == {"yesterday": "done", "today": "上线对账"}


async def test_the_talk_of_a_form_can_be_pressed(site: Site) -> None:
    await site.bot_says(ZHAO.ref, Card((FORM,)))
    message, [block] = await _blocks(site, "zhaomin")
    await site.post("press", as_="zhaomin", message=message, button=block["talk"]["id"])
    assert _triggered(site)[0].action == "checkins.talk"


async def test_an_old_card_on_a_second_screen_still_reaches_the_bot(site: Site) -> None:
    receipt = await site.bot_says(ZHAO.ref, say("昨天?", DONE), key="prompt")
    message, blocks = await _blocks(site, "zhaomin")
    await site.bot_says(ZHAO.ref, say("收到"), revises=receipt)
    status, _ = await site.post("press", as_="zhaomin", message=message, button=blocks[1]["buttons"][0]["id"])
    assert status == 200
    assert _triggered(site)[0].source == "prompt"


async def test_a_press_twice_under_one_id_reaches_the_bot_once(site: Site) -> None:
    await site.bot_says(ZHAO.ref, say("昨天?", DONE))
    message, blocks = await _blocks(site, "zhaomin")
    for _ in range(2):
        status, _ = await site.post(
            "press", as_="zhaomin", message=message, button=blocks[1]["buttons"][0]["id"], id="double"
        )
        assert status == 200
    assert len(_triggered(site)) == 1


async def test_sec_024_a_card_in_a_group_is_pressed_as_whoever_pressed_it(site: Site) -> None:
    await site.bot_says(EAST.ref, say("昨天?", DONE))
    message, blocks = await _blocks(site, "wanglei", "east")
    await site.post("press", as_="wanglei", message=message, button=blocks[1]["buttons"][0]["id"])
    assert [(event.sender, event.chat) for event in _triggered(site)] == [(WANG.ref, EAST.ref)]


async def test_sec_025_a_foreign_card_and_one_that_is_not_there_answer_alike(site: Site) -> None:
    await site.bot_says(ZHAO.ref, say("昨天?", DONE))
    message, blocks = await _blocks(site, "zhaomin")
    button = blocks[1]["buttons"][0]["id"]
    foreign = await site.post("press", as_="wanglei", message=message, button=button)
    absent = await site.post("press", as_="wanglei", message="999", button=button)
    invented = await site.post("press", as_="zhaomin", message=message, button="invented")
    assert foreign == absent == invented
    assert foreign[0] == 404
    assert site.events() == []


async def test_a_card_without_a_form_takes_no_values(site: Site) -> None:
    await site.bot_says(ZHAO.ref, Card((FORM,)))
    await site.bot_says(ZHAO.ref, say((Text("收到"),)))
    message, _ = await _blocks(site, "zhaomin")
    status, _ = await site.post("submit", as_="zhaomin", message=message, values={"today": "x"})
    assert status == 404
