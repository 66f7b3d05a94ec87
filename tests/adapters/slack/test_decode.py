"""Every payload of the platform notes, and awkward ones beside them, from the wire to the core's words."""

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.slack import keeping
from adapters.slack.decode import decode
from adapters.slack.keeping import Kept, Us
from adapters.slack.settings import PLATFORM
from bot.kernel.events import (
    BotAdded,
    Event,
    Mention,
    MessageEdited,
    MessageReceived,
    PageOpened,
    Reacted,
)
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Envelope
from tests.adapters.slack.conftest import NOW

US = Us("T1", "UBOT", "BBOT")
NAMES = {"U2": "Bo"}
Json = dict[str, Any]


def wrapped(event: Mapping[str, Any], **more: Any) -> Json:
    authorization = {"enterprise_id": None, "team_id": "T1", "user_id": "UBOT", "is_bot": True}
    return {
        "token": "x",
        "team_id": "T1",
        "context_team_id": "T1",
        "api_app_id": "A1",
        "type": "event_callback",
        "event_id": "Ev07ABCDEF",
        "event_time": 1750000001,
        "authorizations": [authorization],
        "event": event,
        **more,
    }


def meaning(kept: Kept | None, **more: Any) -> Event | None:
    if kept is None:
        return None
    payload = {**kept.payload, "team": "T1", "bot": "UBOT", "names": NAMES, **more}
    found = decode(Envelope(PLATFORM, kept.dedupe, NOW, payload, kept.lane))
    assert len(found) <= 1
    return found[0] if found else None


def happened(event: Mapping[str, Any], **more: Any) -> Event | None:
    return meaning(keeping.event(wrapped(event), US), **more)


def user(id: str) -> UserRef:
    return UserRef(PLATFORM, "T1", id)


DM = {
    "type": "message",
    "channel_type": "im",
    "channel": "D1",
    "user": "U1",
    "text": "done &amp; dusted <@U2>",
    "ts": "1750000001.000100",
    "event_ts": "1750000001.000100",
    "team": "T1",
    "client_msg_id": "c9b466b5-845c-49c6-a371-57ae44359bf1",
    "blocks": [{"type": "rich_text", "block_id": "1HB", "elements": []}],
}
MENTION = {
    "type": "app_mention",
    "user": "U1",
    "text": "<@UBOT> kudos <@U2> for the demo",
    "ts": "1750000002.000100",
    "channel": "C1",
    "event_ts": "1750000002.000100",
    "team": "T1",
    "thread_ts": "1749999999.000100",
}


def test_a_direct_message() -> None:
    said = happened(DM)
    assert isinstance(said, MessageReceived)
    assert said.text == "done & dusted @Bo"
    assert said.mentions == (Mention("Bo", user("U2")),)
    assert (said.sender, said.chat) == (user("U1"), ChatRef(PLATFORM, "T1", "U1", direct=True))
    assert (said.ref, said.thread, said.at, said.to_bot) == ("1750000001.000100", "", NOW, True)


def test_a_mention_in_a_thread() -> None:
    said = happened(MENTION)
    assert isinstance(said, MessageReceived)
    assert (said.text, said.to_bot) == ("kudos @Bo for the demo", True)
    assert (said.ref, said.thread) == ("1750000002.000100", "1749999999.000100")
    assert said.chat == ChatRef(PLATFORM, "T1", "C1", direct=False)


def test_a_mention_and_its_message_have_one_key() -> None:
    message = {**MENTION, "type": "message", "channel_type": "channel"}
    first, second = (keeping.event(wrapped(each), US) for each in (MENTION, message))
    assert first
    assert second
    assert (first.dedupe, first.lane) == (second.dedupe, second.lane)
    assert meaning(first) == meaning(second)


def test_a_reply_under_the_bots_own_message_is_said_to_it() -> None:
    message = {**DM, "channel_type": "channel", "channel": "C1", "text": "yes", "thread_ts": "1749999999.000100"}
    assert [
        each.to_bot
        for parent in ("UBOT", "U2")
        if isinstance(each := happened({**message, "parent_user_id": parent}), MessageReceived)
    ] == [True, False]


def test_an_edit() -> None:
    edit = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": "D1",
        "channel_type": "im",
        "ts": "1750000009.000200",
        "event_ts": "1750000009.000200",
        "message": {
            "type": "message",
            "user": "U1",
            "text": "new",
            "ts": "1750000001.000100",
            "edited": {"user": "U1", "ts": "1750000009.000000"},
        },
        "previous_message": {"text": "old", "ts": "1750000001.000100"},
    }
    changed = happened(edit)
    assert isinstance(changed, MessageEdited)
    assert (changed.ref, changed.text, changed.sender) == ("1750000001.000100", "new", user("U1"))
    assert happened({**edit, "previous_message": {"text": "new"}}) is None
    assert happened({**edit, "message": {**edit["message"], "bot_id": "BBOT"}}) is None  # type: ignore[dict-item]


