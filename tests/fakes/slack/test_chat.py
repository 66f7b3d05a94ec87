"""What the bot may say, change and take back, and what people would suffer from though Slack takes it."""

from collections import deque
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.slack import BOT_USER, FakeSlack
from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ANN, BOB, CLOSED, NOW, ROOM

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello", "verbatim": True}}
KEY = {"event_type": "sent", "event_payload": {"key": "k1"}}


async def test_a_message_gets_a_ts_of_its_own_that_grows(fake: FakeSlack, bot: Client) -> None:
    stamps = [(await bot.call("chat.postMessage", channel=ROOM, text="x"))["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert {each.split(".")[0] for each in stamps} == {"1789606800"}
    assert [each.id for each in fake.messages] == [f"{ROOM}:{ts}" for ts in stamps]


async def test_a_ts_grows_though_the_clock_goes_back() -> None:
    hours = deque([0, -1, 1])
    fake = FakeSlack(lambda: NOW + timedelta(hours=hours[0]))
    fake.hire(ANN, "Ann")

    def said() -> str:
        event = fake.said(ANN, "x").parts[0].payload["event"]
        hours.rotate(-1)
        return str(event["ts"])

    stamps = [said() for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert int(stamps[2][:10]) - int(stamps[1][:10]) == 3600


async def test_blocks_come_back_with_ids(bot: Client) -> None:
    answer = await bot.call("chat.postMessage", channel=ROOM, text="Hello", blocks=[SECTION])
    (block,) = answer["message"]["blocks"]
    assert block["block_id"]
    assert answer["message"]["bot_id"] == "B0HEPAIBOT"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE"}, "channel_not_found"),
        ({"channel": CLOSED}, "not_in_channel"),
        ({"text": ""}, "no_text"),
        ({"blocks": [{"type": "x"}]}, "invalid_blocks"),
        ({"blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"blocks": [{**SECTION, "text": {"type": "mrkdwn", "text": "x" * 2700}}] * 5}, "msg_blocks_too_long"),
        ({"thread_ts": "1"}, "invalid_arguments"),
        ({"thread_ts": "1750000001.000100"}, "thread_not_found"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"metadata": {"event_type": 1, "event_payload": {}}}, "invalid_metadata_schema"),
        ({"metadata": {"event_type": "x", "event_payload": {"x": "y" * 9000}}}, "metadata_too_large"),
        ({"markdown_text": "x"}, "markdown_text_conflict"),
        ({"text": "", "markdown_text": "x" * 12_001}, "msg_too_long"),
    ],
)
async def test_what_cannot_be_posted_is_refused(
    fake: FakeSlack, bot: Client, arguments: dict[str, Any], error: str
) -> None:
    answer = await bot.call("chat.postMessage", **{"channel": ROOM, "text": "x", **arguments})
    assert answer["error"] == error
    assert not fake.messages


async def test_wrong_blocks_are_pointed_at(bot: Client) -> None:
    answer = await bot.call("chat.postMessage", channel=ROOM, text="x", blocks=[{"type": "section"}])
    says = "must define one of: text, fields [json-pointer:/blocks/0]"
    assert (answer["errors"], answer["response_metadata"]["messages"]) == ([says], [f"[ERROR] {says}"])


async def test_an_archived_channel_and_a_deactivated_person_get_nothing(fake: FakeSlack, bot: Client) -> None:
    fake.workspace.channels[ROOM].archived = True
    assert (await bot.call("chat.postMessage", channel=ROOM, text="x"))["error"] == "is_archived"
    direct = fake.workspace.direct(ANN).id
    fake.fire(ANN)
    assert (await bot.call("chat.postMessage", channel=direct, text="x"))["error"] == "channel_not_found"


async def test_a_message_is_changed_and_its_former_look_kept(fake: FakeSlack, bot: Client) -> None:
    sent = await bot.call("chat.postMessage", channel=ROOM, text="Hello", blocks=[SECTION], metadata=KEY)
    changed = await bot.call("chat.update", channel=ROOM, ts=sent["ts"], text="Bye", blocks=[])
    assert changed["message"]["edited"]["user"] == BOT_USER
    (message,) = fake.messages
    assert message.wire == {"text": "Bye", "metadata": KEY}
    assert message.before[0]["text"] == "Hello"
    assert (message.version, fake.alarms) == (2, [])


async def test_text_alone_takes_the_blocks_away_and_is_noticed(fake: FakeSlack, bot: Client) -> None:
    sent = await bot.call("chat.postMessage", channel=ROOM, text="Hello", blocks=[SECTION])
    await bot.call("chat.update", channel=ROOM, ts=sent["ts"], text="Bye")
    assert "blocks" not in fake.messages[0].wire
    assert fake.alarms == [f"chat.update of {fake.messages[0].id} with text alone takes its blocks away"]


async def test_only_own_messages_can_be_changed(fake: FakeSlack, bot: Client) -> None:
    fake.said(ANN, "mine", ROOM)
    (hers,) = fake.workspace.messages
    spot = {"channel": ROOM, "ts": hers.ts}
    assert (await bot.call("chat.update", **spot, text="x"))["error"] == "cant_update_message"
    assert (await bot.call("chat.delete", **spot))["error"] == "cant_delete_message"
    assert (await bot.call("chat.update", channel=ROOM, ts="1.1", text="x"))["error"] == "message_not_found"
    assert (await bot.call("chat.update", **spot, text="x" * 4001))["error"] == "cant_update_message"
    sent = await bot.call("chat.postMessage", channel=ROOM, text="x")
    spot["ts"] = sent["ts"]
    assert (await bot.call("chat.update", **spot, text="x" * 4001))["error"] == "msg_too_long"
    assert (await bot.call("chat.update", **spot, text="x" * 4000))["ok"]


async def test_a_message_taken_back_is_gone(fake: FakeSlack, bot: Client) -> None:
    sent = await bot.call("chat.postMessage", channel=ROOM, text="x")
    assert (await bot.call("chat.delete", channel=ROOM, ts=sent["ts"]))["ok"]
    assert [each.gone for each in fake.messages] == [True]
    assert (await bot.call("chat.delete", channel=ROOM, ts=sent["ts"]))["error"] == "message_not_found"


async def test_an_ephemeral_message_has_one_reader_and_cannot_be_changed(fake: FakeSlack, bot: Client) -> None:
    sent = await bot.call("chat.postEphemeral", channel=ROOM, user=ANN, text="psst")
    assert [each.only for each in fake.messages] == [ANN]
    changed = await bot.call("chat.update", channel=ROOM, ts=sent["message_ts"], text="x")
    assert changed["error"] == "message_not_found"
    stranger = await bot.call("chat.postEphemeral", channel=ROOM, user="U0CAT00003", text="psst")
    assert stranger["error"] == "user_not_in_channel"
    assert (await bot.form("conversations.history", channel=ROOM))["messages"] == []


async def test_a_reply_stands_in_its_thread(fake: FakeSlack, bot: Client) -> None:
    root = await bot.call("chat.postMessage", channel=ROOM, text="root")
    await bot.call("chat.postMessage", channel=ROOM, text="reply", thread_ts=root["ts"])
    assert [each.thread for each in fake.messages] == ["", root["ts"]]
    history = await bot.form("conversations.history", channel=ROOM)
    assert [each["text"] for each in history["messages"]] == ["root"]
    assert history["messages"][0]["reply_count"] == 1


SUSPICIOUS = [
    ({"text": "<!channel> look"}, "<!channel> calls everybody"),
    ({"text": "<!subteam^S1>"}, "<!subteam^S1> calls everybody"),
    ({"text": "hi <@U0NOBODY>"}, "<@U0NOBODY> is nobody"),
    ({"text": "<javascript:alert(1)|click>"}, "<javascript:alert(1)|click> is no link"),
    (
        {"text": "@here", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "@here"}}]},
        "@here in mrkdwn",
    ),
    ({"text": "Hello", "blocks": [SECTION, {**SECTION, "text": {"type": "mrkdwn", "text": "42 left"}}]}, "the text"),
    ({"blocks": [SECTION]}, "blocks without text"),
    ({"text": "x" * 40_001}, "a text of 40001 characters was cut"),
]


@pytest.mark.parametrize(("wire", "says"), SUSPICIOUS)
async def test_what_people_would_suffer_from_is_noticed(
    fake: FakeSlack, bot: Client, wire: dict[str, Any], says: str
) -> None:
    assert (await bot.call("chat.postMessage", channel=ROOM, **wire))["ok"]
    assert any(says in each for each in fake.alarms), fake.alarms


async def test_what_is_harmless_is_not(fake: FakeSlack, bot: Client) -> None:
    words = f"<@{BOB}> wrote &lt;!channel&gt;, see <https://e.co|this> in <#{ROOM}> *now*"
    block = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
    assert (await bot.call("chat.postMessage", channel=ROOM, text=words, blocks=[block]))["ok"]
    assert fake.alarms == []


async def test_a_user_is_no_address(fake: FakeSlack, bot: Client) -> None:
    answer = await bot.call("chat.postMessage", channel=ANN, text="x")
    assert answer["channel"] == fake.workspace.direct(ANN).id
    assert fake.alarms == [f"a message addressed to the user {ANN}: open the direct chat once and keep its D… id"]
