"""conversations.*: where one talks, who is there, and what was said."""

import base64
from decimal import Decimal
from typing import TypeVar

from tests.fakes.slack.chat import shape
from tests.fakes.slack.params import Params
from tests.fakes.slack.records import Channel, Json, Message, Refusal
from tests.fakes.slack.workspace import BOT_USER, Workspace

T = TypeVar("T")
READ = {"im": "im:read", "channel": "channels:read", "group": "groups:read"}
HISTORY = {"im": "im:history", "channel": "channels:history", "group": "groups:history"}


def open(ws: Workspace, p: Params) -> Json:
    if "channel" in p:
        channel = ws.channel(p.text("channel"))
    else:
        ids = [each for each in p.text("users").split(",") if each]
        if not ids:
            raise Refusal("users_list_not_supplied")
        if len(ids) > 1:
            ws.need("mpim:write")
            raise Refusal("not_enough_users")
        channel = _direct(ws, ids[0])
    whole = p.flag("return_im")
    return {"no_op": True, "already_open": True, "channel": about(ws, channel) if whole else {"id": channel.id}}


def _direct(ws: Workspace, id: str) -> Channel:
    user = ws.user(id)
    if user["is_bot"]:
        raise Refusal("cannot_dm_bot")
    if user["deleted"]:
        raise Refusal("user_disabled")
    return ws.direct(id)


def info(ws: Workspace, p: Params) -> Json:
    channel = ws.channel(p.text("channel"))
    ws.need(READ[channel.kind])
    found = about(ws, channel, p.flag("include_locale"))
    if p.flag("include_num_members"):
        found["num_members"] = len(channel.members)
    return {"channel": found}


def about(ws: Workspace, channel: Channel, locale: bool = False) -> Json:
    """A conversation as the API gives it."""
    found: Json = {"id": channel.id, "created": channel.created, "is_archived": channel.archived}
    if channel.person:
        found |= {"is_im": True, "user": channel.person, "is_user_deleted": ws.users[channel.person]["deleted"]}
    else:
        topic = {"value": channel.topic, "creator": "", "last_set": 0}
        found |= {
            "name": channel.title, "name_normalized": channel.title, "is_im": False, "is_mpim": False,
            "is_channel": not channel.private, "is_group": channel.private, "is_private": channel.private,
            "is_member": BOT_USER in channel.members, "is_general": False, "topic": topic, "purpose": topic,
        }  # fmt: skip
    return found | ({"locale": "zh-CN"} if locale else {})


def every(ws: Workspace, p: Params) -> Json:
    """conversations.list: public channels unless `types` says otherwise; private ones only with the bot inside."""
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    types = p.text("types", "public_channel").split(",")
    if unknown := [each for each in types if each not in kinds]:
        raise Refusal("invalid_types", provided=",".join(unknown))
    wanted = {kinds[each] for each in types}
    for kind in wanted & set(READ):
        ws.need(READ[kind])
    found = [each for each in ws.channels.values() if each.kind in wanted]
    found = [each for each in found if each.kind == "channel" or BOT_USER in each.members]
    if p.flag("exclude_archived"):
        found = [each for each in found if not each.archived]
    page, cursor = paged(found, p, 100, 999)
    return {"channels": [about(ws, each) for each in page], "response_metadata": {"next_cursor": cursor}}


def members(ws: Workspace, p: Params) -> Json:
    channel = ws.channel(p.text("channel"))
    ws.need(READ[channel.kind])
    page, cursor = paged(channel.members, p, 100, 999)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def history(ws: Workspace, p: Params) -> Json:
    channel = _readable(ws, p)
    found = [each for each in ws.of(channel) if not each.only and (not each.thread or _broadcast(each))]
    page, cursor = paged(_between(found, p)[::-1], p, 100, 999)
    return {
        "messages": [shape(ws, each, p.flag("include_all_metadata")) for each in page],
        "has_more": bool(cursor), "pin_count": 0, "response_metadata": {"next_cursor": cursor},
    }  # fmt: skip


def replies(ws: Workspace, p: Params) -> Json:
    channel = _readable(ws, p)
    root = ws.find(channel, p.text("ts"), "thread_not_found")
    found = [each for each in ws.of(channel) if not each.only and root.ts in (each.ts, each.thread)]
    later = [each for each in _between(found, p) if each is not root]
    page, cursor = paged([root, *later], p, 1000, 1000)
    return {
        "messages": [shape(ws, each, p.flag("include_all_metadata")) for each in page],
        "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor},
    }  # fmt: skip


def _readable(ws: Workspace, p: Params) -> Channel:
    channel = ws.channel(p.text("channel"))
    ws.need(HISTORY[channel.kind])
    if BOT_USER not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _broadcast(message: Message) -> bool:
    return message.wire.get("subtype") == "thread_broadcast"


def _between(found: list[Message], p: Params) -> list[Message]:
    oldest, latest = _moment(p, "oldest", "0"), _moment(p, "latest", "9999999999")
    if p.flag("inclusive"):
        return [each for each in found if oldest <= Decimal(each.ts) <= latest]
    return [each for each in found if oldest < Decimal(each.ts) < latest]


def _moment(p: Params, name: str, default: str) -> Decimal:
    text = p.text(name, default)
    if not text.replace(".", "", 1).isdigit():
        raise Refusal(f"invalid_ts_{name}")
    return Decimal(text)


def paged(found: list[T], p: Params, default: int, most: int) -> tuple[list[T], str]:
    """One page, and the cursor of the next; an empty one ends it."""
    limit = p.whole("limit", default, most)
    start = 0
    if cursor := p.text("cursor"):
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except ValueError:
            raise Refusal("invalid_cursor") from None
    end = start + limit
    more = base64.b64encode(f"next:{end}".encode()).decode() if end < len(found) else ""
    return found[start:end], more
