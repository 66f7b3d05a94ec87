"""One Slack workspace in memory: its people, channels and messages, and the app that is installed in it."""

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.kernel.ids import derive
from tests.fakes.slack.records import Channel, Json, Message, Refusal

TEAM = "T0HEPAIHQ"
DOMAIN = "hepai-hq"
APP = "A0HEPAIAPP"
BOT_USER = "U0HEPAIBOT"
BOT_ID = "B0HEPAIBOT"
BOT_NAME = "合拍"
SCOPES = (
    "app_mentions:read channels:history channels:read chat:write commands files:read files:write groups:history"
    " groups:read im:history im:read im:write mpim:history mpim:read reactions:read reactions:write team:read"
    " users.profile:read users:read users:read.email"
)
MANAGER_FIELD, DEPARTMENT_FIELD, STAFF_FIELD = "Xf0MANAGER", "Xf0DEPART", "Xf0STAFFNO"


def account(id: str) -> str:
    """A user id as Slack forms them, always the same for the same person of ours."""
    return "U0" + derive("slack user", id)[:9].upper()


def place(id: str) -> str:
    """The like for a channel."""
    return "C0" + derive("slack channel", id)[:9].upper()


class Workspace:
    """State, and the questions about it that the methods of the API share."""

    def __init__(self, now: Callable[[], datetime], scopes: str = SCOPES) -> None:
        self.now = now
        self.scopes = set(scopes.split())
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.alarms: list[str] = []
        self._numbers = itertools.count(1)
        self.add_user(BOT_USER, BOT_NAME, is_bot=True, tz="Etc/UTC")

    def alarm(self, what: str) -> None:
        """Something a real Slack would not forgive, or that people would suffer from."""
        self.alarms.append(what)

    def add_user(
        self, id: str, name: str, *, tz: str = "Asia/Shanghai", locale: str = "zh-CN", email: str = "",
        is_bot: bool = False, deleted: bool = False, manager: str = "", department: str = "", staff_no: str = "",
        admin: bool = False, restricted: bool = False,
    ) -> None:  # fmt: skip
        """A user of the workspace; one that was there is changed."""
        self.users[id] = {
            "id": id, "name": name, "tz": tz, "locale": locale, "email": email or f"{id.lower()}@example.com",
            "is_bot": is_bot, "deleted": deleted, "admin": admin, "restricted": restricted,
            "fields": {MANAGER_FIELD: manager, DEPARTMENT_FIELD: department, STAFF_FIELD: staff_no},
        }  # fmt: skip

    def user(self, id: str, error: str = "user_not_found") -> Json:
        if id not in self.users:
            raise Refusal(error)
        return self.users[id]

    def channel(self, id: str) -> Channel:
        """Any channel that the bot's token can see; what it cannot see is not found."""
        found = self.channels.get(id)
        if found is None or (found.private and BOT_USER not in found.members):
            raise Refusal("channel_not_found")
        return found

    def direct(self, user: str) -> Channel:
        """The person's direct chat with the bot, opened if there is none."""
        id = "D0" + derive("slack direct", user)[:9].upper()
        if id not in self.channels:
            self.channels[id] = Channel(id, members=[user, BOT_USER], person=user, created=self.seconds())
        return self.channels[id]

    def called(self, id: str) -> str:
        """What a screen shows for an id."""
        if id in self.users:
            return str(self.users[id]["name"])
        return self.channels[id].title if id in self.channels else id

    def need(self, scope: str) -> None:
        if scope not in self.scopes:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def stamp(self, channel: Channel | None = None) -> str:
        """A ts: the time, and a number that makes it unique. It grows within a channel, also if the clock does not."""
        stamp = f"{self.seconds()}.{next(self._numbers) * 100 % 1_000_000:06d}"
        if channel is None:
            return stamp
        if channel.last and stamp <= channel.last:
            whole, _, part = channel.last.partition(".")
            micros = int(whole) * 1_000_000 + int(part) + 100
            stamp = f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
        channel.last = stamp
        return stamp

    def put(self, channel: Channel, author: str, wire: Json, *, only: str = "", thread: str = "") -> Message:
        """A message appears."""
        now = self.now()
        by_bot = author == BOT_USER
        stamp = self.stamp(channel)
        message = Message(channel, stamp, author, wire, now, now, by_bot, only=only, thread=thread, called=self.called)
        self.messages.append(message)
        return message

    def find(self, channel: Channel, ts: str, error: str = "message_not_found") -> Message:
        """A message that is there for all. Ephemeral ones cannot be found: they have no ts that counts."""
        for message in self.of(channel):
            if message.ts == ts and not message.only:
                return message
        raise Refusal(error)

    def of(self, channel: Channel) -> Iterator[Message]:
        return (each for each in self.messages if each.channel is channel and not each.gone)

    def tz_offset(self, zone: str) -> int:
        delta = self.now().astimezone(ZoneInfo(zone)).utcoffset()
        return int(delta.total_seconds()) if delta else 0

    @staticmethod
    def fresh(prefix: str = "") -> str:
        """An id nobody has yet."""
        return f"{prefix}{uuid.uuid4().hex[:10].upper()}"
