"""What people do, as the notes show its payloads (section 2): the same fields, and the words as Slack escapes them."""

import re
from typing import Any

import pytest

from tests.fakes.slack import BOT_USER, FakeSlack, draw
from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ANN, BOB, CAT, CLOSED, NOW, ROOM
from tests.fakes.slack.drawing import Handle
from tests.fakes.slack.records import Event, Json

WRAPPER = {
    "token", "team_id", "context_team_id", "context_enterprise_id", "api_app_id", "type", "event_id", "event_time",
    "event_context", "is_ext_shared_channel", "authorizations", "event",
}  # fmt: skip
TS = re.compile(r"\d{10}\.\d{6}")


def inner(event: Event) -> Json:
    """The only event in it."""
    (part,) = event.parts
    assert set(part.payload) == WRAPPER
    found: Json = part.payload["event"]
    return found


def test_a_word_in_the_direct_chat(fake: FakeSlack) -> None:
    event = inner(fake.said(ANN, "done & dusted @Bob", mentions=[("Bob", BOB)]))
    assert event["text"] == f"done &amp; dusted <@{BOB}>"
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "text", "text": "done & dusted "},
        {"type": "user", "user_id": BOB},
    ]
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", ANN)
    assert event["channel"].startswith("D")
    assert event["ts"] == event["event_ts"]
    assert TS.fullmatch(event["ts"])
    assert event["client_msg_id"]
    assert "thread_ts" not in event


