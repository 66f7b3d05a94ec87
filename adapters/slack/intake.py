"""What Slack delivers becomes an envelope in the inbox; only when that is committed is Slack told so.

Names and members are looked up before, within the three seconds Slack waits; a name that does not come in time is
the id. Envelopes of one lane are handed over in the order in which they came.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

from adapters.slack import keeping
from adapters.slack.directory import Directory
from adapters.slack.errors import TROUBLES
from adapters.slack.keeping import Kept, Us
from adapters.slack.limits import LOOK_WITHIN
from adapters.slack.settings import PLATFORM
from adapters.slack.web import Web
from adapters.slack.words import users_in
from bot.ports.adapter import Accept, Envelope, SendError, Unavailable
from bot.ports.host import Host

LOG = logging.getLogger(__name__)
GESTURES = 2000
"""Messages whose client_msg_id is remembered: one gesture has been seen to arrive as two messages (notes, 1.6)."""


class Intake:
    """The one door in: closed until `open`, and again after `close`."""

    def __init__(self, host: Host, web: Web, directory: Directory) -> None:
        self._host = host
        self._web = web
        self._directory = directory
        self._accept: Accept | None = None
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._gestures: dict[str, str] = {}
        self.us = Us()

    def open(self, accept: Accept, us: Us) -> None:
        self._accept, self.us = accept, us

    def close(self) -> None:
        self._accept = None

    async def event(self, body: Mapping[str, Any]) -> None:
        """An event of the Events API. Raises if it could not be stored: then Slack must not be answered."""
        self._ready()
        kind = body.get("type")
        if kind == "app_rate_limited":
            await self._held_back()
        happened = body.get("event")
        if kind != "event_callback" or not isinstance(happened, Mapping):
            return
        if happened.get("type") in ("tokens_revoked", "app_uninstalled"):
            await self._revoked()
        kept = keeping.event(body, self.us)
        if kept:
            await self.take(self._same_gesture(kept, happened))

    async def press(self, body: Mapping[str, Any]) -> None:
        self._ready()
        kept = keeping.press(body, self.us)
        if kept:
            await self.take(kept)

    async def command(self, body: Mapping[str, Any], word: str) -> bool:
        """`word` is put before the text. False: not one of ours."""
        self._ready()
        kept = keeping.command(body, self.us)
        if kept is None:
            return False
        text = f"{word} {kept.payload.get('text', '')}".strip()
        await self.take(replace(kept, payload={**kept.payload, "text": text}))
        return True

    async def said(self, user: str, text: str, dedupe: str) -> None:
        """Words that a modal was filled with, as if written in the direct chat; mentions as Slack writes them."""
        await self.take(Kept(dedupe, user, {"kind": "said", "user": user, "text": text}))

    async def take(self, kept: Kept) -> bool:
        """Look up what is missing, and store it. True if it is new."""
        accept = self._ready()
        if kept.lane not in self._lanes and not self._asks(kept.payload):
            return await accept(self._envelope(kept, await self._completed(kept.payload)))
        async with self._lane(kept.lane):
            envelope = self._envelope(kept, await self._completed(kept.payload))
            # It queues up at once; the commit is awaited outside, together with others.
            storing = asyncio.ensure_future(accept(envelope))
            await asyncio.sleep(0)
        return await storing

    def _envelope(self, kept: Kept, payload: Mapping[str, Any]) -> Envelope:
        return Envelope(PLATFORM, kept.dedupe, self._host.now(), payload, kept.lane)

    def _asks(self, payload: Mapping[str, Any]) -> bool:
        """Whether something has to be looked up, for which others of its lane would have to wait."""
        asked = payload["kind"] in ("member_joined_channel", "reaction_added")
        return asked or any(user != self.us.user for user in users_in(payload.get("text") or ""))

    async def _completed(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        found = {**payload, "team": self.us.team, "bot": self.us.user}
        match payload["kind"]:
            case "message" if payload["direct"]:
                self._directory.learn(payload["user"], payload["channel"])
            case "recalled" if payload["direct"] and not payload["user"]:
                found["user"] = self._directory.owner(payload["channel"])
            case "member_joined_channel":
                found |= await self._room(payload["channel"])
            case "reaction_added":
                found["text"] = await self._words_of(payload["channel"], payload["ts"])
            case "user":
                self._directory.forget(payload["user"])
        if mentioned := [user for user in users_in(found.get("text") or "") if user != self.us.user]:
            known = await self._directory.names(mentioned, LOOK_WITHIN)
            found["names"] = {user: each.name for user, each in known.items()}
            found["strangers"] = [user for user, each in known.items() if not each.person]
        return found

    async def _room(self, channel: str) -> dict[str, Any]:
        """Its name and people. Raises if Slack does not answer in time: it then delivers the event again."""
        try:
            async with asyncio.timeout(LOOK_WITHIN):
                title, members = await self._directory.room(channel)
        except Unavailable:
            raise
        except SendError as error:
            # Without the permission nobody will ever be known: greet the group all the same.
            LOG.warning("who is in a channel cannot be read", extra={"action": "slack.members", "error": str(error)})
            return {}
        known = await self._directory.names(members[:50], LOOK_WITHIN)
        people = [each for each in members if each != self.us.user and (each not in known or known[each].person)]
        return {"title": title, "members": people}

    async def _words_of(self, channel: str, ts: str) -> str:
        """The message that was reacted to; empty where it cannot be read."""
        try:
            async with asyncio.timeout(LOOK_WITHIN):
                answer = await self._web.call(
                    "conversations.replies", channel=channel, ts=ts, oldest=ts, latest=ts, inclusive="true", limit=2
                )
        except TROUBLES:
            return ""
        found = answer.get("messages") or ()
        return next((str(each.get("text") or "") for each in found if each.get("ts") == ts), "")

    def _same_gesture(self, kept: Kept, event: Mapping[str, Any]) -> Kept:
        gesture = event.get("client_msg_id")
        if kept.payload["kind"] != "message" or not isinstance(gesture, str) or not gesture:
            return kept
        first = self._gestures.setdefault(f"{kept.payload['user']}:{gesture}", kept.dedupe)
        if len(self._gestures) > GESTURES:
            del self._gestures[next(iter(self._gestures))]
        return kept if first == kept.dedupe else replace(kept, dedupe=first)

    async def _held_back(self) -> None:
        await self._host.trouble(
            "held back",
            "Slack 这一小时发来的事件超过 30,000 条,后面的没有送到。请检查是不是有别的应用在刷屏。",
            "More than 30,000 events an hour: Slack held the rest back. Look for another app that floods a channel.",
        )

    async def _revoked(self) -> None:
        await self._host.trouble(
            "token",
            "Slack 收回了合拍的令牌。请在应用设置里重新安装应用,把新的 bot_token 写进配置,再重启。",
            "Slack has revoked the bot's token. Install the app again, set the new bot_token, and restart.",
        )

    def _ready(self) -> Accept:
        if self._accept is None:
            raise Unavailable("the bot is not running")
        return self._accept

    def _lane(self, name: str) -> asyncio.Lock:
        return self._lanes.setdefault(name, asyncio.Lock())
