"""What the bot can ask: conversations, people, files, reactions."""

import json

import pytest

from tests.fakes.slack import BOT_ID, BOT_USER, FakeSlack
from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ANN, BOB, CAT, CLOSED, ROOM
from tests.fakes.slack.workspace import MANAGER_FIELD

KEY = {"event_type": "sent", "event_payload": {"key": "k1"}}


async def test_a_direct_chat_is_opened_once(bot: Client) -> None:
    first = await bot.request("conversations.open", "xoxb-fake-bot-token", params={"users": ANN})
    again = await bot.call("conversations.open", users=ANN, return_im=True)
    assert first["channel"]["id"] == again["channel"]["id"]
    assert first["channel"]["id"].startswith("D")
    assert again["channel"]["user"] == ANN


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("", "users_list_not_supplied"),
        ("U0NOBODY", "user_not_found"),
        (BOT_USER, "cannot_dm_bot"),
        (BOB, "user_disabled"),
    ],
)
async def test_with_some_there_is_no_direct_chat(fake: FakeSlack, bot: Client, users: str, error: str) -> None:
    fake.fire(BOB)
    assert (await bot.call("conversations.open", users=users))["error"] == error


async def test_a_channel_is_described(fake: FakeSlack, bot: Client) -> None:
    found = (await bot.form("conversations.info", channel=ROOM, include_num_members="true"))["channel"]
    assert (found["name"], found["is_member"], found["num_members"]) == ("general", True, 3)
    assert not (await bot.form("conversations.info", channel=CLOSED))["channel"]["is_member"]
    fake.found("C0SECRET", "secret", [ANN], bot=False, private=True)
    assert (await bot.form("conversations.info", channel="C0SECRET"))["error"] == "channel_not_found"
    listed = await bot.form("conversations.list", types="public_channel,private_channel")
    assert [each["name"] for each in listed["channels"]] == ["general", "elsewhere"]
    assert (await bot.form("conversations.list", types="dm"))["error"] == "invalid_types"


async def test_members_come_in_pages(bot: Client) -> None:
    first = await bot.form("conversations.members", channel=ROOM, limit="2")
    cursor = first["response_metadata"]["next_cursor"]
    rest = await bot.form("conversations.members", channel=ROOM, limit="2", cursor=cursor)
    assert (first["members"], rest["members"]) == ([ANN, BOB], [BOT_USER])
    assert rest["response_metadata"]["next_cursor"] == ""
    assert (await bot.form("conversations.members", channel=ROOM, cursor="x"))["error"] == "invalid_cursor"
    assert (await bot.form("conversations.members", channel=ROOM, limit="1000"))["error"] == "invalid_limit"


async def test_history_is_read_back_with_metadata(fake: FakeSlack, bot: Client) -> None:
    direct = fake.workspace.direct(ANN).id
    fake.said(ANN, "hello & <b>")
    sent = await bot.call("chat.postMessage", channel=direct, text="hi", metadata=KEY)
    plain = await bot.form("conversations.history", channel=direct)
    assert [each["text"] for each in plain["messages"]] == ["hi", "hello &amp; &lt;b&gt;"]
    assert "metadata" not in plain["messages"][0]
    whole = await bot.form("conversations.history", channel=direct, include_all_metadata="1", limit="1")
    assert (whole["messages"][0]["metadata"], whole["has_more"]) == (KEY, True)
    later = await bot.form("conversations.history", channel=direct, oldest=sent["ts"])
    assert later["messages"] == []
    with_it = await bot.form("conversations.history", channel=direct, oldest=sent["ts"], inclusive="true")
    assert [each["ts"] for each in with_it["messages"]] == [sent["ts"]]
    assert (await bot.form("conversations.history", channel=direct, oldest="now"))["error"] == "invalid_ts_oldest"
    assert (await bot.form("conversations.history", channel=CLOSED))["error"] == "not_in_channel"


async def test_a_thread_is_read_with_its_root(bot: Client) -> None:
    root = (await bot.call("chat.postMessage", channel=ROOM, text="root"))["ts"]
    await bot.call("chat.postMessage", channel=ROOM, text="1", thread_ts=root, metadata=KEY)
    found = await bot.form("conversations.replies", channel=ROOM, ts=root, include_all_metadata="true")
    assert [each["text"] for each in found["messages"]] == ["root", "1"]
    assert found["messages"][1]["metadata"] == KEY
    assert (await bot.form("conversations.replies", channel=ROOM, ts="1.1"))["error"] == "thread_not_found"


