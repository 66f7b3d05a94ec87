"""What a person may see, as JSON: the company, their chats, the messages in them, the clock."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from adapters.playground import limits
from adapters.playground.answers import Problem
from adapters.playground.log import Log
from adapters.playground.rows import Message, direct, group
from adapters.playground.settings import BOT, BOT_NAMES, Room, User

Json = dict[str, Any]


class Feed:
    """Tells every open window that something changed; what, it looks up itself."""

    def __init__(self) -> None:
        self.version = 0
        self._changed = asyncio.Event()

    def tell(self) -> None:
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def after(self, version: int) -> None:
        """Return once there is a change later than `version`."""
        while self.version <= version:
            await self._changed.wait()


class View:
    """Reads only. `clock` gives the clock's face."""

    def __init__(self, log: Log, clock: Callable[[], Json]) -> None:
        self._log = log
        self._clock = clock

    async def person(self, id: str) -> User:
        """A `Problem` if there is nobody of this id."""
        for person in await self._log.do(self._log.people):
            if person.id == id:
                return person
        raise Problem(404, "unknown_person", "There is nobody with this id; GET /api/state lists everybody.")

    async def place(self, person: User, chat: str) -> Room | None:
        """The group of this id, None for the direct chat. One answer for "not there" and "not a member"."""
        if chat == BOT:
            return None
        for room in await self._log.do(self._log.rooms):
            if room.id == chat and person.id in room.members:
                return room
        raise Problem(404, "unknown_chat", "This person has no such chat; GET /api/state?as=… lists theirs.")

    async def state(self, viewer: User | None) -> Json:
        """Everything but the messages."""
        log = self._log
        people, rooms, unread = await log.do(log.people), await log.do(log.rooms), await log.do(log.unread)
        state: Json = {
            "bot": {"id": BOT, "name": BOT_NAMES[0]},
            "people": [_person(each, unread.get(each.id, {}).get(direct(each.id), 0)) for each in people],
            "rooms": [_room(each) for each in rooms],
            "clock": self._clock(),
            "seq": await log.do(log.seq),
        }
        if viewer:
            theirs = unread.get(viewer.id, {})
            own = [room for room in rooms if viewer.id in room.members]
            state["as"] = viewer.id
            state["chats"] = [
                {"id": BOT, "direct": True, "title": BOT_NAMES[0], "unread": theirs.get(direct(viewer.id), 0)},
                *({**_room(room), "direct": False, "unread": theirs.get(group(room.id), 0)} for room in own),
            ]
        return state

    async def messages(self, viewer: User, room: Room | None, after: int) -> Json:
        """One chat's messages changed after `after`."""
        chat = group(room.id) if room else direct(viewer.id)
        return await self._messages((chat,), after, limits.HISTORY)

    async def updates(self, viewer: User, after: int) -> Json:
        """The state, and the messages this person can see that changed after `after`: all a window needs."""
        state = await self.state(viewer)
        rooms = [chat["id"] for chat in state["chats"] if not chat["direct"]]
        chats = (direct(viewer.id), *(group(room) for room in rooms))
        return {**state, **await self._messages(chats, after, limits.UPDATES)}

    async def _messages(self, chats: Sequence[str], after: int, limit: int) -> Json:
        seq, found = await self._log.do(self._log.messages, chats, after, limit)
        return {"seq": seq, "messages": [_message(each) for each in found]}


def _person(person: User, unread: int) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "department": person.department,
        "title": person.title,
        "colour": person.colour,
        "unread": unread,
    }


def _room(room: Room) -> Json:
    return {"id": room.id, "title": room.title, "members": list(room.members), "bot": room.bot}


def _message(message: Message) -> Json:
    kind, _, chat = message.chat.partition(":")
    return {
        "id": str(message.id),
        "chat": BOT if kind == "direct" else chat,
        "from": message.author,
        "at": message.at,
        "seq": message.seq,
        "revisions": message.revisions,
        "accepted": message.accepted,
        "act": message.act,
        **message.body,
    }
