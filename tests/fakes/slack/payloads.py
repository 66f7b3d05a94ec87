"""The payloads the fake sends, as the platform notes show them (section 2)."""

import time

from tests.fakes.slack.chat import shape
from tests.fakes.slack.records import Channel, Json, Message, Part
from tests.fakes.slack.workspace import APP, BOT_USER, DOMAIN, TEAM, Workspace

TOKEN = "verification-token-deprecated"


def happened(ws: Workspace, event: Json) -> Part:
    """The wrapper that every event has."""
    authorization = {
        "enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False,
    }  # fmt: skip
    payload = {
        "token": TOKEN, "team_id": TEAM, "context_team_id": TEAM, "context_enterprise_id": None, "api_app_id": APP,
        "type": "event_callback", "event_id": ws.fresh("Ev0"), "event_time": ws.seconds(),
        "event_context": f"4-{ws.fresh()}", "is_ext_shared_channel": False, "authorizations": [authorization],
        "event": event,
    }  # fmt: skip
    return Part("events_api", payload)


def message(ws: Workspace, said: Message, client_id: str = "") -> Json:
    """A `message` event as it was said."""
    event = {
        "type": "message", "channel": said.channel.id, "channel_type": said.channel.kind, "user": said.author,
        "ts": said.ts, "event_ts": said.ts, "team": TEAM, **said.wire,
    }  # fmt: skip
    if client_id:
        event["client_msg_id"] = client_id
    if said.thread:
        parent = next(each for each in ws.messages if each.ts == said.thread)
        event |= {"thread_ts": said.thread, "parent_user_id": parent.author}
    return event


def mention(event: Json) -> Json:
    """The `app_mention` that comes beside a `message` in a channel."""
    return {name: value for name, value in event.items() if name != "channel_type"} | {"type": "app_mention"}


def changed(ws: Workspace, now: Message, before: Json) -> Json:
    stamp = ws.stamp()
    return {
        "type": "message", "subtype": "message_changed", "hidden": True, "channel": now.channel.id,
        "channel_type": now.channel.kind, "ts": stamp, "event_ts": stamp, "message": shape(ws, now),
        "previous_message": {"type": "message", "user": now.author, "ts": now.ts, **before},
    }  # fmt: skip


def deleted(ws: Workspace, gone: Message) -> Json:
    stamp = ws.stamp()
    return {
        "type": "message", "subtype": "message_deleted", "hidden": True, "channel": gone.channel.id,
        "channel_type": gone.channel.kind, "ts": stamp, "event_ts": stamp, "deleted_ts": gone.ts,
        "previous_message": shape(ws, gone),
    }  # fmt: skip


def reaction(ws: Workspace, kind: str, user: str, to: Message, name: str) -> Json:
    item = {"type": "message", "channel": to.channel.id, "ts": to.ts}
    return {
        "type": kind, "user": user, "reaction": name, "item_user": to.author, "item": item, "event_ts": ws.stamp(),
    }  # fmt: skip


def joined(ws: Workspace, user: str, channel: Channel, inviter: str) -> Json:
    kind = "G" if channel.private else "C"
    event = {"type": "member_joined_channel", "user": user, "channel": channel.id, "channel_type": kind, "team": TEAM}
    return event | ({"inviter": inviter} if inviter else {}) | {"event_ts": ws.stamp()}


def left(ws: Workspace, channel: Channel, actor: str) -> Json:
    """To the bot that was taken out; the others of the channel are told otherwise."""
    kind = "group_left" if channel.private else "channel_left"
    return {"type": kind, "channel": channel.id, "actor_id": actor, "event_ts": ws.stamp()}


def home(ws: Workspace, user: str, tab: str, view: Json | None) -> Json:
    event = {"type": "app_home_opened", "user": user, "channel": ws.direct(user).id, "tab": tab}
    return event | {"event_ts": ws.stamp()} | ({"view": view} if view else {})


def who(ws: Workspace, user: str) -> Json:
    """The user of an interactive payload."""
    return {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM}


def interactive(ws: Workspace, kind: str, user: str, **more: object) -> Part:
    """The fields that all interactive payloads share."""
    payload = {
        "type": kind, "user": who(ws, user), "api_app_id": APP, "token": TOKEN,
        "team": {"id": TEAM, "domain": DOMAIN}, "enterprise": None, "is_enterprise_install": False, **more,
    }  # fmt: skip
    return Part("interactive", payload)


def action_ts() -> str:
    return f"{time.time():.6f}"


def spot(channel: Channel) -> Json:
    """A channel as interactive payloads name it."""
    names = {"im": "directmessage", "group": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.title)}