async def test_a_person_is_described(fake: FakeSlack, bot: Client) -> None:
    ann = (await bot.form("users.info", user=ANN, include_locale="1"))["user"]
    assert (ann["tz"], ann["tz_offset"], ann["locale"]) == ("Europe/Berlin", 7200, "en-US")
    assert (ann["profile"]["real_name"], ann["profile"]["email"]) == ("Ann", "ann@hepai.co")
    assert "locale" not in (await bot.form("users.info", user=ANN))["user"]
    assert (await bot.form("users.info", user="U0NOBODY"))["error"] == "user_not_found"
    assert (await bot.form("users.lookupByEmail", email="ann@hepai.co"))["user"]["id"] == ANN
    assert (await bot.form("users.lookupByEmail", email="x@hepai.co"))["error"] == "users_not_found"
    everybody = await bot.form("users.list", limit="200")
    assert {each["id"] for each in everybody["members"]} == {BOT_USER, ANN, BOB, CAT}
    fake.workspace.scopes.discard("users:read.email")
    assert "email" not in (await bot.form("users.info", user=ANN))["user"]["profile"]


async def test_the_manager_is_a_field_of_the_workspace(fake: FakeSlack, bot: Client) -> None:
    fields = (await bot.form("team.profile.get"))["profile"]["fields"]
    manager = next(each["id"] for each in fields if each["type"] == "user" and each["label"] == "Manager")
    profile = (await bot.form("users.profile.get", user=ANN))["profile"]
    assert (manager, profile["fields"][manager]["value"]) == (MANAGER_FIELD, BOB)
    assert not fake.alarms
    await bot.form("users.profile.get", user=ANN, include_labels="true")
    assert len(fake.alarms) == 1


async def test_the_bot_is_described(bot: Client) -> None:
    assert (await bot.form("bots.info", bot=BOT_ID))["bot"]["user_id"] == BOT_USER
    assert (await bot.form("bots.info", bot="B1"))["error"] == "bot_not_found"


async def test_a_file_goes_up_in_three_steps(fake: FakeSlack, bot: Client) -> None:
    place = await bot.form("files.getUploadURLExternal", filename="chart.png", length="4", alt_txt="a chart")
    early = await bot.form("files.completeUploadExternal", files=json.dumps([{"id": place["file_id"]}]))
    assert early["error"] == "file_not_found"
    async with bot.http.post(place["upload_url"], data=b"12345") as wrong:
        assert wrong.status == 400
    async with bot.http.post(place["upload_url"], data=b"1234") as right:
        assert await right.text() == "OK - 4"
    files = json.dumps([{"id": place["file_id"], "title": "Chart"}])
    done = await bot.form("files.completeUploadExternal", files=files, channel_id=ROOM, initial_comment="Look")
    assert done["files"][0]["title"] == "Chart"
    (message,) = fake.messages
    assert (message.wire["text"], message.wire["files"][0]["alt_txt"]) == ("Look", "a chart")
    assert (await bot.form("files.info", file=place["file_id"]))["file"]["channels"] == [ROOM]
    assert (await bot.form("files.getUploadURLExternal", filename="x", length="0"))["error"] == "invalid_arguments"


async def test_a_reaction_is_put_once(fake: FakeSlack, bot: Client) -> None:
    fake.said(ANN, "done", ROOM)
    spot = {"channel": ROOM, "timestamp": fake.workspace.messages[0].ts, "name": "tada"}
    assert (await bot.call("reactions.add", **spot))["ok"]
    assert (await bot.call("reactions.add", **spot))["error"] == "already_reacted"
    found = await bot.form("reactions.get", channel=ROOM, timestamp=spot["timestamp"])
    assert found["message"]["reactions"] == [{"name": "tada", "users": [BOT_USER], "count": 1}]
    assert (await bot.call("reactions.add", **{**spot, "name": ":tada:"}))["error"] == "invalid_name"
    assert (await bot.call("reactions.add", **{**spot, "timestamp": "1.1"}))["error"] == "message_not_found"
    assert (await bot.call("reactions.remove", **spot))["ok"]
    assert (await bot.call("reactions.remove", **spot))["error"] == "no_reaction"


async def test_a_link_to_a_message(bot: Client) -> None:
    ts = (await bot.call("chat.postMessage", channel=ROOM, text="x"))["ts"]
    link = (await bot.form("chat.getPermalink", channel=ROOM, message_ts=ts))["permalink"]
    assert link.endswith(f"/{ROOM}/p{ts.replace('.', '')}")
