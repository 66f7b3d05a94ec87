"""What people do, as the platform tells it: messages, presses, and what happens in the organisation."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.fakes.dingtalk.acks import CARDS, MESSAGES
from tests.fakes.dingtalk.cards import Card
from tests.fakes.dingtalk.company import CORP, conversation
from tests.fakes.dingtalk.model import Event, Handle, Json, Person
from tests.fakes.dingtalk.site import Site
from tests.fakes.dingtalk.webhook import session_webhook

BOT = re.compile(r"@(?:合拍|Hepai(?![A-Za-z]))")
BOT_ID = "$:LWCP_v1:$k0Z6hepai"
MEDIA = ("image", "voice", "video", "file", "sticker")
FREE_EVENTS = re.compile(r"user_(add|active|leave|modify)_org|org_.*")
"""Contact events cost nothing."""


def said(
    site: Site,
    user: str,
    text: str,
    room: str = "",
    mentions: Sequence[tuple[str, str]] = (),
    to_bot: bool = False,
    reply_to: str = "",
    media: str = "",
) -> Event:
    """A message as typed. In a group it reaches the bot only if it mentions it; what is sent there is no mention."""
    person = site.company.person(user)
    if media and media not in MEDIA:
        raise ValueError(f"no such media: {media}")
    data = _chat(site, person, room, mentions)
    data |= _media(site, media, bool(room), text) if media else {"msgtype": "text", "text": {"content": text}}
    if room and not media:
        data["text"] = {"content": f" {BOT.sub('', text, count=1).strip()}"}
    if reply_to:
        data = _reply(site, data, reply_to)
    reaches = not room or (site.company.room(room).bot and to_bot and media in ("", "image"))
    return Event("CALLBACK", MESSAGES, data, reaches=reaches, by=user)


def pressed(site: Site, cards: Mapping[str, Card], user: str, message_id: str, handle: Handle) -> Event:
    """A press of what was drawn, also if it has changed since: what an old window shows can still be pressed."""
    message = site.find(message_id)
    if handle.how == "say":
        heard = site.switches.dtmd_reaches_in_groups
        return said(site, user, handle.text, message.room, to_bot=heard)
    card = cards[message.id]
    if handle.how == "button":
        return _press(site, card, user, message.room, handle.action, {"value": handle.text})
    return _press(site, card, user, message.room, handle.action, {"form": _chosen(handle)})


def submitted(
    site: Site, cards: Mapping[str, Card], user: str, message_id: str, handle: Handle, values: Mapping[str, str]
) -> Event:
    """A form filled and sent. A ValueError where the client would not send it."""
    message, fields = site.find(message_id), json.loads(handle.text)["fields"]
    filled: Json = {}
    for field in fields:
        name, given = field["name"], values.get(field["name"], "")
        if field.get("hidden"):
            filled[name] = field.get("defaultValue", "")
        elif field["type"] == "SELECT":
            if given:
                filled[name] = _option(field, given)
        else:
            filled[name] = given
        if field.get("required") and not given:
            raise ValueError(f"the client does not send a form without {field['label']!r}")
    if unknown := set(values) - {each["name"] for each in fields if not each.get("hidden")}:
        raise ValueError(f"the form has no field {', '.join(sorted(unknown))}")
    return _press(site, cards[message.id], user, message.room, handle.action, {"form": filled})


def happened(site: Site, kind: str, data: Mapping[str, Any]) -> Event:
    """An event of the organisation, such as `user_leave_org`."""
    born = str(int(site.now().timestamp() * 1000))
    headers = {"eventType": kind, "eventId": site.fresh("c7c7"), "eventCorpId": CORP, "eventBornTime": born}
    return Event("EVENT", "*", dict(data), {**headers, "eventUnifiedAppId": "bbb381b6-f01"})


def stripped(event: Event) -> Json:
    """What is left of it once the month's pushes are spent."""
    if event.type == "EVENT":
        return {"errCode": 20001, "errMsg": "本月推送额度已用完"}
    kept = {name: value for name, value in event.data.items() if name not in ("text", "content", "value")}
    return kept | {"errorCode": 20001, "errorMessage": "本月推送额度已用完"}


