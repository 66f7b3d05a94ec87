"""The organisation behind the fake: its people and groups, with ids that look like the platform's."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from tests.fakes.dingtalk.model import Person, Room

CORP = "ding9f50b15bccd16741"


def conversation(of: str) -> str:
    """An openConversationId: base64, so its case counts, and it may hold `/` and `+`."""
    return f"cid{_b64(of, 16)}=="


def _b64(text: str, length: int) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()[:length]


class Company:
    """Who is there. The robot itself is nobody of the organisation."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.rooms: dict[str, Room] = {}
        self.leaders: dict[str, list[str]] = {}
        """The userIds of those who lead a department, by its name."""

    def hire(self, user: str, name: str, **profile: Any) -> Person:
        """A person joins, or the one with this userId changes."""
        known = self.people.get(user)
        if known is None:
            union, lwcp = f"iS{_b64(f'union {user}', 20)}iE", f"$:LWCP_v1:${_b64(f'lwcp {user}', 22)}"
            known = self.people[user] = Person(user, name, union, lwcp, conversation(f"direct {user}"))
        known.name = name
        for key, value in profile.items():
            if not hasattr(known, key):
                raise ValueError(f"a person has no {key}")
            setattr(known, key, value)
        return known

    def found(self, room: str, title: str, members: Sequence[str], bot: bool = True) -> Room:
        """A group with these members; `bot`: the robot is in it too."""
        for each in members:
            self.person(each)
        self.rooms[room] = Room(room, title, list(members), bot)
        return self.rooms[room]

    def person(self, user: str) -> Person:
        if user not in self.people:
            raise ValueError(f"nobody has the userId {user!r}; there are {', '.join(self.people)}")
        return self.people[user]

    def room(self, room: str) -> Room:
        if room not in self.rooms:
            raise ValueError(f"no group has the id {room!r}; there are {', '.join(self.rooms)}")
        return self.rooms[room]

    def reachable(self, user: str) -> bool:
        """Whether the app may know of this person at all."""
        person = self.people.get(user)
        return person is not None and person.active and person.visible

    def departments(self) -> list[str]:
        """By id: the first has the id 1 and is the organisation itself."""
        return ["", *sorted({each.department for each in self.people.values()} - {""})]