def test_in_a_channel_a_mention_comes_twice(fake: FakeSlack) -> None:
    said = fake.said(ANN, "@合拍 kudos @Bob", ROOM, mentions=[("Bob", BOB)], to_bot=True)
    message, mention = sorted(
        (each.payload["event"] for each in said.parts), key=lambda each: each["type"] != "message"
    )
    assert mention["type"] == "app_mention"
    assert message["text"] == mention["text"] == f"<@{BOT_USER}> kudos <@{BOB}>"
    assert message["channel_type"] == "channel"
    assert "channel_type" not in mention
    assert inner(fake.said(ANN, "no mention", ROOM))["type"] == "message"
    assert (
        fake.said(ANN, "@合拍 where it is not", CLOSED, to_bot=True).parts[0].payload["event"]["type"] == "app_mention"
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("see https://e.co/?a=1&b=2, ok", "see <https://e.co/?a=1&amp;b=2,> ok"),
        ("great 🎉👍", "great :tada::+1:"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("a@b.c @nobody", "a@b.c @nobody"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_words_are_escaped_and_marked_up_as_typed(fake: FakeSlack, typed: str, text: str) -> None:
    assert inner(fake.said(ANN, typed))["text"] == text


def test_a_mention_that_is_not_there_is_a_mistake_of_the_test(fake: FakeSlack) -> None:
    with pytest.raises(ValueError, match="no @Bob"):
        fake.said(ANN, "hello", mentions=[("Bob", BOB)])


def test_a_reply_names_its_thread(fake: FakeSlack) -> None:
    root = inner(fake.said(ANN, "root", ROOM))
    reply = inner(fake.said(BOB, "reply", ROOM, reply_to=f"{ROOM}:{root['ts']}"))
    again = inner(fake.said(ANN, "reply to that", ROOM, thread=f"{ROOM}:{reply['ts']}"))
    assert reply["thread_ts"] == again["thread_ts"] == root["ts"]
    assert reply["parent_user_id"] == ANN


@pytest.mark.parametrize(("media", "kind"), [("voice", "audio/webm"), ("image", "image/png"), ("video", "video/mp4")])
def test_a_file_is_a_message_of_its_own_kind(fake: FakeSlack, media: str, kind: str) -> None:
    event = inner(fake.said(ANN, "", media=media))
    assert (event["subtype"], event["text"], event["files"][0]["mimetype"]) == ("file_share", "", kind)


def test_a_sticker_is_an_emoji_of_the_workspace(fake: FakeSlack) -> None:
    event = inner(fake.said(ANN, "", media="sticker"))
    assert event["text"] == ":blob-wave:"
    assert event["blocks"][0]["elements"][0]["elements"] == [{"type": "emoji", "name": "blob-wave"}]


def test_an_edit_tells_both_texts(fake: FakeSlack) -> None:
    said = inner(fake.said(ANN, "old"))
    event = inner(fake.edited(ANN, f"{said['channel']}:{said['ts']}", "new"))
    assert (event["subtype"], event["hidden"], event["channel_type"]) == ("message_changed", True, "im")
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("new", "old")
    assert event["message"]["edited"]["user"] == ANN
    assert event["ts"] != event["message"]["ts"] == event["previous_message"]["ts"] == said["ts"]


def test_an_edit_keeps_the_mentions_that_still_stand(fake: FakeSlack) -> None:
    said = fake.said(ANN, "@合拍 赞 @Bob @Cat 2", ROOM, mentions=[("Bob", BOB), ("Cat", CAT)], to_bot=True)
    id = f"{ROOM}:{said.parts[0].payload['event']['ts']}"
    assert inner(fake.edited(ANN, id, "@合拍 赞 @Bob 3"))["message"]["text"] == f"<@{BOT_USER}> 赞 <@{BOB}> 3"


def test_a_message_taken_back_is_told(fake: FakeSlack) -> None:
    said = inner(fake.said(ANN, "oops"))
    event = inner(fake.recalled(ANN, f"{said['channel']}:{said['ts']}"))
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", said["ts"])
    assert event["previous_message"]["text"] == "oops"


def test_a_reaction_comes_and_goes(fake: FakeSlack) -> None:
    said = inner(fake.said(BOB, "done", ROOM))
    id = f"{ROOM}:{said['ts']}"
    put, taken = inner(fake.reacted(ANN, id, "tada")), inner(fake.reacted(ANN, id, "tada", off=True))
    assert (put["type"], put["reaction"], put["item_user"], put["user"]) == ("reaction_added", "tada", BOB, ANN)
    assert put["item"] == {"type": "message", "channel": ROOM, "ts": said["ts"]}
    assert taken["type"] == "reaction_removed"


def test_the_bot_comes_into_a_channel_and_goes(fake: FakeSlack) -> None:
    joined, grey = (each.payload["event"] for each in fake.invited(ANN, CLOSED).parts)
    assert {name: joined[name] for name in ("type", "user", "channel", "channel_type", "inviter")} == {
        "type": "member_joined_channel", "user": BOT_USER, "channel": CLOSED, "channel_type": "C", "inviter": ANN,
    }  # fmt: skip
    assert (grey["subtype"], grey["user"]) == ("channel_join", BOT_USER)
    assert not fake.messages, "the grey line is not the bot's"
    left = inner(fake.removed(ANN, CLOSED))
    assert (left["type"], left["channel"], left["actor_id"]) == ("channel_left", CLOSED, ANN)
    assert fake.said(ANN, "still there?", CLOSED).parts == ()
    other = fake.deeds.invited(ANN, ROOM, CAT).parts[0].payload["event"]
    assert (other["user"], other["inviter"]) == (CAT, ANN)


def test_the_home_tab_is_opened(fake: FakeSlack) -> None:
    event = inner(fake.opened(ANN))
    assert (event["type"], event["tab"], event["channel"]) == ("app_home_opened", "home", fake.workspace.direct(ANN).id)
    assert "view" not in event
    fake.call("views.publish", user_id=ANN, view={"type": "home", "blocks": []})
    assert inner(fake.opened(ANN))["view"]["type"] == "home"


def test_accounts_come_change_and_go(fake: FakeSlack) -> None:
    assert inner(fake.joins("U0DAN00004", "Dan"))["user"]["real_name"] == "Dan"
    gone = inner(fake.fire("U0DAN00004"))
    assert (gone["type"], gone["user"]["deleted"]) == ("user_change", True)
    assert inner(fake.revoke())["tokens"] == {"bot": [BOT_USER], "oauth": []}
    (notice,) = fake.too_many().parts
    assert notice.payload["type"] == "app_rate_limited"
    assert "event" not in notice.payload


def test_what_the_app_has_not_asked_for_does_not_come() -> None:
    fake = FakeSlack(lambda: NOW, subscribed="message.im")
    fake.hire(ANN, "Ann")
    fake.found(ROOM, "general", [ANN])
    assert fake.said(ANN, "@合拍 hi", ROOM, to_bot=True).parts == ()
    assert len(fake.said(ANN, "hi").parts) == 1


BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "How was today?"}},
    {"type": "input", "block_id": "b1", "label": {"type": "plain_text", "text": "Words"},
     "element": {"type": "plain_text_input", "action_id": "words", "max_length": 10}},
    {"type": "input", "block_id": "b0", "label": {"type": "plain_text", "text": "Mood"},
     "element": {"type": "static_select", "action_id": "mood", "options": [
         {"text": {"type": "plain_text", "text": "Good"}, "value": "good"}]}},
    {"type": "actions", "block_id": "b2", "elements": [
        {"type": "button", "action_id": "send", "text": {"type": "plain_text", "text": "Send"}, "value": "k1"},
        {"type": "button", "action_id": "skip", "text": {"type": "plain_text", "text": "Skip"}, "value": "k2"}]},
]  # fmt: skip


async def sent(fake: FakeSlack, bot: Client) -> str:
    """A form in Ann's chat with the bot."""
    where = fake.workspace.direct(ANN).id
    assert (await bot.call("chat.postMessage", channel=where, text="How was today?", blocks=BLOCKS))["ok"]
    return fake.messages[-1].id


