"""What people do, as the events that WeCom makes of it: XML for the app, JSON for the AI bot, or nothing at all.

https://developer.work.weixin.qq.com/document/path/90239, 90240, 96302 and 100719
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.fakes.wecom import xml
from tests.fakes.wecom.board import Board
from tests.fakes.wecom.company import Company
from tests.fakes.wecom.drawing import Handle
from tests.fakes.wecom.records import Event, Intake, Json, Message

FACE = "[呲牙]"
"""How a face of the client's own set arrives: as words in brackets. UNVERIFIED for stickers from elsewhere."""
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no XML document can hold."""


class Deeds:
    """`corp`, `agent`, `bot`: to whom it happens."""

    def __init__(
        self, corp: str, agent: int, bot: str, company: Company, board: Board, now: Callable[[], datetime]
    ) -> None:
        self._corp, self._agent, self._bot = corp, agent, bot
        self._company, self._board, self._now = company, board, now
        self._count = 0

    def said(
        self, user: str, text: str, room: str, to_bot: bool, reply_to: str, media: str, to: Intake, links: Json | None
    ) -> Event:
        if media == "sticker":
            text, media = FACE, ""
        if room:
            return self._said_in_room(user, text, room, to_bot, reply_to, media)
        if to == "aibot":
            self._company.warm.add(self._user(user))
            return self._frame(user, "", media or "text", "aibot_msg_callback", self._content(text, media, reply_to))
        number = self._next()
        base: Json = {"MsgType": media or "text"}
        match media:
            case "":
                base["Content"] = ILLEGAL.sub("", text)
            case "image":
                base.update(PicUrl=f"https://wework.qpic.cn/{number}", MediaId=f"media-{number}")
            case "voice":
                base.update(MediaId=f"media-{number}", Format="amr")
            case "video":
                base.update(MediaId=f"media-{number}", ThumbMediaId=f"thumb-{number}")
            case _:
                base.update(links or {"MediaId": f"media-{number}"})
        return self._xml(user, media or "text", {**base, "MsgId": f"73{number:017d}"})

    def pressed(self, user: str, id: str, handle: Handle, values: Mapping[str, str]) -> Event:
        """A ValueError if nothing of the kind was ever on that message, or it is not before this person."""
        message = self._board.find(id)
        wire = self._pressable(message, self._user(user), handle)
        if handle.kind == "ask":
            return self.said(user, handle.key, message.room, True, "", "", "aibot", None)
        card = wire["template_card"]
        choices = _choices(card, values) if handle.kind != "menu" else []
        kind = "template_card_menu_event" if handle.kind == "menu" else "template_card_event"
        if message.via == "aibot":
            selected = [{"question_key": key, "option_ids": {"option_id": ids}} for key, ids in choices]
            click: Json = {"card_type": card["card_type"], "event_key": handle.key, "task_id": card["task_id"]}
            if selected:
                click["selected_items"] = {"selected_item": selected}
            return self._event_frame(user, message.room, "template_card_event", {"template_card_event": click})
        fields: Json = {"Event": kind, "EventKey": handle.key, "TaskId": card["task_id"], "CardType": card["card_type"]}
        fields["ResponseCode"] = self._board.issue(message.task)
        more = {"SelectedItems": xml.selected(choices)} if choices else {}
        return self._app_event(user, kind, fields, more)

    def app_event(self, user: str, kind: str, key: str = "") -> Event:
        return self._app_event(user, kind, {"Event": kind, "EventKey": key})

    def contact(self, change: str, fields: Mapping[str, str]) -> Event:
        return self._xml(
            "sys",
            "change_contact",
            {"MsgType": "event", "Event": "change_contact", "ChangeType": change, **fields},
            False,
        )

    def entered(self, user: str) -> Event:
        """The first look of the day into the AI bot's direct chat."""
        return self._event_frame(user, "", "enter_chat", {})

    def untold(self, kind: str, user: str, room: str) -> Event:
        """It happens, and nobody tells the bot."""
        return Event(f"untold{self._next()}", "", kind, user, room, self._now())

    def _said_in_room(self, user: str, text: str, room: str, to_bot: bool, reply_to: str, media: str) -> Event:
        """Groups: only what mentions the AI bot, and of that only text, alone or with a picture."""
        there = self._company.rooms[room]
        if not to_bot or not there.bot or media not in ("", "image") or not text:
            return self.untold("message", user, room)
        there.warm = True
        content = self._content(text, "", reply_to)
        if media:
            items = [{"msgtype": "image", "image": {"url": "https://ww-aibot-img.example/1", "aeskey": "a" * 43}}]
            content = {
                "msgtype": "mixed",
                "mixed": {"msg_item": [{"msgtype": "text", "text": content["text"]}, *items]},
            }
        return self._frame(user, room, content["msgtype"], "aibot_msg_callback", content)

    def _content(self, text: str, media: str, reply_to: str) -> Json:
        content: Json = {"msgtype": media or "text"}
        match media:
            case "":
                content["text"] = {"content": text}
            case "voice":
                content["voice"] = {"content": text}
            case _:
                content[media] = {"url": f"https://ww-aibot-img.example/{self._next()}", "aeskey": "a" * 43}
        if reply_to:
            quoted = self._board.find(reply_to).wire
            said = quoted.get("text") or quoted.get("markdown") or {"content": ""}
            content["quote"] = {"msgtype": "text", "text": {"content": said["content"]}}
        return content

    def _pressable(self, message: Message, user: str, handle: Handle) -> Json:
        readers = self._company.rooms[message.room].members if message.room else [message.user]
        if user not in readers:
            raise ValueError(f"{message.id} is not before {user}")
        for wire in (message.private.get(user, message.wire), *reversed(message.earlier)):
            if handle.key in _keys(wire.get("template_card", {}), handle.kind):
                return wire
        raise ValueError(f"{message.id} has no {handle.kind} {handle.key!r}")

    def _app_event(self, user: str, kind: str, fields: Json, more: Json | None = None) -> Event:
        return self._xml(user, kind, {"MsgType": "event", **fields}, more=more)

    def _xml(self, user: str, kind: str, fields: Json, agent: bool = True, more: Json | None = None) -> Event:
        sender = user if user == "sys" else self._user(user)
        at = self._now()
        document = {"ToUserName": self._corp, "FromUserName": sender, "CreateTime": int(at.timestamp()), **fields}
        if agent:
            document["AgentID"] = self._agent
        payload = xml.written({**document, **(more or {})})
        return Event(f"app{self._next()}", "app", kind, sender, "", at, payload)

    def _event_frame(self, user: str, room: str, kind: str, more: Json) -> Event:
        content = {
            "create_time": int(self._now().timestamp()),
            "msgtype": "event",
            "event": {"eventtype": kind, **more},
        }
        return self._frame(user, room, kind, "aibot_event_callback", content)

    def _frame(self, user: str, room: str, kind: str, cmd: str, content: Json) -> Event:
        number = self._next()
        where: dict[str, Any] = {"chatid": room, "chattype": "group"} if room else {"chattype": "single"}
        id = hashlib.md5(f"{self._bot}{number}".encode()).hexdigest()  # noqa: S324 - an id that looks like theirs
        body = {"msgid": id, "aibotid": self._bot, **where, "from": {"userid": self._open_id(user)}, **content}
        return Event(f"aibot{number}", "aibot", kind, self._user(user), room, self._now(), body, cmd)

    def _user(self, user: str) -> str:
        """As the directory writes it. KeyError: nobody was hired under this id."""
        return self._company.members[user.lower()].user

    def _open_id(self, user: str) -> str:
        member = self._company.members[user.lower()]
        return member.open_id or member.user

    def _next(self) -> int:
        self._count += 1
        return self._count


def _keys(card: Json, kind: str) -> Sequence[str]:
    match kind:
        case "menu":
            return [each["key"] for each in card.get("action_menu", {}).get("action_list", [])]
        case "ask":
            return [each["question"] for each in card.get("jump_list", []) if each.get("type") == 3]
        case "submit":
            return [card["submit_button"]["key"]] if "submit_button" in card else []
        case _:
            return [each["key"] for each in card.get("button_list", []) if "key" in each]


def _choices(card: Json, values: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """What is chosen in each of its lists: as given, else as it was preset."""
    found: list[tuple[str, list[str]]] = []
    for select in (*card.get("select_list", []), *filter(None, [card.get("button_selection")])):
        chosen = values.get(select["question_key"], select.get("selected_id", select["option_list"][0]["id"]))
        found.append((select["question_key"], [chosen]))
    if box := card.get("checkbox"):
        preset = [each["id"] for each in box["option_list"] if each["is_checked"]]
        given = values.get(box["question_key"])
        found.append((box["question_key"], given.split(",") if given else preset))
    return found
