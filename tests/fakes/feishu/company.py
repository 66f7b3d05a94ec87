"""Who works there and where they meet, as the platform knows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.kernel.ids import derive


def suffix(*parts: str) -> str:
    """32 characters, as the platform's own ids have behind their prefix."""
    return derive("feishu", *parts).ljust(32, "0")


@dataclass(slots=True)
class Person:
    """`available`: inside the range of people that may use the app. `resigned`: has left the company.

    `declines`: turned the bot's messages off. `leader`: the open_id of whom they report to.
    """

    open_id: str
    name: str
    union_id: str = ""
    user_id: str = ""
    en_name: str = ""
    email: str = ""
    mobile: str = ""
    staff_no: str = ""
    leader: str = ""
    departments: tuple[str, ...] = ()
    city: str = ""
    country: str = "CN"
    admin: bool = False
    locale: str = "zh_CN"
    timezone: str = "Asia/Shanghai"
    available: bool = True
    resigned: bool = False
    declines: bool = False

    def __post_init__(self) -> None:
        self.union_id = self.union_id or f"on_{suffix('union', self.open_id)}"
        self.user_id = self.user_id or suffix("user", self.open_id)[:8]


@dataclass(slots=True)
class Department:
    id: str
    name: str
    parent: str = "0"
    leader: str = ""


@dataclass(slots=True)
class Chat:
    """`of`: the open_id of whose direct chat with the bot it is, empty for a group."""

    id: str
    title: str = ""
    of: str = ""
    members: list[str] = field(default_factory=list)
    bot: bool = True
    dissolved: bool = False
    silenced: bool = False
    threads: bool = True

    @property
    def direct(self) -> bool:
        return bool(self.of)


class Company:
    """Everything by id; what is not there, the platform does not know."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.departments: dict[str, Department] = {}
        self.chats: dict[str, Chat] = {}
        self.names: dict[str, str] = {}
        """What a client shows for a mention of this open_id."""

    def hire(self, person: Person) -> None:
        self.people[person.open_id] = person
        self.names[person.open_id] = person.name

    def group(self, chat: Chat) -> None:
        self.chats[chat.id] = chat

    def direct(self, open_id: str) -> Chat:
        """Their chat with the bot; it comes into being when somebody writes there first."""
        found = next((chat for chat in self.chats.values() if chat.of == open_id), None)
        if found is None:
            found = Chat(f"oc_{suffix('direct', open_id)}", of=open_id, members=[open_id])
            self.chats[found.id] = found
        return found

    def find(self, kind: str, id: str) -> Person | None:
        """By `open_id`, `union_id`, `user_id` or `email`."""
        return next((each for each in self.people.values() if getattr(each, kind) == id), None)

    def staff(self, department: str) -> Sequence[Person]:
        return [each for each in self.people.values() if department in each.departments and not each.resigned]

    def children(self, department: str) -> Iterable[Department]:
        return [each for each in self.departments.values() if each.parent == department]
