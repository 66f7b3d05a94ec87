"""What comes in: stored first, then acknowledged, and in the order it came from each person or group."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from weakref import WeakValueDictionary

from adapters.dingtalk import decode, presses, render
from adapters.dingtalk.book import Book
from adapters.dingtalk.directory import Directory
from adapters.dingtalk.fields import text_in
from adapters.dingtalk.gate import Gate
from adapters.dingtalk.link import Ack, Frame
from adapters.dingtalk.notices import Notices
from adapters.dingtalk.quota import Meter
from adapters.dingtalk.sessions import Sessions
from adapters.dingtalk.settings import PLATFORM, Settings
from adapters.dingtalk.stream import CARDS, MESSAGES
from bot.ports.adapter import Accept, Envelope
from bot.ports.host import Host

logger = logging.getLogger(__name__)

NAMES_WITHIN = 1.0
"""Seconds that a message waits to learn who is mentioned in it."""
FREE = ("user_", "org_")
"""Events of the address book are no pushes of the quota."""
SECRET = ("sessionWebhook", "sessionWebhookExpiredTime")
"""What is not stored: an address at which whoever has it could speak for the bot."""

Json = Mapping[str, Any]


class Intake:
    """`accept` is set while the bot runs."""

    def __init__(
        self,
        settings: Settings,
        host: Host,
        meter: Meter,
        directory: Directory,
        sessions: Sessions,
        book: Book,
        gate: Gate,
        notices: Notices,
    ) -> None:
        self._settings = settings
        self._host = host
        self._meter = meter
        self._directory = directory
        self._sessions = sessions
        self._book = book
        self._gate = gate
        self._notices = notices
        self._groups: set[str] = set()
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.accept: Accept | None = None

    async def take(self, frame: Frame) -> Ack | None:
        """Store a push. How it is acknowledged; what breaks leaves it unacknowledged, so that it comes again."""
        if frame.type == "EVENT":
            try:
                await self.event(frame.headers, frame.data)
            except Exception as error:
                _not_stored(error)
                return Ack({"status": "LATER", "message": ""})
            return Ack({"status": "SUCCESS", "message": ""})
        if not isinstance(frame.data, Mapping):
            return Ack({"response": {}}, 400)
        id = str(frame.headers.get("messageId", ""))
        match frame.topic:
            case topic if topic == MESSAGES:
                await self.message(frame.data, id)
                return Ack({"response": None})
            case topic if topic == CARDS:
                return await self._pressed(frame.data, id)
            case _:
                return Ack({"response": {}}, 404)

    async def message(self, data: Json, id: str) -> None:
        """Somebody wrote to the bot. `id`: the push's own, for a message that has none. Raises if it is not stored."""
        self._meter.push()
        if not self._is_ours(data.get("chatbotCorpId")):
            return
        user, chat = text_in(data, "senderStaffId"), text_in(data, "conversationId")
        direct = str(data.get("conversationType", "1")) != "2"
        lane = user if direct and user else chat
        self._sessions.learn(lane, data)
        async with self._lane(lane):
            payload = await self._prepared(data, user, "" if direct else chat)
            whose = data.get("chatbotCorpId") or self._settings.corp_id
            dedupe = f"{whose}:{data.get('robotCode') or self._settings.robot_code}:{data.get('msgId') or id}"
            await self._store(dedupe, payload, lane)
            if payload.get("first"):
                await self._host.put_note(f"group.{chat}", "1")
                self._groups.add(chat)
        try:
            await self._notices.about(data)
        except Exception as error:
            # It is stored: that the administrators were not told must not bring it again.
            logger.info("nobody could be told", extra={"action": "dingtalk.notice", "error": type(error).__name__})

    async def press(self, data: Json, id: str) -> None:
        """Somebody pressed something of a card. Raises if it is not stored."""
        self._meter.push()
        if not self._is_ours(data.get("corpId")):
            return
        if data.get("errorCode"):
            with suppress(Exception):  # being told is no reason to fail otherwise
                await self._meter.spent()
        card, user = text_in(data, "outTrackId"), text_in(data, "userId")
        told = presses.private_of(data) or {}
        actions = told.get("actionIds")
        named = ",".join(map(str, actions)) if isinstance(actions, list) else ""
        lane = text_in(data, "spaceId") if card.startswith("g") else user
        async with self._lane(lane):
            await self._store(f"card:{card}:{user}:{named}:{id}", {"kind": "card", "data": dict(data)}, lane)

    async def event(self, headers: Json, data: Any) -> None:
        """Something happened in the organisation. Raises if it is not stored."""
        kind, corp = text_in(headers, "eventType"), text_in(headers, "eventCorpId")
        if not kind.startswith(FREE):
            self._meter.push()
        if not isinstance(data, Mapping) or not self._is_ours(corp):
            return
        if data.get("errCode"):
            await self._meter.spent()
            return
        if kind.startswith("user_"):
            users = data.get("userId")
            for user in users if isinstance(users, list) else ():
                self._directory.forget(str(user))
        payload = {"kind": "event", "event": kind, "corp": corp, "data": dict(data)}
        id = text_in(headers, "eventId") or text_in(headers, "messageId")
        await self._store(f"event:{id}", payload, text_in(data, "openConversationId"))

    async def _pressed(self, data: Json, id: str) -> Ack:
        """The answer changes nothing yet: the card follows by itself, once the press has had its effect."""
        with self._gate.answering(text_in(data, "outTrackId")):
            try:
                await self.press(data, id)
            except Exception as error:
                # Nobody sends it again: the person has to see that it did not work.
                _not_stored(error)
                return Ack({"response": {}}, 500)
            return Ack({"response": {}})

    async def _prepared(self, data: Json, user: str, room: str) -> dict[str, Any]:
        """What decoding needs to know besides the message: who is mentioned, what was pressed, whether we are new."""
        kept = {name: value for name, value in data.items() if name not in SECRET}
        payload: dict[str, Any] = {"kind": "message", "data": kept}
        text = data.get("text")
        if isinstance(text, Mapping) and user:
            words, token = render.spoken(decode.text_of(data))
            if token:
                kept["text"] = {**text, "content": words}
                payload["press"] = await self._book.find(user, token, words)
        if room:
            if people := await self._people(data):
                payload["people"] = people
            if user and room not in self._groups:
                payload["first"] = not await self._host.note(f"group.{room}")
                if not payload["first"]:
                    self._groups.add(room)
        return payload

    async def _people(self, data: Json) -> list[dict[str, str]]:
        users = decode.mentioned(data)
        names = dict.fromkeys(users, "")
        try:
            async with asyncio.timeout(NAMES_WITHIN):
                for user in users:
                    names[user] = await self._directory.name(user)
        except Exception as error:
            # Mentions are then told apart by their order.
            logger.info(
                "who is mentioned could not be looked up",
                extra={"action": "dingtalk.names", "error": type(error).__name__},
            )
        return decode.in_order(decode.text_of(data), names)

    async def _store(self, dedupe: str, payload: Mapping[str, Any], lane: str) -> None:
        if self.accept is None:
            raise RuntimeError("the bot does not run")
        await self.accept(Envelope(PLATFORM, dedupe, self._host.now(), payload, lane))

    def _is_ours(self, corp: object) -> bool:
        """What belongs to another organisation is left alone, and not asked for again."""
        ours = not self._settings.corp_id or not corp or corp == self._settings.corp_id
        if not ours:
            logger.warning("something of another organisation was left alone", extra={"action": "dingtalk.foreign"})
        return ours

    def _lane(self, name: str) -> asyncio.Lock:
        return self._lanes.setdefault(name, asyncio.Lock())


def _not_stored(error: Exception) -> None:
    logger.warning("a push could not be stored", extra={"action": "dingtalk.not_stored", "error": type(error).__name__})
