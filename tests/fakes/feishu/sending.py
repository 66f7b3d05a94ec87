"""Messages of the bot: sent, replied, changed, taken back, read.

https://open.feishu.cn/document/server-docs/im-v1/message/create and its siblings
"""

import json
from datetime import timedelta
from typing import Any

from tests.fakes.feishu.api import Asked, Endpoint
from tests.fakes.feishu.company import Chat, Person
from tests.fakes.feishu.drawing import drawn
from tests.fakes.feishu.errors import Refusal, invalid
from tests.fakes.feishu.records import Heard, Json, Message
from tests.fakes.feishu.schema import flag, one_of, text
from tests.fakes.feishu.state import APP, TENANT, Platform

LIFETIME = timedelta(days=14)
EDITS = 20
KINDS = one_of("text", "post", "image", "interactive", "file", "audio", "media", "sticker", "share_chat", "share_user")
SEND = ("im:message:send_as_bot", "im:message")


def send(platform: Platform, asked: Asked) -> Json:
    uuid, content = asked.body.get("uuid", ""), asked.body["content"]
    chat = _target(platform, asked.query["receive_id_type"], asked.body["receive_id"])
    if known := platform.repeated(uuid, content):
        return {"data": described(known)}
    wire = platform.judge().accept(asked.body["msg_type"], content)
    platform.rates.business(f"chat {chat.id}")
    return {"data": described(_sent(platform, chat, asked.body, wire))}


def reply(platform: Platform, asked: Asked) -> Json:
    parent, content = platform.anything(asked.params["id"]), asked.body["content"]
    if parent.gone:
        raise Refusal(230011)
    chat = platform.chat(parent.chat)
    _may_get(platform, chat)
    if asked.body.get("reply_in_thread") and not chat.threads:
        raise Refusal(230071)
    if known := platform.repeated(asked.body.get("uuid", ""), content):
        return {"data": described(known)}
    wire = platform.judge().accept(asked.body["msg_type"], content)
    platform.rates.business(f"chat {chat.id}")
    message = _sent(platform, chat, asked.body, wire)
    message.root, message.parent = parent.root or parent.id, parent.id
    message.thread = parent.thread or (platform.new_id("omt_") if asked.body.get("reply_in_thread") else "")
    return {"data": described(message)}


def patch(platform: Platform, asked: Asked) -> Json:
    message = _ours(platform, asked.params["id"])
    if message.type != "interactive" or message.only:
        raise invalid("This message is NOT a card that can be changed", alarming=False)
    if platform.now() - message.came > LIFETIME:
        raise Refusal(230031)
    _may_get(platform, platform.chat(message.chat))
    wire = platform.judge().accept("interactive", asked.body["content"])
    for card in (message.wire, wire):
        if card.get("config", {}).get("update_multi") is not True:
            raise invalid("config.update_multi is true in the old card and in the new one")
    platform.rates.business(f"patch {message.id}")
    platform.change(message, asked.body["content"], wire)
    return {"data": {}}


def put(platform: Platform, asked: Asked) -> Json:
    message = _ours(platform, asked.params["id"])
    if message.type not in ("text", "post"):
        raise invalid("only a text or a post can be edited", alarming=False)
    if message.edits >= EDITS:
        raise Refusal(230072)
    wire = platform.judge().accept(asked.body["msg_type"], asked.body["content"])
    message.edits += 1
    message.type = asked.body["msg_type"]
    platform.change(message, asked.body["content"], wire)
    return {"data": described(message)}


def delete(platform: Platform, asked: Asked) -> Json:
    message = _ours(platform, asked.params["id"])
    message.gone, message.changed = True, platform.now()
    return {"data": {}}


def get(platform: Platform, asked: Asked) -> Json:
    found = platform.anything(asked.params["id"])
    platform.chat(found.chat)
    if isinstance(found, Heard):
        return {"data": {"items": [_heard(found)]}}
    item = described(found)
    if found.type == "interactive" and asked.query.get("card_msg_content_type", "") != "raw_card_content":
        item["body"] = {"content": _simplified(found)}
    return {"data": {"items": [item]}}


def described(message: Message) -> Json:
    """A message of the bot as the interface tells it."""
    sender = {"id": APP, "id_type": "app_id", "sender_type": "app", "tenant_key": TENANT}
    return {**_common(message), "sender": sender, "updated": message.version > 1}


