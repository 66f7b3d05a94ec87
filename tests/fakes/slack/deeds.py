"""What people do in chats; each deed is done at once in the workspace, and returns the event the bot is to be told."""

import re
import uuid
from collections.abc import Mapping, Sequence

from tests.fakes.slack import payloads, pressing, typed
from tests.fakes.slack.chat import change, checked, shape
from tests.fakes.slack.drawing import Handle
from tests.fakes.slack.records import Channel, Event, Json, Message, Part, Refusal
from tests.fakes.slack.replies import Replies
from tests.fakes.slack.views import Views
from tests.fakes.slack.workspace import BOT_USER, TEAM, Workspace

MEDIA = {
    "voice": ("audio/webm", "webm", "slack_audio"), "video": ("video/mp4", "mp4", "slack_video"),
    "image": ("image/png", "png", ""), "file": ("application/pdf", "pdf", ""),
}  # fmt: skip
_MENTION = re.compile(r"<@(\w+)>")
STICKER = ":blob-wave:"
"""Slack has no stickers: the like of it is an emoji of the workspace's own, alone in a message."""


class Deeds:
    """People at their clients. `subscribed`: the events that the app has asked for on its page."""

    def __init__(self, ws: Workspace, views: Views, replies: Replies, subscribed: set[str], names: bool) -> None:
        self._ws = ws
        self._views = views
        self._replies = replies
        self._subscribed = subscribed
        self._names = names
        self._mention_first = False

    def said(
        self, user: str, text: str, room: str = "", mentions: Sequence[tuple[str, str]] = (), to_bot: bool = False,
        reply_to: str = "", media: str = "", thread: str = "",
    ) -> Event:  # fmt: skip
        """A message; in a channel that mentions the bot as two events, each time in the other order."""
        ws = self._ws
        channel = self.channel(user, room)
        wire = self._wire(text, mentions, to_bot, media)
        said = ws.put(channel, user, wire, thread=self._root(reply_to or thread))
        event = payloads.message(ws, said, str(uuid.uuid4()))
        events = [event]
        if f"<@{BOT_USER}>" in wire["text"] and not channel.person and "files" not in wire:
            self._mention_first = not self._mention_first
            events.insert(0 if self._mention_first else 1, payloads.mention(event))
        return self.event(*events)

    def _wire(self, text: str, mentions: Sequence[tuple[str, str]], to_bot: bool, media: str) -> Json:
        if media == "sticker":
            pieces: list[Json] = [{"type": "emoji", "name": STICKER.strip(":")}]
        else:
            pieces = typed.spans(text, mentions, to_bot, self._names)
        wire: Json = {"text": typed.wire(pieces)}
        if pieces:
            wire["blocks"] = [typed.rich(pieces, self._ws.fresh()[:5])]
        if media in MEDIA:
            mimetype, ending, subtype = MEDIA[media]
            file = {
                "id": self._ws.fresh("F0"), "name": f"{media}.{ending}", "title": f"{media}.{ending}",
                "mimetype": mimetype, "filetype": ending, "mode": "hosted", "size": 1024, "user_team": TEAM,
                "url_private": "https://files.slack.com/files-pri/x", **({"subtype": subtype} if subtype else {}),
            }  # fmt: skip
            wire |= {"subtype": "file_share", "files": [file], "upload": False}
        elif media and media != "sticker":
            raise ValueError(f"no such kind of message: {media}")
        return wire

    def edited(self, user: str, message_id: str, text: str, mentions: Sequence[tuple[str, str]] = ()) -> Event:
        """Their own message now says this. With the same text it is what an unfurled link looks like.

        Without `mentions`, those that were in it stay where their `@name` still stands.
        """
        message = self.message(message_id)
        before = message.wire
        named = [(self._ws.called(id), id) for id in _MENTION.findall(before["text"]) if id != BOT_USER]
        kept = mentions or [each for each in named if f"@{each[0]}" in text]
        change(self._ws, message, self._wire(text, kept, f"<@{BOT_USER}>" in before["text"], ""))
        return self.event(payloads.changed(self._ws, message, before))

    def recalled(self, user: str, message_id: str) -> Event:
        message = self.message(message_id)
        message.gone, message.changed = True, self._ws.now()
        return self.event(payloads.deleted(self._ws, message))

    def reacted(self, user: str, message_id: str, emoji: str, off: bool = False) -> Event:
        """Under a message, by the emoji's name; `off`: taken back."""
        message = self.message(message_id)
        users = message.reactions.setdefault(emoji, [])
        if off:
            users.remove(user)
        else:
            users.append(user)
        kind = "reaction_removed" if off else "reaction_added"
        return self.event(payloads.reaction(self._ws, kind, user, message, emoji))

    def invited(self, user: str, room: str, whom: str = BOT_USER) -> Event:
        """Somebody, the bot by default, comes into a channel. The channel is told as well, in grey."""
        channel = self._ws.channels[room]
        if whom not in channel.members:
            channel.members.append(whom)
        grey = {"text": f"<@{whom}> has joined the channel", "subtype": "channel_join", "inviter": user}
        line = self._ws.put(channel, whom, grey)
        line.by_bot = False
        return self.event(
            payloads.joined(self._ws, whom, channel, user), {**payloads.message(self._ws, line), "inviter": user}
        )

    def removed(self, user: str, room: str) -> Event:
        """The bot is taken out of a channel."""
        channel = self._ws.channels[room]
        channel.members.remove(BOT_USER)
        return self.event(payloads.left(self._ws, channel, user))

    def opened(self, user: str, tab: str = "home") -> Event:
        return self.event(payloads.home(self._ws, user, tab, self._views.homes.get(user)))

    def pressed(self, user: str, message_id: str, handle: Handle) -> Event:
        return self._acted(user, message_id, handle, {})

    def submitted(self, user: str, message_id: str, handle: Handle, values: Mapping[str, str]) -> Event:
        """A button below fields that were filled in."""
        return self._acted(user, message_id, handle, values)

    def _acted(self, user: str, message_id: str, handle: Handle, values: Mapping[str, str]) -> Event:
        ws, message = self._ws, self.message(message_id)
        if user not in message.channel.members:
            raise KeyError(f"{user} does not see {message_id}")
        action = pressing.action([message.wire, *reversed(message.before)], handle)
        values_now = pressing.state(message.wire.get("blocks") or [], values, handle if handle.option else None)
        container = {
            "type": "message", "message_ts": message.ts, "channel_id": message.channel.id,
            "is_ephemeral": bool(message.only),
        }  # fmt: skip
        part = payloads.interactive(
            ws, "block_actions", user, container=container, channel=payloads.spot(message.channel),
            trigger_id=self._views.trigger(user), state={"values": values_now}, actions=[action],
            response_url=self._replies.url(user, message.channel, message), message=shape(ws, message),
        )  # fmt: skip
        return Event((part,))

    def commanded(self, user: str, command: str, text: str = "", room: str = "") -> Event:
        """A slash command, possible in any channel. What the bot answers at once, only they see."""
        channel = self.channel(user, room)
        payload = {
            "token": payloads.TOKEN, "team_id": TEAM, "team_domain": "hepai-hq", "channel_id": channel.id,
            "channel_name": payloads.spot(channel)["name"], "user_id": user, "user_name": user.lower(),
            "command": command, "text": text, "api_app_id": "A0HEPAIAPP", "is_enterprise_install": "false",
            "response_url": self._replies.url(user, channel), "trigger_id": self._views.trigger(user),
        }  # fmt: skip

        def answered(part: Part, body: object) -> None:
            if isinstance(body, dict) and body:
                self._shown(user, channel, body)
            elif isinstance(body, str) and body:
                self._shown(user, channel, {"text": body})

        return Event((Part("slash_commands", payload),), answered=answered)

    def _shown(self, user: str, channel: Channel, body: Json) -> None:
        only = "" if body.get("response_type") == "in_channel" else user
        try:
            wire = {"text": body.get("text", "")}
            if "blocks" in body:
                wire["blocks"] = checked(body["blocks"], self._ws)
        except Refusal as refusal:
            self._ws.alarm(f"the answer to a command: {refusal}")
            return
        self._ws.put(channel, BOT_USER, wire, only=only)

    def event(self, *events: Json) -> Event:
        """Those of these events that the app has subscribed to."""
        return Event(tuple(payloads.happened(self._ws, each) for each in events if self._wanted(each)))

    def _wanted(self, event: Json) -> bool:
        kind = event["type"]
        if kind == "message":
            kind = {"im": "message.im", "group": "message.groups"}.get(event["channel_type"], "message.channels")
        if kind == "message.channels" and BOT_USER not in self._ws.channels[event["channel"]].members:
            return False
        return kind in self._subscribed

    def channel(self, user: str, room: str) -> Channel:
        return self._ws.channels[room] if room else self._ws.direct(user)

    def message(self, id: str) -> Message:
        return next(each for each in self._ws.messages if each.id == id)

    def _root(self, id: str) -> str:
        if not id:
            return ""
        message = self.message(id)
        return message.thread or message.ts
