"""The company in the fake: members, departments, groups, and what the app and the AI bot may see of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.wecom.records import Json, Refusal

ROOT_DEPARTMENT = 1


@dataclass(slots=True)
class Member:
    """`visible`: in the app's range; `licensed`: has an API licence; `open_id`: how an AI bot may call them."""

    user: str
    name: str
    departments: tuple[int, ...] = (ROOT_DEPARTMENT,)
    leaders: tuple[str, ...] = ()
    position: str = ""
    alias: str = ""
    active: bool = True
    visible: bool = True
    licensed: bool = True
    mobile: str = ""
    open_id: str = ""


@dataclass(slots=True)
class Room:
    """A group. `bot`: the AI bot is in it; `warm`: somebody has written to it there. `app`: made through appchat."""

    chat: str
    title: str
    members: list[str]
    bot: bool = True
    warm: bool = True
    app: bool = False
    owner: str = ""
    webhook: str = ""


@dataclass(slots=True)
class Company:
    members: dict[str, Member] = field(default_factory=dict)
    """By lower-cased userid: WeCom's ids are one whatever their case."""
    rooms: dict[str, Room] = field(default_factory=dict)
    departments: dict[int, Json] = field(default_factory=lambda: {1: {"id": 1, "name": "公司", "parentid": 0}})
    warm: set[str] = field(default_factory=set)
    """Who has written to the AI bot in a direct chat."""

    def hire(self, user: str, name: str, department: str = "", **profile: Any) -> Member:
        """A member of the department of this name, which is there from now on."""
        member = Member(user, name, (self._department(department),), **profile)
        self.members[user.lower()] = member
        return member

    def _department(self, name: str) -> int:
        for number, each in self.departments.items():
            if name in ("", each["name"]):
                return number
        number = max(self.departments) + 1
        self.departments[number] = {"id": number, "name": name, "parentid": ROOT_DEPARTMENT}
        return number

    def member(self, user: str) -> Member | None:
        """One who is with the company, whatever the case of the id."""
        member = self.members.get(user.lower())
        return member if member and member.active else None

    def name(self, user: str) -> str | None:
        member = self.members.get(user.lower())
        return member.name if member else None

    def reachable(self, users: Iterable[str]) -> tuple[list[Member], list[str], list[str]]:
        """Whom the app reaches, who is invalid (lower-cased, as told), and who has no licence."""
        found: dict[str, Member] = {}
        invalid: list[str] = []
        unlicensed: list[str] = []
        for user in dict.fromkeys(each.lower() for each in users if each):
            member = self.member(user)
            if member is None or not member.visible:
                invalid.append(user)
            elif not member.licensed:
                unlicensed.append(user)
            else:
                found[user] = member
        return list(found.values()), invalid, unlicensed

    def everybody(self) -> list[str]:
        return [each.user for each in self.members.values() if each.active and each.visible]

    def of_department(self, number: int) -> list[Member]:
        """Direct members whom the app sees."""
        if number not in self.departments:
            raise Refusal(60003, "department not found")
        return [each for each in self.members.values() if number in each.departments and each.active and each.visible]

    def details(self, member: Member) -> Json:
        """What the server API still tells an app: no picture, telephone, address or e-mail."""
        return {
            "userid": member.user,
            "name": member.name,
            "department": list(member.departments),
            "order": [0] * len(member.departments),
            "position": member.position,
            "is_leader_in_dept": [0] * len(member.departments),
            "direct_leader": [each for each in member.leaders if self._seen(each)],
            "main_department": member.departments[0],
            "status": 1,
            "alias": member.alias,
            "telephone": "",
            "extattr": {"attrs": []},
        }

    def room_of(self, chat: str) -> Room | None:
        """Ids of groups keep their case."""
        return self.rooms.get(chat)

    def found(self, chat: str, title: str, members: Sequence[str], **how: Any) -> Room:
        self.rooms[chat] = Room(chat, title, list(members), **how)
        return self.rooms[chat]

    def _seen(self, user: str) -> bool:
        member = self.member(user)
        return bool(member and member.visible)
