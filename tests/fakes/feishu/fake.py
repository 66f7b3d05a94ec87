"""The fake itself: one tenant with one app, its people and groups, and everything that can be done to the bot."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.fakes.feishu import directory, extras, sending
from tests.fakes.feishu.answers import LATE, NOT_TAKEN, Toast, payload, taken
from tests.fakes.feishu.api import BODY_LIMIT, Door
from tests.fakes.feishu.company import Chat, Department, Person, suffix
from tests.fakes.feishu.deeds import Deeds
from tests.fakes.feishu.drawing import Handle
from tests.fakes.feishu.hook import Hook, Posted
from tests.fakes.feishu.link import ENDS, Gone, Link
from tests.fakes.feishu.records import Ack, Event, Json, Message, NotAcknowledged
from tests.fakes.feishu.state import APP, SCOPES, SECRET, TENANT, Platform

DEADLINE = 3.0
"""Seconds in which an event and a callback must be acknowledged."""
AFTER = ("death", "refused", "forbidden", "busy")
"""Ways to end connections that say what becomes of the next attempt."""
LADDER = (15, 300, 3600, 21600)
"""Seconds after which an event that was not acknowledged comes again."""


class FakeFeishu:
    """`now` stamps messages. `limits`: enforce the rates, by real time. `bot_names`: how people mention the bot.

    `scopes` of the app, `fresh_ids`: a redelivered event has a new event_id (UNVERIFIED whether it has).
    """

    app_id, app_secret, tenant = APP, SECRET, TENANT

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        limits: bool = True,
        scopes: frozenset[str] = SCOPES,
        bot_names: Sequence[str] = ("合拍", "Hepai"),
        fresh_ids: bool = False,
        token: str = "vt_fake_verification",
    ) -> None:
        self.platform = Platform(now, limits, scopes, bot_names[0])
        self.link = Link(self.platform)
        self.deeds = Deeds(self.platform, bot_names)
        self.toasts: list[Toast] = []
        self.fresh_ids = fresh_ids
        self.ladder_scale = 0.001
        """By how much the pauses of `deliver` are shorter than the platform's."""
        self.token = token
        self.url = ""
        self.hook: Hook | None = None
        self.faults, self.tokens = self.platform.faults, self.platform.tokens
        self.calls, self.acks, self.alarms = self.platform.calls, self.platform.acks, self.platform.alarms
        self._pushed: dict[str, int] = {}
        self._runner: web.AppRunner | None = None

    @property
    def messages(self) -> Sequence[Message]:
        """The bot's messages, oldest first, those that are `gone` too."""
        return self.platform.messages

    @property
    def alternate(self) -> bool:
        """Whether events go over all open connections in turn."""
        return self.link.alternate

    @alternate.setter
    def alternate(self, on: bool) -> None:
        self.link.alternate = on

    async def start(self, port: int = 0) -> None:
        """Listen on this port of 127.0.0.1, 0 for a free one; `url` is then known."""
        door = Door(self.platform, (*directory.ENDPOINTS, *sending.ENDPOINTS, *extras.ENDPOINTS))
        application = web.Application(client_max_size=BODY_LIMIT)
        application.add_routes([*door.routes(), *self.link.routes()])
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self.link.stop()
        if self.hook is not None:
            await self.hook.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def hire(self, user: str, name: str, department: str = "", locale: str = "zh", **profile: Any) -> Person:
        """Somebody new, in the department of this name; `profile`: further fields of Person."""
        if department:
            unit = f"od-{suffix('department', department)}"
            self.unit(unit, department)
            profile = {"departments": (unit,), **profile}
        person = Person(user, name, locale={"zh": "zh_CN", "en": "en_US"}[locale], **profile)
        self.platform.company.hire(person)
        return person

    def unit(self, id: str, name: str, parent: str = "0", leader: str = "") -> None:
        """A department."""
        self.platform.company.departments[id] = Department(id, name, parent, leader)

    def found(self, room: str, title: str, members: Sequence[str], bot: bool = True) -> Chat:
        """A group with these members, and with the bot or without it."""
        chat = Chat(room, title, members=list(members), bot=bot)
        self.platform.company.group(chat)
        return chat

    def said(
        self,
        user: str,
        text: str,
        room: str = "",
        mentions: Sequence[tuple[str, str]] = (),
        to_bot: bool = False,
        reply_to: str = "",
        media: str = "",
        thread: str = "",
    ) -> Event:
        """Somebody wrote. `mentions`: (name, open_id) of each `@name` in the text, in order."""
        return self.deeds.said(user, text, room, mentions, to_bot, reply_to, media, thread)

    def pressed(self, user: str, message_id: str, handle: Handle) -> Event:
        return self.deeds.pressed(user, message_id, handle)

    def submitted(self, user: str, message_id: str, handle: Handle, values: Mapping[str, Any]) -> Event:
        return self.deeds.submitted(user, message_id, handle, dict(values))

    def invited(self, user: str, room: str) -> Event:
        return self.deeds.joined(user, room, True)

    def removed(self, user: str, room: str) -> Event:
        return self.deeds.joined(user, room, False)

    def edited(self, message_id: str, text: str) -> None:
        self.deeds.edited(message_id, text)

    def recalled(self, message_id: str) -> Event:
        return self.deeds.recalled(message_id)

    def reacted(self, user: str, message_id: str, emoji: str, gone: bool = False) -> Event:
        return self.deeds.reacted(user, message_id, emoji, gone)

    def opened(self, user: str) -> Event:
        return self.deeds.opened(user)

    def menu(self, user: str, key: str) -> Event:
        return self.deeds.menu(user, key)

    async def subscribe(self, url: str, key: str = "") -> None:
        """Save a request URL: its challenge must be answered; from then on events go there. `key`: the Encrypt Key."""
        if self.hook is not None:
            await self.hook.close()
        self.hook = Hook(self.platform, url, key, self.token)
        await self.hook.verify()

    async def push(self, event: Event) -> None:
        """Deliver it once; return when it is acknowledged, else NotAcknowledged. The same event again is redelivery."""
        if not event.heard:
            return
        envelope, start = self._envelope(event), time.monotonic()
        try:
            code, answer = await (self._post(envelope) if self.hook else self._send(event, envelope))
        except TimeoutError:
            self._acknowledged(event, 0, None, time.monotonic() - start)
            self.alarms.append(f"{event.type} was not acknowledged within {DEADLINE} s")
            raise NotAcknowledged(f"{LATE}: no answer within {DEADLINE} s") from None
        self._acknowledged(event, code, answer, time.monotonic() - start)
        if code != 200:
            raise NotAcknowledged(f"{NOT_TAKEN}: the bot answered {code} {answer}")
        if event.callback and (toast := taken(self.platform, event, answer)):
            self.toasts.append(toast)

    async def deliver(self, event: Event) -> int:
        """Push it as often as the platform does, with shorter pauses; how many times it took."""
        pauses = () if event.callback else LADDER
        for tries, pause in enumerate(pauses, start=1):
            try:
                await self.push(event)
            except NotAcknowledged:
                await asyncio.sleep(pause * self.ladder_scale)
            else:
                return tries
        await self.push(event)
        return len(pauses) + 1

    async def post(self, event: Event, flaw: str) -> Posted:
        """Push it to the URL with something wrong (hook.FLAWS), and see what the bot answers."""
        if self.hook is None:
            raise ValueError("no URL is subscribed")
        return await self.hook.post(self._envelope(event), DEADLINE, flaw)

    async def replay(self, posted: Posted) -> Posted:
        """The same bytes and the same signature once more."""
        if self.hook is None:
            raise ValueError("no URL is subscribed")
        return await self.hook.send(posted.raw, posted.headers, DEADLINE)

    async def disconnect(self, how: str = "reset") -> None:
        """End the bot's connections: one of link.ENDS, or `death`: reset, and the next discovery refuses for good;
        `refused`, `forbidden`: reset, and the next handshake does; `busy`: reset, and discovery is busy once."""
        if how not in (*ENDS, *AFTER):
            raise ValueError(f"no such end: {how!r}; there are {', '.join((*ENDS, *AFTER))}")
        match how:
            case "death":
                self.link.discovery.append("fatal")
            case "refused":
                self.link.handshake.append("limit")
            case "forbidden":
                self.link.handshake.append("forbidden")
            case "busy":
                self.link.discovery.append("busy")
        await self.link.disconnect(how if how in ENDS else "reset")

    def _envelope(self, event: Event) -> Json:
        """As it goes over the wire. A message taken back meanwhile has lost its words."""
        again = self._pushed[event.id] = self._pushed.get(event.id, -1) + 1
        number = event.id if not (again and self.fresh_ids) else f"{again:02d}{event.id[2:]}"
        header = {"event_id": number, "event_type": event.type, "create_time": event.created, "token": self.token}
        body, message = event.event, event.event.get("message")
        heard = self.platform.heard.get(message["message_id"]) if isinstance(message, dict) else None
        if heard is not None and heard.gone:
            body = {**body, "message": {**body["message"], "content": ""}}
        return {"schema": "2.0", "header": {**header, "app_id": APP, "tenant_key": TENANT}, "event": body}

    async def _post(self, envelope: Json) -> tuple[int, Any]:
        assert self.hook is not None
        posted = await self.hook.post(envelope, DEADLINE)
        return posted.status, posted.body

    async def _send(self, event: Event, envelope: Json) -> tuple[int, Any]:
        """Over the long connection. If that ends meanwhile, an event goes out again; a callback is lost."""
        raw = json.dumps(envelope, ensure_ascii=False).encode()
        while True:
            try:
                ack = await self.link.deliver(raw, self.platform.new_id(""), DEADLINE)
            except Gone:
                if event.callback:
                    raise NotAcknowledged(f"{NOT_TAKEN}: the connection ended before the answer") from None
                # Let the end be noticed: else the same dead connection is chosen for ever.
                await asyncio.sleep(0)
                continue
            return payload(ack.payload)

    def _acknowledged(self, event: Event, code: int, answer: Any, seconds: float) -> None:
        self.acks.append(Ack(event.id, event.type, code, answer, seconds))
