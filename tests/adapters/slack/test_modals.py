"""Windows, commands and the Home tab: what must be answered at once, and what then reaches the bot."""

import asyncio
from collections import deque
from dataclasses import replace

from adapters.slack.limits import CAPABILITIES
from bot.kernel.cards import Action, Button, Card, Form, Paragraph, Text, say
from bot.kernel.events import ActionTriggered, Mention, MessageReceived, PageOpened
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import ChatRef
from bot.kernel.questions import NumberQuestion, TextQuestion
from tests.adapters.slack.conftest import ANN, BOB, CAT, ROOM, Office, delivery, direct, person
from tests.fakes.slack import BOT_USER, Handle, draw, shapes
from tests.fakes.slack.drawing import draw_wire
from tests.fakes.slack.records import Json


def top(office: Office, user: str) -> Json:
    """The window in front."""
    return office.fake.views.stacks[user][-1]


async def test_the_shortcut_opens_a_window_whose_words_are_a_thanks(office: Office) -> None:
    fake = office.fake
    await fake.push(fake.modals.shortcut(BOB, "give_kudos"))
    view = top(office, BOB)
    assert view["title"]["text"] == "感谢同事"
    given = {"who": CAT, "points": "3", "reason": "昨晚陪我 <对账> & 🎉\n到 11 点"}
    await fake.push(fake.modals.filled(BOB, view["id"], given))
    assert fake.views.stacks[BOB] == []
    (said,) = office.events
    assert isinstance(said, MessageReceived)
    assert said.text == "赞 @Cat 3 昨晚陪我 <对账> & 🎉 到 11 点"
    assert (said.mentions, said.chat, said.to_bot) == ((Mention("Cat", person(CAT)),), direct(BOB), True)


async def test_the_window_speaks_the_persons_language_and_so_do_the_words(office: Office) -> None:
    fake = office.fake
    await fake.push(fake.modals.shortcut(ANN, "give_kudos"))
    view = top(office, ANN)
    assert (view["title"]["text"], view["submit"]["text"]) == ("Give kudos", "Send")
    await fake.push(fake.modals.filled(ANN, view["id"], {"who": BOB, "reason": "help"}))
    (said,) = office.events
    assert isinstance(said, MessageReceived)
    assert said.text == "kudos @王磊 1 help"


async def test_from_the_menu_of_a_message_its_author_is_chosen(office: Office) -> None:
    fake = office.fake
    await fake.push(fake.said(BOB, "done", ROOM))
    message = next(each for each in fake.workspace.messages if each.author == BOB)
    await fake.push(fake.message_action(ANN, "give_kudos_for_message", message.id))
    assert top(office, ANN)["blocks"][0]["element"]["initial_user"] == BOB
    fake.views.stacks[BOB] = []
    await fake.push(fake.message_action(BOB, "give_kudos_for_message", message.id))
    assert "initial_user" not in top(office, BOB)["blocks"][0]["element"], "nobody is proposed to themselves"


async def test_a_reason_of_spaces_is_an_error_beside_the_field_and_nothing_is_sent(office: Office) -> None:
    fake = office.fake
    await fake.push(fake.modals.shortcut(BOB, "give_kudos"))
    view = top(office, BOB)
    await fake.push(fake.modals.filled(BOB, view["id"], {"who": ANN, "reason": "  \u200b "}))
    assert set(fake.modals.errors[view["id"]]) == {"reason"}
    assert office.events == []
    await fake.push(fake.modals.filled(BOB, view["id"], {"who": ANN, "reason": "帮忙"}))
    assert len(office.events) == 1


async def test_a_window_sent_twice_is_one_thanks(office: Office) -> None:
    fake = office.fake
    await fake.push(fake.modals.shortcut(BOB, "give_kudos"))
    event = fake.modals.filled(BOB, top(office, BOB)["id"], {"who": ANN, "reason": "帮忙"})
    await fake.push(event)
    await fake.push(event)
    assert len(office.events) == 1