def _chat(site: Site, person: Person, room: str, mentions: Sequence[tuple[str, str]]) -> Json:
    webhook, expires = session_webhook(site, room, "" if room else person.id)
    at = int(site.now().timestamp() * 1000)
    staff = person.id if site.switches.published else ""
    data: Json = {"conversationId": person.direct, "conversationType": "1", "chatbotCorpId": CORP}
    data |= {"chatbotUserId": BOT_ID, "msgId": f"msg{site.fresh()}==", "senderNick": person.name}
    data |= {"isAdmin": person.admin, "senderStaffId": staff, "senderId": person.dingtalk_id}
    data |= {"senderUnionId": person.union_id, "senderCorpId": CORP, "sessionWebhookExpiredTime": expires}
    data |= {"createAt": at, "sessionWebhook": webhook, "robotCode": site.client_id, "senderPlatform": "Mac"}
    if not room:
        return data
    group = site.company.room(room)
    users = [{"dingtalkId": BOT_ID}]
    for id in dict.fromkeys(user for _, user in mentions):
        known = site.company.person(id)
        users.append({"dingtalkId": known.dingtalk_id, "staffId": known.id})
    random.Random(data["msgId"]).shuffle(users)
    data |= {"conversationId": group.id, "conversationType": "2", "conversationTitle": group.title}
    return data | {"atUsers": users, "isInAtList": True, "openThreadId": group.id}


def _media(site: Site, media: str, room: bool, text: str) -> Json:
    code = site.fresh("mIof")
    site.media[code] = b"the bytes of a file"
    match media:
        case "image" if room:
            parts = [{"text": "@合拍"}, {"type": "picture", "downloadCode": code, "pictureDownloadCode": code}]
            return {"msgtype": "richText", "content": {"richText": [*parts, {"text": text}] if text else parts}}
        case "image":
            return {"msgtype": "picture", "content": {"downloadCode": code, "pictureDownloadCode": code}}
        case "voice":
            content = {"duration": 4000, "downloadCode": code, "recognition": text}
            return {"msgtype": "audio", "content": content}
        case "video":
            return {"msgtype": "video", "content": {"duration": 4, "videoType": "mp4", "downloadCode": code}}
        case "file":
            content = {"spaceId": "671", "fileName": "plan.xlsx", "fileId": "1048", "downloadCode": code}
            return {"msgtype": "file", "content": content}
    return {"msgtype": "unknownMsgType", "content": {"unknownMsgType": "sticker"}}


def _reply(site: Site, data: Json, to: str) -> Json:
    quoted = site.find(to)
    replied: Json = {"msgType": "text", "msgId": quoted.id, "senderId": BOT_ID, "content": {"text": ""}}
    replied |= {"createdAt": int(quoted.came.timestamp() * 1000)}
    text = {**data["text"], "isReplyMsg": True, "repliedMsg": replied}
    return {**data, "text": text, "originalMsgId": quoted.id, "originalProcessQueryKey": quoted.key}


def _press(site: Site, card: Card, user: str, room: str, action: str, params: Json) -> Event:
    person = site.company.person(user)
    told = json.dumps({"cardPrivateData": {"actionIds": [action], "params": params}}, ensure_ascii=False)
    data: Json = {"type": "actionCallback", "outTrackId": card.id, "corpId": CORP, "userIdType": card.id_type}
    data |= {"userId": user if card.id_type == 1 else person.union_id, "spaceType": "IM", "extension": "{}"}
    data |= {"spaceId": room or conversation(f"direct {user}"), "content": told, "value": told}
    return Event("CALLBACK", CARDS, data, reaches=card.callback != "", by=user)


def _chosen(handle: Handle) -> Json:
    """A menu's form with this option chosen, and what is hidden in it."""
    filled: Json = {}
    for field in json.loads(handle.text)["fields"]:
        if field.get("hidden"):
            filled[field["name"]] = field.get("defaultValue", "")
        else:
            filled[field["name"]] = _option(field, handle.field)
    return filled


def _option(field: Json, value: str) -> Json:
    values = [each["value"] for each in field["options"]]
    if value not in values:
        raise ValueError(f"{field['label']!r} has no option {value!r}; there are {', '.join(values)}")
    return {"index": values.index(value), "value": value}
