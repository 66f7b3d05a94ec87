"""The AI bot's door in: what its long connection pushes, made an envelope and stored.

Nothing here is repeated by WeCom, so an event that cannot be stored is held and tried again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

from adapters.wecom.aliases import Aliases
from adapters.wecom.api import Api
from adapters.wecom.errors import Unknown
from adapters.wecom.ids import folded, is_open
from adapters.wecom.settings import PLATFORM
from bot.ports.adapter import Accept, Envelope, SendError
from bot.ports.host import Host

logger = logging.getLogger(__name__)
T = TypeVar("T")
AGAIN = 0.5
"""Seconds before an event is stored again that could not be."""
POINTED = timedelta(hours=24)
ELSEWHERE = "我在应用「合拍」的会话里回答你。\nMy answer is in the chat of the app 合拍."
Answers = Callable[[str, Mapping[str, object], str], Awaitable[object]]
"""Say something over the connection: in which chat, the body, and the req_id it answers."""
REMEMBERED = 10_000
"""Members and chats kept in memory, those longest ago forgotten first."""
SOON = 5.0
"""Seconds in which a member's encrypted id must be read; else they stay a stranger for this message."""


class AiBotIntake:
    """`api`: the self-built app's, by which encrypted ids are read; None where there is no app."""

    def __init__(self, host: Host, api: Api | None, aliases: Aliases) -> None:
        self._host, self._api, self._aliases = host, api, aliases
        self._accept: Accept | None = None
        self._known: dict[str, str] = {}
        self._in_order = asyncio.Lock()
        self._held = asyncio.Lock()
        self.answers: Answers | None = None
        self._side: set[asyncio.Task[None]] = set()
        self.asked: dict[str, tuple[str, float]] = {}
        """By chat: the last message that may still be answered under its req_id, and when it came."""

    def open(self, accept: Accept) -> None:
        self._accept = accept

    async def take(self, req_id: str, body: Mapping[str, Any]) -> None:
        """Store one pushed event; those of one connection in their order."""
        accept = self._accept
        raw, message = _sender(body), body.get("msgid")
        if accept is None or not raw or not isinstance(message, str) or not message:
            return
        async with self._in_order:
            user, first = await self._until_done(lambda: self._who(raw, body))
        if body.get("msgtype") != "event":
            _remember(self.asked, _chat(body) or user, (req_id, asyncio.get_running_loop().time()))
        payload: dict[str, Any] = {"via": "aibot", "user": user, "body": dict(body)}
        if first:
            payload["first"] = "1"
        dedupe = f"met:{user}" if first else f"aibot:{message}"
        envelope = Envelope(PLATFORM, dedupe, self._host.now(), payload, _chat(body) or user)
        await self._store(lambda: accept(envelope))
        if first:
            await self._until_done(lambda: self._host.put_note(f"met:{user}", "1"))
        if self._api and self.answers and not _chat(body) and body.get("msgtype") != "event":
            task = asyncio.create_task(self._point(user, req_id, self.answers))
            self._side.add(task)
            task.add_done_callback(self._side.discard)

    async def _who(self, raw: str, body: Mapping[str, Any]) -> tuple[str, bool]:
        user = self._aliases.known(await self._plain(raw))
        return user, await self._is_first(body, user)

    async def _store(self, accept: Callable[[], Awaitable[bool]]) -> None:
        """At once where nothing is held; else behind those that are, so that nobody's words change places."""
        if not self._held.locked():
            with suppress(Exception):
                await accept()
                return
        async with self._held:
            await self._until_done(accept)

    async def _until_done(self, work: Callable[[], Awaitable[T]]) -> T:
        """However long the database is away: what was read is not sent again."""
        while True:
            try:
                return await work()
            except Exception as error:
                logger.warning(
                    "an event was not stored and is held",
                    extra={"action": "wecom.not_accepted", "error": type(error).__name__},
                )
                await asyncio.sleep(AGAIN)

    async def raw(self, user: str) -> str:
        """The member's id as the AI bot spells it."""
        current = self._aliases.current(user)
        return await self._host.note(f"raw:{current}") or current

    async def _point(self, user: str, req_id: str, answers: Answers) -> None:
        """Where there is an app its chat is where the bot talks: say so here, once a day."""
        if await self._host.note(f"pointed:{user}"):
            return
        await self._host.put_note(f"pointed:{user}", "1", POINTED)
        with suppress(SendError, Unknown):
            await answers(user, {"msgtype": "markdown", "markdown": {"content": ELSEWHERE}}, req_id)

    async def _is_first(self, body: Mapping[str, Any], user: str) -> bool:
        event = body.get("event")
        entered = isinstance(event, Mapping) and event.get("eventtype") == "enter_chat"
        # With an app the greeting is the app's.
        return entered and self._api is None and not await self._host.note(f"met:{user}")

    async def _plain(self, raw: str) -> str:
        if raw in self._known:
            return self._known[raw]
        user = folded(raw)
        if is_open(raw) and self._api is not None:
            found = await self._read(raw)
            if not found:
                return user
            user = folded(found)
        if user != raw:
            await self._host.put_note(f"raw:{user}", raw)
        _remember(self._known, raw, user)
        return user

    async def _read(self, raw: str) -> str:
        """The userid behind an encrypted one; empty if WeCom does not tell. [D 101521]"""
        if known := await self._host.note(f"open:{raw}"):
            return known
        if self._api is None:
            return ""
        try:
            async with asyncio.timeout(SOON):
                answer = await self._api.post("batch/openuserid_to_userid", {"open_userid_list": [raw]})
        except (SendError, Unknown, TimeoutError):
            return ""
        found = answer.get("userid_list")
        for each in found if isinstance(found, list) else ():
            if isinstance(each, Mapping) and each.get("open_userid") == raw and each.get("userid"):
                await self._host.put_note(f"open:{raw}", str(each["userid"]))
                return str(each["userid"])
        return ""


def _sender(body: Mapping[str, Any]) -> str:
    sender = body.get("from")
    user = sender.get("userid") if isinstance(sender, Mapping) else None
    return user if isinstance(user, str) else ""


def _chat(body: Mapping[str, Any]) -> str:
    chat = body.get("chatid")
    return chat if body.get("chattype") == "group" and isinstance(chat, str) else ""


def _remember(table: dict[str, Any], key: str, value: object) -> None:
    table.pop(key, None)
    table[key] = value
    if len(table) > REMEMBERED:
        del table[next(iter(table))]
