"""What the AI bot may say over its long connection, and what each frame does.

https://developer.work.weixin.qq.com/document/path/101463
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.wecom.board import Board
from tests.fakes.wecom.cards import check_card
from tests.fakes.wecom.company import Company
from tests.fakes.wecom.contents import AIBOT_KINDS, AIBOT_LIMIT, check_content
from tests.fakes.wecom.media import Media
from tests.fakes.wecom.rates import Windows
from tests.fakes.wecom.records import Event, Journal, Json, Message, Refusal
from tests.fakes.wecom.shapes import Check, flag, many, one_of, record, words
from tests.fakes.wecom.uploads import Uploads

ANSWERABLE = timedelta(hours=24)
SOON = 5.0
STREAMING = 6 * 60.0
INVALID_REQ_ID = 846605
STREAM_EXPIRED = 846608
STREAM = record(
    {"id": words(bytes=256), "content": words(bytes=AIBOT_LIMIT, empty=True)},
    {"finish": flag, "msg_item": lambda *_: None, "feedback": record({"id": words(bytes=256)})},
)
UPDATE = record(
    {"response_type": one_of("update_template_card"), "template_card": lambda *_: None},
    {"userids": many(words(), 1, 1000)},
)


@dataclass(slots=True)
class Asked:
    """A pushed event that may be answered under its req_id, on the connection it came over."""

    event: Event
    at: datetime
    began: float
    used: bool = False


Command = Callable[[Asked | None, Json], Json]


class Frames:
    """Every command but the connection's own. `windows`: 30 a minute and 1000 an hour to a conversation."""

    def __init__(
        self,
        company: Company,
        board: Board,
        journal: Journal,
        media: Media,
        now: Callable[[], datetime],
        windows: Windows | None,
    ) -> None:
        self._company, self._board, self._journal = company, board, journal
        self._media, self._now, self._windows = media, now, windows
        self._uploads = Uploads(media)
        self._streams: dict[str, tuple[Message, float]] = {}
        self.cold = 93006
        """What a push to somebody who never wrote is refused with; 0: it is delivered. UNVERIFIED."""
        self.commands: Mapping[str, Command] = {
            "aibot_respond_msg": self._respond,
            "aibot_respond_welcome_msg": self._welcome,
            "aibot_respond_update_msg": self._update,
            "aibot_send_msg": self._send,
            "aibot_upload_media_init": lambda _, body: self._uploads.begin(body),
            "aibot_upload_media_chunk": lambda _, body: self._uploads.chunk(body),
            "aibot_upload_media_finish": lambda _, body: self._uploads.finish(body),
        }
        """Each is given the event its req_id stands for, if any, and the body; the body of the ack."""

    def asked(self, event: Event) -> Asked:
        return Asked(event, self._now(), time.monotonic())

    def _respond(self, asked: Asked | None, body: Json) -> Json:
        if asked is None or asked.event.cmd != "aibot_msg_callback" or self._now() - asked.at > ANSWERABLE:
            raise Refusal(INVALID_REQ_ID, "invalid req_id")
        if body.get("msgtype") == "stream":
            self._stream(asked.event, body)
        else:
            self._check(body, AIBOT_KINDS)
            self._count(asked.event.room or asked.event.user)
            self._post(body, asked.event.user, asked.event.room)
        return {}

    def _stream(self, event: Event, body: Json) -> None:
        """The first frame makes a message, the next replace its words, until it is finished or too old."""
        if "stream" not in body:
            raise Refusal(40058, "stream is missing")
        record({"msgtype": words(), "stream": STREAM})(body, "body", self._journal.folded)
        stream = body["stream"]
        if "msg_item" in stream:
            self._journal.alarm("msg_item is not shown over the long connection")
        if stream["id"] not in self._streams:
            self._count(event.room or event.user)
            self._streams[stream["id"]] = self._post(body, event.user, event.room), time.monotonic()
            return
        message, began = self._streams[stream["id"]]
        if time.monotonic() - began > STREAMING or message.wire["stream"].get("finish"):
            raise Refusal(STREAM_EXPIRED, "stream message update expired")
        if stream.get("finish") and not stream["content"]:
            self._journal.alarm(f"{message.id} was wiped by an empty last frame")
        self._board.change(message, body)

    def _welcome(self, asked: Asked | None, body: Json) -> Json:
        asked = self._in_time(asked, "enter_chat")
        kinds = {"text": record({"content": words(code=44004)}), "template_card": AIBOT_KINDS["template_card"]}
        self._check(body, kinds)
        asked.used = True
        self._post(body, asked.event.user, "")
        return {}

    def _update(self, asked: Asked | None, body: Json) -> Json:
        asked = self._in_time(asked, "template_card_event")
        for name in ("response_type", "template_card"):
            if name not in body:
                raise Refusal(40058, f"{name} is missing")
        UPDATE(body, "body", [])
        card = body["template_card"]
        self._journal.folded.extend(check_card(card, "aibot", updating=True))
        clicked = asked.event.payload["event"]["template_card_event"]["task_id"]
        if card.get("task_id") != clicked:
            raise Refusal(40058, "invalid parameter: template_card.task_id is not the clicked card's")
        message = self._carded(clicked)
        wire = {**message.wire, "template_card": card}
        for user in body.get("userids", [""]):
            self._board.change(message, wire, only=user)
        asked.used = True
        return {}

    def _send(self, asked: Asked | None, body: Json) -> Json:
        for name in ("chatid", "msgtype"):
            if name not in body:
                raise Refusal(40058, f"{name} is missing")
        self._check(body, AIBOT_KINDS, chatid=words(), chat_type=one_of(0, 1, 2))
        user, room = self._destination(body["chatid"], body.get("chat_type", 0))
        self._count(room or user)
        self._post(body, user, room)
        return {}

    def _destination(self, chat: str, kind: int) -> tuple[str, str]:
        room = self._company.room_of(chat) if kind != 1 else None
        member = self._company.member(chat) if kind != 2 else None
        if room:
            if not room.bot:
                raise Refusal(93008, "bot not in chat")
            if not room.warm and self.cold:
                raise Refusal(self.cold, "invalid chatid")
            return "", room.chat
        if member is None or (member.user not in self._company.warm and self.cold):
            raise Refusal(self.cold if member else 93006, "invalid chatid")
        return member.user, ""

    def _check(self, body: Json, kinds: Mapping[str, Check], **envelope: Check) -> None:
        kind = check_content(body, kinds, envelope, self._journal, "aibot")
        if "media_id" in body[kind]:
            self._media.check(body[kind]["media_id"])
        if kind == "template_card" and "task_id" in body[kind]:
            self._board.register("aibot", body[kind]["task_id"])

    def _count(self, chat: str) -> None:
        if self._windows and not self._windows.take(chat):
            raise Refusal(45009, "api freq out of limit")

    def _post(self, wire: Json, user: str, room: str) -> Message:
        readers = self._company.rooms[room].members if room else [user]
        return self._board.post("aibot", wire, self._board.next_id("ai"), "" if room else user, room, readers)

    def _carded(self, task_id: str) -> Message:
        for message in reversed(self._board.messages):
            if message.via == "aibot" and message.wire.get("template_card", {}).get("task_id") == task_id:
                return message
        raise Refusal(40058, "invalid parameter: task_id")

    def _in_time(self, asked: Asked | None, kind: str) -> Asked:
        if asked is None or asked.used or asked.event.kind != kind or time.monotonic() - asked.began > SOON:
            raise Refusal(INVALID_REQ_ID, "invalid req_id")
        return asked
