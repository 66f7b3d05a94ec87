"""What else can be done with messages: reactions, pins, buzzes, chips, only-you cards, late updates, uploads.

https://open.feishu.cn/document/server-docs/im-v1/message-reaction/create and its siblings; platform notes 3.1
"""

from datetime import timedelta
from typing import Any

from tests.fakes.feishu.api import Asked, Endpoint
from tests.fakes.feishu.cards import Inspection
from tests.fakes.feishu.errors import Refusal, card, invalid
from tests.fakes.feishu.inline import EMOJI
from tests.fakes.feishu.records import Json, Message
from tests.fakes.feishu.schema import CardError, anything, fields, items, json_object, one_of, text
from tests.fakes.feishu.state import APP, Platform

IMAGE, FILE = 10 * 1024 * 1024, 30 * 1024 * 1024
UPDATE_LIFE, UPDATE_USES = timedelta(minutes=30), 2
CHIPS_LIFE = timedelta(seconds=600)
READ, WRITE = ("im:message.reactions:read",), ("im:message.reactions:write_only",)
SEND = ("im:message:send_as_bot", "im:message")


def react(platform: Platform, asked: Asked) -> Json:
    found = platform.anything(asked.params["id"])
    if found.gone:
        raise Refusal(231003)
    emoji = asked.body["reaction_type"]["emoji_type"]
    if emoji not in EMOJI:
        raise Refusal(231001, emoji, alarming=True)
    id = platform.new_id("rct_")
    found.reactions[id] = (APP, emoji)
    return {"data": {"reaction_id": id, **_reaction(platform, APP, emoji)}}


def reactions(platform: Platform, asked: Asked) -> Json:
    found = platform.anything(asked.params["id"])
    rows = [{"reaction_id": id, **_reaction(platform, *each)} for id, each in found.reactions.items()]
    wanted = asked.query.get("reaction_type", "")
    rows = [each for each in rows if wanted in ("", each["reaction_type"]["emoji_type"])]
    return {"data": {"items": rows, "has_more": False, "page_token": ""}}


def unreact(platform: Platform, asked: Asked) -> Json:
    found, id = platform.anything(asked.params["id"]), asked.params["reaction"]
    who, emoji = found.reactions.get(id, ("", ""))
    if who != APP:
        raise invalid(f"reaction_id {id} is none of the app's", alarming=False)
    del found.reactions[id]
    return {"data": {"reaction_id": id, **_reaction(platform, APP, emoji)}}


def _reaction(platform: Platform, who: str, emoji: str) -> Json:
    operator = {"operator_id": who, "operator_type": "app" if who == APP else "user"}
    return {"operator": operator, "action_time": platform.milliseconds(), "reaction_type": {"emoji_type": emoji}}


def pin(platform: Platform, asked: Asked) -> Json:
    found = platform.anything(asked.body["message_id"])
    platform.rates.business(f"pin {found.id}")
    about = {"message_id": found.id, "chat_id": found.chat, "operator_id": APP, "operator_id_type": "app_id"}
    return {"data": {"pin": {**about, "create_time": platform.milliseconds()}}}


def unpin(platform: Platform, asked: Asked) -> Json:
    platform.rates.business(f"pin {platform.anything(asked.params['id']).id}")
    return {"data": {}}


def buzz(platform: Platform, asked: Asked) -> Json:
    message = platform.message(asked.params["id"])
    if message is None:
        raise Refusal(230001, "only the bot's own messages")
    people = asked.body["user_id_list"]
    invalid_ids = [id for id in people if id not in platform.company.people]
    return {"data": {"invalid_user_id_list": invalid_ids}}


def chips(platform: Platform, asked: Asked) -> Json:
    message = platform.message(asked.params["id"])
    newest = next((each for each in reversed(platform.messages) if message and each.chat == message.chat), None)
    if message is None or message.room or message is not newest or platform.now() - message.came > CHIPS_LIFE:
        raise invalid("follow-ups stand under the bot's newest message of a direct chat, for 600 s", alarming=False)
    return {"data": {}}


def only_you(platform: Platform, asked: Asked) -> Json:
    chat = platform.chat(asked.body["chat_id"])
    if chat.direct or asked.body["open_id"] not in chat.members:
        raise invalid("an only-you card goes to a member of a group", alarming=False)
    _accept(platform, asked.body["card"])
    now = platform.now()
    message = Message(
        id=f"om_x100b{platform.number():012x}", chat=chat.id, room=chat.id, user="", type="interactive",
        content="", wire=asked.body["card"], came=now, changed=now, names=platform.company.names,
        only=asked.body["open_id"],
    )  # fmt: skip
    platform.keep(message)
    return {"data": {"message_id": message.id}}


