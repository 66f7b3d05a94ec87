"""The one way in for events, however they come: looked at, completed, stored, and only then acknowledged."""

import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from adapters.feishu import press
from adapters.feishu.client import Client
from adapters.feishu.content import named
from adapters.feishu.decode import KNOWN
from adapters.feishu.directory import Directory
from adapters.feishu.errors import Rejected
from adapters.feishu.settings import PLATFORM, Settings
from bot.kernel.people import Locale
from bot.ports.adapter import Accept, Envelope, Unauthorised

LOG = logging.getLogger(__name__)
CLICK = "card.action.trigger"
MESSAGE = "im.message.receive_v1"
RECALL = "im.message.recalled_v1"
REACTION = "im.message.reaction.created_v1"
ADDED = "im.chat.member.bot.added_v1"
MENU = "application.bot.menu_v6"
REMEMBERED = 10_000

Json = Mapping[str, Any]


class NotReady(Exception):
    """The bot does not take events yet, or no longer."""


class Intake:
    """`open` once the bot's own open_id is known: without it no mention of the bot could be told from another."""

    def __init__(self, settings: Settings, directory: Directory, client: Client, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._directory = directory
        self._client = client
        self._now = now
        self._accept: Accept | None = None
        self.bot = ""
        self.dropped: Counter[str] = Counter()
        """How many events meant nothing to us, by the reason."""
        self._people: OrderedDict[str, str] = OrderedDict()
        """Whose direct chat this is, by the chat's id: a recall does not say."""

    def open(self, accept: Accept, bot: str) -> None:
        self._accept, self.bot = accept, bot

    def close(self) -> None:
        self._accept = None

    async def take(self, envelope: object) -> Mapping[str, Any] | None:
        """Store an event of schema 2.0; what to answer to it, None where nothing is expected.

        Raises where it could not be stored, so that the platform sends it again.
        """
        accept = self._accept
        if accept is None:
            raise NotReady
        header, event = _part(envelope, "header"), _part(envelope, "event")
        kind, tenant = _text(header.get("event_type")), _text(header.get("tenant_key"))
        answer: Json | None = {} if kind == CLICK else None
        if why := self._worthless(header, kind, tenant):
            self.dropped[why] += 1
            return answer
        found = await self._completed(kind, event)
        if found is None:
            self.dropped["nothing to add to"] += 1
            return answer
        payload = {"type": kind, "tenant": tenant, "bot": self.bot, "event": dict(event), **found}
        id = _key(kind, header, event)
        if id:
            await accept(Envelope(PLATFORM, f"{tenant}:{id}", self._now(), payload, self._lane(kind, event)))
        return answer

    def _worthless(self, header: Json, kind: str, tenant: str) -> str:
        if _text(header.get("app_id")) != self._settings.app_id or not tenant:
            LOG.warning("An event of another app was dropped", extra={"action": "feishu.foreign", "kind": kind})
            return "another app"
        return "" if kind in KNOWN else "of a kind we do not use"

    async def _completed(self, kind: str, event: Json) -> Json | None:
        """What the event leaves out and its meaning needs; None if without that it has none."""
        match kind:
            case "im.message.receive_v1":
                return await self._of_message(event)
            case "im.message.reaction.created_v1":
                return await self._of_reaction(event)
            case "im.message.recalled_v1":
                return await self._of_recall(event)
            case "im.chat.member.bot.added_v1":
                return await self._of_group(event)
            case "card.action.trigger":
                self._note_zone(event)
            case "application.bot.menu_v6":
                return {"word": self._word(_text(event.get("event_key")))}
            case _:
                pass
        return {}

    async def _of_message(self, event: Json) -> Json:
        message = _part(event, "message")
        user, chat = _text(_part(_part(event, "sender"), "sender_id").get("open_id")), _text(message.get("chat_id"))
        self._note_locale(user, _text(message.get("user_agent")))
        if message.get("chat_type") == "p2p":
            _remember(self._people, chat, user)
            return {}
        parent = _text(message.get("parent_id"))
        if not parent or any(each.bot for each in named(message.get("mentions"), self.bot)):
            return {}
        return {"answers_bot": await self._ours(parent)}

    async def _ours(self, message: str) -> bool:
        """Whether a message in a group is the bot's own, so that an answer to it is meant for the bot."""
        if message not in self._client.ours:
            try:
                found = await self._directory.message(message)
            except (Rejected, Unauthorised):
                return False
            sender = _part(found, "sender")
            ours = sender.get("sender_type") == "app" and sender.get("id") == self._settings.app_id
            self._client.remember(message, ours)
        return self._client.ours[message]

    async def _of_reaction(self, event: Json) -> Json | None:
        """Whose message it is, and its words."""
        if event.get("operator_type") != "user":
            return None
        try:
            found = await self._directory.message(_text(event.get("message_id")))
        except Rejected:
            return None
        except Unauthorised as error:
            LOG.warning(str(error), extra={"action": "feishu.reaction"})
            return None
        sender, chat = _part(found, "sender"), _text(found.get("chat_id"))
        if sender.get("sender_type") != "user" or sender.get("id_type") != "open_id" or chat in self._people:
            return None
        return {
            "author": _text(sender.get("id")),
            "chat": chat,
            "kind": _text(found.get("msg_type")),
            "content": _text(_part(found, "body").get("content")),
            "mentions": found.get("mentions", []),
        }

    async def _of_recall(self, event: Json) -> Json:
        """Whose direct chat it was in, empty for a group."""
        chat = _text(event.get("chat_id"))
        if chat not in self._people:
            try:
                if not await self._directory.is_direct(chat):
                    return {}
                found = await self._directory.message(_text(event.get("message_id")))
            except (Rejected, Unauthorised):
                return {}
            _remember(self._people, chat, _text(_part(found, "sender").get("id")))
        return {"direct": self._people[chat]}

    async def _of_group(self, event: Json) -> Json:
        try:
            return {"members": list(await self._directory.members(_text(event.get("chat_id"))))}
        except (Rejected, Unauthorised) as error:
            LOG.warning(str(error), extra={"action": "feishu.members"})
            return {}

    def _word(self, key: str) -> str:
        """What a key of the menu says: as the settings have it, or else the key itself."""
        return self._settings.menu.get(key) or key.removeprefix("menu_").replace("_", " ")

    def _note_locale(self, user: str, agent: str) -> None:
        _, found, rest = agent.partition("LarkLocale/")
        if found and user:
            _remember(self._directory.locales, user, Locale.ZH if rest.lower().startswith("zh") else Locale.EN)

    def _note_zone(self, event: Json) -> None:
        zone, user = _text(_part(event, "action").get("timezone")), _text(_part(event, "operator").get("open_id"))
        if zone and user:
            _remember(self._directory.zones, user, zone)

    @staticmethod
    def _lane(kind: str, event: Json) -> str:
        """What belongs together: a person's direct chat, or a group."""
        if kind == CLICK:
            read = press.read(_part(event, "action"))
            if read and read[1]:
                return _text(_part(event, "operator").get("open_id"))
            return _text(_part(event, "context").get("open_chat_id"))
        if kind == MENU:
            return _text(_part(_part(event, "operator"), "operator_id").get("open_id"))
        message = _part(event, "message")
        if message.get("chat_type") == "p2p":
            return _text(_part(_part(event, "sender"), "sender_id").get("open_id"))
        return _text(message.get("chat_id")) or _text(event.get("chat_id"))


def _key(kind: str, header: Json, event: Json) -> str:
    """The same for two deliveries of one thing. Messages go by their own id, as their page asks for:
    https://open.feishu.cn/document/server-docs/im-v1/message/events/receive
    """
    if kind == MESSAGE:
        id = _text(_part(event, "message").get("message_id"))
        return f"message:{id}" if id else ""
    if kind == RECALL:
        return f"recall:{_text(event.get('message_id'))}"
    if kind == CLICK and (token := _text(event.get("token"))):
        return f"click:{token}"
    id = _text(header.get("event_id"))
    return f"event:{id}" if id else ""


def _remember(table: dict[str, Any], key: str, value: object) -> None:
    if key:
        table[key] = value
        if len(table) > REMEMBERED:
            del table[next(iter(table))]


def _part(value: object, name: str) -> Json:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
