"""reactions.*: a small answer without a message."""

import re

from tests.fakes.slack.chat import shape
from tests.fakes.slack.params import Params
from tests.fakes.slack.records import Json, Message, Refusal
from tests.fakes.slack.workspace import BOT_USER, Workspace

_NAME = re.compile(r"[a-z0-9_+\-']+")


def add(ws: Workspace, p: Params) -> Json:
    message, name = _target(ws, p)
    users = message.reactions.setdefault(name, [])
    if BOT_USER in users:
        raise Refusal("already_reacted")
    users.append(BOT_USER)
    return {}


def remove(ws: Workspace, p: Params) -> Json:
    message, name = _target(ws, p)
    if BOT_USER not in message.reactions.get(name, []):
        raise Refusal("no_reaction")
    message.reactions[name].remove(BOT_USER)
    if not message.reactions[name]:
        del message.reactions[name]
    return {}


def get(ws: Workspace, p: Params) -> Json:
    channel = ws.channel(p.text("channel"))
    message = ws.find(channel, p.text("timestamp"))
    return {"type": "message", "channel": channel.id, "message": shape(ws, message)}


def _target(ws: Workspace, p: Params) -> tuple[Message, str]:
    channel = ws.channel(p.text("channel"))
    if BOT_USER not in channel.members:
        raise Refusal("not_in_channel")
    if not _NAME.fullmatch(name := p.text("name")):
        raise Refusal("invalid_name")
    return ws.find(channel, p.text("timestamp")), name
