"""What is kept of a payload: pure. Its kind, what makes it the same thing twice, its lane, and the fields we read.

Shapes: docs.slack.dev/reference/events, …/interaction-payloads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_EVENT = ("type", "subtype", "channel", "channel_type", "user", "text", "ts", "thread_ts", "parent_user_id")
_MORE = ("deleted_ts", "reaction", "item_user", "inviter", "actor_id", "tab")
_SAID = frozenset(("", "file_share", "me_message", "thread_broadcast"))
_CHANGED = frozenset(("message_changed", "message_deleted"))
_FILE = ("mimetype", "subtype", "transcription")
HOME = "home:"
"""The chat that stands for somebody's Home tab, before their id."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`dedupe` tells one happening from another; `payload` is what decoding needs, but for looked-up names."""

    dedupe: str
    lane: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Us:
    """Who the bot is: from auth.test at boot."""

    team: str = ""
    user: str = ""
    bot: str = ""


def event(body: Mapping[str, Any], us: Us) -> Kept | None:
    """An `event_callback`; None for what means nothing to us."""
    happened = body.get("event")
    if not isinstance(happened, Mapping) or foreign(body.get("team_id"), us):
        return None
    kind, subtype = _text(happened, "type"), _text(happened, "subtype")
    if kind in ("message", "app_mention") and subtype in _SAID:
        return _message(happened, us)
    if kind == "message" and subtype in _CHANGED:
        return _change(happened, us, _text(body, "event_id"))
    if kind not in _LANES:
        return None
    return _rest(happened, us, kind, _text(body, "event_id"))


def _message(event: Mapping[str, Any], us: Us) -> Kept | None:
    """Two events of one mention are the same message: (channel, ts) names it (notes, 1.6)."""
    user, channel, ts = (_text(event, name) for name in ("user", "channel", "ts"))
    if not (user and channel and ts) or event.get("bot_id") or user in (us.user, "USLACKBOT") or _guest(event, us):
        return None
    direct = _text(event, "channel_type") == "im" or channel.startswith("D")
    payload = _texts(event, *_EVENT, *_MORE) | {"kind": "message", "direct": direct}
    files = event.get("files")
    if isinstance(files, list):
        payload["files"] = [_fields(each, *_FILE) for each in files if isinstance(each, Mapping)]
    elif event.get("attachments"):
        payload["files"] = [{}]
    return Kept(f"message:{channel}:{ts}", user if direct else channel, payload)


def _change(event: Mapping[str, Any], us: Us, id: str) -> Kept | None:
    """Of a person's own words; a link that unfurls changes a message too, but not what was said."""
    before = event.get("previous_message")
    before = before if isinstance(before, Mapping) else {}
    now = event.get("message")
    said = now if isinstance(now, Mapping) else before
    user, channel = _text(said, "user"), _text(event, "channel")
    if not channel or said.get("bot_id") or user == us.user:
        return None
    gone = event.get("subtype") == "message_deleted" or _text(said, "subtype") == "tombstone"
    if not gone and (not user or _text(said, "text") == _text(before, "text")):
        return None
    direct = _text(event, "channel_type") == "im" or channel.startswith("D")
    payload = _texts(event, "channel") | {
        "kind": "recalled" if gone else "edited",
        "direct": direct,
        "user": user,
        "ref": _text(event, "deleted_ts") or _text(said, "ts") or _text(before, "ts"),
        "text": "" if gone else _text(said, "text"),
    }
    return Kept(id, (user if direct else channel) or channel, payload)


_LANES: Mapping[str, str] = {
    "reaction_added": "item",
    "member_joined_channel": "channel",
    "member_left_channel": "channel",
    "channel_left": "channel",
    "group_left": "channel",
    "app_home_opened": "user",
    "user_change": "user",
    "team_join": "user",
}


def _rest(event: Mapping[str, Any], us: Us, kind: str, id: str) -> Kept | None:
    payload = _texts(event, *_EVENT, *_MORE) | {"kind": kind}
    match kind:
        case "member_joined_channel" | "member_left_channel" if _text(event, "user") != us.user:
            return None
        case "reaction_added":
            item = event.get("item")
            if not isinstance(item, Mapping) or item.get("type") != "message" or not _text(event, "item_user"):
                return None
            channel = _text(item, "channel")
            if channel.startswith("D") or us.user in (_text(event, "user"), _text(event, "item_user")):
                return None
            return Kept(id, channel, payload | {"channel": channel, "ts": _text(item, "ts")})
        case "app_home_opened" if event.get("tab") != "home":
            return None
        case "user_change" | "team_join":
            user = event.get("user")
            if not isinstance(user, Mapping) or user.get("is_bot") or not _text(user, "id"):
                return None
            changed = {"kind": "user", "user": _text(user, "id"), "left": bool(user.get("deleted"))}
            return Kept(id, _text(user, "id"), changed)
    return Kept(id, _text(event, _LANES[kind]), payload)


def press(body: Mapping[str, Any], us: Us) -> Kept | None:
    """A `block_actions` payload. A field that was only touched is no press."""
    actions, user = body.get("actions"), _text(_of(body, "user"), "id")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], Mapping) or not user:
        return None
    if foreign(_of(body, "user").get("team_id") or _of(body, "team").get("id"), us):
        return None
    action = _fields(actions[0], "type", "action_id", "block_id", "value", "selected_option")
    if not (action.get("value") or action.get("selected_option")) or action.get("type") == "plain_text_input":
        return None
    container = _of(body, "container")
    channel = _text(_of(body, "channel"), "id") or _text(container, "channel_id")
    direct = not channel or channel.startswith("D")
    state = _of(_of(body, "state") or _of(_of(body, "view"), "state"), "values")
    payload = {
        "kind": "press",
        "user": user,
        "channel": channel,
        "direct": direct,
        "action": action,
        "values": dict(state),
    }
    return Kept(f"press:{_text(body, 'trigger_id')}", user if direct else channel, payload)


def command(body: Mapping[str, Any], us: Us) -> Kept | None:
    """A slash command. It may be given where the bot is not, so it is answered in the direct chat."""
    user = _text(body, "user_id")
    if not user or foreign(body.get("team_id"), us):
        return None
    payload = _texts(body, "command", "text") | {"kind": "command", "user": user}
    return Kept(f"command:{_text(body, 'trigger_id')}", user, payload)


def foreign(team: object, us: Us) -> bool:
    """Of another workspace than ours."""
    return bool(us.team and team and team != us.team)


def _guest(event: Mapping[str, Any], us: Us) -> bool:
    """Somebody of another company in a shared channel: no account here."""
    return any(foreign(event.get(name), us) for name in ("user_team", "team", "source_team"))


def _fields(of: Mapping[str, Any], *names: str) -> Json:
    return {name: of[name] for name in names if of.get(name) is not None}


def _texts(of: Mapping[str, Any], *names: str) -> Json:
    return {name: of[name] for name in names if isinstance(of.get(name), str)}


def _of(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name)
    return found if isinstance(found, str) else ""
