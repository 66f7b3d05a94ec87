"""The state of the platform: one tenant, one app, its permissions, and everything that was said."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from tests.fakes.common.faults import Faults
from tests.fakes.feishu.company import Chat, Company, Person, suffix
from tests.fakes.feishu.content import Judge
from tests.fakes.feishu.errors import Refusal
from tests.fakes.feishu.rates import Rates
from tests.fakes.feishu.records import Ack, Call, Heard, Json, Message
from tests.fakes.feishu.tokens import Tokens

APP = "cli_a1b2c3d4e5f60718"
SECRET = "fake-secret-of-the-app"
TENANT = "2f0000000000001a"
BOT = "ou_" + suffix("bot")
GROUP_TALK = "im:message.group_msg"
SCOPES = frozenset(
    {
        "im:message:send_as_bot",
        "im:message:readonly",
        "im:message.p2p_msg:readonly",
        "im:message.group_at_msg:readonly",
        "im:chat:readonly",
        "im:chat.members:read",
        "im:chat.members:bot_access",
        "im:message.reactions:read",
        "im:message.reactions:write_only",
        "im:message.urgent",
        "im:resource",
        "im:user_agent:read",
        "contact:contact.base:readonly",
        "contact:user.base:readonly",
        "contact:user.department:readonly",
        "contact:user.id:readonly",
        "contact:user.employee_id:readonly",
    }
)
"""What the notes name as the minimum, and what they name as optional, without all of a group's talk."""
REMEMBERED = timedelta(hours=1)
"""How long the same uuid gives no second message."""


class Platform:
    """`now` stamps messages; `scopes` may be changed at any time, as an administrator can."""

    def __init__(self, now: Callable[[], datetime], limits: bool, scopes: frozenset[str], bot_name: str) -> None:
        self.now = now
        self.scopes = scopes
        self.bot_name = bot_name
        self.company = Company()
        self.tokens = Tokens()
        self.rates = Rates(limits)
        self.faults = Faults()
        self.calls: list[Call] = []
        self.acks: list[Ack] = []
        self.alarms: list[str] = []
        self.messages: list[Message] = []
        self.heard: dict[str, Heard] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        """What was uploaded, by key: its name and its bytes."""
        self.updates: dict[str, tuple[str, datetime, int]] = {}
        """Card-update tokens that work: the card, since when, and how often they were used."""
        self.disabled = False
        self._uuids: dict[str, tuple[datetime, Message]] = {}
        self._numbers: Iterator[int] = count(1)

    def number(self) -> int:
        """A new number; ids are made of them."""
        return next(self._numbers)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{suffix(prefix, str(self.number()))}"

    def milliseconds(self, moment: datetime | None = None) -> str:
        return str(int((moment or self.now()).timestamp() * 1000))

    def has(self, *scopes: str) -> bool:
        """Whether any of these was granted."""
        return bool(self.scopes & set(scopes))

    def person(self, open_id: str) -> Person:
        if open_id not in self.company.people:
            raise ValueError(f"nobody has the open_id {open_id}")
        return self.company.people[open_id]

    def ids(self, open_id: str) -> Json:
        """The ids by which an event names this person."""
        person = self.person(open_id)
        ids = {"union_id": person.union_id, "open_id": person.open_id}
        return {**ids, "user_id": person.user_id} if self.has("contact:user.employee_id:readonly") else ids

    def judge(self) -> Judge:
        return Judge(self.company.names.__contains__, self.files.__contains__, self.alarms)

    def message(self, id: str) -> Message | None:
        return next((each for each in reversed(self.messages) if each.id == id), None)

    def anything(self, id: str) -> Message | Heard:
        """A message of the bot or of a person, by its id; a Refusal if there is none."""
        found = self.message(id) or self.heard.get(id)
        if found is None:
            raise Refusal(230001, f"invalid message_id {id}")
        return found

    def repeated(self, uuid: str, content: str) -> Message | None:
        """The message that was sent under this uuid not long ago."""
        at, message = self._uuids.get(uuid, (None, None))
        if not uuid or at is None or message is None or abs(self.now() - at) >= REMEMBERED:
            return None
        if message.ever and message.content != content and message.version == 1:
            self.alarms.append(f"the uuid {uuid} again, with other content")
        return message

    def keep(self, message: Message) -> None:
        message.ever.append(message.wire)
        self.messages.append(message)
        if message.uuid:
            self._uuids[message.uuid] = (self.now(), message)

    def change(self, message: Message, content: str, wire: Json) -> None:
        message.content, message.wire = content, wire
        message.changed = self.now()
        message.version += 1
        message.ever.append(wire)

    def chat(self, id: str) -> Chat:
        """A chat the bot is in; a Refusal if there is none, it is gone, or the bot is not in it."""
        chat = self.company.chats.get(id)
        if chat is None:
            raise Refusal(230034, id)
        if chat.dissolved:
            raise Refusal(232009)
        if not chat.bot:
            raise Refusal(230002)
        return chat
