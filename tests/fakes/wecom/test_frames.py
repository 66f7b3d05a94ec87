"""What the AI bot may send over its link: kinds, destinations, streams, limits and uploads."""

from base64 import b64encode
from typing import Any

import pytest

from tests.fakes.wecom import FakeWeCom, frames
from tests.fakes.wecom.conftest import ROOM, Connect, Time, Wire
from tests.fakes.wecom.drawing import Handle, draw
from tests.fakes.wecom.samples import BUTTONS, MULTIPLE, TEXT_NOTICE, without

Json = dict[str, Any]
MARKDOWN: Json = {"msgtype": "markdown", "markdown": {"content": "hi"}}


def _to_room(**content: Any) -> Json:
    return {"chatid": ROOM, "chat_type": 2, **(content or MARKDOWN)}


def _stream(content: str, finish: bool = False, id: str = "st_1") -> Json:
    return {"msgtype": "stream", "stream": {"id": id, "finish": finish, "content": content}}


async def _asked(fake: FakeWeCom, wire: Wire) -> str:
    """Somebody mentions the bot: the request's id."""
    await fake.push(fake.said("LiSi", "@合拍 hi", ROOM, to_bot=True))
    req_id: str = (await wire.next())["headers"]["req_id"]
    return req_id


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (_to_room(msgtype="text", text={"content": "hi"}), 40008),
        (_to_room(msgtype="markdown_v2", markdown_v2={"content": "hi"}), 40008),
        (_to_room(msgtype="stream", stream={"id": "a", "content": "b"}), 40008),
        (_to_room(msgtype="markdown", markdown={"content": ""}), 44004),
        (_to_room(msgtype="markdown", markdown={"content": "合" * 6827}), 45002),
        (_to_room(msgtype="file", file={"media_id": "none"}), 40007),
        (_to_room(msgtype="template_card", template_card=BUTTONS), 40058),
        ({**_to_room(), "chat_type": 3}, 40058),
        ({**_to_room(), "touser": "a"}, 40058),
        ({**_to_room(), "chatid": ROOM.lower()}, 93006),
        ({**_to_room(), "chatid": f"group:{ROOM}"}, 93006),
        ({**_to_room(), "chatid": "nobody", "chat_type": 1}, 93006),
    ],
)
async def test_what_it_does_not_accept(wire: Wire, fake: FakeWeCom, body: Json, code: int) -> None:
    assert (await wire.ask("aibot_send_msg", body))["errcode"] == code
    assert fake.messages == []


@pytest.mark.parametrize("missing", ["chatid", "msgtype", "markdown"])
async def test_a_missing_field_is_told_without_headers(wire: Wire, missing: str) -> None:
    answer = await wire.ask("aibot_send_msg", without(_to_room(), missing))
    assert answer["errcode"] in (40058, 40008)
    assert ("headers" in answer) == (missing == "msgtype" and answer["errcode"] == 40008)


async def test_somebody_who_never_wrote_is_not_reached(wire: Wire, fake: FakeWeCom) -> None:
    body = {"chatid": "LiSi", "chat_type": 1, **MARKDOWN}
    assert (await wire.ask("aibot_send_msg", body))["errcode"] == 93006
    await fake.push(fake.said("LiSi", "hi", to="aibot"))
    assert (await wire.next())["body"]["chattype"] == "single"
    assert (await wire.ask("aibot_send_msg", body))["errcode"] == 0
    assert [(each.user, each.room) for each in fake.messages] == [("LiSi", "")]


async def test_a_cold_group_is_warmed_by_the_first_mention(wire: Wire, fake: FakeWeCom) -> None:
    fake.found("wrCold", "新组", ["LiSi"], bot=False)
    fake.invited("LiSi", "wrCold")
    body = {**_to_room(), "chatid": "wrCold"}
    assert (await wire.ask("aibot_send_msg", body))["errcode"] == 93006
    await fake.push(fake.said("LiSi", "@合拍 hi", "wrCold", to_bot=True))
    await wire.next()
    assert (await wire.ask("aibot_send_msg", body))["errcode"] == 0
    fake.company.rooms["wrCold"].warm, fake.frames.cold = False, 0
    assert (await wire.ask("aibot_send_msg", body))["errcode"] == 0


async def test_a_mention_is_answered_for_a_day_on_its_own_connection(
    wire: Wire, fake: FakeWeCom, time: Time, connect: Connect
) -> None:
    req_id = await _asked(fake, wire)
    assert (await wire.ask("aibot_respond_msg", MARKDOWN, req_id))["errcode"] == 0
    assert (await wire.ask("aibot_respond_msg", MARKDOWN, "another"))["errcode"] == 846605
    assert (await wire.ask("aibot_respond_welcome_msg", {"msgtype": "text", "text": {"content": "a"}}, req_id))[
        "errcode"
    ] == 846605
    time.passes(hours=24, seconds=1)
    assert (await wire.ask("aibot_respond_msg", MARKDOWN, req_id))["errcode"] == 846605
    req_id = await _asked(fake, wire)
    second = await connect()
    await second.subscribe()
    assert (await second.ask("aibot_respond_msg", MARKDOWN, req_id))["errcode"] == 846605


async def test_frames_under_one_request_go_one_by_one(wire: Wire, fake: FakeWeCom) -> None:
    req_id = await _asked(fake, wire)
    for _ in range(2):
        await wire.send("aibot_respond_msg", MARKDOWN, req_id)
    codes = {(await wire.next())["errcode"], (await wire.next())["errcode"]}
    assert codes == {0, 6000}
    assert len(fake.messages) == 1


