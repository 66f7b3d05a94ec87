"""chat.*: what the bot says, changes and takes back."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.slack import blocks as block_kit
from tests.fakes.slack.limits import MARKDOWN, MESSAGE_BLOCKS, METADATA_BYTES, TEXT_CUT, UPDATE_TEXT
from tests.fakes.slack.params import Params
from tests.fakes.slack.records import Channel, Json, Message, Refusal
from tests.fakes.slack.suspicion import suspicious
from tests.fakes.slack.workspace import APP, BOT_ID, BOT_USER, TEAM, Workspace

CONTENT = ("text", "blocks", "attachments", "markdown_text", "metadata")
_TS = re.compile(r"\d{10}\.\d{6}")


def post_message(ws: Workspace, p: Params) -> Json:
    channel = addressed(ws, p.text("channel"))
    wire = content(ws, p)
    thread = _thread(ws, channel, p)
    message = ws.put(channel, BOT_USER, wire, thread=thread)
    if p.flag("reply_broadcast"):
        message.wire["subtype"] = "thread_broadcast"
    return {"channel": channel.id, "ts": message.ts, "message": shape(ws, message)}


def post_ephemeral(ws: Workspace, p: Params) -> Json:
    channel = addressed(ws, p.text("channel"))
    user = ws.user(p.text("user"))["id"]
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    message = ws.put(channel, BOT_USER, content(ws, p), only=user, thread=_thread(ws, channel, p))
    return {"message_ts": message.ts}


def update(ws: Workspace, p: Params) -> Json:
    message = own(ws, p)
    if len(p.text("text")) > UPDATE_TEXT:
        raise Refusal("msg_too_long")
    wire = content(ws, p)
    if "blocks" not in wire and "blocks" in message.wire and "blocks" not in p:
        ws.alarm(f"chat.update of {message.id} with text alone takes its blocks away")
    if "metadata" not in wire and "metadata" in message.wire:
        wire["metadata"] = message.wire["metadata"]
    change(ws, message, wire)
    return {"channel": message.channel.id, "ts": message.ts, "text": wire["text"], "message": shape(ws, message)}


def change(ws: Workspace, message: Message, wire: Json) -> None:
    """The message now reads like this; how it was is kept for windows that were not refreshed."""
    message.before.append(message.wire)
    message.wire, message.changed, message.version = wire, ws.now(), message.version + 1


def delete(ws: Workspace, p: Params) -> Json:
    message = own(ws, p, "cant_delete_message")
    message.gone, message.changed = True, ws.now()
    return {"channel": message.channel.id, "ts": message.ts}


def permalink(ws: Workspace, p: Params) -> Json:
    channel = ws.channel(p.text("channel"))
    message = ws.find(channel, p.text("message_ts"))
    link = f"https://hepai-hq.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def own(ws: Workspace, p: Params, error: str = "cant_update_message") -> Message:
    """The bot's own message that `channel` and `ts` name."""
    message = ws.find(ws.channel(p.text("channel")), p.text("ts"))
    if not message.by_bot:
        raise Refusal(error)
    return message


def addressed(ws: Workspace, id: str) -> Channel:
    """Where the bot may write."""
    if id in ws.users:
        ws.alarm(f"a message addressed to the user {id}: open the direct chat once and keep its D… id")
        channel = ws.direct(id)
    else:
        channel = ws.channel(id)
    if channel.archived:
        raise Refusal("is_archived")
    if channel.person and ws.users[channel.person]["deleted"]:
        raise Refusal("channel_not_found")
    if BOT_USER not in channel.members and "chat:write.public" not in ws.scopes:
        raise Refusal("not_in_channel")
    return channel


def _thread(ws: Workspace, channel: Channel, p: Params) -> str:
    if "thread_ts" not in p:
        return ""
    if not _TS.fullmatch(ts := p.text("thread_ts")):
        raise Refusal("invalid_arguments")
    return ws.find(channel, ts, "thread_not_found").ts


def content(ws: Workspace, p: Params) -> Json:
    """What a message consists of, checked. A `Refusal` says what is wrong."""
    text, blocks = p.text("text"), p.data("blocks")
    if markdown := p.text("markdown_text"):
        if text or blocks is not None:
            raise Refusal("markdown_text_conflict")
        if len(markdown) > MARKDOWN:
            raise Refusal("msg_too_long")
        text = markdown
    if not text and not blocks and not p.data("attachments"):
        raise Refusal("no_text")
    if not text:
        ws.alarm("blocks without text: notifications and screen readers have nothing to tell")
    if len(text) > TEXT_CUT:
        ws.alarm(f"a text of {len(text)} characters was cut at {TEXT_CUT}")
    wire: Json = {"text": text[:TEXT_CUT]}
    if blocks:
        wire["blocks"] = checked(blocks, ws)
    if attachments := p.data("attachments"):
        wire["attachments"] = attachments
    if "metadata" in p:
        wire["metadata"] = _metadata(p.data("metadata"))
    for what in suspicious(ws, wire):
        ws.alarm(what)
    return wire


def checked(blocks: Any, ws: Workspace) -> list[Json]:
    """The blocks as Slack keeps them."""
    problems = block_kit.check(blocks, MESSAGE_BLOCKS)
    if problems:
        messages = [f"[ERROR] {each}" for each in problems]
        raise Refusal("invalid_blocks", errors=problems, response_metadata={"messages": messages})
    if block_kit.too_long(blocks):
        raise Refusal("msg_blocks_too_long")
    return block_kit.named(blocks, _fresh(ws))


def _fresh(ws: Workspace) -> Iterator[str]:
    return (ws.fresh() for _ in itertools.count())


def _metadata(given: Any) -> Json:
    if not isinstance(given, dict) or set(given) != {"event_type", "event_payload"}:
        raise Refusal("invalid_metadata_format")
    if not isinstance(given["event_type"], str) or not isinstance(given["event_payload"], dict):
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(given).encode()) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return given


def shape(ws: Workspace, message: Message, metadata: bool = True) -> Json:
    """A message as the API gives it."""
    wire = {name: value for name, value in message.wire.items() if metadata or name != "metadata"}
    found: Json = {"type": "message", "user": message.author, "ts": message.ts, "team": TEAM, **wire}
    if message.by_bot:
        found |= {"bot_id": BOT_ID, "app_id": APP}
        found["bot_profile"] = {"id": BOT_ID, "app_id": APP, "name": ws.called(BOT_USER), "team_id": TEAM}
    if message.version > 1:
        found["edited"] = {"user": message.author, "ts": f"{int(message.changed.timestamp())}.000000"}
    if message.reactions:
        found["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ]
    replies = [each for each in ws.of(message.channel) if each.thread == message.ts and not each.only]
    if message.thread:
        found["thread_ts"] = message.thread
        found["parent_user_id"] = next(each.author for each in ws.messages if each.ts == message.thread)
    elif replies:
        found |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return found
