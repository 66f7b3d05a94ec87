"""What people write, change and take back reaches the bot once, as they meant it."""

import asyncio

import pytest

from adapters.slack.limits import LOOK_WITHIN
from bot.kernel.events import (
    BotAdded,
    BotRemoved,
    Mention,
    MessageEdited,
    MessageRecalled,
    MessageReceived,
    Reacted,
    UserChanged,
)
from tests.adapters.slack.conftest import ANN, BOB, CAT, ROOM, Office, direct, person, room
from tests.fakes.slack import BOT_USER, NotAcknowledged
from tests.fakes.slack import Event as Pushed
from tests.fakes.slack.payloads import happened


async def test_a_direct_message(office: Office) -> None:
    await office.fake.push(office.fake.said(ANN, "a < b & c 🎉"))
    (said,) = office.events
    assert isinstance(said, MessageReceived)
    assert (said.sender, said.chat, said.text, said.to_bot) == (person(ANN), direct(ANN), "a < b & c 🎉", True)
    assert office.desk.envelopes[0].lane == ANN


async def test_a_mention_in_a_channel_comes_as_two_events_and_is_one_message(office: Office) -> None:
    for text in ("@合拍 赞 @王磊 2 帮忙", "@合拍 赞 @王磊 1 又帮忙"):
        await office.fake.push(office.fake.said(ANN, text, ROOM, [("王磊", BOB)], to_bot=True))
    first, second = office.events
    assert isinstance(first, MessageReceived)
    assert isinstance(second, MessageReceived)
    assert (first.text, second.text) == ("赞 @王磊 2 帮忙", "赞 @王磊 1 又帮忙")
    assert first.mentions == (Mention("王磊", person(BOB)),)
    assert (first.to_bot, first.chat) == (True, room())


async def test_what_is_not_said_to_the_bot_says_so(office: Office) -> None:
    await office.fake.push(office.fake.said(ANN, "lunch?", ROOM))
    (said,) = office.events
    assert isinstance(said, MessageReceived)
    assert not said.to_bot


async def test_a_thread_is_named_by_its_first_message(office: Office) -> None:
    first = office.fake.said(ANN, "one", ROOM)
    ts = first.parts[0].payload["event"]["ts"]
    await office.fake.push(first)
    await office.fake.push(office.fake.said(BOB, "two", ROOM, thread=f"{ROOM}:{ts}"))
    one, two = office.events
    assert isinstance(one, MessageReceived)
    assert isinstance(two, MessageReceived)
    assert (one.ref, one.thread, two.thread) == (ts, "", ts)


async def test_one_gesture_that_arrives_as_two_messages_is_one(office: Office) -> None:
    event = office.fake.said(ANN, "hello")
    await office.fake.push(event)
    body = event.parts[0].payload
    again = {**body["event"], "ts": "1999999999.000100", "event_ts": "1999999999.000100"}
    await office.fake.push(Pushed((happened(office.fake.workspace, again),)))
    assert len(office.events) == 1


@pytest.mark.parametrize(
    ("media", "heard"), [("image", "image"), ("voice", "voice"), ("file", "file"), ("sticker", "sticker")]
)
async def test_what_has_no_words_is_named(office: Office, media: str, heard: str) -> None:
    await office.fake.push(office.fake.said(ANN, "", media=media))
    (said,) = office.events
    assert isinstance(said, MessageReceived)
    assert (said.text, said.media) == ("", heard)


async def test_words_beside_a_file_count(office: Office) -> None:
    await office.fake.push(office.fake.said(ANN, "合同好了", media="file"))
    (said,) = office.events
    assert isinstance(said, MessageReceived)
    assert (said.text, said.media) == ("合同好了", "")


async def test_an_edit_and_a_recall(office: Office) -> None:
    fake = office.fake
    await fake.push(fake.said(ANN, "one"))
    message = next(each for each in fake.workspace.messages if each.author == ANN)
    await fake.push(fake.edited(ANN, message.id, "two"))
    await fake.push(fake.edited(ANN, message.id, "two"))  # a link that unfurls: no words changed
    await fake.push(fake.recalled(ANN, message.id))
    _, edited, recalled = office.events
    assert isinstance(edited, MessageEdited)
    assert (edited.ref, edited.text, edited.chat) == (message.ts, "two", direct(ANN))
    assert isinstance(recalled, MessageRecalled)
    assert (recalled.ref, recalled.chat) == (message.ts, direct(ANN))