def forget(platform: Platform, asked: Asked) -> Json:
    message = platform.message(asked.body["message_id"])
    if message is None or not message.only:
        raise invalid("no only-you card has this id", alarming=False)
    message.gone, message.changed = True, platform.now()
    return {"data": {}}


def update(platform: Platform, asked: Asked) -> Json:
    """With the token of a callback, once that was answered: for 30 minutes, twice."""
    id, since, used = platform.updates.get(asked.body["token"], ("", platform.now(), 0))
    message = platform.message(id)
    if message is None or platform.now() - since > UPDATE_LIFE:
        raise Refusal(300030)
    if used >= UPDATE_USES:
        raise Refusal(300040)
    _accept(platform, asked.body["card"])
    platform.updates[asked.body["token"]] = (id, since, used + 1)
    platform.change(message, message.content, asked.body["card"])
    return {}


def _accept(platform: Platform, wire: Any) -> None:
    inspection = Inspection(platform.company.names.__contains__)
    try:
        inspection.accept(wire)
    except CardError as error:
        raise card(error.code, error.words) from None
    platform.alarms.extend(inspection.alarms)


def image(platform: Platform, asked: Asked) -> Json:
    return {"data": {"image_key": _stored(platform, asked.body["image"], IMAGE, "img_v3_")}}


def file(platform: Platform, asked: Asked) -> Json:
    return {"data": {"file_key": _stored(platform, asked.body["file"], FILE, "file_v3_", asked.body["file_name"])}}


def _stored(platform: Platform, part: Any, most: int, prefix: str, name: str = "") -> str:
    if not isinstance(part, dict) or not part["content"]:
        raise Refusal(234001, "a file part with a file name, that is not empty", alarming=True)
    content = part["content"].encode("latin-1")
    if len(content) > most:
        raise Refusal(234006)
    key = platform.new_id(prefix)
    platform.files[key] = (name or part["filename"], content)
    return key


_EMOJI = fields({"emoji_type!": text()})
_CHIPS = items(fields({"content!": text(200)}), low=1, high=3)
_KINDS = one_of("opus", "mp4", "pdf", "doc", "xls", "ppt", "stream")
MESSAGES = "/open-apis/im/v1/messages/{id}"
ENDPOINTS = (
    Endpoint("POST", f"{MESSAGES}/reactions", react, body={"reaction_type!": _EMOJI}, scopes=WRITE),
    Endpoint(
        "GET",
        f"{MESSAGES}/reactions",
        reactions,
        {"reaction_type": text(), "page_size": text(), "page_token": text(), "user_id_type": text()},
        scopes=READ,
    ),
    Endpoint("DELETE", f"{MESSAGES}/reactions/{{reaction}}", unreact, scopes=WRITE),
    Endpoint("POST", "/open-apis/im/v1/pins", pin, body={"message_id!": text()}, scopes=SEND),
    Endpoint("DELETE", "/open-apis/im/v1/pins/{id}", unpin, scopes=SEND),
    Endpoint(
        "PATCH",
        f"{MESSAGES}/urgent_app",
        buzz,
        {"user_id_type!": one_of("open_id")},
        {"user_id_list!": items(text(), low=1, high=200)},
        ("im:message.urgent",),
    ),
    Endpoint("POST", f"{MESSAGES}/push_follow_up", chips, body={"follow_ups!": _CHIPS}, scopes=SEND),
    Endpoint(
        "POST",
        "/open-apis/ephemeral/v1/send",
        only_you,
        body={"chat_id!": text(), "open_id!": text(), "msg_type!": one_of("interactive"), "card!": json_object},
        scopes=SEND,
        changes=True,
    ),
    Endpoint("POST", "/open-apis/ephemeral/v1/delete", forget, body={"message_id!": text()}, scopes=SEND),
    Endpoint(
        "POST", "/open-apis/interactive/v1/card/update", update, body={"token!": text(), "card!": json_object}, ok="ok"
    ),
    Endpoint(
        "POST",
        "/open-apis/im/v1/images",
        image,
        body={"image_type!": one_of("message", "avatar"), "image!": anything},
        scopes=("im:resource",),
        form=True,
    ),
    Endpoint(
        "POST",
        "/open-apis/im/v1/files",
        file,
        body={"file_type!": _KINDS, "file_name!": text(), "file!": anything, "duration": text()},
        scopes=("im:resource",),
        form=True,
    ),
)