async def test_a_stream_grows_until_it_is_finished_or_too_old(
    wire: Wire, fake: FakeWeCom, monkeypatch: pytest.MonkeyPatch
) -> None:
    req_id = await _asked(fake, wire)
    for body in (_stream("一"), _stream("一二"), _stream("一二三", finish=True)):
        assert (await wire.ask("aibot_respond_msg", body, req_id))["errcode"] == 0
    assert [(draw(each).text, each.version) for each in fake.messages] == [("一二三", 3)]
    assert (await wire.ask("aibot_respond_msg", _stream("四"), req_id))["errcode"] == 846608
    assert (await wire.ask("aibot_respond_msg", _stream("…", id="st_2"), req_id))["errcode"] == 0
    assert (await wire.ask("aibot_respond_msg", _stream("", True, "st_2"), req_id))["errcode"] == 0
    assert fake.alarms == [f"{fake.messages[1].id} was wiped by an empty last frame"]
    assert (await wire.ask("aibot_respond_msg", _stream("…", id="st_3"), req_id))["errcode"] == 0
    monkeypatch.setattr(frames, "STREAMING", -1.0)
    assert (await wire.ask("aibot_respond_msg", _stream("…", id="st_3"), req_id))["errcode"] == 846608


async def test_a_conversation_has_its_limit_and_says_so(wire: Wire, fake: FakeWeCom, time: Time) -> None:
    for _ in range(30):
        assert (await wire.ask("aibot_send_msg", _to_room()))["errcode"] == 0
    assert (await wire.ask("aibot_send_msg", _to_room()))["errcode"] == 45009
    time.passes(seconds=61)
    assert (await wire.ask("aibot_send_msg", _to_room()))["errcode"] == 0


async def test_who_enters_is_welcomed_within_five_seconds(wire: Wire, fake: FakeWeCom) -> None:
    await fake.push(fake.entered("LiSi"))
    frame = await wire.next()
    assert frame["body"]["event"] == {"eventtype": "enter_chat"}
    welcome = {"msgtype": "text", "text": {"content": "你好"}}
    req_id = frame["headers"]["req_id"]
    assert (await wire.ask("aibot_respond_welcome_msg", welcome, req_id))["errcode"] == 0
    assert (await wire.ask("aibot_respond_welcome_msg", welcome, req_id))["errcode"] == 846605
    assert [draw(each).text for each in fake.messages] == ["你好"]


async def test_a_submitted_card_tells_what_was_chosen(wire: Wire, fake: FakeWeCom) -> None:
    sent = await wire.ask("aibot_send_msg", _to_room(msgtype="template_card", template_card=MULTIPLE))
    assert sent["errcode"] == 0
    await fake.push(fake.submitted("LiSi", fake.messages[0].id, Handle("submit", "ci:submit"), {"mood": "bad"}))
    click = (await wire.next())["body"]["event"]["template_card_event"]
    assert click["selected_items"] == {
        "selected_item": [
            {"question_key": "mood", "option_ids": {"option_id": ["bad"]}},
            {"question_key": "load", "option_ids": {"option_id": ["fine"]}},
        ]
    }
    again = _to_room(msgtype="template_card", template_card=MULTIPLE)
    assert (await wire.ask("aibot_send_msg", again))["errcode"] == 40058, "a task_id may be used once"


async def test_a_card_may_make_its_reader_ask(wire: Wire, fake: FakeWeCom) -> None:
    card = {
        **without(TEXT_NOTICE, "horizontal_content_list"),
        "jump_list": [{"type": 3, "title": "?", "question": "帮助"}],
    }
    await wire.ask("aibot_send_msg", _to_room(msgtype="template_card", template_card=card))
    (ask,) = [each for each in draw(fake.messages[0]).pressables if each.handle.kind == "ask"]
    await fake.push(fake.pressed("LiSi", fake.messages[0].id, ask.handle))
    assert (await wire.next())["body"]["text"] == {"content": "帮助"}


async def test_a_file_goes_up_in_chunks_of_any_order(wire: Wire, fake: FakeWeCom) -> None:
    data = bytes(range(256)) * 10
    init = {"type": "file", "filename": "week.bin", "total_size": len(data), "total_chunks": 2}
    id = (await wire.ask("aibot_upload_media_init", init))["body"]["upload_id"]
    assert (await wire.ask("aibot_upload_media_finish", {"upload_id": id}))["errcode"] == 40058
    for index, part in ((2, data[2000:]), (1, data[:2000]), (1, data[:2000])):
        chunk = {"upload_id": id, "chunk_index": index, "base64_data": b64encode(part).decode()}
        assert (await wire.ask("aibot_upload_media_chunk", chunk))["errcode"] == 0
    media_id = (await wire.ask("aibot_upload_media_finish", {"upload_id": id}))["body"]["media_id"]
    assert fake.media.stored[media_id].data == data
    assert (await wire.ask("aibot_send_msg", _to_room(msgtype="file", file={"media_id": media_id})))["errcode"] == 0
    assert (await wire.ask("aibot_upload_media_init", {**init, "total_chunks": 101}))["errcode"] == 40058
    assert (await wire.ask("aibot_upload_media_init", {**init, "type": "voice", "total_size": 2**21 + 1}))[
        "errcode"
    ] == 40006