async def test_a_press_carries_the_button_and_all_that_was_typed(fake: FakeSlack, bot: Client) -> None:
    id = await sent(fake, bot)
    (skip,) = draw(fake.messages[0]).pressables
    (part,) = fake.pressed(ANN, id, skip.handle).parts
    payload = part.payload
    assert (part.kind, payload["type"]) == ("interactive", "block_actions")
    action = payload["actions"][0]
    assert {name: action[name] for name in ("type", "action_id", "block_id", "value")} == {
        "type": "button", "action_id": "skip", "block_id": "b2", "value": "k2",
    }  # fmt: skip
    assert payload["container"] == {
        "type": "message", "message_ts": fake.messages[0].ts, "channel_id": fake.messages[0].channel.id,
        "is_ephemeral": False,
    }  # fmt: skip
    assert payload["channel"]["name"] == "directmessage"
    assert payload["user"]["id"] == ANN
    assert payload["message"]["blocks"][3]["block_id"] == "b2"
    assert payload["state"]["values"] == {
        "b1": {"words": {"type": "plain_text_input", "value": None}},
        "b0": {"mood": {"type": "static_select", "selected_option": None}},
    }
    assert payload["response_url"].startswith(f"{fake.url}/response/")
    assert payload["trigger_id"]


async def test_a_form_is_sent_with_what_was_put_in(fake: FakeSlack, bot: Client) -> None:
    id = await sent(fake, bot)
    (form,) = draw(fake.messages[0]).forms
    handle = form.submit.handle
    (part,) = fake.submitted(ANN, id, handle, {"words": "fine", "mood": "good"}).parts
    values = part.payload["state"]["values"]
    assert values["b1"]["words"]["value"] == "fine"
    assert values["b0"]["mood"]["selected_option"] == {"text": {"type": "plain_text", "text": "Good"}, "value": "good"}
    with pytest.raises(ValueError, match="no such field: sense"):
        fake.submitted(ANN, id, handle, {"sense": "x"})
    with pytest.raises(ValueError, match="takes 10 characters"):
        fake.submitted(ANN, id, handle, {"words": "x" * 11})
    with pytest.raises(KeyError):
        fake.submitted(ANN, id, handle, {"mood": "worse"})


async def test_only_what_was_shown_can_be_pressed_and_only_by_those_who_see_it(fake: FakeSlack, bot: Client) -> None:
    id = await sent(fake, bot)
    channel, ts = id.split(":")
    await bot.call("chat.update", channel=channel, ts=ts, text="Thanks", blocks=[])
    old = fake.pressed(ANN, id, Handle("b2", "skip")).parts[0].payload
    assert old["actions"][0]["value"] == "k2", "on a window that was not refreshed"
    assert "blocks" not in old["message"]
    with pytest.raises(KeyError, match="never was"):
        fake.pressed(ANN, id, Handle("b2", "cancel"))
    with pytest.raises(KeyError, match="does not see"):
        fake.pressed(BOB, id, Handle("b2", "skip"))


async def test_an_option_of_a_menu(fake: FakeSlack, bot: Client) -> None:
    options = [{"text": {"type": "plain_text", "text": each}, "value": each.lower()} for each in ("Good", "Bad")]
    menu = {"type": "static_select", "action_id": "mood", "options": options,
            "placeholder": {"type": "plain_text", "text": "Mood"}}  # fmt: skip
    await bot.call("chat.postMessage", channel=ROOM, text="?", blocks=[{"type": "actions", "elements": [menu]}])
    bad = draw(fake.messages[0]).pressables[1]
    (part,) = fake.pressed(BOB, fake.messages[0].id, bad.handle).parts
    action = part.payload["actions"][0]
    assert (action["type"], action["selected_option"]) == ("static_select", options[1])
    assert action["placeholder"]["text"] == "Mood"
    assert part.payload["channel"] == {"id": ROOM, "name": "general"}
    assert part.payload["state"]["values"][bad.handle.block]["mood"]["selected_option"] == options[1]


def test_a_command(fake: FakeSlack) -> None:
    (part,) = fake.deeds.commanded(ANN, "/okr", "list").parts
    assert part.kind == "slash_commands"
    assert all(isinstance(each, str) for each in part.payload.values())
    assert set(part.payload) == {
        "command", "text", "user_id", "user_name", "channel_id", "channel_name", "team_id", "team_domain",
        "api_app_id", "token", "is_enterprise_install", "response_url", "trigger_id",
    }  # fmt: skip
    assert part.payload["channel_name"] == "directmessage"


async def test_a_response_url_works_five_times(fake: FakeSlack, bot: Client) -> None:
    id = await sent(fake, bot)
    url = fake.pressed(ANN, id, Handle("b2", "skip")).parts[0].payload["response_url"]

    async def answered(**body: object) -> int:
        async with bot.http.post(url, json=body) as response:
            return response.status

    assert await answered(text="only you") == 200
    assert (fake.messages[-1].only, len(fake.messages)) == (ANN, 2)
    assert await answered(text="all", response_type="in_channel") == 200
    assert fake.messages[-1].only == ""
    assert await answered(text="changed", replace_original=True) == 200
    assert (fake.messages[0].wire["text"], len(fake.messages)) == ("changed", 3)
    assert await answered(text="x", mood="good") == 400
    assert await answered(delete_original=True) == 200
    assert fake.messages[0].gone
    assert await answered(text="once more") == 404