def test_a_reaction() -> None:
    reaction = {
        "type": "reaction_added",
        "user": "U1",
        "reaction": "tada",
        "item_user": "U2",
        "item": {"type": "message", "channel": "C1", "ts": "1750000002.000100"},
        "event_ts": "1750000003.000100",
    }
    found = happened(reaction, text="well &lt;done&gt;")
    assert isinstance(found, Reacted)
    assert (found.emoji, found.author, found.ref, found.text) == ("🎉", user("U2"), "1750000002.000100", "well <done>")
    dark = happened({**reaction, "reaction": "+1::skin-tone-6"})
    assert isinstance(dark, Reacted)
    assert dark.emoji == "👍🏿"
    for other in ({"item_user": "UBOT"}, {"item": {"type": "file"}}, {"reaction": "our-own"}, {"user": "UBOT"}):
        assert happened({**reaction, **other}) is None


def test_the_bot_is_added() -> None:
    joined = {
        "type": "member_joined_channel",
        "user": "UBOT",
        "channel": "C1",
        "channel_type": "C",
        "team": "T1",
        "inviter": "U1",
        "event_ts": "1750000004.000100",
    }
    added = happened(joined, title="launch", members=["U1", "U2"])
    assert isinstance(added, BotAdded)
    assert (added.sender, added.title, added.members) == (user("U1"), "launch", (user("U2"),))
    assert happened({**joined, "user": "U5"}) is None
    assert happened({name: value for name, value in joined.items() if name != "inviter"}) is None


def test_the_home_tab_is_opened() -> None:
    opened = {
        "type": "app_home_opened",
        "user": "U1",
        "channel": "D1",
        "tab": "home",
        "event_ts": "1750000005.000100",
        "view": {"id": "V1", "type": "home", "hash": "1750.abc", "blocks": []},
    }
    page = happened(opened)
    assert isinstance(page, PageOpened)
    assert page.chat == ChatRef(PLATFORM, "T1", "home:U1", direct=True)
    assert happened({**opened, "tab": "messages"}) is None


def test_a_command() -> None:
    command = {
        "command": "/okr",
        "text": "list <@U2|ann> <#C1|general>",
        "user_id": "U1",
        "channel_id": "C1",
        "team_id": "T1",
        "is_enterprise_install": "false",
        "trigger_id": "111.222.abc",
    }
    said = meaning(keeping.command(command, US))
    assert isinstance(said, MessageReceived)
    assert (said.text, said.mentions) == ("list @Bo #general", (Mention("Bo", user("U2")),))
    assert said.chat == ChatRef(PLATFORM, "T1", "U1", direct=True)


@pytest.mark.parametrize(
    "event",
    [
        {**DM, "bot_id": "B7"},
        {**DM, "user": "UBOT"},
        {**DM, "user": "USLACKBOT"},
        {**DM, "user_team": "TOTHER"},
        {**DM, "team": "TOTHER"},
        {**DM, "subtype": "channel_join"},
        {**DM, "subtype": "bot_message"},
        {**DM, "subtype": "never_heard_of"},
        {"type": "message", "channel_type": "im", "text": "nobody said it"},
        {"type": "message", "subtype": "message_changed", "channel": "D1"},
        {"type": "emoji_changed", "subtype": "add"},
        {"type": "never_heard_of"},
        {"type": ["message"]},
        {},
    ],
)
def test_sec_031_what_is_not_for_us_is_not_even_kept(event: Mapping[str, Any]) -> None:
    assert keeping.event(wrapped(event), US) is None


def test_sec_031_another_workspace_is_nobody_here() -> None:
    assert keeping.event(wrapped(DM, team_id="T2"), US) is None
    assert keeping.command({"user_id": "U1", "team_id": "T2", "command": "/okr"}, US) is None


@pytest.mark.parametrize("text", [None, 7, "", "\0", "\ud800", "<", "<@", "<@>", "<@U2", "&", "&amp", "<>|", "<!>"])
def test_a_text_that_is_none_raises_nothing(text: Any) -> None:
    said = happened({**DM, "text": text})
    assert said is None or isinstance(said, MessageReceived)


def test_files_without_words_are_named_and_a_written_down_voice_counts_as_words() -> None:
    def sent(**file: Any) -> tuple[str, str]:
        said = happened({**DM, "text": "", "subtype": "file_share", "files": [file]})
        assert isinstance(said, MessageReceived)
        return said.text, said.media

    assert sent(mimetype="image/png") == ("", "image")
    assert sent(mimetype="video/mp4") == ("", "video")
    assert sent(mimetype="audio/webm") == ("", "voice")
    assert sent(mimetype="video/webm", subtype="slack_audio") == ("", "voice")
    assert sent(mimetype="application/pdf") == ("", "file")
    assert sent() == ("", "file")
    written = {"status": "complete", "preview": {"content": "三件事", "has_more": False}}
    assert sent(mimetype="audio/webm", transcription=written) == ("三件事", "")
    cut = {"status": "complete", "preview": {"content": "三件", "has_more": True}}
    assert sent(mimetype="audio/webm", transcription=cut) == ("", "voice")
