"""What people do, as the events in which the platform tells of it. Platform notes 2.

https://open.feishu.cn/document/server-docs/im-v1/message/events/receive and its siblings
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.fakes.feishu.clicks import pressed, submitted
from tests.fakes.feishu.company import Chat, Person
from tests.fakes.feishu.directory import status
from tests.fakes.feishu.drawing import Handle
from tests.fakes.feishu.inline import EMOJI
from tests.fakes.feishu.records import Event, Heard, Json
from tests.fakes.feishu.state import BOT, GROUP_TALK, TENANT, Platform
from tests.fakes.feishu.wording import content, mentioned

MEDIA = {"voice": "audio", "video": "media"}
"""The transcripts' words for what was sent, where they are not the platform's."""
CLICKABLE = timedelta(days=14)


class Deeds:
    """Each gives the event, not yet delivered. A ValueError for what a person could not do."""

    def __init__(self, platform: Platform, bot_names: Sequence[str]) -> None:
        self._platform = platform
        self._bot_names = bot_names
        self.empty_fields: Any = ""
        """UNVERIFIED: what an optional field of a form that was left empty sends; ABSENT: nothing at all."""

    def said(
        self, user: str, text: str, room: str, mentions: Sequence[tuple[str, str]], to_bot: bool, reply_to: str,
        media: str, thread: str,
    ) -> Event:  # fmt: skip
        chat = self._chat(user, room)
        words, found = mentioned(self._platform, text, mentions, self._bot_names if to_bot else ())
        kind = MEDIA.get(media, media) or "text"
        heard = Heard(
            f"om_x100c{self._platform.number():012x}", chat.id, user, kind, content(self._platform, kind, words),
            self._platform.now(), found,
        )  # fmt: skip
        if reply_to:
            parent = self._platform.anything(reply_to)
            heard.parent, heard.root = parent.id, parent.root or parent.id
            heard.thread = thread or parent.thread
        heard.thread = heard.thread or thread
        self._platform.heard[heard.id] = heard
        asked = "im:message.p2p_msg:readonly" if chat.direct else "im:message.group_at_msg:readonly"
        reaches = chat.direct or any(each["id"].get("open_id") == BOT for each in found)
        hears = (reaches and asked in self._platform.scopes) or (not chat.direct and self._platform.has(GROUP_TALK))
        return self._event("im.message.receive_v1", self._received(heard, chat), hears and chat.bot)

    def pressed(self, user: str, message_id: str, handle: Handle) -> Event:
        message = self._clicked(user, message_id)
        return self._click(user, message_id, pressed(message, handle))

    def submitted(self, user: str, message_id: str, handle: Handle, values: dict[str, Any]) -> Event:
        message = self._clicked(user, message_id)
        action = submitted(message, handle, values, self.empty_fields)
        action["timezone"] = self._platform.person(user).timezone
        return self._click(user, message_id, action)

    def joined(self, user: str, room: str, bot: bool) -> Event:
        """The bot was brought into a group, or taken out."""
        chat = self._platform.company.chats[room]
        chat.bot = bot
        kind = f"im.chat.member.bot.{'added' if bot else 'deleted'}_v1"
        return self._event(
            kind, self._about(user, chat), self._platform.has("im:chat.members:bot_access", "im:chat:readonly")
        )

    def members(self, user: str, room: str, people: Sequence[str], inside: bool) -> Event:
        """Somebody brought people into a group, or took them out."""
        chat = self._platform.company.chats[room]
        chat.members = [each for each in chat.members if each not in people] + (list(people) if inside else [])
        users = [
            {"name": self._platform.person(each).name, "tenant_key": TENANT, "user_id": self._platform.ids(each)}
            for each in people
        ]
        kind = f"im.chat.member.user.{'added' if inside else 'deleted'}_v1"
        return self._event(
            kind, {**self._about(user, chat), "users": users}, self._platform.has("im:chat.members:read")
        )

    def dissolved(self, user: str, room: str) -> Event:
        chat = self._platform.company.chats[room]
        chat.dissolved = True
        return self._event("im.chat.disbanded_v1", self._about(user, chat))

    def opened(self, user: str) -> Event:
        """The direct chat was opened, as happens often."""
        chat = self._platform.company.direct(user)
        newest = next((each for each in reversed(self._platform.messages) if each.chat == chat.id), None)
        event: Json = {"chat_id": chat.id, "operator_id": self._platform.ids(user)}
        if newest:
            event["last_message_id"] = newest.id
            event["last_message_create_time"] = self._platform.milliseconds(newest.came)
        return self._event("im.chat.access_event.bot_p2p_chat_entered_v1", event)

    def menu(self, user: str, key: str) -> Event:
        operator = {"operator_name": self._platform.person(user).name, "operator_id": self._platform.ids(user)}
        at = int(self._platform.now().timestamp())
        return self._event("application.bot.menu_v6", {"operator": operator, "event_key": key, "timestamp": at})

    def reacted(self, user: str, message_id: str, emoji: str, gone: bool) -> Event:
        if emoji not in EMOJI:
            raise ValueError(f"no such emoji: {emoji}")
        found = self._platform.anything(message_id)
        mine = next((id for id, each in found.reactions.items() if each == (user, emoji)), "")
        if gone:
            found.reactions.pop(mine, None)
        else:
            found.reactions[self._platform.new_id("rct_")] = (user, emoji)
        event = {
            "message_id": message_id, "reaction_type": {"emoji_type": emoji}, "operator_type": "user",
            "user_id": self._platform.ids(user), "app_id": "", "action_time": self._platform.milliseconds(),
        }  # fmt: skip
        hears = self._platform.has("im:message.reactions:read") and self._platform.company.chats[found.chat].bot
        return self._event(f"im.message.reaction.{'deleted' if gone else 'created'}_v1", event, hears)

    def recalled(self, message_id: str) -> Event:
        """UNVERIFIED: the fields of this event beside `message_id` and `chat_id`."""
        heard = self._platform.heard[message_id]
        heard.gone = True
        event = {
            "message_id": heard.id, "chat_id": heard.chat, "recall_time": self._platform.milliseconds(),
            "recall_type": "message_owner",
        }  # fmt: skip
        return self._event("im.message.recalled_v1", event)

    def edited(self, message_id: str, text: str) -> None:
        """The words change, of those mentioned some may be gone; the platform tells nobody."""
        heard = self._platform.heard[message_id]
        kept = [(each["name"], each["id"]["open_id"]) for each in heard.mentions if each["id"]["open_id"] != BOT]
        there = [(name, id) for name, id in kept if f"@{name}" in text]
        words, heard.mentions = mentioned(self._platform, text, there, self._bot_names)
        heard.content, heard.changed = content(self._platform, "text", words), self._platform.now()

    def updated(self, user: str, **changes: Any) -> Event:
        """Their entry in the directory changed."""
        person = self._platform.person(user)
        old: Json = {}
        for name, value in changes.items():
            told = {"leader": "leader_user_id", "departments": "department_ids"}.get(name, name)
            before = getattr(person, name)
            old[told] = list(before) if isinstance(before, tuple) else before
            setattr(person, name, value)
        self._platform.company.hire(person)
        event = {"object": self._entry(person), "old_object": old}
        return self._event("contact.user.updated_v3", event, self._platform.has("contact:contact.base:readonly"))

    def resigned(self, user: str) -> Event:
        person = self._platform.person(user)
        person.resigned = True
        old = {"department_ids": list(person.departments), "open_id": user}
        event = {"object": self._entry(person), "old_object": old}
        return self._event("contact.user.deleted_v3", event, self._platform.has("contact:contact.base:readonly"))

    def _event(self, kind: str, event: Json, heard: bool = True) -> Event:
        return Event(kind, event, f"{self._platform.number():032x}", self._platform.milliseconds(), heard=heard)

    def _click(self, user: str, message_id: str, action: Json) -> Event:
        token = self._platform.new_id("c-")
        message = self._platform.message(message_id)
        assert message is not None
        person = self._platform.person(user)
        event = {
            "operator": {"tenant_key": TENANT, **self._platform.ids(person.open_id)}, "token": token, "action": action,
            "host": "im_message", "context": {"open_message_id": message_id, "open_chat_id": message.chat},
        }  # fmt: skip
        created = self._platform.milliseconds() + "000"
        number = f"{self._platform.number():032x}"
        return Event("card.action.trigger", event, number, created, callback=True, token=token)

    def _clicked(self, user: str, message_id: str) -> Any:
        message = self._platform.message(message_id)
        if message is None:
            raise ValueError(f"the bot has no message {message_id}")
        members = self._platform.company.chats[message.chat].members
        if user not in members or message.only not in ("", user):
            raise ValueError(f"{user} cannot see the message {message_id}")
        if self._platform.now() - message.came > CLICKABLE:
            raise ValueError("a card cannot be used any more after 14 days")
        return message

    def _received(self, heard: Heard, chat: Chat) -> Json:
        at = self._platform.milliseconds(heard.came)
        related = {"root_id": heard.root, "parent_id": heard.parent, "thread_id": heard.thread}
        message: Json = {
            "message_id": heard.id, **{name: id for name, id in related.items() if id}, "create_time": at,
            "update_time": at, "chat_id": chat.id, "chat_type": "p2p" if chat.direct else "group",
            "message_type": heard.type, "content": heard.content,
        }  # fmt: skip
        if heard.mentions:
            message["mentions"] = heard.mentions
        if self._platform.has("im:user_agent:read"):
            locale = self._platform.person(heard.user).locale
            message["user_agent"] = f"Mozilla/5.0 (fake) Lark/7.40.1 LarkLocale/{locale} ttnet SDK-Version/7.40"
        sender = {"sender_id": self._platform.ids(heard.user), "sender_type": "user", "tenant_key": TENANT}
        return {"sender": sender, "message": message}

    def _about(self, user: str, chat: Chat) -> Json:
        names = {"zh_cn": chat.title, "en_us": chat.title, "ja_jp": ""}
        about = {"chat_id": chat.id, "operator_id": self._platform.ids(user), "external": False}
        return {**about, "operator_tenant_key": TENANT, "name": chat.title, "i18n_names": names}

    def _entry(self, person: Person) -> Json:
        orders = [{"department_id": id, "is_primary_dept": not at} for at, id in enumerate(person.departments)]
        return {
            "open_id": person.open_id, "union_id": person.union_id, "name": person.name, "en_name": person.en_name,
            "status": status(person), "leader_user_id": person.leader, "city": person.city,
            "country": person.country, "employee_type": 1, "orders": orders,
        }  # fmt: skip

    def _chat(self, user: str, room: str) -> Chat:
        self._platform.person(user)
        chat = self._platform.company.chats[room] if room else self._platform.company.direct(user)
        if user not in chat.members:
            raise ValueError(f"{user} is no member of {room}")
        return chat