async def test_a_reaction_in_a_channel_brings_the_words_it_stands_under(office: Office) -> None:
    fake = office.fake
    await fake.push(fake.said(BOB, "对账做完了", ROOM))
    message = next(each for each in fake.workspace.messages if each.author == BOB)
    await fake.push(fake.reacted(ANN, message.id, "tada"))
    await fake.push(fake.reacted(ANN, message.id, "party-parrot"))
    _, reacted = office.events
    assert isinstance(reacted, Reacted)
    assert (reacted.emoji, reacted.author, reacted.text) == ("🎉", person(BOB), "对账做完了")


async def test_being_added_tells_title_and_members_and_being_removed_is_heard(office: Office) -> None:
    fake = office.fake
    fake.found("C0NEW00001", "launch", [ANN, BOB, CAT], bot=False)
    await fake.push(fake.invited(ANN, "C0NEW00001"))
    await fake.push(fake.removed(BOB, "C0NEW00001"))
    added, removed = office.events
    assert isinstance(added, BotAdded)
    assert (added.sender, added.title, added.members) == (person(ANN), "launch", (person(BOB), person(CAT)))
    assert isinstance(removed, BotRemoved)
    assert (removed.sender, removed.chat) == (person(BOB), room("C0NEW00001"))


async def test_somebody_who_leaves_is_told_of(office: Office) -> None:
    await office.fake.push(office.fake.fire(BOB))
    (changed,) = office.events
    assert isinstance(changed, UserChanged)
    assert (changed.user, changed.left) == (person(BOB), True)


async def test_the_same_event_again_is_stored_once(office: Office) -> None:
    event = office.fake.said(ANN, "hello")
    for _ in range(3):
        await office.fake.push(event)
    assert len(office.events) == 1


async def test_our_own_words_and_those_of_other_bots_mean_nothing(office: Office) -> None:
    base = {"type": "message", "channel": ROOM, "channel_type": "channel", "text": "hi", "event_ts": "1.1"}
    for ts, more in enumerate(({"user": BOT_USER}, {"user": ANN, "bot_id": "B0OTHER"}, {"subtype": "bot_message"})):
        part = happened(office.fake.workspace, {**base, "ts": f"170000000{ts}.000100", **more})
        await office.fake.push(Pushed((part,)))
    assert office.desk.envelopes == []


async def test_what_could_not_be_stored_is_not_acknowledged(office: Office) -> None:
    office.desk.refuses = True
    event = office.fake.said(ANN, "hello")
    with pytest.raises(NotAcknowledged):
        await office.fake.push(event)
    office.desk.refuses = False
    await office.fake.push(event)
    assert len(office.events) == 1


async def test_it_is_acknowledged_only_after_it_is_stored(office: Office) -> None:
    gate = asyncio.Event()
    office.desk.storing = lambda: _waited(gate)
    pushing = asyncio.ensure_future(office.fake.push(office.fake.said(ANN, "hello")))
    await asyncio.sleep(0.3)
    assert office.fake.acks == []
    gate.set()
    await pushing
    assert len(office.fake.acks) == 1


async def _waited(gate: asyncio.Event) -> None:
    await gate.wait()


async def test_what_needs_no_looking_up_does_not_overtake_what_does(office: Office) -> None:
    office.fake.faults.delay = 0.2
    first = office.fake.said(ANN, "@王磊 first", mentions=[("王磊", BOB)])
    second = office.fake.said(ANN, "second")
    await asyncio.gather(office.fake.push(first), office.fake.push(second))
    assert [each.text for each in office.events if isinstance(each, MessageReceived)] == ["@王磊 first", "second"]


async def test_a_name_that_does_not_come_in_time_is_the_id(office: Office) -> None:
    office.fake.faults.delay = 2 * LOOK_WITHIN
    await office.fake.push(office.fake.said(ANN, "@王磊 hi", mentions=[("王磊", BOB)]))
    (said,) = office.events
    assert isinstance(said, MessageReceived)
    assert (said.text, said.mentions) == (f"@{BOB} hi", (Mention(BOB, person(BOB)),))
    assert office.fake.acks[0].seconds < 3


async def test_a_burst_in_one_chat_keeps_its_order(office: Office) -> None:
    events = [office.fake.said(ANN, f"@王磊 {number}", mentions=[("王磊", BOB)]) for number in range(40)]
    await asyncio.gather(*(office.fake.push(each) for each in events))
    texts = [each.text for each in office.events if isinstance(each, MessageReceived)]
    assert texts == [f"@王磊 {number}" for number in range(40)]
    assert len(office.calls("users.info")) == 1