async def test_too_late_for_a_window_the_conversation_asks(office: Office) -> None:
    office.fake.api.canned["views.open"] = deque([shapes.error("expired_trigger_id")])
    await office.fake.push(office.fake.modals.shortcut(BOB, "give_kudos"))
    (said,) = office.events
    assert isinstance(said, MessageReceived)
    assert said.text == "赞"


async def test_a_press_that_comes_twice_opens_one_window(office: Office) -> None:
    fake = office.fake
    shortcut = fake.modals.shortcut(BOB, "give_kudos")
    message, opens = await posted(office)
    pressed = fake.pressed(ANN, message, opens)
    for event in (shortcut, shortcut, pressed, pressed):
        await fake.push(event)
    assert (len(fake.views.stacks[ANN]), len(fake.views.stacks[BOB])) == (1, 1)
    assert office.desk.envelopes == []


async def test_a_shortcut_that_is_not_ours_opens_nothing(office: Office) -> None:
    await office.fake.push(office.fake.modals.shortcut(BOB, "somebody_elses"))
    assert office.fake.views.stacks.get(BOB, []) == []
    assert office.desk.envelopes == []


LONG = Form(
    (NumberQuestion("calls", "Calls"), *(TextQuestion(f"q{n}", f"Question {n}", required=n == 0) for n in range(45))),
    Action("checkins.submit", {"share": "s1"}),
    "Fill in",
    Button("One by one", Action("checkins.talk", {"share": "s1"})),
)


async def posted(office: Office) -> tuple[str, Handle]:
    """The message of a long form, and its button."""
    card = Card((Paragraph((Text("Your day"),)), LONG))
    office.desk.cards["k1"] = (card,)
    await office.adapter.send(delivery(card, to=person(ANN)))
    (message,) = office.fake.messages
    return message.id, draw(message).pressables[0].handle


async def test_a_long_form_opens_as_a_window_and_is_checked_field_by_field(office: Office) -> None:
    fake = office.fake
    message, opens = await posted(office)
    await fake.push(fake.pressed(ANN, message, opens))
    view = top(office, ANN)
    assert len(view["blocks"]) == 46
    await fake.push(fake.modals.filled(ANN, view["id"], {"calls": "many", "q0": "  ", "q1": "x"}))
    assert fake.modals.errors[view["id"]] == {"f0.0": "Write a number", "f0.1": "Please fill this in"}
    await fake.push(fake.modals.filled(ANN, view["id"], {"calls": "40", "q0": "did it", "q1": "& <more>"}))
    (submitted,) = office.events
    assert isinstance(submitted, ActionTriggered)
    assert (submitted.source, submitted.action, submitted.args) == ("k1", "checkins.submit", {"share": "s1"})
    assert {name: value for name, value in submitted.values.items() if value} == {
        "calls": "40",
        "q0": "did it",
        "q1": "& <more>",
    }
    assert (submitted.sender, submitted.chat) == (person(ANN), direct(ANN))


async def test_a_form_that_was_closed_meanwhile_is_a_press_on_what_is_past(office: Office) -> None:
    fake = office.fake
    message, opens = await posted(office)
    await fake.push(fake.pressed(ANN, message, opens))
    view = top(office, ANN)
    office.desk.cards[DeliveryKey("k1")] = (say("closed"),)
    await fake.push(fake.modals.filled(ANN, view["id"], {"calls": "1", "q0": "x"}))
    await fake.push(fake.pressed(ANN, message, opens))
    assert [each.action for each in office.events if isinstance(each, ActionTriggered)] == ["stale", "stale"]


async def test_if_the_window_does_not_open_the_questions_come_one_by_one(office: Office) -> None:
    message, opens = await posted(office)
    office.fake.api.canned["views.open"] = deque([shapes.html()])
    await office.fake.push(office.fake.pressed(ANN, message, opens))
    (pressed,) = office.events
    assert isinstance(pressed, ActionTriggered)
    assert pressed.action == "checkins.talk"


