"""From an envelope to events, for whatever was typed."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from adapters.playground.decode import decode
from adapters.playground.mentions import find
from adapters.playground.settings import BOT, PLATFORM, User
from bot.kernel.events import BotRemoved, MessageReceived
from bot.kernel.text import clean
from bot.ports.adapter import Envelope

PEOPLE = (
    User("wang", "王磊"),
    User("zhang1", "张伟"),
    User("zhang2", "张伟"),
    User("amy", "Amy"),
    User("amylee", "Amy Lee"),
)


def _said(text: str, picked: tuple[str, ...] = (), room: str | None = "east") -> MessageReceived:
    spans = [{"user": m.user, "name": m.name, "start": m.start, "end": m.end} for m in find(text, PEOPLE, picked)]
    payload: dict[str, Any] = {"kind": "said", "user": "zhao", "room": room, "text": text, "mentions": spans}
    envelope = Envelope(PLATFORM, "1", datetime(2026, 9, 17, tzinfo=UTC), {**payload, "media": "", "to_bot": False})
    [event] = decode(envelope)
    assert isinstance(event, MessageReceived)
    return event


def _mentioned(text: str, picked: tuple[str, ...] = ()) -> list[str]:
    return [each.user for each in find(text, PEOPLE, picked)]


def test_the_longest_name_wins_and_a_word_that_runs_on_is_no_name() -> None:
    assert _mentioned("@Amy Lee and @amy, not @Amyx") == ["amylee", "amy"]


def test_chinese_names_need_no_space_after_them() -> None:
    assert _mentioned("@王磊周三前要") == ["wang"]


def test_several_of_one_name_are_taken_in_the_order_picked() -> None:
    assert _mentioned("@张伟 @张伟 谢谢", ("zhang2", "zhang1")) == ["zhang2", "zhang1"]
    assert _mentioned("@张伟 @张伟 谢谢", ("zhang2",)) == ["zhang2", "zhang2"]
    assert _mentioned("@张伟 谢谢") == []


def test_everybody_is_nobody() -> None:
    assert _mentioned("@所有人 @all @channel <@王磊") == ["wang"]


def test_the_bot_in_the_middle_leaves_one_space() -> None:
    assert _said("谢谢 @合拍 帮忙").text == "谢谢 帮忙"
    assert _said("赞 @王磊 2 @Hepai").text == "赞 @王磊 2"


def test_a_name_alone_addresses_the_bot_with_nothing_said() -> None:
    event = _said("@合拍")
    assert (event.text, event.to_bot) == ("", True)


def test_the_bot_is_always_addressed_in_a_direct_chat() -> None:
    assert _said("你好", room=None).to_bot
    assert not _said("你好").to_bot


@given(st.text(st.characters() | st.sampled_from("@＠合拍王磊张伟 \u202e\x00\ud800\u0301"), max_size=60))
def test_every_text_becomes_one_clean_event_with_its_mentions_standing_in_it(text: str) -> None:
    event = _said(text)
    assert event.text == clean(event.text)
    event.text.encode()
    position = 0
    for mention in event.mentions:
        position = event.text.index(f"@{mention.name}", position) + 1
    assert event.to_bot == any(each.user == BOT for each in find(text, PEOPLE))


@given(st.text(max_size=300))
def test_looking_for_mentions_never_overlaps(text: str) -> None:
    found = find(f"@{text}@王磊", PEOPLE)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_an_unknown_kind_means_nothing() -> None:
    at = datetime(2026, 9, 17, tzinfo=UTC)
    assert decode(Envelope(PLATFORM, "1", at, {"kind": "waved", "user": "zhao"})) == ()
    [gone] = decode(Envelope(PLATFORM, "1", at, {"kind": "removed", "user": "zhao", "room": "east"}))
    assert isinstance(gone, BotRemoved)
