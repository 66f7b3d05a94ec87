"""Groups from outside the AI bot: appchat of the self-built app, and webhook robots.

https://developer.work.weixin.qq.com/document/path/90244 and 99110
"""

import re
from base64 import b64decode
from hashlib import md5

from tests.fakes.wecom.board import Board
from tests.fakes.wecom.company import Company, Room
from tests.fakes.wecom.contents import APPCHAT_KINDS, WEBHOOK_KINDS, check_content
from tests.fakes.wecom.gate import Incoming
from tests.fakes.wecom.markup import TEXT_LIMIT
from tests.fakes.wecom.media import Media
from tests.fakes.wecom.rates import Windows
from tests.fakes.wecom.records import Journal, Json, Refusal
from tests.fakes.wecom.shapes import many, one_of, record, words

OK: Json = {"errcode": 0, "errmsg": "ok"}
CREATE = record(
    {"owner": words(), "userlist": many(words(), 0, 2000)}, {"name": words(bytes=150), "chatid": words(empty=True)}
)
UPDATE = record(
    {"chatid": words()},
    {
        **{"name": words(bytes=150), "owner": words()},
        **{"add_user_list": many(words(), 0, 2000), "del_user_list": many(words(), 0, 2000)},
    },
)


class AppChats:
    """Groups that the app made. `root`: its visible range is the whole company, without which there are none."""

    def __init__(self, company: Company, board: Board, journal: Journal, media: Media) -> None:
        self._company, self._board, self._journal, self._media = company, board, journal, media
        self.root = True

    def create(self, incoming: Incoming) -> Json:
        self._allowed()
        CREATE(incoming.body, "body", [])
        body = incoming.body
        chat = body.get("chatid") or f"appchat{len(self._company.rooms) + 1}"
        if not re.fullmatch(r"[0-9A-Za-z]{1,32}", chat) or self._company.room_of(chat):
            raise Refusal(86001, "invalid chatid")
        if not 2 <= len(body["userlist"]) <= 2000:
            raise Refusal(86006, "invalid chat member number")
        if body["owner"] not in body["userlist"] or not all(map(self._company.member, body["userlist"])):
            raise Refusal(86007, "invalid chat member")
        members = list(body["userlist"])
        self._company.found(chat, body.get("name", ""), members, bot=False, warm=False, app=True, owner=body["owner"])
        return {**OK, "chatid": chat}

    def update(self, incoming: Incoming) -> Json:
        self._allowed()
        UPDATE(incoming.body, "body", [])
        room = self._room(incoming.body["chatid"])
        gone = incoming.body.get("del_user_list", [])
        added = [each for each in incoming.body.get("add_user_list", []) if self._company.member(each)]
        room.members = [each for each in dict.fromkeys([*room.members, *added]) if each not in gone]
        room.title, room.owner = incoming.body.get("name", room.title), incoming.body.get("owner", room.owner)
        return OK

    def get(self, incoming: Incoming) -> Json:
        room = self._room(incoming.query["chatid"])
        info = {"chatid": room.chat, "name": room.title, "owner": room.owner, "userlist": room.members, "chat_type": 0}
        return {**OK, "chat_info": info}

    def send(self, incoming: Incoming) -> Json:
        self._allowed()
        body = incoming.body
        if not isinstance(body, dict) or "chatid" not in body:
            raise Refusal(86001, "invalid chatid")
        room = self._room(body["chatid"])
        kind = check_content(body, APPCHAT_KINDS, {"chatid": words(), "safe": one_of(0, 1)}, self._journal)
        if "media_id" in body[kind]:
            self._media.check(body[kind]["media_id"])
        size = len(body[kind].get("content", "").encode())
        if size > TEXT_LIMIT:
            self._journal.alarm(f"a {kind} of {size} bytes was cut to {TEXT_LIMIT} in silence")
        self._board.post("appchat", body, self._board.next_id("chat"), room=room.chat, receivers=room.members)
        return OK

    def _room(self, chat: str) -> Room:
        room = self._company.room_of(chat)
        if room is None:
            raise Refusal(86003, "chat not exist")
        if not room.app:
            raise Refusal(86008, "not the chat of this app")
        return room

    def _allowed(self) -> None:
        if not self.root:
            raise Refusal(60011, "no privilege to access/modify contact/party/agent")


class Webhooks:
    """Robots with a key in their address, one a group. `windows`: 20 messages a minute each."""

    def __init__(self, company: Company, board: Board, journal: Journal, media: Media, windows: Windows | None) -> None:
        self._company, self._board, self._journal, self._media = company, board, journal, media
        self._windows = windows

    def send(self, incoming: Incoming) -> Json:
        room = self._room(incoming.query.get("key", ""))
        body = incoming.body
        if not isinstance(body, dict):
            raise Refusal(47001, "data format error")
        kind = check_content(body, WEBHOOK_KINDS, {}, self._journal, "webhook")
        if kind == "image":
            self._check_image(body["image"])
        if "media_id" in body[kind]:
            self._media.check(body[kind]["media_id"])
        if self._windows and not self._windows.take(room.chat):
            raise Refusal(45009, "api freq out of limit")
        self._board.post("webhook", body, self._board.next_id("hook"), room=room.chat, receivers=room.members)
        return OK

    def upload(self, incoming: Incoming) -> Json:
        self._room(incoming.query.get("key", ""))
        if incoming.query.get("type") not in ("file", "voice"):
            raise Refusal(40004, "invalid media type")
        return self._media.upload(incoming.query["type"], incoming.body)

    def _room(self, key: str) -> Room:
        for room in self._company.rooms.values():
            if key and room.webhook == key:
                return room
        raise Refusal(93000, "invalid webhook url")

    def _check_image(self, image: Json) -> None:
        try:
            data = b64decode(image["base64"], validate=True)
        except ValueError:
            raise Refusal(40058, "invalid parameter: image.base64") from None
        if md5(data).hexdigest() != image["md5"]:  # noqa: S324 - the protocol's choice
            raise Refusal(40058, "invalid parameter: image.md5")
        if not data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            raise Refusal(40058, "invalid parameter: image is neither JPG nor PNG")