async def test_commands_are_words(office: Office) -> None:
    fake = office.fake
    for command, text in (("/hepai", "帮助"), ("/checkin", ""), ("/kudos", f"<@{BOB}|wl> 2 help"), ("/打卡", "跳过")):
        await fake.push(fake.deeds.commanded(ANN, command, text))
    said = [each for each in office.events if isinstance(each, MessageReceived)]
    assert [each.text for each in said] == ["帮助", "checkin", "kudos @王磊 2 help", "打卡 跳过"]
    assert {each.chat for each in said} == {direct(ANN)}
    assert fake.messages == [], "in the direct chat itself nothing needs saying beside the answer"


async def test_a_command_in_a_channel_is_told_where_the_answer_is(office: Office) -> None:
    await office.fake.push(office.fake.deeds.commanded(ANN, "/hepai", "help", ROOM))
    (told,) = office.fake.messages
    assert (told.only, told.room) == (ANN, ROOM)
    assert "私聊" in told.wire["text"]


async def test_the_home_tab_shows_buttons_that_say_words_until_the_core_posts_there(office: Office) -> None:
    fake = office.fake
    await fake.push(fake.opened(BOB))
    await office.until(lambda: BOB in fake.views.homes)
    home = fake.views.homes[BOB]
    drawn = draw_wire({"text": "", "blocks": home["blocks"]}, str)
    assert [each.label for each in drawn.pressables] == ["打卡", "我的一天", "赞", "帮助"]
    await fake.push(fake.modals.pressed_in(BOB, home["id"], drawn.pressables[3].handle))
    page, said = office.events
    assert isinstance(page, PageOpened)
    assert isinstance(said, MessageReceived)
    assert (said.text, said.chat) == ("帮助", direct(BOB))
    await fake.push(fake.opened(BOB))
    await asyncio.sleep(1.2)
    assert len(office.calls("views.publish")) == 1, "it is there already"

    day = say("Your day", Button("1 Done", Action("done")))
    receipt = await office.adapter.send(delivery(day, to=page.chat, key="k9"))
    assert receipt.native["message"] == f"home:{BOB}"
    mine = draw_wire({"text": "", "blocks": fake.views.homes[BOB]["blocks"]}, str)
    assert mine.text == "Your day [1 Done]"
    await fake.push(fake.opened(BOB))
    await asyncio.sleep(1.2)
    assert fake.views.homes[BOB]["private_metadata"] == "core"
    await fake.push(fake.modals.pressed_in(BOB, fake.views.homes[BOB]["id"], mine.pressables[0].handle))
    pressed = office.events[-1]
    assert isinstance(pressed, ActionTriggered)
    assert (pressed.source, pressed.action, pressed.chat) == ("k9", "done", direct(BOB))


async def test_a_page_that_the_core_posts_meanwhile_stays(office: Office) -> None:
    await office.fake.push(office.fake.opened(BOB))
    await office.adapter.send(delivery(say("Your day"), to=ChatRef(direct(BOB).platform, "T", f"home:{BOB}", True)))
    await asyncio.sleep(1.2)
    assert [each["view"]["private_metadata"] for each in office.calls("views.publish")] == ["core"]  # type: ignore[index]


async def test_the_home_tab_is_published_by_a_person_as_an_address(office: Office) -> None:
    chat = ChatRef(direct(ANN).platform, direct(ANN).tenant, f"home:{ANN}", direct=True)
    for number in range(2):
        await office.adapter.send(delivery(say(f"day {number}"), to=chat, key=f"k{number}"))
    assert office.fake.messages == []
    assert office.fake.views.homes[ANN]["blocks"][0]["text"]["text"] == "day 1"
    assert BOT_USER not in office.fake.views.homes


async def test_a_form_on_a_later_page_is_the_one_that_opens(office: Office) -> None:
    other = replace(LONG, label="Other", submit=Action("checkins.other"))
    long_text = Paragraph((Text("x" * 2900),))
    card = Card((LONG, long_text, other))
    office.desk.cards["k1"] = (card,)
    await office.adapter.send(delivery(*fit(card, CAPABILITIES).pages, to=person(ANN)))
    last = office.fake.messages[-1]
    assert len(office.fake.messages) > 1
    await office.fake.push(office.fake.pressed(ANN, last.id, draw(last).pressables[0].handle))
    assert top(office, ANN)["title"]["text"] == "Other"