def _heard(heard: Heard) -> Json:
    sender = {"id": heard.user, "id_type": "open_id", "sender_type": "user", "tenant_key": TENANT}
    mentions = [
        {"key": each["key"], "id": each["id"]["open_id"], "id_type": "open_id", "name": each["name"]}
        for each in heard.mentions
    ]
    found = {**_common(heard), "sender": sender, "updated": heard.updated}
    return {**found, "mentions": mentions} if mentions else found


def _common(message: Message | Heard) -> Json:
    came = str(int(message.came.timestamp() * 1000))
    changed = str(int((message.changed or message.came).timestamp() * 1000))
    related = {"root_id": message.root, "parent_id": message.parent, "thread_id": message.thread}
    return {
        "message_id": message.id,
        **{name: id for name, id in related.items() if id},
        "msg_type": message.type,
        "create_time": came,
        "update_time": changed,
        "deleted": message.gone,
        "chat_id": message.chat,
        "body": {"content": "This message was recalled" if message.gone else message.content},
    }


def _simplified(message: Message) -> str:
    """What reading gives of a card: its words alone."""

    words = drawn(message.type, message.wire, message.names).text.split("\n")
    return json.dumps({"title": None, "elements": [[{"tag": "text", "text": line}] for line in words]})


def _ours(platform: Platform, id: str) -> Message:
    found = platform.anything(id)
    if not isinstance(found, Message):
        raise Refusal(230027, "the message is not the bot's")
    if found.gone:
        raise Refusal(230011)
    return found


def _target(platform: Platform, kind: str, id: str) -> Chat:
    if kind == "chat_id":
        chat = platform.chat(id)
    else:
        person = platform.company.find(kind, id)
        if person is None:
            raise Refusal(99992351 if kind == "open_id" else 230034, id)
        _reachable(person)
        chat = platform.company.direct(person.open_id)
    _may_get(platform, chat)
    return chat


def _may_get(platform: Platform, chat: Chat) -> None:
    if chat.silenced:
        raise Refusal(230018)
    if chat.of:
        _reachable(platform.company.people[chat.of])


def _reachable(person: Person) -> None:
    if person.resigned:
        raise Refusal(230029)
    if not person.available:
        raise Refusal(230013)
    if person.declines:
        raise Refusal(230053)


def _sent(platform: Platform, chat: Chat, body: Json, wire: Any) -> Message:
    now = platform.now()
    message = Message(
        id=f"om_x100b{platform.number():012x}",
        chat=chat.id,
        room="" if chat.direct else chat.id,
        user=chat.of,
        type=body["msg_type"],
        content=body["content"],
        wire=wire,
        came=now,
        changed=now,
        names=platform.company.names,
        uuid=body.get("uuid", ""),
    )
    platform.keep(message)
    return message


_TO = one_of("open_id", "union_id", "user_id", "email", "chat_id")
_CONTENT = {"content!": text(), "msg_type!": KINDS}
ENDPOINTS = (
    Endpoint(
        "POST",
        "/open-apis/im/v1/messages",
        send,
        {"receive_id_type!": _TO},
        {**_CONTENT, "receive_id!": text(), "uuid": text(50)},
        SEND,
        changes=True,
    ),
    Endpoint(
        "POST",
        "/open-apis/im/v1/messages/{id}/reply",
        reply,
        body={**_CONTENT, "reply_in_thread": flag, "uuid": text(50)},
        scopes=SEND,
        changes=True,
    ),
    Endpoint(
        "PATCH", "/open-apis/im/v1/messages/{id}", patch, body={"content!": text()}, scopes=SEND, changes=True, ok="ok"
    ),
    Endpoint("PUT", "/open-apis/im/v1/messages/{id}", put, body=_CONTENT, scopes=SEND, changes=True),
    Endpoint("DELETE", "/open-apis/im/v1/messages/{id}", delete, scopes=SEND, changes=True),
    Endpoint(
        "GET",
        "/open-apis/im/v1/messages/{id}",
        get,
        {
            "user_id_type": one_of("open_id", "union_id", "user_id"),
            "card_msg_content_type": one_of("user_card_content", "raw_card_content"),
        },
        scopes=("im:message:readonly", "im:message"),
    ),
)
